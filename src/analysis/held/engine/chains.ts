import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { isFunction, propertyName, unwrap, type FunctionNode } from '../../../ast/nodes.js';
import { functionOf } from '../../names/functions.js';
import { isContinuation } from '../engine/chain-calls.js';
import { OPEN, RELEASED, type Outcome } from './holding.js';

/** What a promise chain has to be told of the resource it works with. */
export interface ChainContext {
  readonly file: FileView;
  /** Whether the promise that the chain begins with may fail because of the resource. */
  isUse(base: TSESTree.Node): boolean;
  /** Whether a handler is the releasing function itself. */
  isReleaser(handler: TSESTree.Node): boolean;
  outcomeOf(fn: FunctionNode, state: number): Outcome;
}

/**
 * The outcome of `.then()`, `.catch()` and `.finally()` around a promise that uses the open resource; 0: it cannot
 * happen.
 */
export function chainOf(node: TSESTree.Node, context: ChainContext): Outcome {
  const call = unwrap(node);
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || !isContinuation(call))
    return { ok: OPEN, fail: context.isUse(call) ? OPEN : 0 };
  const before = chainOf(call.callee.object, context);
  const [first, second] = call.arguments;
  switch (propertyName(call.callee)) {
    case 'then': {
      const fulfilled = through(first, before.ok, context);
      const rejected = second ? through(second, before.fail, context) : { ok: 0, fail: before.fail };
      return { ok: fulfilled.ok | rejected.ok, fail: fulfilled.fail | rejected.fail };
    }
    case 'catch': {
      const rejected = through(first, before.fail, context);
      return { ok: before.ok | rejected.ok, fail: rejected.fail };
    }
    default: {
      const fulfilled = through(first, before.ok, context);
      const rejected = through(first, before.fail, context);
      return { ok: fulfilled.ok, fail: fulfilled.fail | rejected.ok | rejected.fail };
    }
  }
}

function through(handler: TSESTree.Node | undefined, state: number, context: ChainContext): Outcome {
  if (!handler || state === 0) return { ok: state, fail: 0 };
  const value = unwrap(handler);
  if (context.isReleaser(value) && !isFunction(functionOf(context.file, value))) return { ok: RELEASED, fail: 0 };
  const bound =
    value.type === 'CallExpression' && value.callee.type === 'MemberExpression' && propertyName(value.callee) === 'bind'
      ? unwrap(value.callee.object)
      : null;
  if (bound && context.isReleaser(bound)) return { ok: RELEASED, fail: 0 };
  const fn = functionOf(context.file, value);
  return fn ? context.outcomeOf(fn, state) : { ok: state, fail: 0 };
}
