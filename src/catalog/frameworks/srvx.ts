import type { Framework } from '../framework-types.js';

/** The handler runs per request; server.close() ends it. */
export const srvx = {
  name: 'srvx',
  modules: ['srvx', 'srvx/*'],
  source: ['srvx@1.0.8 dist/_chunks/types.d.mts:110'],
  registrations: [
    { calls: ['serve'], members: ['fetch'], runs: 'many', why: 'for every request, as {member} of {call}' },
  ],
} satisfies Framework;
