import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, propertyName, type FunctionNode } from '../../ast/nodes.js';

/** `new Promise((resolve) => ...)`, where an expression is its `resolve`. */
export function promiseResolvedBy(file: FileView, callee: TSESTree.Node): TSESTree.NewExpression | null {
  if (callee.type !== 'Identifier') return null;
  const definition = file.variableOf(callee)?.defs[0];
  const executor = definition?.type === 'Parameter' && isFunction(definition.node) ? definition.node : null;
  const [resolve] = executor?.params ?? [];
  return executor && resolve?.type === 'Identifier' && resolve.name === callee.name ? promiseOf(executor) : null;
}

/** `Promise.all([...])`, `Promise.race([...])` and their like, which make one promise of several. */
export function isCombinator({ callee }: TSESTree.CallExpression): boolean {
  return callee.type === 'MemberExpression' && /^(?:all(?:Settled)?|race|any)$/.test(propertyName(callee) ?? '');
}

/** `new Promise(executor)`; `null` where a function is the executor of none. */
function promiseOf({ parent }: FunctionNode): TSESTree.NewExpression | null {
  return parent.type === 'NewExpression' && parent.callee.type === 'Identifier' && parent.callee.name === 'Promise'
    ? parent
    : null;
}

/** Whether a function is what `new Promise()` gets. */
export function isExecutor(fn: FunctionNode): boolean {
  return promiseOf(fn) !== null;
}
