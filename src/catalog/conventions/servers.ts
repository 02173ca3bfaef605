import type { NameConvention } from './types.js';

/**
 * Modules whose `createServer()`, `serve()` or application's `listen()` returns an `http.Server` that the program ends
 * itself.
 */
export const httpServerPackages: readonly string[] = [
  'http',
  'https',
  'http2',
  'express',
  'koa',
  'connect',
  'polka',
  '@hono/node-server',
  'restify',
];

/** Packages that end a server gracefully: http-terminator, stoppable, terminus and the like. */
export const terminators: readonly string[] = [
  'http-terminator',
  'stoppable',
  '@godaddy/terminus',
  'close-with-grace',
  'http-graceful-shutdown',
  'http-shutdown',
  'lightship',
  'server-destroy',
];

/** Names of servers: `httpServer`, `server`. */
export const serverNames: NameConvention = { names: ['*server'], ignoreCase: true };
