import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isWithin } from '../../../ast/nodes.js';
import type { FlowGraph, FlowNode } from '../../../flow/graph.js';
import type { FlowRegion } from '../../../flow/solve.js';
import type { Effects } from './effects.js';
import type { Holder } from './holding.js';

/**
 * The statements of a function's body from the one in which something is acquired to the last one in which it is held:
 * all that a solver has to go through, since no way leads back into them. `undefined`: the whole function.
 */
export function regionOf(
  graph: FlowGraph,
  { home, at }: Holder,
  { variables }: Effects,
  held: ReadonlySet<FlowNode>,
): FlowRegion | undefined {
  const statements = bodyOf(home);
  const first = at ? statements.findIndex((statement) => isWithin(at, statement)) : -1;
  const opening = statements[first];
  const start = opening && graph.at(opening).find(({ kind }) => kind === 'enter');
  // A variable that has held another one before is not empty where this one arrives.
  const isFresh = [...variables].every(({ references }) => references.filter((each) => each.isWrite()).length <= 1);
  if (!opening || !start || !isFresh) return undefined;
  let end = opening.range[1];
  const isOuter = ({ node }: FlowNode): boolean => node.range[0] < opening.range[0];
  for (const each of held) if (!isOuter(each)) end = Math.max(end, each.node.range[1]);
  const last = statements.findLast(({ range }) => range[0] < end) ?? opening;
  return {
    start,
    has: (node) =>
      node.kind === 'exit' ||
      held.has(node) ||
      (node.node.range[0] >= opening.range[0] && node.node.range[1] <= last.range[1]),
  };
}

function bodyOf(home: TSESTree.Node): readonly TSESTree.Node[] {
  if (home.type === 'Program') return home.body;
  return isFunction(home) && home.body.type === 'BlockStatement' ? home.body.body : [];
}
