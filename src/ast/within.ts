import type { TSESTree } from '@typescript-eslint/utils';
import { indexFrom } from './ascending.js';
import { memoized } from './memo.js';

const inOrder = memoized((nodes: Iterable<TSESTree.Node>): readonly TSESTree.Node[] =>
  [...nodes].sort((left, right) => beginOf(left) - beginOf(right)),
);

const beginOf = ({ range }: TSESTree.Node): number => range[0];

/**
 * The nodes of a set that lie inside another node, in the order of the text. The set must be complete: it is put in
 * order once, so that whoever asks many questions of many nodes does not go through all of them each time.
 */
export function* nodesWithin(nodes: ReadonlySet<TSESTree.Node>, outer: TSESTree.Node): Generator<TSESTree.Node> {
  const ordered = inOrder(nodes);
  const [begin, end] = outer.range;
  for (let index = indexFrom(ordered, beginOf, begin); ; index += 1) {
    const node = ordered[index];
    if (!node || node.range[0] >= end) return;
    if (node.range[1] <= end) yield node;
  }
}

/** Whether a node of a complete set lies inside another node. */
export function someWithin(nodes: ReadonlySet<TSESTree.Node>, outer: TSESTree.Node): boolean {
  return nodesWithin(nodes, outer).next().done !== true;
}
