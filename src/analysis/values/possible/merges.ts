import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, propertyName } from '../../../ast/nodes.js';
import { mergingFunctions, mergingObjects } from '../../../catalog/conventions/merging.js';

const FUNCTIONS = new Set(mergingFunctions);
const OBJECTS = new Set(mergingObjects);

/** Whether a function copies the members of its arguments together: `Object.assign`, `_.merge`, `defu`. */
export function isMerge(callee: TSESTree.Node): boolean {
  if (callee.type === 'Identifier') return FUNCTIONS.has(callee.name);
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    OBJECTS.has(callee.object.name) &&
    FUNCTIONS.has(propertyName(callee) ?? '')
  );
}

/** Whether a function returns its first argument as it is, or a copy of it. */
export function isCopy(callee: TSESTree.Node): boolean {
  return /^(?:Object\.(?:freeze|seal)|structuredClone|_\.(?:clone|cloneDeep))$/.test(calleeName(callee) ?? '');
}
