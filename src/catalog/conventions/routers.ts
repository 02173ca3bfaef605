import type { NameConvention } from './types.js';

/** Names of variables on which `.get(...)` and the like add a route; what examples and services call them. */
export const routerNames: NameConvention = {
  names: [
    '*app',
    'application',
    '*server',
    'fastify',
    'instance',
    '*api',
    '*route',
    '*routes',
    '*router',
    '*consumer',
    'hono',
    'koa',
    'express',
  ],
  ignoreCase: true,
};

/** Classes and functions that make a router; exports of Express, Koa's router, Hono and Elysia. */
export const routerConstructors: readonly string[] = ['Router', 'Hono', 'Koa', 'OpenAPIHono', 'Elysia'];

/** Methods that take the handlers of a route: those of Express, Koa's router, Fastify and Hono. */
export const routeMethods: readonly string[] = [
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'del',
  'head',
  'options',
  'all',
  'use',
  'route',
];

/**
 * Methods by which an application gets a part of it, which it does not end: Express, Koa, Fastify, Hono; the adapter of
 * a Socket.IO server, whose `close()` only unsubscribes (@socket.io/redis-adapter 8, dist/index.js).
 */
export const mountingMethods: readonly string[] = ['use', 'set', 'adapter'];

/** Methods by which an application takes a plugin and its options: Fastify. */
export const pluginMethods: readonly string[] = ['register'];
