import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { unwrap } from '../../../ast/nodes.js';
import { variableOf } from '../../../ast/variables.js';
import { buildGraph } from '../../../flow/build.js';
import { neverReturnsIn, type NeverReturns } from '../../../flow/never.js';
import type { FlowSolution } from '../../../flow/solve.js';
import {
  countsIn,
  EMPTY,
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
  type ThrowMode,
} from '../resources/holding.js';
import type { Effects, Target } from '../engine/effects.js';
import { alternativeOf, type Alternative } from './absence.js';
import type { Acquisition } from './acquisitions.js';
import { effectsOf, effectsOfParameter } from './effects.js';
import type { TrackedBody } from './facts.js';
import { refined } from './conditions.js';
import { placesOf, type Place } from './placement.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The ways on which one response is lost, and what a fix has to know. */
export interface BodyLeaks {
  readonly leaks: readonly Leak[];
  readonly effects: Effects;
  /** What may arrive instead of the response. */
  readonly unless: Alternative;
  /** Where it can be released on all of these ways; `null` where that cannot be said. */
  places(isNamed: (at: TSESTree.Node) => boolean): Place[] | null;
}

/** The call that delivers a response. */
function requestOf({ call }: Acquisition): TSESTree.CallExpression | null {
  return call.type === 'CallExpression' ? call : null;
}

/** Analyses who releases responses, with what is shared by all of a file. */
export class LeakAnalysis {
  readonly #neverReturns: NeverReturns;
  #depth = 0;

  constructor(
    readonly sourceCode: SourceCode,
    readonly throws: ThrowMode,
  ) {
    this.#neverReturns = neverReturnsIn(sourceCode);
  }

  /** The ways on which the response of an acquisition is lost. */
  leaksOf(acquisition: Acquisition): BodyLeaks {
    const effects = effectsOf(this.sourceCode, acquisition);
    const unless = alternativeOf(this.sourceCode, acquisition);
    const found = (leaks: readonly Leak[], solution?: FlowSolution<number>): BodyLeaks => ({
      leaks,
      effects,
      unless,
      places: (isNamed) =>
        this.#places(
          acquisition,
          effects,
          solution ?? this.#solve(acquisition.body, acquisition, effects, unless, requestOf(acquisition)),
          isNamed,
        ),
    });
    if (effects.at.get(acquisition.home)?.kind === 'escape') return found([]);
    if (acquisition.typed && !effects.reads) return found([]);
    if (acquisition.doubtful && !['ok', 'status', 'statusCode'].some((name) => effects.members.has(name)))
      return found([]);
    if (effects.at.size === 0) return found([{ kind: 'dropped', node: acquisition.call, certain: true }]);
    const solution = this.#solve(acquisition.body, acquisition, effects, unless, requestOf(acquisition));
    return found(leaksIn(solution, acquisition, new Set([...effects.variables, ...effects.heldVariables])), solution);
  }

  #places(
    holder: Holder,
    effects: Effects,
    solution: FlowSolution<number>,
    isNamed: (at: TSESTree.Node) => boolean,
  ): Place[] | null {
    return placesOf({
      solution,
      holder,
      uses: (node) => effects.at.has(node) || effects.needs.has(node),
      overwrites: (target) => isOverwriting(this.sourceCode, target, effects.variables, effects.values),
      isNamed,
    });
  }

  #solve(
    body: TrackedBody,
    holder: Holder,
    effects: Effects,
    unless: Alternative = 'none',
    like: TSESTree.CallExpression | null = null,
  ): FlowSolution<number> {
    const graph = buildGraph(holder.home, {
      visitorKeys: this.sourceCode.visitorKeys,
      neverReturns: this.#neverReturns,
    });
    const arrived = unless === 'none' ? OPEN : OPEN | NONE;
    return solveHolding(graph, {
      holder,
      effect: (node, state) => this.#effect(body, node, node === holder.at ? arrived : state, effects),
      overwrites: (target) => isOverwriting(this.sourceCode, target, effects.variables, effects.values),
      replaced: (target) => this.#replaced(target, effects, like),
      refine: (edge, state) => refined(this.sourceCode, edge, state, effects),
      counts: (edge) => countsIn(this.throws, edge),
    });
  }

  /** The variable gets the response of another request, whose body can be released just as well. */
  #replaced(target: TSESTree.Identifier, effects: Effects, like: TSESTree.CallExpression | null): number | null {
    const { parent } = target;
    const value =
      parent.type === 'AssignmentExpression' && parent.left === target
        ? parent.right
        : parent.type === 'VariableDeclarator' && parent.id === target
          ? parent.init
          : null;
    const next = value?.type === 'AwaitExpression' ? unwrap(value.argument) : null;
    if (!value || next?.type !== 'CallExpression' || effects.values.has(value)) return null;
    const { sourceCode } = this;
    if (!like || sourceCode.getText(next.callee) !== sourceCode.getText(like.callee)) return null;
    const variable = variableOf(sourceCode, target);
    return variable && effects.variables.size === 1 && effects.variables.has(variable) ? EMPTY : null;
  }

  #effect(body: TrackedBody, node: TSESTree.Node, state: number, effects: Effects): number {
    const effect = effects.at.get(node);
    if (effect?.kind === 'call')
      return effect.targets.reduce((joined, each) => joined | this.#passed(body, state, each), 0);
    return effect ? move(state, OPEN, effect.kind === 'release' ? RELEASED : ESCAPED) : state;
  }

  /** A function of this file: what it does on every way it returns. */
  #passed(body: TrackedBody, state: number, { fn, parameter, path }: Target): number {
    if ((state & OPEN) === 0 || !parameter) return state;
    if (this.#depth > 3) return move(state, OPEN, ESCAPED);
    this.#depth += 1;
    const effects = effectsOfParameter(this.sourceCode, body, fn, parameter, path);
    const solution = this.#solve(body, { home: fn, at: null }, effects);
    this.#depth -= 1;
    const { normal, throw: thrown } = solution.graph.exits;
    const end = solution.before(normal) ?? solution.before(thrown) ?? ESCAPED;
    // A helper that keeps or releases it on some ways decides by a rule of its own: only one that never does leaves it
    // to the caller.
    return (end & ~(OPEN | NONE | EMPTY)) === 0 ? state : move(state, OPEN, (end & ESCAPED) !== 0 ? ESCAPED : RELEASED);
  }
}
