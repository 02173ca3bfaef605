import { routeMethods } from '../conventions/routers.js';
import type { Framework } from '../framework-types.js';

/** Handlers and middleware run per request; there is no hook at shutdown. */
export const hono = {
  name: 'hono',
  modules: ['hono', 'hono/*', '@hono/*'],
  source: ['@hono/node-server@2.1.8 dist/index.mjs:1356'],
  registrations: [
    {
      calls: [...routeMethods, 'on', 'openapi'],
      route: true,
      runs: 'many',
      why: 'for every request, as handler of {call}',
    },
    {
      calls: ['notFound', 'onError', 'createMiddleware', 'createHandlers', 'createHandler', 'validator'],
      runs: 'many',
      why: 'for every request, in {call}',
    },
    { calls: ['serve'], members: ['fetch'], runs: 'many', why: 'for every request, as {member} of {call}' },
  ],
  setUpTypes: ['Hono', 'OpenAPIHono'],
  place:
    'In Hono: create it at module level or in the function that builds the application, and close it after ' +
    'server.close().',
} satisfies Framework;
