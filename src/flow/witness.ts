import type { TSESTree } from '@typescript-eslint/utils';
import type { CompletionKind, FlowEdge, FlowNode, ThrowCause } from './graph.js';
import type { FlowSolution } from './solve.js';

/**
 * A place at which control leaves a function or one run of a loop's body. `end`: it reaches the end; `implicit`:
 * something other than a `throw` statement throws, see `cause`; `abandoned`: a generator that is not resumed.
 */
export interface LeavePoint {
  readonly kind: 'return' | 'throw' | 'break' | 'continue' | 'end' | 'implicit' | 'abandoned';
  /** The statement or expression that leaves; for `end` the body of the function or loop, whose last line it is. */
  readonly node: TSESTree.Node;
  readonly cause: ThrowCause | null;
  /** The edge on which it leaves, in front of all finalizers. */
  readonly edge: FlowEdge;
}

/**
 * The places from which control comes to a node (an exit, or an `end-iteration`) in a state for which `holds`. Ways
 * that lead through finalizers are followed back to the statement or expression that began to leave.
 */
export function leavePoints<State extends NonNullable<unknown>>(
  solution: FlowSolution<State>,
  to: FlowNode,
  holds: (state: State) => boolean,
): LeavePoint[] {
  const points = new Map<string, LeavePoint>();
  const seen = new Set<FlowEdge>();
  const pending = solution.into(to).filter((edge) => test(solution, edge, holds));
  for (let edge = pending.pop(); edge; edge = pending.pop()) {
    if (seen.has(edge)) continue;
    seen.add(edge);
    if (edge.kind !== 'resume') {
      const point = pointOf(edge);
      points.set(`${String(point.node.range[0])}:${String(point.node.range[1])}:${point.kind}`, point);
      continue;
    }
    const { completion } = edge;
    const interrupted = solution.into(edge.finalizer).filter((before) => completionOf(before) === completion);
    const holding = interrupted.filter((before) => test(solution, before, holds));
    // What holds at the exit may have begun to hold in the finalizer: then every way into it is a place that leaves.
    pending.push(
      ...(holding.length > 0 ? holding : interrupted.filter((before) => solution.along(before) !== undefined)),
    );
  }
  return [...points.values()].sort((left, right) => left.node.range[0] - right.node.range[0]);
}

/**
 * A shortest way from where `holds` begins to be true to the end of `edge`, as edges in the order of the run. It tells
 * which exceptions and conditions lead there. The solution is a forward one.
 */
export function witness<State extends NonNullable<unknown>>(
  solution: FlowSolution<State>,
  edge: FlowEdge,
  holds: (state: State) => boolean,
): FlowEdge[] {
  const following = new Map<FlowEdge, FlowEdge | null>([[edge, null]]);
  for (const current of following.keys()) {
    const before = solution.before(current.from);
    const previous =
      before === undefined || !holds(before)
        ? []
        : solution.into(current.from).filter((each) => test(solution, each, holds));
    if (previous.length === 0) return chain(current, following);
    for (const each of previous) if (!following.has(each)) following.set(each, current);
  }
  return [edge];
}

function chain(first: FlowEdge, following: ReadonlyMap<FlowEdge, FlowEdge | null>): FlowEdge[] {
  const edges: FlowEdge[] = [];
  for (let edge: FlowEdge | null = first; edge; edge = following.get(edge) ?? null) edges.push(edge);
  return edges;
}

function test<State extends NonNullable<unknown>>(
  solution: FlowSolution<State>,
  edge: FlowEdge,
  holds: (state: State) => boolean,
): boolean {
  const state = solution.along(edge);
  return state !== undefined && holds(state);
}

function completionOf(edge: FlowEdge): CompletionKind | null {
  switch (edge.kind) {
    case 'throw':
    case 'abandon':
      return edge.kind;
    case 'resume':
      return edge.completion;
    case 'normal':
      if (edge.from.kind !== 'leave') return null;
      return edge.from.node.type === 'BreakStatement' || edge.from.node.type === 'ContinueStatement'
        ? 'jump'
        : 'return';
  }
}

function pointOf(edge: FlowEdge): LeavePoint {
  const kind = kindOf(edge);
  const loop = edge.to.kind === 'end-iteration' && kind === 'end' && 'body' in edge.to.node ? edge.to.node.body : null;
  const node = loop && 'type' in loop ? loop : edge.from.node;
  return { kind, node, cause: edge.kind === 'throw' ? edge.cause : null, edge };
}

function kindOf(edge: FlowEdge): LeavePoint['kind'] {
  if (edge.kind === 'throw') return edge.cause === 'throw' ? 'throw' : 'implicit';
  if (edge.kind === 'abandon') return 'abandoned';
  if (edge.from.kind !== 'leave') return 'end';
  if (edge.from.node.type === 'BreakStatement') return 'break';
  return edge.from.node.type === 'ContinueStatement' ? 'continue' : 'return';
}
