import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { isFunction } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';

/** `(error, value) => ...`: the variables with which nothing was delivered to a parameter. */
export function errorsOf(file: FileView, fn: TSESTree.Node, parameter: TSESTree.Node): readonly Variable[] {
  const error = isFunction(fn) && fn.params[1] === parameter ? fn.params[0] : null;
  const variable = error?.type === 'Identifier' ? file.variableOf(error) : null;
  return variable ? [variable] : [];
}
