import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, isWithin } from '../../ast/nodes.js';
import { isInBranch } from './closing.js';
import type { Sink } from '../values/ownership.js';

/**
 * Whether code of which nothing is known has a client only until the function closes it: behind each call that gets it
 * stands a close, in the same block or around it, so that whoever kept it would keep a closed one.
 */
export function isLentUntilClose(sinks: readonly Sink[]): boolean {
  const closes = sinks.flatMap((sink) => (sink.kind === 'closed' ? [sink.node] : []));
  return sinks.every((sink) => sink.kind !== 'escaped' || closes.some((close) => isClosedBehind(sink.node, close)));
}

function isClosedBehind(call: TSESTree.Node, close: TSESTree.Node): boolean {
  if ((call.type !== 'CallExpression' && call.type !== 'NewExpression') || close.range[0] < call.range[1]) return false;
  let child = close;
  for (const ancestor of ancestorsUntil(close, null)) {
    if (isWithin(call, ancestor)) return isBehind(ancestor, child) && !isInBranch(close, ancestor);
    child = ancestor;
  }
  return false;
}

/** Whether a part of a statement runs after the parts in front of it, whichever of these run. */
function isBehind(statement: TSESTree.Node, part: TSESTree.Node): boolean {
  if (statement.type === 'TryStatement') return statement.finalizer === part;
  return statement.type === 'BlockStatement' || statement.type === 'Program' || statement.type === 'StaticBlock';
}
