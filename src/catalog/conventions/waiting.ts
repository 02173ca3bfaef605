import type { NameConvention } from './types.js';

/**
 * Functions that promise to be done after a while: those of Node.js' timers and of packages such as delay and p-wait.
 */
export const sleepNames: NameConvention = {
  begins: [
    'sleep',
    'delay',
    'wait',
    'pause',
    'timeout',
    'set timeout',
    'reject after',
    'timer',
    'after',
    'create timeout',
  ],
};

/** Methods that end what somebody waits for: of AbortController, streams, sockets, requests and axios' tokens. */
export const endingMethods: readonly string[] = ['abort', 'destroy', 'cancel', 'close', 'end', 'terminate'];

/** Words of what ends work that waits: of queues, and of exporters of telemetry. */
export const endsOfWork: readonly string[] = ['flush', 'drain'];

/** Words of what is waited for once, when something has begun, or before it ends: `isReady`, `Promise.allSettled()`. */
export const onceWords: readonly string[] = ['settled', 'ready'];
