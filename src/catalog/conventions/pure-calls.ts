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
