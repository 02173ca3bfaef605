import type { TSESTree } from '@typescript-eslint/utils';
import type { FlowGraph, FlowNode } from '../../../flow/graph.js';
import type { Effects } from './effects.js';

/** Whether, without an exception, a release can follow an evaluation. */
export function isReleasedAfter(graph: FlowGraph, effects: Effects, node: TSESTree.Node): boolean {
  const reached = new Set<FlowNode>(graph.at(node));
  for (const each of reached) {
    if (each.kind === 'evaluate' && each.node !== node && mayRelease(effects, each.node)) return true;
    for (const edge of each.outgoing)
      if (edge.kind === 'normal' || (edge.kind === 'resume' && edge.completion !== 'throw')) reached.add(edge.to);
  }
  return false;
}

function mayRelease({ at, takeovers }: Effects, node: TSESTree.Node): boolean {
  const kind = at.get(node)?.kind;
  if (kind === undefined) return false;
  if (kind === 'release' || kind === 'chain' || kind === 'call') return true;
  return (
    node.type === 'CallExpression' &&
    [...takeovers].some((fn) => node.arguments.includes(fn as TSESTree.CallExpressionArgument))
  );
}
