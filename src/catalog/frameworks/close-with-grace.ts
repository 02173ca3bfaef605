import type { Framework } from '../framework-types.js';

/** Runs its function on signals and uncaught errors, then exits. */
export const closeWithGrace = {
  name: 'close-with-grace',
  modules: ['close-with-grace'],
  source: ['close-with-grace@2.5.0 index.js:19'],
  registrations: [{ calls: ['default', 'closeWithGrace'], runs: 'close' }],
} satisfies Framework;
