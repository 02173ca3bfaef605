import type { NameConvention, WordConvention } from './types.js';

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

/** Frameworks whose application has a `close()` that waits for its requests, as a promise. */
export const closingFrameworks: readonly string[] = ['fastify', '@nestjs/core'];

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

/** What code answers with, as Express, node:http, Fastify and Koa name it. */
export const servedResponses: readonly string[] = ['res', 'response', 'reply.raw', 'ctx.res'];

/** Names of servers: `httpServer`, `server`. */
export const serverNames: NameConvention = { names: ['*server'], ignoreCase: true };

/** Functions of those modules that return a server (node:http, node:http2, `@hono/node-server`). */
export const serverMakers: readonly string[] = ['createServer', 'createSecureServer', 'serve'];

/** Names under which a module imports the application or server that it lets listen. */
export const importedServers: readonly string[] = ['app', 'server', 'httpServer'];

/** Words of servers that give short answers only: metrics, health checks, the page that ends a login. */
export const shortAnswerWords: WordConvention = ['metrics', 'prometheus', 'health', 'oauth', 'callbackServer'];

/** Clients that bring in work of their own, and therefore may end before the server (ids of constructs). */
export const takingClients: readonly string[] = ['bullmq#Worker', '*#*onsumer*'];

/** Functions of a module that close the clients of the whole process. */
export const processClosers: readonly { readonly module: string; readonly path: readonly string[] }[] = [
  { module: 'mongoose', path: ['disconnect'] },
  { module: 'mongoose', path: ['connection', 'close'] },
];
