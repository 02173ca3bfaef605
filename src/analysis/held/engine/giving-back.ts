import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { unwrap, type FunctionNode } from '../../../ast/nodes.js';
import { isConstant } from '../../../ast/variables.js';
import { functionOf } from '../../names/functions.js';
import { returnsOf } from '../../summaries/returned.js';

/** Whether a call gets a value from a function of the file that returns it: `assertOk(await fetch(url))`. */
export function givesBack(file: FileView, call: TSESTree.CallExpression, argument: TSESTree.Node): boolean {
  const fn = functionOf(file, unwrap(call.callee));
  const index = call.arguments.findIndex((each) => each === argument);
  const parameter = fn?.params[index];
  return fn !== null && parameter !== undefined && returnsOnly(file, fn, parameter);
}

/** Whether all that a function returns is this parameter of it. */
export function returnsOnly(file: FileView, fn: FunctionNode, parameter: TSESTree.Node): boolean {
  const variable = parameter.type === 'Identifier' ? file.variableOf(parameter) : null;
  const results = returnsOf(fn).returned.map(unwrap);
  return (
    variable !== null &&
    isConstant(variable) &&
    !fn.generator &&
    results.length > 0 &&
    results.every((result) => result.type === 'Identifier' && file.variableOf(result) === variable)
  );
}
