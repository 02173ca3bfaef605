import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { unwrap, type FunctionNode } from '../../../ast/nodes.js';
import { isConstant, variableOf } from '../../../ast/variables.js';
import { functionOf } from '../../names/functions.js';
import { returnsOf } from '../../summaries/returned.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Whether a call gets a value from a function of the file that returns it: `assertOk(await fetch(url))`. */
export function givesBack(sourceCode: SourceCode, call: TSESTree.CallExpression, argument: TSESTree.Node): boolean {
  const fn = functionOf(sourceCode, unwrap(call.callee));
  const index = call.arguments.findIndex((each) => each === argument);
  const parameter = fn?.params[index];
  return fn !== null && parameter !== undefined && returnsOnly(sourceCode, fn, parameter);
}

/** Whether all that a function returns is this parameter of it. */
export function returnsOnly(sourceCode: SourceCode, fn: FunctionNode, parameter: TSESTree.Node): boolean {
  const variable = parameter.type === 'Identifier' ? variableOf(sourceCode, parameter) : null;
  const results = returnsOf(fn).returned.map(unwrap);
  return (
    variable !== null &&
    isConstant(variable) &&
    !fn.generator &&
    results.length > 0 &&
    results.every((result) => result.type === 'Identifier' && variableOf(sourceCode, result) === variable)
  );
}
