import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { isWithin, unwrap, type FunctionNode } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import type { FlowEdge, FlowGraph } from '../../../flow/graph.js';
import type { FlowSolution } from '../../../flow/solve.js';
import { told } from '../engine/conditions.js';
import type { Guards } from '../engine/guards.js';
import { branchesOf, conditionsAround, isFlag, variablesIn } from '../engine/correlation.js';
import { effectsIn } from '../engine/collector.js';
import type { Effects } from '../engine/effects.js';
import { NONE, type ThrowMode } from '../engine/holding.js';
import type { HeldResource } from './held.js';
import { endedByRelease, KEPT, LENT, TRANSACTION } from './bits.js';
import { isCleaningUp, sessionOf, type SessionEvent } from './happenings.js';
import { anyPlace, inPlace, SessionSolver } from './solve.js';

const EVERYTHING = 255;
const MAX_DEPTH = 12;

/** A plain release of a connection whose transaction is open. */
export interface DirtyRelease {
  readonly call: SessionEvent['node'];
  /** Whether it is open there also without an exception. */
  readonly ordinary: boolean;
}

/** What may be open where a `finally` around the use of a connection would run. */
export interface SessionAtExits {
  /** What may be open when an exception leaves the use, or has come to the handler that was named. */
  readonly failing: number;
  /** Why no release may be written: the use ends with something open that the code does not give back itself. */
  readonly refused: string | null;
  /**
   * Whether the use ends, also where nothing fails, with a setting, a lock, a listener or a temporary table that the
   * code gives back with it.
   */
  readonly left: boolean;
}

/** What the work on one acquired connection leaves behind. */
export class HeldSession {
  readonly #solver: SessionSolver;
  readonly #depth: number;
  readonly #exits = new Map<TSESTree.CatchClause | null, SessionAtExits>();

  constructor(
    readonly file: FileView,
    readonly graphOf: (home: TSESTree.Node) => FlowGraph,
    readonly held: HeldResource,
    readonly effects: Effects,
    readonly throws: ThrowMode,
    depth = 0,
    /** The error parameter of the callback that the function is. */
    readonly failure: Variable | null = null,
  ) {
    this.#depth = depth;
    this.#solver = new SessionSolver(file, graphOf, held);
  }

  /** The first evaluation that begins a transaction, also in callbacks and functions of this file. */
  get begin(): TSESTree.Node | null {
    return [...this.#solver.beginnings].sort((left, right) => left.range[0] - right.range[0])[0] ?? null;
  }

  /** Plain releases inside a transaction that is certainly open on some way, also in callbacks of its own calls. */
  dirtyReleases(): readonly DirtyRelease[] {
    const session = sessionOf(this.held.fact);
    return (endedByRelease(session) & TRANSACTION) === 0 ? this.#dirtyFrom(0, false) : [];
  }

  #dirtyFrom(initial: number, begunHere: boolean): readonly DirtyRelease[] {
    const { takeovers } = this.effects;
    if (initial === 0 && takeovers.size === 0 && this.#solver.opensNothing) return [];
    if (this.#solver.endsElsewhere([...takeovers])) return [];
    const solution = this.#solver.solve({
      sure: true,
      untilRelease: true,
      initial,
      throws: this.throws,
      tells: 'thrown',
      ruledOut: (edge) => this.#ruledOut(edge, true) | (begunHere && this.#isError(edge) ? TRANSACTION : 0),
    });
    const dirty = this.#solver.events.own.flatMap(({ node, kind }) => {
      if (kind !== 'release') return [];
      const states = solution.graph.at(node).map((each) => solution.before(each) ?? 0);
      if (!states.some((state) => (anyPlace(state) & TRANSACTION) !== 0)) return [];
      return [{ call: node, ordinary: states.some((state) => (inPlace(state, 0) & TRANSACTION) !== 0) }];
    });
    return [...dirty, ...[...takeovers].flatMap((fn) => this.#dirtyIn(fn, solution))];
  }

  /** What a callback of a call on the connection does with what is open behind the call. */
  #dirtyIn(fn: FunctionNode, solution: FlowSolution<number>): readonly DirtyRelease[] {
    const call = fn.parent;
    if (call.type !== 'CallExpression' || this.#depth >= MAX_DEPTH) return [];
    const open = solution.graph.at(call).reduce((state, node) => state | anyPlace(solution.after(node) ?? 0), 0);
    const begins = this.#solver.events.own.some(({ node, sure }) => node === call && (sure.begins & TRANSACTION) !== 0);
    const [parameter] = fn.params;
    const error = parameter?.type === 'Identifier' ? this.file.variableOf(parameter) : null;
    const { releases = [] } = this.held.endings ?? {};
    const held = { ...this.held, home: fn, at: null, endings: { releases } };
    const effects = effectsIn(this.file, held);
    const inner = new HeldSession(this.file, this.graphOf, held, effects, this.throws, this.#depth + 1, error);
    return inner.#dirtyFrom(open & TRANSACTION, begins);
  }

  /** Whether an edge is taken only when the call has failed whose callback this is. */
  #isError(edge: FlowEdge): boolean {
    if (edge.kind !== 'normal' || edge.condition?.outcome !== 'truthy' || !this.failure) return false;
    const test = unwrap(edge.condition.test);
    return test.type === 'Identifier' && this.file.variableOf(test) === this.failure;
  }

  /** What may be open at the exits of the use; `handler`: the catch clause that can tell its failures. */
  atExits(handler: TSESTree.CatchClause | null): SessionAtExits {
    const known = this.#exits.get(handler) ?? this.#openAtExits(handler);
    this.#exits.set(handler, known);
    return known;
  }

  #openAtExits(handler: TSESTree.CatchClause | null): SessionAtExits {
    if (this.#solver.opensNothing) return { failing: 0, left: false, refused: null };
    const ruledOut = (edge: FlowEdge): number => this.#ruledOut(edge, false);
    const after = this.#solver.solve({ sure: false, untilRelease: false, tells: 'caught', handler, ruledOut });
    const { normal, throw: thrown } = after.graph.exits;
    const { at } = this.held;
    const again = at ? after.graph.at(at).reduce((state, node) => state | (after.before(node) ?? 0), 0) : 0;
    const end = (after.before(normal) ?? 0) | again;
    const failing = anyPlace(after.before(thrown) ?? 0) | inPlace(end, 2);
    if ((inPlace(end, 0) & TRANSACTION) !== 0)
      return { failing, left: false, refused: 'it is left inside an open transaction also where nothing fails' };
    if ((inPlace(end, 1) & ~LENT) !== 0)
      return { failing, left: false, refused: 'a catch clause goes on with what a failed statement has left open' };
    if ((inPlace(end, 0) & ~LENT) !== 0) {
      // Where the code itself gives it back like this, that is its own decision; where it does not, ours it is not.
      const kept = this.#solver.solve({ sure: false, untilRelease: true, tells: 'caught', handler, ruledOut });
      const left = kept.before(kept.graph.exits.normal) ?? 0;
      const overwritten = at ? kept.graph.at(at).reduce((state, node) => state | (kept.before(node) ?? 0), 0) : 0;
      if ((inPlace(left | overwritten, 0) & ~LENT) !== 0)
        return {
          failing,
          left: false,
          refused: 'its statements leave something behind for the next user',
        };
    }
    return { failing, refused: null, left: (inPlace(end, 0) & KEPT) !== 0 };
  }

  /** The variables of the conditions under which a transaction is begun. */
  #beganUnder(guards: Guards): ReadonlySet<Variable> {
    const { home } = this.held;
    const begins = this.#solver.events.own.filter(({ possible }) => (possible.begins & TRANSACTION) !== 0);
    return new Set(
      begins.flatMap(({ node }) => conditionsAround(node, home).flatMap((each) => variablesIn(guards, each))),
    );
  }

  /**
   * What a condition rules out: all, where there is no connection; a transaction, where the code asks whether one is
   * open.
   */
  #ruledOut(edge: FlowEdge, generous: boolean): number {
    if (edge.kind !== 'normal' || !edge.condition) return 0;
    const { effects, file, held } = this;
    const guards: Guards = { file, kind: held.kind, effects, at: held.at, home: held.home };
    if (told(guards, edge.condition) === NONE) return EVERYTHING;
    const { test, outcome } = edge.condition;
    const branches = outcome === 'truthy' || outcome === 'falsy' ? branchesOf(test) : null;
    const other = outcome === 'truthy' ? branches?.falsy : branches?.truthy;
    if (!other) return 0;
    // Whoever destroys it on one branch has thought of what may be open on the other one.
    if (this.#solver.events.own.some(({ kind, node }) => kind === 'discard' && isWithin(node, other)))
      return EVERYTHING;
    if (!this.#solver.endsIn(other)) return 0;
    const variables = variablesIn(guards, test);
    const asks =
      variables.some((variable) => isFlag(variable) || this.#beganUnder(guards).has(variable)) ||
      (isCleaningUp(test) && (generous || [...effects.touches].some((touch) => isWithin(touch, test))));
    return asks ? TRANSACTION : 0;
  }
}
