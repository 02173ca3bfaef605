import type { NameConvention } from './types.js';

/** Array methods that call their function once per element before they return (ECMAScript). */
export const iterationMethods: readonly string[] = [
  'map',
  'forEach',
  'flatMap',
  'filter',
  'some',
  'every',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'reduce',
  'reduceRight',
  'sort',
  'toSorted',
];

/** Promise methods (ECMAScript): their functions run at most once, as a continuation of the code around them. */
export const continuationMethods: readonly string[] = ['then', 'catch', 'finally'];

/** Globals of Node.js that call a function once, later. */
export const deferringFunctions: readonly string[] = ['setTimeout', 'setImmediate', 'queueMicrotask', 'nextTick'];
/** Those of them by which a function starts itself again. */
export const restartingTimers: readonly string[] = ['setTimeout', 'setImmediate'];

/** Methods of Node.js emitters and of DOM event targets that add a listener. */
export const listenerMethods: readonly string[] = ['on', 'once', 'addListener', 'addEventListener', 'prependListener'];

/** Methods that add a listener for each of many events; `subscribe` is that of observables and brokers. */
export const eventMethods: readonly string[] = [
  'on',
  'addListener',
  'addEventListener',
  'prependListener',
  'subscribe',
];

/** Events that an object emits once in its life: of Node.js servers, sockets and processes, of DOM and workers. */
export const oneTimeEvents: readonly string[] = [
  'listening',
  'ready',
  'open',
  'connect',
  'close',
  'end',
  'finish',
  'exit',
  'beforeExit',
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGUSR2',
  'uncaughtException',
  'unhandledRejection',
  'online',
  'DOMContentLoaded',
  'load',
  'install',
  'activate',
];

/** Methods that keep the function they are given for as long as their object lives. */
export const registeringMethods: readonly string[] = [
  ...listenerMethods,
  'register',
  'use',
  'subscribe',
  'addHook',
  'run',
  'listen',
  'schedule',
  'process',
  'route',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'all',
  'handle',
  'command',
  'action',
];

/**
 * Wrappers which call their function once and keep what it returned: lodash, p-memoize, React and helpers like them.
 */
export const memoizingFunctions: NameConvention = {
  names: [
    'once*',
    'lazy*',
    'memo*',
    'singleton*',
    'cache*',
    'useState*',
    'useRef*',
    'useMemo*',
    'useCallback*',
    'useEffect*',
    'pMemoize*',
    'pOnce*',
    'shared*',
    'defer*',
    'createSingleton*',
    'createLazy*',
  ],
  ignoreCase: true,
};

/**
 * Functions which register a part of an application or a command: their argument runs once. Fastify, Nitro, Nuxt, Vite,
 * commander, Awilix, Inversify, Electron and Vue.
 */
export const registeringFunctions: NameConvention = {
  names: [
    'register',
    'plugin',
    'fp',
    'fastifyPlugin',
    'definePlugin',
    'defineNitroPlugin',
    'defineNuxtPlugin',
    'defineConfig',
    'bootstrap',
    'boot',
    'command',
    'action',
    'provide',
    'bind',
    'factory',
    'useFactory',
    'asFunction',
    'asClass',
    'toDynamicValue',
    'onReady',
    'whenReady',
    'onMounted',
    'decorate',
  ],
};
