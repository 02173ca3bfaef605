import type { Framework } from '../framework-types.js';

/** Signals and beforeExit; exit listeners run synchronous code only. */
export const nodeProcess = {
  name: 'node',
  modules: [],
  ambient: true,
  source: ['https://nodejs.org/api/process.html#signal-events'],
  registrations: [
    {
      calls: ['on', 'once', 'addListener'],
      first: ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2', 'SIGQUIT', 'beforeExit'],
      runs: 'close',
    },
  ],
} satisfies Framework;
