import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { isWithin, unwrap, wrapped } from '../../../ast/nodes.js';
import type { AcquireFact } from '../../../catalog/types.js';
import type { FlowEdge, FlowGraph, FlowNode, ThrowEdge } from '../../../flow/graph.js';
import { solve, type FlowSolution } from '../../../flow/solve.js';
import { bindingUses, type Use } from '../../names/uses.js';
import type { ThrowMode } from '../engine/holding.js';
import { branchesOf } from '../engine/correlation.js';
import { LENT, NOTHING, TRANSACTION, UNKNOWN, WIDTH, type Change } from './bits.js';
import { sessionEvents, type SessionEvent, type SessionEvents } from './happenings.js';

/** A connection as one function holds it. */
export interface HeldSession {
  readonly home: TSESTree.Node;
  /** The expression whose evaluation delivers it; `null` when it is there from the start. */
  readonly at: TSESTree.Node | null;
  readonly fact: AcquireFact;
  readonly uses: readonly Use[];
}

/** How states are followed. */
export interface SessionQuestion {
  /** Only what is certainly open; otherwise all that may be. */
  readonly sure: boolean;
  /** Whether giving the connection back ends what is followed. */
  readonly untilRelease: boolean;
  /**
   * What is told apart: in the second place what an exception carries (`thrown`), or what a catch clause has caught
   * (`caught`), in the third what has come through the `handler`.
   */
  readonly tells?: 'thrown' | 'caught';
  readonly handler?: TSESTree.CatchClause | null;
  /** Which exceptions count besides those of awaited calls on the connection; all of them unless told. */
  readonly throws?: ThrowMode;
  /** Which states a condition rules out along an edge. */
  readonly ruledOut?: (edge: FlowEdge) => number;
  /** What is open at the start of the function, where the connection is there from the start. */
  readonly initial?: number;
}

const MASK = (1 << WIDTH) - 1;
const MAX_DEPTH = 4;

/** All states in any place of a set. */
export function anyPlace(state: number): number {
  return (state | (state >> WIDTH) | (state >> (2 * WIDTH))) & MASK;
}

/** The states in one place: 0 ordinary, 1 after an exception, 2 through the handler that was asked for. */
export function inPlace(state: number, place: 0 | 1 | 2): number {
  return (state >> (place * WIDTH)) & MASK;
}

function everywhere(bits: number): number {
  return bits | (bits << WIDTH) | (bits << (2 * WIDTH));
}

/** What an evaluation does: when it succeeds, and when it throws. */
interface Step {
  readonly ok: Change | 'end';
  /** What may be open besides when it throws. */
  readonly failing: number;
}

/** Follows the state of one session through the function that holds the connection. */
export class SessionSolver {
  readonly events: SessionEvents;

  constructor(
    readonly file: FileView,
    readonly graphOf: (home: TSESTree.Node) => FlowGraph,
    readonly held: HeldSession,
    readonly depth = 0,
  ) {
    this.events = sessionEvents(file, held);
  }

  /** Whether a nested function, other than the given ones, may end a transaction, so that nothing is certain. */
  endsElsewhere(followed: readonly TSESTree.Node[] = []): boolean {
    return this.events.nested.some(
      ({ sure, kind, node }) =>
        ((sure.ends & TRANSACTION) !== 0 || kind === 'lent') && !followed.some((fn) => isWithin(node, fn)),
    );
  }

  /** Whether code of the function itself ends a transaction somewhere in a branch. */
  endsIn(branch: TSESTree.Node): boolean {
    return this.events.own.some(({ sure, node }) => (sure.ends & TRANSACTION) !== 0 && isWithin(node, branch));
  }

  /** Whether no evaluation leaves anything open: then nothing has to be solved. */
  get opensNothing(): boolean {
    return [...this.events.own, ...this.events.nested].every(
      ({ kind, possible }) => kind !== 'call' && (possible.begins | possible.transient) === 0,
    );
  }

  /** Evaluations that certainly begin a transaction, by themselves or in a function of this file. */
  get beginnings(): readonly TSESTree.Node[] {
    const { own, nested } = this.events;
    const called = (event: SessionEvent): Change =>
      event.kind === 'call' ? this.#called(event, { sure: true, untilRelease: true }) : event.sure;
    return [
      ...own.filter((each) => (called(each).begins & TRANSACTION) !== 0),
      ...nested.filter(({ sure }) => (sure.begins & TRANSACTION) !== 0),
    ].map(({ node }) => node);
  }

  solve(question: SessionQuestion): FlowSolution<number> {
    const { at, home } = this.held;
    // What a nested function does may happen at any time.
    const anytime = question.sure
      ? 0
      : this.events.nested.reduce((bits, { possible }) => bits | possible.begins | possible.transient, 0);
    const steps = this.#steps(question);
    return solve<number>(this.graphOf(home), {
      initial: at === null ? (question.initial ?? 0) | anytime : 0,
      transfer: (node, state) => {
        if (node.kind === 'catch') return caught(node, state, question);
        if (node.kind !== 'evaluate') return state;
        if (node.node === at) return anytime;
        const step = steps.get(node.node);
        if (!step) return state;
        return step.ok === 'end' ? 0 : (state & ~everywhere(step.ok.ends)) | step.ok.begins;
      },
      refine: (edge, state) => {
        const out = question.ruledOut?.(edge) ?? 0;
        return out === 0 ? state : state & ~everywhere(out);
      },
      throws: (edge, without) => {
        if (edge.kind === 'throw' && question.throws === 'explicit' && !this.#counts(edge)) return null;
        // There is a connection wherever its statements are sent.
        if (edge.kind === 'throw' && edge.cause === 'member' && this.#isUse(edge.from.node)) return null;
        const step = steps.get(edge.from.node);
        const carried =
          edge.from.node === at || step?.ok === 'end'
            ? 0
            : (without & ~everywhere(step?.ok.ends ?? 0)) | (step?.failing ?? 0);
        return question.tells === 'thrown' ? shifted(carried, 1) : carried;
      },
      join: (left, right) => left | right,
      equals: (left, right) => left === right,
    });
  }

  /** A `throw` statement, or an awaited call on the connection. */
  #counts({ cause, from }: ThrowEdge): boolean {
    if (cause === 'throw') return true;
    const awaited = cause === 'await' && from.node.type === 'AwaitExpression' ? from.node.argument : null;
    return awaited !== null && this.held.uses.some(({ node }) => isWithin(node, awaited));
  }

  #isUse(node: TSESTree.Node): boolean {
    return this.held.uses.some((use) => use.node === node);
  }

  /** What each evaluation does, by the node at which it does it. */
  #steps(question: SessionQuestion): Map<TSESTree.Node, Step> {
    const steps = new Map<TSESTree.Node, Step>();
    const add = (node: TSESTree.Node, step: Step): void => {
      const known = steps.get(node);
      steps.set(node, known && known.ok !== 'end' && step.ok !== 'end' ? both(known, step) : step);
    };
    for (const each of this.events.own) {
      if (each.kind === 'release' || each.kind === 'discard') {
        if (question.untilRelease) add(each.node, { ok: 'end', failing: 0 });
        continue;
      }
      const change = each.kind === 'call' ? this.#called(each, question) : question.sure ? each.sure : each.possible;
      // What ends a state has ended it also when it fails; what begins one has begun it when it has succeeded.
      add(each.node, { ok: { ...NOTHING, ends: change.ends }, failing: 0 });
      // A transaction that could not be begun is not open; any other statement may have worked although its answer is
      // late.
      const failing = change.transient | (question.sure ? 0 : change.begins & ~TRANSACTION);
      add(awaitAround(each.node) ?? each.node, { ok: { ...change, ends: 0 }, failing });
    }
    return steps;
  }

  /** `if (runner.isTransactionActive) await runner.rollbackTransaction()`: without one where the answer is no. */
  #ruledOut(edge: FlowEdge): number {
    if (edge.kind !== 'normal' || edge.condition?.outcome !== 'falsy') return 0;
    const { test } = edge.condition;
    const other = branchesOf(test)?.truthy;
    const asks = other && this.endsIn(other) && this.held.uses.some(({ node }) => isWithin(node, test));
    return asks ? TRANSACTION : 0;
  }

  /** What a function of this file does with a connection that it is given. */
  #called({ fn, parameter }: SessionEvent, question: SessionQuestion): Change {
    if (!fn || !parameter || this.depth >= MAX_DEPTH)
      return question.sure ? { ...NOTHING, ends: TRANSACTION } : LENDING;
    const uses = [...bindingUses(this.file, parameter)];
    const inner = new SessionSolver(
      this.file,
      this.graphOf,
      { ...this.held, home: fn, at: null, uses },
      this.depth + 1,
    );
    if (question.sure && inner.endsElsewhere()) return { ...NOTHING, ends: TRANSACTION };
    const outcome = (initial: number): { readonly ok: number; readonly fail: number } => {
      const { sure, throws } = question;
      const ruledOut = (edge: FlowEdge): number => inner.#ruledOut(edge);
      const solution = inner.solve({ sure, untilRelease: true, initial, ruledOut, ...(throws && { throws }) });
      const { normal, throw: thrown } = solution.graph.exits;
      return { ok: anyPlace(solution.before(normal) ?? 0), fail: anyPlace(solution.before(thrown) ?? 0) };
    };
    const fresh = outcome(0);
    const open = outcome(MASK & ~LENT & ~UNKNOWN);
    const closes = question.sure && inner.events.own.some(({ sure }) => (sure.ends & TRANSACTION) !== 0);
    const ends = (MASK & ~open.ok & ~LENT & ~UNKNOWN) | (closes ? TRANSACTION : 0);
    return { begins: fresh.ok, ends, transient: fresh.fail };
  }
}

const LENDING: Change = { begins: LENT, ends: 0, transient: LENT };

function both(left: Step, right: Step): Step {
  const [first, second] = [left.ok, right.ok];
  if (first === 'end' || second === 'end') return right;
  return {
    ok: {
      begins: (first.begins & ~second.ends) | second.begins,
      ends: first.ends | second.ends,
      transient: first.transient | second.transient,
    },
    failing: left.failing | right.failing,
  };
}

function caught({ node }: FlowNode, state: number, { handler, tells }: SessionQuestion): number {
  if (tells !== 'caught') return state;
  return shifted(state, node === handler ? 2 : 1);
}

/** Moves all states to a place, those beyond it excepted. */
function shifted(state: number, place: 1 | 2): number {
  const beyond = place === 1 ? state & (MASK << (2 * WIDTH)) : 0;
  return (anyPlace(place === 1 ? state & ~beyond : state) << (place * WIDTH)) | beyond;
}

/** The `await` of a call, where it is awaited as it is. */
export function awaitAround(node: TSESTree.Node): TSESTree.AwaitExpression | null {
  const { parent } = wrapped(node);
  return parent?.type === 'AwaitExpression' && unwrap(parent.argument) === node ? parent : null;
}
