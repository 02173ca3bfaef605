import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isWithin, unwrap, wrapped } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import { buildGraph } from '../../../flow/build.js';
import type { FlowEdge, FlowGraph, FlowNode, ThrowEdge } from '../../../flow/graph.js';
import { neverReturnsIn, type NeverReturns } from '../../../flow/never.js';
import type { FlowSolution } from '../../../flow/solve.js';
import { bindingUses, type Use } from '../../names/uses.js';
import { chainOf } from './chains.js';
import { saysReleased, type Guards } from './conditions.js';
import { isContinuation } from '../engine/chain-calls.js';
import type { Effect, Effects, Target } from '../engine/effects.js';
import { resourceEffects, type HeldResource } from './effects.js';
import {
  countsIn,
  ESCAPED,
  isOverwriting,
  leaksIn,
  move,
  NONE,
  OPEN,
  RELEASED,
  solveHolding,
  type Holder,
  type Leak,
  type Outcome,
  type ThrowMode,
} from './holding.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A resource as one function holds it. */
export interface Held extends Holder, HeldResource {
  /** Variables that are set when there is no resource: the error of a callback. */
  readonly error: Variable | null;
}

/** The ways on which a resource is lost in the function that gets it, and in callbacks that take it over. */
export interface ResourceLeaks {
  readonly leaks: readonly Leak[];
  readonly effects: Effects;
  /** Whether code anywhere releases it, or hands it on. */
  readonly handled: boolean;
  /** Whether other functions, handlers or callers release it or are responsible for it on some way. */
  readonly elsewhere: boolean;
}

const MAX_DEPTH = 5;

/** Analyses who releases what is acquired, with what is shared by all of a file. */
export class ResourceAnalysis {
  readonly #neverReturns: NeverReturns;
  readonly #graphs = new Map<TSESTree.Node, FlowGraph>();
  #depth = 0;

  constructor(
    readonly sourceCode: SourceCode,
    readonly throws: ThrowMode,
  ) {
    this.#neverReturns = neverReturnsIn(sourceCode);
  }

  /** The ways on which one function loses a resource. */
  leaksOf(held: Held): ResourceLeaks {
    const effects = resourceEffects(this.sourceCode, held);
    if (effects.at.get(held.home)?.kind === 'escape') return { leaks: [], effects, handled: true, elsewhere: true };
    const { solution, elsewhere } = this.#solve(held, effects);
    const leaks = leaksIn(solution, held, effects.variables, this.throws === 'any');
    let handled = [...effects.at.values()].some(({ kind }) => kind !== 'loan');
    for (const fn of effects.takeovers) {
      if (this.#depth >= MAX_DEPTH) continue;
      this.#depth += 1;
      const inner = this.leaksOf({ ...held, home: fn, at: null, error: null });
      this.#depth -= 1;
      leaks.push(...inner.leaks);
      handled ||= inner.handled;
    }
    return { leaks, effects, handled, elsewhere };
  }

  /**
   * What a function of this file, given the resource or closing over it, leaves behind when it returns and when it
   * throws.
   */
  outcomeOf(holder: Held, fn: TSESTree.Node, uses: readonly Use[], state: number): Outcome {
    if ((state & OPEN) === 0) return { ok: state, fail: 0 };
    if (this.#depth >= MAX_DEPTH) return { ok: move(state, OPEN, ESCAPED), fail: move(state, OPEN, ESCAPED) };
    this.#depth += 1;
    const held: Held = { ...holder, home: fn, at: null, uses, error: null };
    const effects = resourceEffects(this.sourceCode, held);
    const { solution } = this.#solve(held, effects);
    this.#depth -= 1;
    const { normal, throw: thrown } = solution.graph.exits;
    const taken = effects.takeovers.size > 0;
    const end = solution.before(normal);
    const rest = state & ~OPEN;
    return {
      ok: end === undefined ? 0 : rest | (taken ? move(end, OPEN, ESCAPED) : end),
      fail: solution.before(thrown) ?? 0,
    };
  }

  /** The control flow of a function, built once. */
  graphOf(home: TSESTree.Node): FlowGraph {
    const known = this.#graphs.get(home);
    if (known) return known;
    const graph = buildGraph(home, { visitorKeys: this.sourceCode.visitorKeys, neverReturns: this.#neverReturns });
    this.#graphs.set(home, graph);
    return graph;
  }

  #solve(held: Held, effects: Effects): { readonly solution: FlowSolution<number>; readonly elsewhere: boolean } {
    const graph = this.graphOf(held.home);
    const outcomes = new Map<TSESTree.Node, Outcome>();
    const outcome = (node: TSESTree.Node, effect: Effect): Outcome => {
      const known = outcomes.get(node) ?? this.#outcome(held, effects, graph, node, effect);
      outcomes.set(node, known);
      return known;
    };
    const effectAt = (node: TSESTree.Node): readonly [TSESTree.Node, Effect] | null => {
      const direct = effects.at.get(node);
      if (direct) return direct.kind === 'chain' && awaitAround(node) ? null : [node, direct];
      const chain = node.type === 'AwaitExpression' ? effects.at.get(unwrap(node.argument)) : undefined;
      return chain?.kind === 'chain' && node.type === 'AwaitExpression' ? [unwrap(node.argument), chain] : null;
    };
    const guards: Guards = { sourceCode: this.sourceCode, effects, at: held.at, home: held.home };
    const solution = solveHolding(graph, {
      holder: held,
      effect: (node, state) => {
        const found = (state & OPEN) === 0 ? null : effectAt(node);
        if (!found) return state;
        const { ok, fail } = outcome(...found);
        return move(state, OPEN, found[1].kind === 'chain' && node.type !== 'AwaitExpression' ? ok | fail : ok);
      },
      thrown: (node, before) => {
        const found = node.type === 'AwaitExpression' && (before & OPEN) !== 0 ? effectAt(node) : null;
        return found ? move(before, OPEN, outcome(...found).fail) : null;
      },
      overwrites: (target) => isOverwriting(this.sourceCode, target, effects.variables, effects.values),
      refine: (edge, state) => this.#refine(edge, state, held, guards),
      counts: (edge) => countsIn(this.throws, edge) || this.#isUse(edge, held, effects),
    });
    const elsewhere = [...effects.at].some(
      ([node, effect]) => effect.kind === 'chain' || (effect.kind !== 'release' && outcome(node, effect).ok !== OPEN),
    );
    return { solution, elsewhere };
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
        const state = effect.targets.reduce((joined, target) => joined | this.#called(held, target), 0);
        return { ok: state, fail: state };
      }
      case 'chain':
        return this.#chain(held, effects, node);
    }
  }

  /** What a function of this file leaves behind, given the resource or closing over it. */
  #called(held: Held, { fn, parameter, path }: Target): number {
    const uses = parameter ? [...bindingUses(this.sourceCode, parameter, path)] : held.uses;
    const { ok } = this.outcomeOf(held, fn, uses, OPEN);
    // A helper that releases it on some ways decides by a rule of its own: only one that never does leaves it to the
    // caller.
    if ((ok & (RELEASED | ESCAPED)) === 0) return OPEN;
    return (ok & ESCAPED) === 0 ? RELEASED : ESCAPED;
  }

  #chain(held: Held, effects: Effects, node: TSESTree.Node): Outcome {
    return chainOf(node, {
      sourceCode: this.sourceCode,
      isUse: (base) => this.throws === 'any' || [...effects.touches].some((touch) => isWithin(touch, base)),
      isReleaser: (handler) => effects.touches.has(handler),
      outcomeOf: (fn, state) => this.outcomeOf(held, fn, held.uses, state),
    });
  }

  /** An awaited call on the resource, or one that gets it, is what fails in practice. */
  #isUse({ cause, from }: ThrowEdge, held: Held, effects: Effects): boolean {
    const { node } = from;
    const { fact, at } = held;
    const used =
      cause === 'await' && node.type === 'AwaitExpression' && node !== at
        ? node.argument
        : cause === 'iterate' && node.type === 'ForOfStatement' && node.await
          ? node.right
          : null;
    if (!used || ![...effects.touches].some((touch) => isWithin(touch, used))) return false;
    const call = unwrap(used);
    const method =
      call.type === 'CallExpression' &&
      call.callee.type === 'MemberExpression' &&
      call.callee.property.type === 'Identifier'
        ? call.callee.property.name
        : '';
    if (call.type === 'CallExpression' && isContinuation(call)) return this.#chain(held, effects, call).fail !== 0;
    return !fact.setUp?.includes(method);
  }

  #refine(edge: FlowEdge, state: number, held: Held, guards: Guards): number {
    if (edge.kind !== 'normal' || !edge.condition) return state;
    const says = saysReleased(guards, edge.condition, held.error);
    return says === null ? state : move(state, OPEN, says === 'absent' ? NONE : RELEASED);
  }
}

function awaitAround(node: TSESTree.Node): boolean {
  return wrapped(node).parent?.type === 'AwaitExpression';
}

/** Whether, without an exception, a release can follow an evaluation. */
function isReleasedAfter(graph: FlowGraph, effects: Effects, node: TSESTree.Node): boolean {
  const reached = new Set<FlowNode>(graph.at(node));
  for (const each of reached) {
    const effect = each.node === node ? undefined : effects.at.get(each.node);
    if (
      each.kind === 'evaluate' &&
      effect &&
      (effect.kind === 'release' || effect.kind === 'chain' || effect.kind === 'call' || isTakeover(effects, each.node))
    )
      return true;
    for (const edge of each.outgoing)
      if (edge.kind === 'normal' || (edge.kind === 'resume' && edge.completion !== 'throw')) reached.add(edge.to);
  }
  return false;
}

function isTakeover({ takeovers }: Effects, node: TSESTree.Node): boolean {
  return (
    node.type === 'CallExpression' &&
    [...takeovers].some((fn) => node.arguments.includes(fn as TSESTree.CallExpressionArgument))
  );
}
