import type { Framework } from '../framework-types.js';

/** Other packages that run functions at shutdown. */
export const stoppable = {
  name: 'shutdown-helpers',
  modules: [
    'http-graceful-shutdown',
    'graceful-shutdown',
    'node-graceful-shutdown',
    'async-exit-hook',
    'exit-hook',
    'signal-exit',
    'death',
    '@moebius/http-graceful-shutdown',
  ],
  source: [
    'https://github.com/sebhildebrandt/http-graceful-shutdown#readme',
    'https://github.com/tapppi/async-exit-hook#readme',
  ],
  registrations: [
    { calls: ['default', 'asyncExitHook', 'exitHook', 'gracefulExitHook', 'onExit', 'onShutdown'], runs: 'close' },
    { calls: ['default', 'gracefulShutdown'], members: ['onShutdown', 'preShutdown', 'finally'], runs: 'close' },
  ],
} satisfies Framework;
