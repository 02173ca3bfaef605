import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, isLoop, isWithin } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import type { FlowEdge, FlowGraph, FlowNode, ThrowCause, ThrowEdge } from '../../../flow/graph.js';
import { solve, type FlowRegion, type FlowSolution } from '../../../flow/solve.js';
import type { Target } from './effects.js';
import { isHarmless } from './harmless.js';
import { leavePoints, type LeavePoint } from '../../../flow/witness.js';

/** What may be true of a held resource at one moment; a set of these as bits. */
export const NONE = 1;
export const OPEN = 2;
export const RELEASED = 4;
export const ESCAPED = 8;
/** There is a resource which holds nothing: a response without a body. */
export const EMPTY = 16;
/** There is a resource which holds nothing yet: it opens when code first works with it. */
export const UNUSED = 32;

/** What follows the evaluation of an expression that settles later: the state when it succeeds and when it fails. */
export interface Outcome {
  readonly ok: number;
  readonly fail: number;
}

/** A way on which a resource is lost while it is held. */
export interface Leak {
  /**
   * `overwritten`: the next resource replaces it; `dropped`: nothing ever refers to it; otherwise how control leaves.
   */
  readonly kind: LeavePoint['kind'] | 'overwritten' | 'dropped';
  readonly node: TSESTree.Node;
  /** The function of the file that only looks at it and throws, where that is why control leaves. */
  readonly by?: Target;
}

/** Which exceptions count: `explicit` ones only, those of awaited work as well, or of any call that may throw. */
export type ThrowMode = 'explicit' | 'awaited' | 'any';

/** What an option of a rule says of exceptions that nobody wrote. */
export function throwModeOf(option: boolean | 'awaited' | undefined): ThrowMode {
  return option === 'awaited' ? 'awaited' : option === true ? 'any' : 'explicit';
}

/** What may throw in working code; a member of a missing value is a mistake of another kind. */
const LIKELY_CAUSES: ReadonlySet<ThrowCause> = new Set(['call', 'new', 'await', 'yield']);

/** Whether an exception counts: those that somebody wrote do, all likely ones in mode `any`. */
export function countsIn(mode: ThrowMode, { cause, from }: ThrowEdge): boolean {
  if (cause === 'throw') return true;
  if (mode === 'awaited') return cause === 'await' || cause === 'yield';
  return mode === 'any' && LIKELY_CAUSES.has(cause) && !isHarmless(from.node);
}

/**
 * Where a resource is held: `at` is the expression whose evaluation delivers it, `null` when it is there from the
 * start.
 */
export interface Holder {
  readonly home: TSESTree.Node;
  readonly at: TSESTree.Node | null;
}

/** What the code of a holder does with its resource. */
export interface HoldingProblem {
  readonly holder: Holder;
  /** What is true when it arrives. */
  readonly arrives: number;
  /** The loop each run of which has one of its own: the next run begins with none. */
  readonly loop: TSESTree.Node | null;
  /** The effect of an evaluation; bits in, bits out. */
  effect(node: TSESTree.Node, state: number): number;
  /** Whether an assignment gives the only variable another value. */
  overwrites(target: TSESTree.Identifier): boolean;
  /** What is true of the variable when it gets a value of another acquisition: `NONE` by default. */
  replaced?(target: TSESTree.Identifier): number | null;
  /** What a condition says of the resource; `null`: it cannot be. */
  refine(edge: FlowEdge, state: number): number | null;
  /** Whether an exception is a reason to report an open resource. */
  counts(edge: ThrowEdge): boolean;
  /** The state that an exception carries, when it is not the one behind the evaluation. */
  thrown?(node: TSESTree.Node, before: number): number | null;
}

/** Moves one bit of a state to others. */
export function move(state: number, from: number, to: number): number {
  return (state & from) === 0 ? state : (state & ~from) | to;
}

/** Follows a resource through the graph of the function that holds it. */
export function solveHolding(
  graph: FlowGraph,
  problem: HoldingProblem,
  region?: FlowRegion & { readonly initial: number },
): FlowSolution<number> {
  const { at } = problem.holder;
  return solve<number>(graph, {
    region,
    initial: at === null ? OPEN : (region?.initial ?? NONE),
    transfer: (node, state) => transfer(problem, node, state),
    refine: (edge, state) => ((state & OPEN) === 0 ? state : problem.refine(edge, state)),
    throws: (edge, without, withEffect) => thrown(problem, edge, without, withEffect),
    join: (left, right) => left | right,
    equals: (left, right) => left === right,
  });
}

/** What an exceptional edge carries. */
export function thrown(problem: HoldingProblem, edge: FlowEdge, without: number, withEffect: number): number | null {
  const { node } = edge.from;
  // A failed acquisition delivers nothing; a failed release has given the resource up.
  const carried = node === problem.holder.at ? without : (problem.thrown?.(node, without) ?? withEffect);
  if (edge.kind !== 'throw' || problem.counts(edge)) return carried;
  // An exception that nobody wrote leads to a catch clause, but is no reason to report what is held.
  const settled = carried & ~OPEN;
  return edge.caught && settled !== 0 ? settled : null;
}

/** What an evaluation, an assignment or the end of a loop's run makes of a state. */
export function transfer(problem: HoldingProblem, node: FlowNode, state: number): number {
  if (node.kind === 'write') {
    if (node.node.type !== 'Identifier') return state;
    const replaced = problem.replaced?.(node.node) ?? null;
    if (replaced !== null) return (state & ~(OPEN | NONE)) | replaced;
    return problem.overwrites(node.node) ? move(state, OPEN, NONE) : state;
  }
  if (node.kind === 'end-iteration' && node.node === problem.loop) return NONE;
  if (node.kind !== 'evaluate') return state;
  return problem.effect(node.node, node.node === problem.holder.at ? problem.arrives : state);
}

/** The places at which the resource is lost: exits of the function, ends of a loop's runs, and what replaces it. */
export function leaksIn(
  solution: FlowSolution<number>,
  holder: Holder,
  variables: ReadonlySet<Variable>,
  abandoned = false,
): Leak[] {
  const isOpen = (state: number): boolean => (state & OPEN) !== 0;
  const { graph } = solution;
  const loop = loopOf(holder, variables);
  const ends = loop ? graph.at(loop).filter(({ kind }) => kind === 'end-iteration') : [];
  const exits =
    ends.length > 0 ? ends : [graph.exits.normal, graph.exits.throw, ...(abandoned ? [graph.exits.abandoned] : [])];
  const leaks = exits.flatMap((exit) =>
    leavePoints(solution, exit, isOpen).map((point): Leak => ({
      kind: point.kind,
      node: point.node,
    })),
  );
  if (ends.length > 0) return leaks;
  for (const node of solution.reached()) {
    const before = solution.before(node);
    if (before === undefined || !isOpen(before)) continue;
    const again = node.kind === 'evaluate' && node.node === holder.at;
    if (again || (node.kind === 'write' && !isOpen(solution.after(node) ?? 0)))
      leaks.push({ kind: 'overwritten', node: node.node });
  }
  return leaks;
}

/** The loop whose every run has a resource of its own. */
export function loopOf({ at, home }: Holder, variables: ReadonlySet<Variable>): TSESTree.Node | null {
  if (!at || variables.size === 0) return null;
  for (const ancestor of ancestorsUntil(at, home)) {
    if (isLoop(ancestor))
      return [...variables].every(({ scope }) => scope.block !== ancestor && isWithin(scope.block, ancestor))
        ? ancestor
        : null;
  }
  return null;
}

const EXITS: Readonly<Record<Leak['kind'], string>> = {
  return: 'The `return` on line $ leaves the function',
  throw: 'The `throw` on line $ leaves the function',
  break: 'The `break` on line $ leaves the loop',
  continue: 'The `continue` on line $ starts the next round',
  implicit: 'If line $ throws, control leaves the function',
  end: 'The function ends on line $',
  abandoned: 'The generator may be abandoned on line $',
  overwritten: 'Line $ replaces it',
  dropped: '',
};

/** The line at which a resource is lost. */
export function lineOf({ kind, node }: Leak): number {
  return kind === 'end' ? node.loc.end.line : node.loc.start.line;
}

/** The beginning of a message: how control leaves. */
export function describeExit(leak: Leak): string {
  const isRun = leak.kind === 'end' && leak.node.parent !== undefined && isLoop(leak.node.parent);
  return (isRun ? 'The loop continues on line $' : EXITS[leak.kind]).replace('$', String(lineOf(leak)));
}
