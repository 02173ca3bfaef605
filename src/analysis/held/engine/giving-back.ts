import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { memoized } from '../../../ast/memo.js';
import { enclosingFunction, unwrap, type FunctionNode } from '../../../ast/nodes.js';
import { isConstant, variableOf } from '../../../ast/variables.js';
import { descendantsOf } from '../../../ast/children.js';
import { functionOf } from '../../names/functions.js';

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
  const results = resultsOf(fn, sourceCode);
  return (
    variable !== null &&
    isConstant(variable) &&
    !fn.generator &&
    results.length > 0 &&
    results.every((result) => result?.type === 'Identifier' && variableOf(sourceCode, result) === variable)
  );
}

/** What each `return` of a function returns. */
const resultsOf = memoized((fn: FunctionNode, sourceCode: SourceCode): readonly (TSESTree.Node | null)[] => {
  if (fn.body?.type !== 'BlockStatement') return [fn.body && unwrap(fn.body)];
  return [...descendantsOf(fn.body, sourceCode.visitorKeys)].flatMap((node) =>
    node.type === 'ReturnStatement' && enclosingFunction(node) === fn ? [node.argument && unwrap(node.argument)] : [],
  );
});
