import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { wordsOf } from '../../../ast/names.js';
import { memoized } from '../../../ast/memo.js';
import {
  ancestorsUntil,
  isCallOn,
  isFunction,
  lastName,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import { continuationMethods, listenerMethods } from '../../../catalog/conventions/callbacks.js';
import { closingVerbs, startingVerbs } from '../../../catalog/conventions/closing.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { exportOf } from '../../names/exported.js';
import { nameOfFunction, variableOfFunction } from '../../names/functions.js';
import { fieldExpressionsOf, type ClassNode } from '../../names/members.js';
import { disposeNameOf, type CloseMember } from './class-close.js';

/** Whether a method that ends its object is also called by the class itself, in the middle of the object's life. */
export function isMethodCalledBetween(file: FileLifecycle, owner: ClassNode, { name }: CloseMember): boolean {
  const own = fieldExpressionsOf(file, name, owner).filter(({ object }) => object.type === 'ThisExpression');
  return own.some((use) => isBetween(file, use));
}

/** Whether a function that ends what its module has is also called in the middle of the module's life. */
export function isFunctionCalledBetween(file: FileLifecycle, fn: FunctionNode): boolean {
  const variable = variableOfFunction(file, fn);
  return variable !== null && readsOf(variable).some(({ identifier }) => isBetween(file, identifier));
}

/** Whether more of the program may follow what a use of an ending function starts. */
function isBetween(file: FileLifecycle, use: TSESTree.Node): boolean {
  if (exportOf(wrapped(use)) !== null || isInEnd(file, use)) return false;
  const { parent } = wrapped(use);
  const isCalled = parent?.type === 'CallExpression' && unwrap(parent.callee) === use;
  if (!isCalled && !isSettled(parent)) return parent?.type !== 'ExpressionStatement';
  return file.repeat.of(use) !== null;
}

/** `main().finally(close)`. */
function isSettled(parent: TSESTree.Node | undefined): boolean {
  return parent?.type === 'CallExpression' && continuationMethods.includes(lastName(parent.callee));
}

/** What a framework calls at the end, and where it is given that. */
const hooksOf = memoized(
  (file: FileLifecycle) => new Set<TSESTree.Node>(file.frameworks.closeHooks.flatMap(({ fn, node }) => [fn, node])),
);

/** Whether code lies in a function that ends something itself, or is given to what calls it at the end. */
function isInEnd(file: FileLifecycle, use: TSESTree.Node): boolean {
  const hooks = hooksOf(file);
  for (const ancestor of ancestorsUntil(use, null)) {
    if (hooks.has(ancestor)) return true;
    // Whatever the event, the program ends with it, or goes on only to end.
    if (ancestor.type === 'CallExpression' && listensToProcess(ancestor)) return true;
    if (isFunction(ancestor) && isEndByName(file, ancestor)) return true;
  }
  return false;
}

/** `process.on('uncaughtException', ...)`; not `process.nextTick(...)`. */
function listensToProcess(call: TSESTree.CallExpression): boolean {
  return isCallOn(call, 'process') && listenerMethods.includes(lastName(call.callee));
}

/** `closeAll()`, `onModuleDestroy()`, `[Symbol.asyncDispose]()`; not `closeAndReconnect()`. */
function isEndByName(file: FileView, fn: FunctionNode): boolean {
  const words = wordsOf(nameOfFunction(file, fn) ?? disposeNameOf(fn.parent) ?? '');
  return words.some((word) => closingVerbs.includes(word)) && !words.some((word) => startingVerbs.includes(word));
}
