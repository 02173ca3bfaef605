import type { NameConvention, TextConvention } from './types.js';

/** Names by which code says that it ends something; plain data, from the closers of the labelled repositories. */

/** First words of functions that end the work of a module or program. */
export const closingVerbs: readonly string[] = [
  'close',
  'shutdown',
  'stop',
  'dispose',
  'destroy',
  'disconnect',
  'cleanup',
  'teardown',
  'terminate',
  'exit',
];

/**
 * Words beside the verb that mean everything the module has (`closeAll`, `gracefulShutdown`, `handleShutdown`), so that
 * a further client may be closed there. `closeModal` or `stopTimer` end one thing.
 */
export const wholeWords: readonly string[] = [
  'all',
  'everything',
  'resources',
  'clients',
  'connections',
  'services',
  'service',
  'app',
  'application',
  'server',
  'process',
  'module',
  'graceful',
  'gracefully',
  'on',
  'handle',
  'handler',
  'perform',
  'async',
  'and',
  'exit',
];

/**
 * Methods which end the life of an object, from the most to the least telling: those of the catalogued libraries, the
 * hooks of Nest, the disposal of the language.
 */
export const closeMethodNames: readonly string[] = [
  'close',
  'destroy',
  'dispose',
  'stop',
  'shutdown',
  'end',
  'disconnect',
  'quit',
  'terminate',
  'teardown',
  'tearDown',
  'cleanup',
  'onModuleDestroy',
  'onApplicationShutdown',
  'beforeApplicationShutdown',
  '[Symbol.asyncDispose]',
  '[Symbol.dispose]',
];

/** Methods that forget what they are given, or tell others of it (ECMAScript, Node.js' events, registries). */
export const forgettingMethods: readonly string[] = [
  ...['delete', 'remove', 'off', 'removeListener', 'removeEventListener', 'emit', 'dispatchEvent'],
  ...['unregister', 'deregister', 'unsubscribe', 'splice', 'indexOf', 'includes', 'has'],
];

/** Verbs of functions that may be called again after their counterpart: what they end must be able to start again. */
export const pausingVerbs: readonly string[] = ['stop', 'disconnect', 'end', 'quit', 'cleanup', 'terminate'];

/** Verbs that also stand for work in the middle of a life, such as the removal of old rows: what is done decides. */
export const weakVerbs: readonly string[] = ['cleanup'];

/** The counterparts of {@link pausingVerbs}. */
export const startingVerbs: readonly string[] = [
  'start',
  'restart',
  'connect',
  'reconnect',
  'open',
  'resume',
  'launch',
];

/** Parameters of a function that handles the end of a program: they say why it ends, or what to end. */
export const endParameters: readonly string[] = [
  'signal',
  'sig',
  'code',
  'exitCode',
  'reason',
  'err',
  'error',
  'server',
  'app',
];

/** Further parameters of such methods, which say how to end: options, a callback, whether to force it. */
export const howToEnd: NameConvention = {
  names: ['*opt*', '*callback*', 'cb', '*force*', '*timeout*'],
  ignoreCase: true,
};

/** Names of objects whose end is the end of the program's work: a close that follows cuts off no request. */
export const programNames: readonly string[] = [
  'server',
  'app',
  'application',
  'fastify',
  'httpServer',
  'httpsServer',
  'worker',
  'consumer',
  'terminator',
  'httpTerminator',
];

/** Functions of unlisted packages, and of projects, that take what runs at the end: `registerShutdownHandler(fn)`. */
export const shutdownRegistrations: readonly string[] = [
  'closeWithGrace',
  'registerShutdownHandler',
  'onShutdown',
  'onExit',
  'gracefulShutdown',
  'asyncExitHook',
  'addShutdownHook',
];

/** Methods and functions that end something: the close functions of the catalogued libraries and frameworks. */
export const endingNames: NameConvention = {
  begins: [
    ...['close', 'destroy', 'end', 'quit', 'disconnect', 'stop', 'shutdown', 'terminate', 'dispose', 'drain'],
    ...['release', 'cleanup', 'flush'],
  ],
};

/** Calls by which a program stops serving, or ends: `server.close()`, `process.exit()`, `process.kill()`. */
export const programEnds: NameConvention = {
  names: ['close', 'stop', 'shutdown', 'destroy', 'exit', 'kill', 'end', 'terminate'],
  ignoreCase: true,
};

/** What starts a server: node:http, node:https, node:http2, and the servers of frameworks (express, Hono, Bun). */
export const serverStartTexts: TextConvention = [
  '.listen(',
  'createServer(',
  'createSecureServer(',
  'createHttpServer(',
  'createHttpsServer(',
  'serve(',
];

/** Functions that run when the process ends: the hooks of Nest, Fastify and servers, and what projects call theirs. */
export const shutdownNames: NameConvention = {
  begins: [
    ...['close', 'shut down', 'stop', 'dispose', 'destroy', 'tear down', 'exit', 'clean up', 'end', 'quit'],
    ...['on close', 'on shutdown', 'on exit', 'on module destroy', 'on application'],
  ],
};

/** Calls that are given such a function: of Node.js, test runners, Fastify, close-with-grace, terminus. */
export const shutdownCallees: NameConvention = {
  names: [
    ...['process.on', 'process.once', 'process.addListener'],
    ...['after', 'afterAll', 'addHook', 'onClose', 'defer', 'onSignal', 'onShutdown', 'closeWithGrace'].flatMap(
      (name) => [name, `*.${name}`],
    ),
  ],
};

/** Functions of packages that are given things to end: close-with-grace, terminus, lightship, http-terminator. */
export const endingHelpers: NameConvention = {
  names: ['close', 'shutdown', 'terminus', 'terminat', 'graceful', 'dispos', 'exit', 'cleanup', 'teardown', 'destroy']
    .map((part) => `*${part}*`)
    .concat('*lightship*'),
  ignoreCase: true,
};
