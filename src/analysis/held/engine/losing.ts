import { finalizedTry } from '../../../ast/nodes.js';
import { memoized } from '../../../ast/memo.js';
import { isExceptional, reachableNodes, type FlowEdge, type FlowGraph, type FlowNode } from '../../../flow/graph.js';
import { edgesInto, type FlowSolution } from '../../../flow/solve.js';
import { move, NONE, OPEN, thrown, transfer, UNUSED, type HoldingProblem } from './holding.js';

/** Where something is held, and whether some way may lose it. */
export interface HeldNodes {
  /** Where it comes to be held. */
  readonly starts: readonly FlowNode[];
  readonly nodes: ReadonlySet<FlowNode>;
  readonly lost: boolean;
}

/**
 * Follows what is acquired from where it arrives, and only as long as it is held, so that a function with many
 * acquisitions is not gone through once for each. What may be lost, the solver judges.
 */
export function heldNodes(
  graph: FlowGraph,
  problem: HoldingProblem,
  skips: () => (node: FlowNode) => FlowNode,
): HeldNodes {
  const near = waysOf(graph, problem, itself, (seen) => seen > MANY);
  if (near.isWhole) return near;
  // Held for long: a way of which only what concerns it is looked at tells of most that it is never lost.
  const whole = (): HeldNodes => waysOf(graph, problem, itself, () => false);
  if (waysOf(graph, problem, skips(), (_, lost) => lost).lost) return whole();
  let nodes: ReadonlySet<FlowNode> | null = null;
  return {
    starts: near.starts,
    lost: false,
    get nodes() {
      return (nodes ??= whole().nodes);
    },
  };
}

/** How many moments are gone through before those are left out that do not concern what is held. */
const MANY = 32;
const itself = (node: FlowNode): FlowNode => node;

/**
 * Follows what is held. `next`: the moment to look at instead of another one; `isEnough`: whether to stop, by how many
 * moments it is held at so far and whether one of them loses it.
 */
function waysOf(
  graph: FlowGraph,
  problem: HoldingProblem,
  next: (node: FlowNode) => FlowNode,
  isEnough: (seen: number, lost: boolean) => boolean,
): HeldNodes & { readonly isWhole: boolean } {
  const { at } = problem.holder;
  const exits: ReadonlySet<FlowNode> = new Set(Object.values<FlowNode>({ ...graph.exits }));
  const starts = at === null ? [graph.entry] : graph.at(at).filter(({ kind }) => kind === 'evaluate');
  const nodes = new Set<FlowNode>();
  let lost = false;
  const follow = (from: FlowNode, before: number): void => {
    // What opens later is followed from where it arrives.
    const after = move(transfer(problem, from, before), UNUSED, OPEN);
    lost ||= from.kind === 'write' && (before & OPEN) !== 0 && (after & OPEN) === 0;
    for (const edge of from.outgoing) {
      if (!isOpen(carried(problem, edge, before, after))) continue;
      const to = next(edge.to);
      lost ||= exits.has(to) || to.kind === 'end-iteration' || starts.includes(to);
      nodes.add(to);
    }
  };
  for (const start of starts) follow(start, at === null ? OPEN : NONE);
  for (const node of nodes) {
    if (isEnough(nodes.size, lost)) return { starts, nodes, lost, isWhole: false };
    follow(node, OPEN);
  }
  return { starts, nodes, lost, isWhole: true };
}

/** What an edge carries of what is held in front of its source, and behind it. */
function carried(problem: HoldingProblem, edge: FlowEdge, before: number, after: number): number {
  if (isExceptional(edge)) return thrown(problem, edge, before, after) ?? 0;
  return isOpen(after) ? (problem.refine(edge, after) ?? 0) : 0;
}

function isOpen(state: number): boolean {
  return (state & OPEN) !== 0;
}

/**
 * Where something is held, told by the way that it takes from where it arrives: whether it still is at a moment does
 * not depend on what else is true there. `null` where that way does not tell: it may never begin, or it is only held
 * from its first use on.
 */
export function heldSolution(
  graph: FlowGraph,
  problem: HoldingProblem,
  { starts, nodes }: HeldNodes,
): FlowSolution<number> | null {
  const { at, home } = problem.holder;
  // Of a `finally` block a graph has copies that control may not come to.
  if ((problem.arrives & UNUSED) !== 0 || (at && finalizedTry(at, home))) return null;
  const reached = reachedIn(graph);
  if (!starts.every((start) => reached.has(start))) return null;
  const before = (node: FlowNode): number | undefined =>
    nodes.has(node) ? OPEN : starts.includes(node) ? (at ? NONE : OPEN) : undefined;
  const after = (node: FlowNode): number | undefined => {
    const state = before(node);
    return state === undefined ? undefined : transfer(problem, node, state);
  };
  const inOrder = [...new Set([...starts, ...nodes])].sort((left, right) => left.id - right.id);
  const into = edgesInto(inOrder);
  return {
    graph,
    before,
    after,
    along(edge) {
      const state = before(edge.from);
      return state === undefined ? undefined : carried(problem, edge, state, transfer(problem, edge.from, state));
    },
    reached: () => inOrder,
    into: (node) => into.get(node) ?? [],
    steps: inOrder.length,
  };
}

const reachedIn = memoized((graph: FlowGraph): ReadonlySet<FlowNode> => reachableNodes(graph));
