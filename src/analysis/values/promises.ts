import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isFunction } from '../../ast/nodes.js';
import { variableOf } from '../../ast/variables.js';

/** `new Promise((resolve) => ...)`, where an expression is its `resolve`. */
export function promiseResolvedBy(
  sourceCode: Readonly<TSESLint.SourceCode>,
  callee: TSESTree.Node,
): TSESTree.NewExpression | null {
  if (callee.type !== 'Identifier') return null;
  const definition = variableOf(sourceCode, callee)?.defs[0];
  const executor = definition?.type === 'Parameter' && isFunction(definition.node) ? definition.node : null;
  const [resolve] = executor?.params ?? [];
  const promise = executor?.parent;
  return resolve?.type === 'Identifier' &&
    resolve.name === callee.name &&
    promise?.type === 'NewExpression' &&
    promise.callee.type === 'Identifier' &&
    promise.callee.name === 'Promise'
    ? promise
    : null;
}
