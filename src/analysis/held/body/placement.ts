import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, isWithin } from '../../../ast/nodes.js';
import { isExceptional, type FlowEdge, type FlowNode } from '../../../flow/graph.js';
import type { FlowSolution } from '../../../flow/solve.js';
import { EMPTY, NONE, OPEN, type Holder } from '../engine/holding.js';
import { choiceAt, type Choice } from './choices.js';

/**
 * A place where a body that nothing reads any more can be released, directly after that has been decided. `absent`:
 * control also comes here without a response.
 */
export type Place = (
  | { readonly kind: 'start'; readonly node: TSESTree.BlockStatement }
  | { readonly kind: 'before' | 'after'; readonly node: TSESTree.Node }
  | { readonly kind: 'else'; readonly node: TSESTree.IfStatement }
  | { readonly kind: 'result'; readonly node: TSESTree.ArrowFunctionExpression }
  | ({ readonly kind: 'choice' } & Choice)
) & { readonly absent: boolean };

/** What is known about the code around the places. */
export interface PlacementProblem {
  readonly solution: FlowSolution<number>;
  readonly holder: Holder;
  /** The evaluations that read, release or hand on the body. */
  readonly uses: ReadonlySet<TSESTree.Node>;
  /** Whether an assignment gives the only variable another value. */
  readonly overwrites: (target: TSESTree.Identifier) => boolean;
  /** Whether the response has a name at a node. */
  isNamed(at: TSESTree.Node): boolean;
  /** Whether the caller still needs it when the function returns. */
  readonly lent: boolean;
  /** Evaluations that throw because a function does which gets the release itself. */
  readonly throwers: ReadonlySet<TSESTree.Node>;
}

/**
 * The places at which a release frees the body on every way that loses it and on no way that still needs it; `null`
 * where there are none. They are the points from which on no way leads to a use: so they lie behind a decision, and in
 * front of whatever that branch waits for.
 */
export function placesOf(problem: PlacementProblem): Place[] | null {
  const { solution, holder } = problem;
  const uses = usesAhead(problem);
  const isOver = (node: FlowNode): boolean => !uses.has(node);
  const places = new Map<string, Place>();
  for (const node of solution.reached()) {
    for (const edge of node.outgoing) {
      if (!isOpen(solution.along(edge)) || !isOver(edge.to)) continue;
      if (isExceptional(edge) && problem.throwers.has(node.node)) continue;
      const starts = holder.at === null ? node.kind === 'entry' : node.kind === 'evaluate' && node.node === holder.at;
      if (!starts && isOver(node)) continue;
      const found = isExceptional(edge) ? null : new Placement(problem, edge).run();
      if (!found) return null;
      for (const place of found) {
        const key = `${place.kind}:${String(place.node.range[0])}:${String(place.node.range[1])}`;
        places.set(key, { ...place, absent: place.absent || places.get(key)?.absent === true });
      }
    }
  }
  return [...places.values()];
}

/** The moments from which some way uses the response that is held at them. */
function usesAhead({ solution, holder, uses, overwrites, lent }: PlacementProblem): ReadonlySet<FlowNode> {
  const { graph } = solution;
  // What is used behind the next request, or behind another value of the variable, is another response.
  const isOther = ({ kind, node }: FlowNode): boolean =>
    kind === 'write' ? node.type === 'Identifier' && overwrites(node) : kind === 'evaluate' && node === holder.at;
  // What is done elsewhere, control comes to only when this response is no longer held.
  const ahead = new Set(
    solution.reached().filter((node) => node.kind === 'evaluate' && uses.has(node.node) && !isOther(node)),
  );
  if (lent) ahead.add(graph.exits.normal);
  for (const node of ahead) {
    for (const edge of solution.into(node)) if (isExceptional(edge) || !isOther(edge.from)) ahead.add(edge.from);
  }
  return ahead;
}

function isOpen(state: number | undefined): boolean {
  return state !== undefined && (state & OPEN) !== 0;
}

/** Whether a release is right in a state: nothing has read the body yet or owns it. */
function isReleasable(state: number | undefined): state is number {
  return state !== undefined && (state & OPEN) !== 0 && (state & ~(OPEN | EMPTY | NONE)) === 0;
}

/** Finds the statement or branch which begins behind one edge. */
class Placement {
  readonly #seen = new Set<FlowNode>();

  constructor(
    readonly problem: PlacementProblem,
    readonly start: FlowEdge,
  ) {}

  run(): readonly Place[] | null {
    return this.#behind(this.start);
  }

  #behind(edge: FlowEdge): readonly Place[] | null {
    const { to } = edge;
    if (this.#seen.has(to)) return [];
    this.#seen.add(to);
    if (to.kind === 'enter' && to.node.type !== 'SwitchCase') {
      const state = this.problem.solution.before(to);
      return isReleasable(state) && this.problem.isNamed(to.node)
        ? [{ ...placeAt(to.node), absent: isAbsent(state) }]
        : this.#instead(edge);
    }
    const passes = to.kind === 'evaluate' || to.kind === 'write' || to.kind === 'enter' || to.kind === 'loop';
    const next = passes ? to.outgoing.filter((each) => !isExceptional(each) && isOpen(this.#along(each))) : [];
    if (next.length === 0) return this.#instead(edge);
    const places: Place[] = [];
    for (const each of next) {
      const found = this.#behind(each);
      if (!found) return null;
      places.push(...found);
    }
    return places;
  }

  /** Where no statement begins, or another way joins in front of it: behind the last one, in an `else`, or a choice. */
  #instead(edge: FlowEdge): readonly Place[] | null {
    const found = this.#result(edge) ?? this.#after(edge) ?? this.#else(edge) ?? this.#choice();
    return found && [found];
  }

  /** `(response) => response.ok`: the arrow's expression becomes a block. */
  #result({ to }: FlowEdge): Place | null {
    const { home, at } = this.problem.holder;
    if (to.kind !== 'leave' || at !== null || home.type !== 'ArrowFunctionExpression' || home.body !== to.node)
      return null;
    const state = this.problem.solution.before(to);
    return isReleasable(state) ? { kind: 'result', node: home, absent: isAbsent(state) } : null;
  }

  #after({ from, to }: FlowEdge): Place | null {
    const statement = innerStatement(from.node);
    if (!statement || to.kind === 'leave' || !this.problem.isNamed(statement)) return null;
    const completions = to.incoming.filter(
      (edge) => !isExceptional(edge) && isWithin(edge.from.node, statement) && !jumpsOut(edge.from),
    );
    const state = completions.reduce((joined, edge) => joined | (this.#along(edge) ?? 0), 0);
    return isReleasable(state) ? { kind: 'after', node: statement, absent: isAbsent(state) } : null;
  }

  #else({ from }: FlowEdge): Place | null {
    for (const node of ancestorsUntil(from.node, this.problem.holder.home)) {
      if (node.type !== 'IfStatement' || !isWithin(from.node, node.test)) continue;
      const state = node.alternate ? 0 : this.#leaving(node.test, node.consequent);
      return isReleasable(state) && this.problem.isNamed(node) ? { kind: 'else', node, absent: isAbsent(state) } : null;
    }
    return null;
  }

  #choice(): Place | null {
    const { from, to } = this.start;
    const choice = choiceAt(from.node, this.problem.holder.home, (test) => behindTest(to, test));
    if (!choice || !this.problem.isNamed(choice.statement)) return null;
    const state = this.#leaving(choice.test, choice.other);
    return isReleasable(state) ? { kind: 'choice', ...choice, absent: isAbsent(state) } : null;
  }

  /** What the edges carry that lead out of a condition, but not into one of its branches. */
  #leaving(test: TSESTree.Node, branch: TSESTree.Node): number {
    let state = 0;
    for (const { node, outgoing } of this.problem.solution.reached()) {
      if (!isWithin(node, test)) continue;
      for (const edge of outgoing) {
        const leaves = !isWithin(edge.to.node, test) && !isWithin(edge.to.node, branch);
        if (leaves && !isExceptional(edge)) state |= this.#along(edge) ?? 0;
      }
    }
    return state;
  }

  #along(edge: FlowEdge): number | undefined {
    return this.problem.solution.along(edge);
  }
}

/** Where control goes once a condition has been evaluated. */
function behindTest(start: FlowNode, test: TSESTree.Node): TSESTree.Node {
  let current = start;
  for (let steps = 0; isWithin(current.node, test) && steps < 50; steps += 1) {
    const next = current.outgoing.find((edge) => !isExceptional(edge));
    if (!next) break;
    current = next.to;
  }
  return current.node;
}

function isAbsent(state: number): boolean {
  return (state & NONE) !== 0;
}

function placeAt(
  node: TSESTree.Node,
): { kind: 'start'; node: TSESTree.BlockStatement } | { kind: 'before'; node: TSESTree.Node } {
  return node.type === 'BlockStatement' ? { kind: 'start', node } : { kind: 'before', node };
}

/** A jump that does not end where the statement that holds it ends. */
function jumpsOut({ kind, node }: FlowNode): boolean {
  return kind === 'leave' && node.type !== 'BreakStatement';
}

/** The innermost statement that holds an expression, but not the head of a loop. */
function innerStatement(node: TSESTree.Node): TSESTree.Node | null {
  let current: TSESTree.Node | undefined = node;
  while (current && !/(?:Statement|^VariableDeclaration)$/.test(current.type)) current = current.parent;
  return current && !/^For/.test(current.parent?.type ?? '') ? current : null;
}
