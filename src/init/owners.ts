/**
 * Where a client belongs in a program, and what ends it: the table that `init` writes from. Plain data; a program that
 * fits several rows takes the first one.
 */
export interface Owner {
  readonly name: string;
  /** Packages, one of which the project depends on; none: found by what its files do. */
  readonly packages: readonly string[];
  /** Files at the top of the project which say the same. */
  readonly files?: readonly string[];
  /**
   * What closes the clients. `container`: their provider, in its hook for the end; `hook`: a plugin of the application,
   * in its hook for the end; `server`: code behind the end of an HTTP server; `worker`: behind the end of a worker;
   * `platform`: nothing, it ends with the process.
   */
  readonly end: 'container' | 'hook' | 'server' | 'worker' | 'platform';
  /** The call or construction whose result is ended; `listen`: also what a method of that name returns. */
  readonly made?: { readonly module: string; readonly names: readonly string[]; readonly listen?: boolean };
  /** Why `init` writes nothing for it, or nothing where it is written in JavaScript. */
  readonly unsupported?: string;
  readonly untyped?: string;
}

/** Sources: the documentation of each framework on its lifecycle, and `src/catalog/frameworks`. */
export const OWNERS: readonly Owner[] = [
  {
    name: 'nest',
    packages: ['@nestjs/core'],
    end: 'container',
    made: { module: '@nestjs/core', names: ['create', 'createMicroservice', 'createApplicationContext'] },
    untyped: 'a provider has to keep each client: write one that closes it in onApplicationShutdown(), and inject it',
  },
  { name: 'fastify', packages: ['fastify'], end: 'hook', made: { module: 'fastify', names: ['default', 'fastify'] } },
  {
    name: 'hono',
    packages: ['@hono/node-server'],
    end: 'server',
    made: { module: '@hono/node-server', names: ['serve'] },
  },
  {
    name: 'hono',
    packages: ['hono'],
    end: 'platform',
    unsupported: 'outside of Node.js a client may live no longer than its request',
  },
  { name: 'express', packages: ['express'], end: 'server', made: { module: 'express', names: [], listen: true } },
  { name: 'koa', packages: ['koa'], end: 'server', made: { module: 'koa', names: [], listen: true } },
  {
    name: 'lambda',
    packages: ['@types/aws-lambda', 'aws-lambda', '@middy/core', 'serverless', '@aws-lambda-powertools/logger'],
    files: ['serverless.yml', 'serverless.ts', 'template.yaml', 'template.yml'],
    end: 'platform',
  },
  { name: 'bullmq', packages: ['bullmq'], end: 'worker', made: { module: 'bullmq', names: ['Worker'] } },
  { name: 'http', packages: [], end: 'server', made: { module: 'node:http', names: ['createServer'], listen: true } },
];

/** Texts which say that a program handles its end already; `init` adds no second handler. */
export const HANDLES_END =
  /\bSIG(?:TERM|INT)\b|close-with-grace|@godaddy\/terminus|\bterminus\b|lightship|http-terminator|\bstoppable\b/;
