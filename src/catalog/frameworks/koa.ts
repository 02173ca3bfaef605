import { routeMethods } from '../conventions/routers.js';
import type { Framework } from '../framework-types.js';

/** Middleware runs per request; there is no hook at shutdown. */
export const koa = {
  name: 'koa',
  modules: ['koa', '@koa/router', 'koa-router', 'koa-compose', 'koa-tree-router'],
  source: ['koa@3.3.0 lib/application.js:133'],
  registrations: [
    {
      calls: [...routeMethods, 'param', 'register'],
      route: true,
      runs: 'many',
      why: 'for every request, as handler of {call}',
    },
    { calls: ['compose'], runs: 'many', why: 'for every request, as middleware of {call}' },
    { calls: ['listen'], runs: 'once' },
  ],
  setUpTypes: ['Koa', 'Router', 'Application'],
  place: 'In Koa: create it where the application is built, put it on app.context and close it after server.close().',
} satisfies Framework;
