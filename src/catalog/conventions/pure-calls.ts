import type { NameConvention } from './types.js';

/** Globals whose value never changes while the process runs (ECMAScript and Node.js). */
export const fixedGlobals: readonly string[] = [
  'undefined',
  'NaN',
  'Infinity',
  'process',
  'URL',
  'Number',
  'String',
  'Boolean',
  'parseInt',
  'Math',
  'JSON',
  'Object',
  'Array',
  'Buffer',
  'BigInt',
  'globalThis',
];

/** Functions and methods of ECMAScript whose result depends on nothing but their arguments. */
export const pureFunctions: readonly string[] = [
  'URL',
  'Number',
  'String',
  'Boolean',
  'parseInt',
  'parseFloat',
  'BigInt',
  'toString',
  'trim',
  'replace',
  'toLowerCase',
  'toUpperCase',
  'concat',
  'join',
  'split',
  'freeze',
  'assign',
  'parse',
  'stringify',
  'from',
];

/** Functions that change the object they get first: of `Object`, and lodash's `merge` and `set`. */
export const changingFunctions: readonly string[] = [
  'assign',
  'defineProperty',
  'defineProperties',
  'setPrototypeOf',
  'merge',
  'set',
];

/** Functions of ECMAScript whose result is, or holds, what they get. */
export const passingFunctions: readonly string[] = [
  'Promise.resolve',
  'Promise.all',
  'Promise.allSettled',
  'Promise.race',
  'Object.freeze',
  'Object.seal',
  'Object.values',
  'Array.of',
  'Array.from',
  'Object.fromEntries',
];

/** Methods of arrays, sets and maps that put their last argument into the container. */
export const fillingMethods: readonly string[] = ['push', 'unshift', 'add', 'set'];
/** Methods of arrays and maps that hand out one element. */
export const takingMethods: readonly string[] = ['get', 'pop', 'shift', 'at'];
/** Array methods whose result holds what their function returns for each element. */
export const mappingMethods: readonly string[] = ['map', 'flatMap'];
/** Constructors of plain containers. */
export const containerConstructors: readonly string[] = ['Map', 'Set', 'Array', 'Object'];

/**
 * Calls whose result depends on their arguments only, by name or by what they are called on: ECMAScript, and the
 * methods of strings and arrays. `Math.random` is not one.
 */
export const pureCalls: NameConvention = {
  names: [
    ...['URL', 'URLSearchParams', 'Number', 'String', 'Boolean', 'BigInt', 'parseInt', 'parseFloat'],
    ...['Number.*', 'JSON.*', 'Buffer.from'],
    ...[
      'abs',
      'ceil',
      'floor',
      'hypot',
      'log',
      'log10',
      'log2',
      'max',
      'min',
      'pow',
      'round',
      'sign',
      'sqrt',
      'trunc',
    ].map((name) => `Math.${name}`),
    ...['assign', 'freeze', 'entries', 'fromEntries', 'keys', 'values'].map((name) => `Object.${name}`),
    ...['toString', 'trim', 'toLowerCase', 'toUpperCase', 'replace', 'replaceAll', 'split', 'join', 'concat'].flatMap(
      (name) => [name, `*.${name}`],
    ),
    ...['slice', 'startsWith', 'endsWith', 'includes'].flatMap((name) => [name, `*.${name}`]),
  ],
};

/** Members of `URL`, and methods of anything, that give a string (WHATWG URL, ECMAScript). */
export const stringMembers: readonly string[] = [
  ...['href', 'origin', 'protocol', 'host', 'hostname', 'pathname', 'search'],
  ...['toString', 'toLowerCase', 'toUpperCase', 'trim', 'toJSON'],
];
