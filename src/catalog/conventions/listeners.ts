import type { NameConvention, TextConvention } from './types.js';

/** Methods of emitters and event targets that add a listener (`node:events`, DOM). */
export const listeningMethods: readonly string[] = [
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'addEventListener',
];

/** Methods that add a listener which stays (`node:events`, DOM). */
export const addingMethods: readonly string[] = ['on', 'addListener', 'prependListener', 'addEventListener'];

/** Methods that take listeners away (`node:events`, DOM, redis). */
export const removingMethods: readonly string[] = [
  'off',
  'removeListener',
  'removeEventListener',
  'removeAllListeners',
  'unsubscribe',
  'un',
];

/** Events that come again and again while a connection lives (node:net, ws, node:http2). */
export const repeatedEvents: readonly string[] = ['message', 'data', 'readable', 'drain', 'ping', 'pong'];

/** Names of signals that a caller gives. */
export const signalNames: NameConvention = { names: ['signal', 'abortSignal', '*Signal', 'external', 'parent'] };

/** What a server receives: its signal ends with it. */
export const receivedRequests: NameConvention = { names: ['req', 'request', '*Req', '*Request', 'raw', 'ctx', 'c'] };

/** Functions by whose names a caller asks for a listener or a timer that stays, or that run when a program starts. */
export const registrars: NameConvention = {
  begins: [
    'on',
    'once',
    'listen',
    'register',
    'attach',
    'bind',
    'add',
    'install',
    'hook',
    'init',
    'initialize',
    'set up',
    'start',
    'use',
    'connect',
    'create',
    'make',
    'watch',
    'observe',
    'handle',
    'enable',
    'configure',
    'schedule',
    'run',
    'main',
    'bootstrap',
    'mount',
    'apply',
    'instrument',
    'monitor',
  ],
};

/** What a listener of a caller's signal does that ends what the caller started with it. */
export const subscriptionEndTexts: TextConvention = [
  'unsubscribe',
  'clearInterval',
  'off',
  'removeListener',
  'stop',
  'end',
];
