import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isFunction } from '../../../ast/nodes.js';
import { variableOf, type Variable } from '../../../ast/variables.js';

/** `(error, value) => ...`: the variables with which nothing was delivered to a parameter. */
export function errorsOf(
  sourceCode: Readonly<TSESLint.SourceCode>,
  fn: TSESTree.Node,
  parameter: TSESTree.Node,
): readonly Variable[] {
  const error = isFunction(fn) && fn.params[1] === parameter ? fn.params[0] : null;
  const variable = error?.type === 'Identifier' ? variableOf(sourceCode, error) : null;
  return variable ? [variable] : [];
}
