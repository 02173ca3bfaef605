import { routeMethods } from '../conventions/routers.js';
import type { Framework } from '../framework-types.js';

/** Routers and middleware run per request; there is no hook at shutdown. */
export const express = {
  name: 'express',
  modules: [
    'express',
    'express-serve-static-core',
    'router',
    'express-promise-router',
    'express-async-handler',
    'polka',
    'restify',
    'connect',
  ],
  source: ['express@5.3.0 lib/application.js:598', 'express@5.3.0 lib/application.js:603'],
  registrations: [
    {
      calls: [...routeMethods, 'param', 'checkout', 'merge', 'notify', 'search', 'ws'],
      route: true,
      runs: 'many',
      why: 'for every request, as handler of {call}',
    },
    {
      calls: ['default', 'asyncHandler', 'expressAsyncHandler', 'catchAsync'],
      runs: 'many',
      why: 'for every request, in {call}',
    },
    { calls: ['listen'], runs: 'once' },
  ],
  setUpTypes: [
    'Express',
    'Application',
    'Router',
    'IRouter',
    'Express.Application',
    'express.Application',
    'express.Router',
    'express.Express',
  ],
  place:
    'In Express: create it where the application is built, hand it to the routers and close it after server.close().',
} satisfies Framework;
