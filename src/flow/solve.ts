import { isExceptional, type FlowEdge, type FlowGraph, type FlowNode } from './graph.js';
import { RankQueue, reversePostorder } from './order.js';

/** What the states of a problem can be: `null` and `undefined` stand for "no state". */
type AnyState = NonNullable<unknown>;

/**
 * A data-flow problem over a lattice of finite height. States are values: no function may change one that it was given.
 */
export interface FlowProblem<State extends AnyState> {
  /** `forward` (the default): what has happened before; `backward`: what will happen after. */
  readonly direction?: 'forward' | 'backward';
  /** Only this part of the graph is gone through, from a node that every way into it passes; forward problems only. */
  readonly region?: FlowRegion | undefined;
  /** The state at the entry (forward), at each of the three exits (backward). */
  readonly initial: State;
  /**
   * The effect of a node that completes normally; backward: from the state behind the node to the one in front of it.
   */
  transfer(node: FlowNode, state: State): State;
  /**
   * What an edge without exception makes of the state, for example because of its condition; `null`: it cannot be
   * taken.
   */
  refine?(edge: FlowEdge, state: State): State | null;
  /**
   * The state that an exceptional edge carries, given the one without and the one with the effect of the node that
   * throws; `null`: this exception does not count. Without this function all of them count, and what throws has had no
   * effect.
   */
  throws?(edge: FlowEdge, withoutEffect: State, withEffect: State): State | null;
  join(left: State, right: State): State;
  equals(left: State, right: State): boolean;
}

/** A part of a graph. */
export interface FlowRegion {
  readonly start: FlowNode;
  has(node: FlowNode): boolean;
}

/**
 * The states of a solved problem; `undefined` where control never comes. Before and after always refer to the run of
 * the program.
 */
export interface FlowSolution<State extends AnyState> {
  readonly graph: FlowGraph;
  /** The state in front of a node. */
  before(node: FlowNode): State | undefined;
  /** The state behind a node that has completed normally. */
  after(node: FlowNode): State | undefined;
  /** The state that an edge carries. */
  along(edge: FlowEdge): State | undefined;
  /** The nodes to which control comes, in the order of the graph: few of a large graph where a region was solved. */
  reached(): readonly FlowNode[];
  /** The edges into a node that come from reached ones. */
  into(node: FlowNode): readonly FlowEdge[];
  /** How often nodes were processed: a measure of the work done. */
  readonly steps: number;
}

/**
 * Solves a problem by a worklist in reverse postorder: one pass, and one more over what changed for each level of
 * loops.
 */
export function solve<State extends AnyState>(graph: FlowGraph, problem: FlowProblem<State>): FlowSolution<State> {
  return problem.direction === 'backward' ? solveBackward(graph, problem) : solveForward(graph, problem);
}

function solveForward<State extends AnyState>(graph: FlowGraph, problem: FlowProblem<State>): FlowSolution<State> {
  const before = new StateTable(problem);
  const after = new StateTable(problem);
  const { region } = problem;
  const start = region?.start ?? graph.entry;
  before.merge(start, problem.initial);
  const carried = (edge: FlowEdge, withoutEffect: State, withEffect: State): State | null => {
    if (isExceptional(edge)) return problem.throws ? problem.throws(edge, withoutEffect, withEffect) : withoutEffect;
    return problem.refine ? problem.refine(edge, withEffect) : withEffect;
  };
  const steps = iterate(graph, [start], false, (node, changed) => {
    const state = before.get(node);
    if (state === undefined) return;
    const result = problem.transfer(node, state);
    after.set(node, result);
    for (const edge of node.outgoing) {
      if (region?.has(edge.to) === false) continue;
      const sent = carried(edge, state, result);
      if (sent !== null && before.merge(edge.to, sent)) changed(edge.to);
    }
  });
  return {
    ...reachedOf(graph, before),
    steps,
    before: (node) => before.get(node),
    after: (node) => after.get(node),
    along(edge) {
      const state = before.get(edge.from);
      const result = after.get(edge.from);
      return state === undefined || result === undefined ? undefined : (carried(edge, state, result) ?? undefined);
    },
  };
}

function solveBackward<State extends AnyState>(graph: FlowGraph, problem: FlowProblem<State>): FlowSolution<State> {
  const after = new StateTable(problem);
  const thrown = new StateTable(problem);
  const before = new StateTable(problem);
  const exits = Object.values<FlowNode>({ ...graph.exits });
  for (const exit of exits) after.merge(exit, problem.initial);
  const carried = (edge: FlowEdge, state: State): State | null => {
    if (!isExceptional(edge)) return problem.refine ? problem.refine(edge, state) : state;
    return problem.throws ? problem.throws(edge, state, problem.transfer(edge.from, state)) : state;
  };
  const steps = iterate(graph, exits, true, (node, changed) => {
    const state = after.get(node);
    const bypassing = thrown.get(node);
    const result = state === undefined ? undefined : problem.transfer(node, state);
    const joined =
      result === undefined ? bypassing : bypassing === undefined ? result : problem.join(result, bypassing);
    if (joined === undefined) return;
    before.set(node, joined);
    for (const edge of node.incoming) {
      const sent = carried(edge, joined);
      if (sent !== null && (isExceptional(edge) ? thrown : after).merge(edge.from, sent)) changed(edge.from);
    }
  });
  return {
    ...reachedOf(graph, before),
    steps,
    before: (node) => before.get(node),
    after: (node) => after.get(node),
    along(edge) {
      const state = before.get(edge.to);
      return state === undefined ? undefined : (carried(edge, state) ?? undefined);
    },
  };
}

/** What a solution says of the graph, computed when asked for. */
function reachedOf<State extends AnyState>(
  graph: FlowGraph,
  before: StateTable<State>,
): Pick<FlowSolution<State>, 'graph' | 'reached' | 'into'> {
  let nodes: readonly FlowNode[] | null = null;
  let edges: Map<FlowNode, FlowEdge[]> | null = null;
  const reached = (): readonly FlowNode[] => (nodes ??= before.nodes);
  return { graph, reached, into: (node) => (edges ??= edgesInto(reached())).get(node) ?? [] };
}

/** The edges out of some nodes, by where they lead. */
export function edgesInto(nodes: readonly FlowNode[]): Map<FlowNode, FlowEdge[]> {
  const edges = new Map<FlowNode, FlowEdge[]>();
  for (const { outgoing } of nodes) {
    for (const edge of outgoing) {
      const known = edges.get(edge.to);
      if (known) known.push(edge);
      else edges.set(edge.to, [edge]);
    }
  }
  return edges;
}

/** A state for each node that control comes to; a region of a large graph has few of them. */
class StateTable<State extends AnyState> {
  readonly #states = new Map<FlowNode, State>();

  constructor(readonly problem: Pick<FlowProblem<State>, 'join' | 'equals'>) {}

  /** The nodes that have a state, in the order of the graph. */
  get nodes(): readonly FlowNode[] {
    return [...this.#states.keys()].sort((left, right) => left.id - right.id);
  }

  get(node: FlowNode): State | undefined {
    return this.#states.get(node);
  }

  set(node: FlowNode, state: State): void {
    this.#states.set(node, state);
  }

  /** Joins a state into that of a node; says whether it changed. */
  merge(node: FlowNode, state: State): boolean {
    const known = this.#states.get(node);
    if (known === undefined) {
      this.#states.set(node, state);
      return true;
    }
    if (known === state) return false;
    const joined = this.problem.join(known, state);
    if (joined === known || this.problem.equals(known, joined)) return false;
    this.#states.set(node, joined);
    return true;
  }
}

/** The nodes in the order in which a pass visits them, and the place of each by its id. */
interface Order {
  readonly order: readonly FlowNode[];
  readonly ranks: Int32Array;
}

const forwardOrders = new WeakMap<FlowGraph, Order>();
const backwardOrders = new WeakMap<FlowGraph, Order>();

/** Computed once for each graph and direction, however many problems are solved on it. */
function orderOf(graph: FlowGraph, starts: readonly FlowNode[], backward: boolean): Order {
  const orders = backward ? backwardOrders : forwardOrders;
  const known = orders.get(graph);
  if (known) return known;
  const order = reversePostorder(graph.nodes, backward ? starts : [graph.entry], backward);
  const ranks = new Int32Array(graph.nodes.length);
  for (const [rank, node] of order.entries()) ranks[node.id] = rank;
  orders.set(graph, { order, ranks });
  return { order, ranks };
}

/** Processes the starts, and whatever `changed` names, until nothing changes; returns the number of steps. */
function iterate(
  graph: FlowGraph,
  starts: readonly FlowNode[],
  backward: boolean,
  process: (node: FlowNode, changed: (node: FlowNode) => void) => void,
): number {
  const { order, ranks } = orderOf(graph, starts, backward);
  let pass = new RankQueue();
  let nextPass = new RankQueue();
  for (const start of starts) pass.add(ranks[start.id] ?? 0);
  let rank = 0;
  const changed = (node: FlowNode): void => {
    const position = ranks[node.id] ?? 0;
    // A change behind the current place waits, so that it goes round together with the others of its loop.
    (position > rank ? pass : nextPass).add(position);
  };
  for (let steps = 0; ; steps += 1) {
    if (pass.isEmpty) [pass, nextPass] = [nextPass, pass];
    rank = pass.take();
    const node = order[rank];
    if (!node) return steps;
    process(node, changed);
  }
}
