import type { Framework } from '../framework-types.js';

/** Shutdown handlers run on SIGTERM, SIGHUP and SIGINT. */
export const lightship = {
  name: 'lightship',
  modules: ['lightship'],
  source: ['lightship@9.0.4 dist/esm/factories/createLightship.js:250'],
  registrations: [{ calls: ['registerShutdownHandler'], runs: 'close' }],
} satisfies Framework;
