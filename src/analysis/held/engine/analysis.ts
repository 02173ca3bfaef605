import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { isFunction, unwrap } from '../../../ast/nodes.js';
import { someWithin } from '../../../ast/within.js';
import { buildGraph } from '../../../flow/build.js';
import type { FlowGraph, ThrowEdge } from '../../../flow/graph.js';
import { neverReturnsIn, type NeverReturns } from '../../../flow/never.js';
import type { FlowSolution } from '../../../flow/solve.js';
import { isContinuation } from './chain-calls.js';
import { chainOf } from './chains.js';
import { refined } from './conditions.js';
import { effectsIn } from './collector.js';
import { decided, effectAt, failingAt } from './effect-at.js';
import type { Effect, Effects, HeldUse, HeldUses, Target } from './effects.js';
import { errorsOf } from './errors.js';
import { returnsOnly } from './giving-back.js';
import type { Guards } from './guards.js';
import { countsIn, ESCAPED, leaksIn, loopOf, move, OPEN, RELEASED, solveHolding, UNUSED } from './holding.js';
import type { Holder, HoldingProblem, Leak, Outcome, ThrowMode } from './holding.js';
import { isReleasedAfter } from './later.js';
import { heldNodes, heldSolution } from './losing.js';
import { isReturnedHeld, regionOf } from './region.js';
import { skipsIn } from './skipping.js';
import { isOverwriting, replaced } from './overwriting.js';
import { usesOfPattern } from './uses.js';

/** Something as one function holds it. */
export interface Held extends Holder, HeldUses {
  readonly uses: readonly HeldUse[];
  /** What is true when it arrives: `OPEN`, unless nothing may arrive as well, or it opens when it is first used. */
  readonly arrives?: number;
  /** The call that delivers it: where another one like it replaces it, that one is released just as well. */
  readonly like?: TSESTree.CallExpression | null;
  /** Expressions that tell whether a settled promise has delivered it. */
  readonly statuses?: ReadonlySet<TSESTree.Node>;
  /** Methods of it whose failure leaves nothing behind. */
  readonly setUp?: readonly string[];
}

/** The ways on which it is lost in the function that gets it, and in callbacks that take it over. */
export interface HeldLeaks {
  readonly leaks: readonly Leak[];
  /** What is true at each moment, of the function that gets it; `null` where it cannot be lost there. */
  readonly solution: (() => FlowSolution<number>) | null;
  /** Whether other functions, handlers or callers release it or are responsible for it on some way. */
  readonly elsewhere: boolean;
  /** Whether code anywhere releases it, or hands it on. */
  readonly handled: boolean;
  /** Whether it may still be held when a statement, or an arrow, returns it. */
  isHeldIn(leaving: TSESTree.Node): boolean;
}

const MAX_DEPTH = 5;

/** Analyses who gives back what is held, with what is shared by all of a file. */
export class HeldAnalysis {
  readonly #neverReturns: NeverReturns;
  readonly #graphs = new Map<TSESTree.Node, FlowGraph>();
  #depth = 0;

  constructor(
    readonly file: FileView,
    readonly throws: ThrowMode,
  ) {
    this.#neverReturns = neverReturnsIn(file);
  }

  /** What the code of the function does with it. */
  effectsOf(held: Held): Effects {
    return effectsIn(this.file, held);
  }

  /** The ways on which the function loses it. */
  leaksOf(held: Held, effects: Effects): HeldLeaks {
    if (effects.at.get(held.home)?.kind === 'escape')
      return { leaks: [], handled: true, elsewhere: true, solution: null, isHeldIn: () => true };
    const { problem, elsewhere } = this.#problem(held, effects);
    const graph = this.graphOf(held.home);
    const variables = new Set([...effects.variables, ...effects.heldVariables]);
    const abandoned = this.throws !== 'explicit' && held.kind.failing;
    const way = heldNodes(graph, problem, () => skipsIn(graph, this.throws, effects, held.at));
    let solved: FlowSolution<number> | null = null;
    const solution = (): FlowSolution<number> =>
      (solved ??= solveHolding(graph, problem, regionOf(graph, problem, effects, way.nodes)));
    const found = way.lost ? leaksIn(heldSolution(graph, problem, way) ?? solution(), held, variables, abandoned) : [];
    const leaks = found.map((leak): Leak => {
      const by = leak.kind === 'implicit' ? this.#thrower(held, effects, leak.node) : null;
      return by ? { ...leak, by } : leak;
    });
    let handled = [...effects.at.values()].some(({ kind }) => kind !== 'loan');
    for (const fn of effects.takeovers) {
      if (this.#depth >= MAX_DEPTH) continue;
      const taken = inside(held, fn);
      this.#depth += 1;
      const inner = this.leaksOf(taken, this.effectsOf(taken));
      this.#depth -= 1;
      leaks.push(...inner.leaks);
      handled ||= inner.handled;
    }
    return {
      solution: way.lost ? solution : null,
      elsewhere: elsewhere(),
      leaks,
      handled,
      isHeldIn: (leaving) => isReturnedHeld(held, way.nodes, leaving),
    };
  }

  /** What a function of this file leaves behind when it returns and when it throws. */
  outcomeOf(held: Held, state: number): Outcome {
    if ((state & OPEN) === 0) return { ok: state, fail: 0 };
    if (this.#depth >= MAX_DEPTH) return { ok: move(state, OPEN, ESCAPED), fail: move(state, OPEN, ESCAPED) };
    this.#depth += 1;
    const effects = this.effectsOf(held);
    const solution = this.solve(held, effects);
    this.#depth -= 1;
    const { normal, throw: thrown } = solution.graph.exits;
    const end = solution.before(normal);
    const rest = state & ~OPEN;
    return {
      ok: end === undefined ? 0 : rest | (effects.takeovers.size > 0 ? move(end, OPEN, ESCAPED) : end),
      fail: solution.before(thrown) ?? 0,
    };
  }

  /** Whether an evaluation gives it to functions of the file that look at it and always throw. */
  onlyThrows(held: Held, effect: Effect): boolean {
    return (
      effect.kind === 'call' &&
      effect.targets.every(({ fn, parameter, path }) => {
        const taken = parameter ? this.#received(held, fn, { node: parameter, path }) : inside(held, fn);
        const { ok, fail } = this.outcomeOf(taken, OPEN);
        return ok === 0 && (fail & (RELEASED | ESCAPED)) === 0;
      })
    );
  }

  /** The control flow of a function, built once. */
  graphOf(home: TSESTree.Node): FlowGraph {
    const known = this.#graphs.get(home);
    if (known) return known;
    const graph = buildGraph(home, { visitorKeys: this.file.visitorKeys, neverReturns: this.#neverReturns });
    this.#graphs.set(home, graph);
    return graph;
  }

  /** Follows it through the graph of the function. */
  solve(held: Held, effects: Effects): FlowSolution<number> {
    return solveHolding(this.graphOf(held.home), this.#problem(held, effects).problem);
  }

  #problem(held: Held, effects: Effects): { readonly problem: HoldingProblem; readonly elsewhere: () => boolean } {
    const graph = this.graphOf(held.home);
    const outcomes = new Map<TSESTree.Node, Outcome>();
    const outcome = (node: TSESTree.Node, effect: Effect): Outcome => {
      const known = outcomes.get(node) ?? this.#outcome(held, effects, graph, node, effect);
      outcomes.set(node, known);
      return known;
    };
    const { kind, at, home, statuses } = held;
    const guards: Guards = { file: this.file, kind, effects, at, home, ...(statuses && { statuses }) };
    const problem: HoldingProblem = {
      holder: held,
      arrives: held.arrives ?? OPEN,
      loop: loopOf(held, new Set([...effects.variables, ...effects.heldVariables])),
      effect: (node, before) => {
        const opens = (before & UNUSED) !== 0 && node !== held.at && isTouched(effects, node);
        const state = opens && node.type === 'CallExpression' ? move(before, UNUSED, OPEN) : before;
        const found = (state & OPEN) === 0 ? null : effectAt(effects, node);
        if (!found) return state;
        const { ok, fail } = outcome(...found);
        return move(state, OPEN, found[1].kind === 'chain' && node.type !== 'AwaitExpression' ? ok | fail : ok);
      },
      thrown: (node, before) => {
        const found = (before & OPEN) === 0 ? null : failingAt(effects, node);
        return found ? move(before, OPEN, outcome(...found).fail) : null;
      },
      overwrites: (target) => isOverwriting(this.file, target, effects),
      replaced: (target) => replaced(this.file, target, effects, held.like ?? null),
      refine: (edge, state) => refined(guards, edge, state),
      counts: (edge) =>
        countsIn(this.throws, edge) ||
        this.#isUse(edge, held, effects) ||
        this.#thrower(held, effects, edge.from.node) !== null,
    };
    const elsewhere = (): boolean =>
      [...effects.at].some(
        ([node, effect]) => effect.kind === 'chain' || (effect.kind !== 'release' && outcome(node, effect).ok !== OPEN),
      );
    return { problem, elsewhere };
  }

  #outcome(held: Held, effects: Effects, graph: FlowGraph, node: TSESTree.Node, effect: Effect): Outcome {
    switch (effect.kind) {
      case 'release':
        return { ok: RELEASED, fail: RELEASED };
      case 'escape':
        return { ok: ESCAPED, fail: ESCAPED };
      case 'loan': {
        const state = isReleasedAfter(graph, effects, node) ? OPEN : ESCAPED;
        return { ok: state, fail: state };
      }
      case 'call': {
        const ends = effect.targets.map((target) => this.#called(held, target));
        const end = ends.reduce((one, other) => ({ ok: one.ok | other.ok, fail: one.fail | other.fail }));
        return effect.leaves ? { ...end, ok: move(end.ok, OPEN, ESCAPED) } : end;
      }
      case 'chain':
        return this.#chain(held, effects, node);
    }
  }

  /** What a function of this file leaves behind, given what is held or closing over it. */
  #called(held: Held, { fn, parameter, path }: Target): Outcome {
    const { ok, fail } = this.outcomeOf(
      parameter ? this.#received(held, fn, { node: parameter, path }) : inside(held, fn),
      OPEN,
    );
    // A helper that releases it on some ways decides by a rule of its own: only one that never does leaves it to the
    // caller.
    const state = decided(ok === 0 ? fail : ok);
    // `if (!response.ok) throw new Error(await response.text());` leaves nothing behind when it throws.
    return { ok: state, fail: state === OPEN && fail !== 0 && (fail & OPEN) === 0 ? decided(fail) : state };
  }

  /** The function that is given it, leaves it to its caller, and throws by a decision of its own. */
  #thrower(held: Held, effects: Effects, node: TSESTree.Node): Target | null {
    const isAwaited = node.type === 'AwaitExpression';
    const effect = effects.at.get(isAwaited ? unwrap(node.argument) : node);
    if (held.kind.failing || effect?.kind !== 'call') return null;
    const [target, ...others] = effect.targets;
    if (!target?.parameter || others.length > 0 || target.fn.async !== isAwaited) return null;
    const { fn, parameter, path } = target;
    const { ok, fail } = this.outcomeOf(this.#received(held, fn, { node: parameter, path }), OPEN);
    return (ok & (OPEN | RELEASED | ESCAPED)) === OPEN && (fail & OPEN) !== 0 ? target : null;
  }

  /** What a parameter of a function of this file receives. */
  #received(held: Held, fn: TSESTree.Node, pattern: NonNullable<Held['pattern']>): Held {
    return {
      ...inside(held, fn),
      pattern,
      uses: [...usesOfPattern(this.file, held.kind, fn, pattern)],
      lent: held.kind.nested === 'escape' && isFunction(fn) && returnsOnly(this.file, fn, pattern.node),
      endings: { releases: held.endings?.releases ?? [], errors: errorsOf(this.file, fn, pattern.node) },
    };
  }

  #chain(held: Held, effects: Effects, node: TSESTree.Node): Outcome {
    return chainOf(node, {
      file: this.file,
      isUse: (base) => this.throws === 'any' || isTouched(effects, base),
      isReleaser: (handler) => effects.touches.has(handler),
      outcomeOf: (fn, state) => this.outcomeOf(inside(held, fn), state),
    });
  }

  /** An awaited call on it, or one that gets it, is what fails in practice. */
  #isUse({ cause, from }: ThrowEdge, held: Held, effects: Effects): boolean {
    const { node } = from;
    if (!held.kind.failing || node === held.at) return false;
    const used =
      cause === 'await' && node.type === 'AwaitExpression'
        ? node.argument
        : cause === 'iterate' && node.type === 'ForOfStatement' && node.await
          ? node.right
          : null;
    if (!used || !isTouched(effects, used)) return false;
    const call = unwrap(used);
    const callee = call.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? call.callee : null;
    const method = callee?.property.type === 'Identifier' ? callee.property.name : '';
    if (call.type === 'CallExpression' && isContinuation(call)) return this.#chain(held, effects, call).fail !== 0;
    return held.setUp?.includes(method) !== true;
  }
}

/** What a nested function holds that closes over it. */
function inside(held: Held, fn: TSESTree.Node): Held {
  const { kind, uses, endings, setUp = [] } = held;
  return { kind, uses, home: fn, at: null, setUp, endings: { releases: endings?.releases ?? [] } };
}

function isTouched({ touches }: Effects, node: TSESTree.Node): boolean {
  return someWithin(touches, node);
}
