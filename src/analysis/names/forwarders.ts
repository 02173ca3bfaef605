import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isFunction, propertyName, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { callsOf } from './functions.js';

/**
 * Calls of a function of the file that does nothing but call another one with all it gets, and returns what that
 * returns: `const fetch = (...args) => import('node-fetch').then(({ default: f }) => f(...args))`.
 */
export function forwardedTo(file: FileView, call: TSESTree.CallExpression): readonly TSESTree.CallExpression[] {
  const fn = ownerOfArguments(file, call);
  return fn && isReturnedBy(fn, call) ? callsOf(file, fn) : [];
}

/** The function whose only parameter, a rest parameter, is all that a call is given. */
function ownerOfArguments(file: FileView, call: TSESTree.CallExpression): FunctionNode | null {
  const [only] = call.arguments;
  if (call.arguments.length !== 1 || only?.type !== 'SpreadElement' || only.argument.type !== 'Identifier') return null;
  const definition = file.variableOf(only.argument)?.defs[0];
  const fn = definition?.type === 'Parameter' && isFunction(definition.node) ? definition.node : null;
  return fn?.params.length === 1 && fn.params[0]?.type === 'RestElement' ? fn : null;
}

/** Whether a function returns what a call returns, also through the `then` of an import that it waits for. */
function isReturnedBy(fn: FunctionNode, call: TSESTree.Node): boolean {
  const value = wrapped(call);
  const { parent } = value;
  if (parent?.type === 'AwaitExpression') return isReturnedBy(fn, parent);
  if (parent?.type !== 'ReturnStatement' && !(parent?.type === 'ArrowFunctionExpression' && parent.body === value))
    return false;
  const owner = parent.type === 'ReturnStatement' ? enclosingFunction(parent) : parent;
  if (!owner || owner === fn) return owner === fn;
  const next = owner.parent.type === 'CallExpression' && owner.parent.arguments[0] === owner ? owner.parent : null;
  const isThen = next?.callee.type === 'MemberExpression' && propertyName(next.callee) === 'then';
  return next !== null && isThen && isReturnedBy(fn, next);
}
