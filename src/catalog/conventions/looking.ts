import type { NameConvention } from './types.js';

/** Functions that look at their argument and keep nothing of it (ECMAScript, Node.js, assertion libraries). */
export const lookingFunctions: readonly string[] = [
  'Boolean',
  'String',
  'JSON.stringify',
  'Object.keys',
  'Object.entries',
  'Array.isArray',
  'inspect',
  'util.inspect',
  'isAxiosError',
  'axios.isAxiosError',
  'expect',
  'assert',
  'should',
  'invariant',
];

/** Functions that say whether their argument is there: lodash, underscore, Ramda, Node's `util` before version 23. */
export const absenceTests: readonly string[] = ['isUndefined', 'isNil', 'isNull', 'isNullOrUndefined'];

/** Objects whose methods write what they get somewhere: `console`, loggers by the names that everybody gives them. */
export const loggers: NameConvention = {
  names: ['console', 'log', 'logger', 'winston', 'pino', 'debug', '*Logger', '*_logger', '*Log'],
};

/** Methods and functions that log: of `console`, pino, winston, bunyan, Nest's Logger, `debug`. */
export const loggingMethods: readonly string[] = [
  'log',
  'trace',
  'debug',
  'verbose',
  'silly',
  'info',
  'http',
  'notice',
  'warn',
  'warning',
  'error',
  'fatal',
  'critical',
  'dir',
  'table',
  'assert',
];

/** Functions of ECMAScript, Node.js and streams libraries that take over the stream or response they get first. */
export const readingFunctions: readonly string[] = [
  'WebAssembly.instantiateStreaming',
  'WebAssembly.compileStreaming',
  'pipeline',
  'stream.pipeline',
  'promises.pipeline',
  'pump',
];

/** Methods of strings, arrays, typed arrays, decoders and dates that do not throw on what streams deliver. */
export const harmlessMethods: readonly string[] = [
  'decode',
  'push',
  'concat',
  'set',
  'add',
  'subarray',
  'slice',
  'substring',
  'split',
  'join',
  'trim',
  'indexOf',
  'includes',
  'startsWith',
  'endsWith',
  'toString',
  'replace',
  'from',
  'alloc',
  'min',
  'max',
  'now',
  'byteLength',
];

/** Functions of ECMAScript and of the platform that throw on nothing a program gives them (timers: WHATWG HTML). */
export const safeFunctions: readonly string[] = [
  ...['clearTimeout', 'clearInterval', 'clearImmediate', 'setTimeout', 'setInterval', 'setImmediate'],
  ...['Date.now', 'performance.now', 'Boolean', 'String', 'Number', 'Number.parseInt', 'Number.parseFloat'],
  ...['Number.isNaN', 'Number.isFinite', 'parseInt', 'parseFloat', 'isNaN', 'Array.isArray', 'Math.max', 'Math.min'],
  ...['Math.round', 'Math.floor', 'Math.ceil', 'Math.random', 'AbortSignal.timeout', 'AbortSignal.any'],
];

/** Constructors of plain objects (ECMAScript, WHATWG Encoding, Streams, DOM) that need no certain arguments. */
export const safeConstructors: readonly string[] = [
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'Date', 'Error', 'TypeError', 'Promise', 'AbortController', 'EventEmitter'],
  ...['TextEncoder', 'TransformStream', 'FormData', 'PassThrough'],
];

/** Methods of strings that return another text or tell of it (ECMAScript), and throw on nothing. */
export const textMethods: readonly string[] = [
  ...['toLowerCase', 'toUpperCase', 'trim', 'trimStart', 'trimEnd', 'startsWith', 'endsWith', 'includes', 'indexOf'],
  ...['slice', 'substring', 'split', 'replace', 'replaceAll', 'padStart', 'padEnd', 'toString'],
];

/**
 * Objects and methods that read an object they are given and change nothing of it: ECMAScript, `util`, assertion
 * libraries, loggers.
 */
export const readingNames: NameConvention = {
  names: [
    ...['console', 'logger', 'log', 'debug', 'JSON', 'Object', 'Array', 'Promise', 'Number', 'String', 'Boolean'],
    ...['util', 'assert', 'expect', 'info', 'warn', 'error', 'trace', 'stringify', 'keys', 'entries', 'values'],
    'inspect',
  ],
  ignoreCase: true,
};

/** Calls that look at a client or make it known (Fastify's decorators, loggers, assertions), and never close it. */
export const clientReaders: NameConvention = {
  names: [
    ...['log', 'info', 'warn', 'debug', 'trace', 'decorate', 'decorateRequest', 'decorateReply'].map(
      (name) => `*.${name}`,
    ),
    ...['logger', 'log', 'debug', 'assert', 'util', 'inspect', 'expect', 'JSON', 'Boolean', 'String'].flatMap(
      (name) => [name, `${name}.*`],
    ),
    'console.*',
    // Of an object with clients they tell the names.
    'Object.keys',
    'Object.getOwnPropertyNames',
  ],
};

/** Functions and methods that only write a log, whatever their object is called. */
export const logCalls: NameConvention = {
  names: ['console', 'logger', 'winston', 'pino', 'log', 'debug', 'info', 'warn', 'error', 'trace', 'print'],
  ignoreCase: true,
};

/** Objects by which a module logs: loggers, and servers that have one (`fastify.log`). */
export const loggerObjects: NameConvention = {
  names: ['log', 'logger', 'console', '*logger', '*Logger', 'fastify', 'app', 'server'],
};
