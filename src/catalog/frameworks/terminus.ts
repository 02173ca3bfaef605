import type { Framework } from '../framework-types.js';

/** Runs its functions on SIGTERM, around the stop of the server. */
export const terminus = {
  name: '@godaddy/terminus',
  modules: ['@godaddy/terminus'],
  source: ['@godaddy/terminus@4.12.1 lib/terminus.js:177'],
  registrations: [
    {
      calls: ['createTerminus', 'terminus'],
      members: ['onSignal', 'beforeShutdown', 'onShutdown', 'onSigterm'],
      runs: 'close',
    },
    {
      calls: ['createTerminus', 'terminus'],
      members: ['healthChecks.*'],
      runs: 'many',
      why: 'for every health check, in {call}',
    },
  ],
} satisfies Framework;
