import type { Framework } from '../framework-types.js';

/** Procedures and the context function run per call. */
export const trpc = {
  name: '@trpc/server',
  modules: ['@trpc/server', '@trpc/server/*'],
  source: ['https://trpc.io/docs/server/procedures'],
  registrations: [
    { calls: ['query', 'mutation', 'subscription'], runs: 'many', why: 'for every call to the procedure, in {call}' },
    { calls: ['middleware', 'use'], runs: 'many', why: 'for every call, as middleware of {call}' },
    {
      calls: [
        'createExpressMiddleware',
        'fetchRequestHandler',
        'createNextApiHandler',
        'createHTTPServer',
        'createHTTPHandler',
      ],
      members: ['createContext'],
      runs: 'many',
      why: 'for every request, as {member} of {call}',
    },
  ],
  place: 'Create it once and hand it to the procedures in the context.',
} satisfies Framework;
