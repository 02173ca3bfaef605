import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, type FunctionNode } from '../../ast/nodes.js';

/** `new Promise((resolve) => ...)`, where an expression is its `resolve`. */
export function promiseResolvedBy(file: FileView, callee: TSESTree.Node): TSESTree.NewExpression | null {
  if (callee.type !== 'Identifier') return null;
  const definition = file.variableOf(callee)?.defs[0];
  const executor = definition?.type === 'Parameter' && isFunction(definition.node) ? definition.node : null;
  const [resolve] = executor?.params ?? [];
  return executor && resolve?.type === 'Identifier' && resolve.name === callee.name ? promiseOf(executor) : null;
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
