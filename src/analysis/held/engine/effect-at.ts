import type { TSESTree } from '@typescript-eslint/utils';
import { unawaited, unwrap, wrapped } from '../../../ast/nodes.js';
import type { Effect, Effects } from './effects.js';
import { ESCAPED, OPEN, RELEASED } from './holding.js';

/** The effect of an evaluation, and the node that has it: that of a chain takes place where it is awaited. */
export function effectAt({ at }: Effects, node: TSESTree.Node): readonly [TSESTree.Node, Effect] | null {
  const direct = at.get(node);
  if (direct) return direct.kind === 'chain' && awaitAround(node) ? null : [node, direct];
  const awaited = node.type === 'AwaitExpression' ? unwrap(node.argument) : null;
  const chain = awaited ? at.get(awaited) : undefined;
  return awaited && chain?.kind === 'chain' ? [awaited, chain] : null;
}

function awaitAround(node: TSESTree.Node): boolean {
  return wrapped(node).parent?.type === 'AwaitExpression';
}

/** What a state of several ways comes to, where one that releases it stands for all. */
export function decided(state: number): number {
  if ((state & (RELEASED | ESCAPED)) === 0) return OPEN;
  return (state & ESCAPED) === 0 ? RELEASED : ESCAPED;
}

/** The effect of what fails at a node: of a function of the file that is called or awaited there, or of a chain. */
export function failingAt(effects: Effects, node: TSESTree.Node): readonly [TSESTree.Node, Effect] | null {
  const call = unawaited(node);
  const effect = effects.at.get(call);
  if (effect?.kind === 'call') return [call, effect];
  return node.type === 'AwaitExpression' ? effectAt(effects, node) : null;
}
