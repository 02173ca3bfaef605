/** Functions that copy the members of their arguments into one object: ECMAScript, lodash, deepmerge, defu, Node.js. */
export const mergingFunctions: readonly string[] = [
  'assign',
  'assignIn',
  'extend',
  'merge',
  'mergeWith',
  'mergeDeep',
  'deepMerge',
  'deepmerge',
  'mergeOptions',
  'defaults',
  'defaultsDeep',
  'defu',
];

/** What they are members of. */
export const mergingObjects: readonly string[] = ['Object', '_', 'lodash', 'R', 'util', 'utils'];
