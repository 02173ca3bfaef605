import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { unwrap } from '../../../ast/nodes.js';
import { variableOf } from '../../../ast/variables.js';
import { buildGraph } from '../../../flow/build.js';
import type { FlowEdge } from '../../../flow/graph.js';
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
import { alternativeOf, type Alternative } from './absence.js';
import type { Acquisition } from './acquisitions.js';
import { effectsOf, effectsOfParameter, type Effects, type PassedOn } from './effects.js';
import type { TrackedBody } from './facts.js';
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
    if (effects.at.get(acquisition.home) === 'escape') return found([]);
    if (acquisition.typed && ![...effects.at.values()].includes('release')) return found([]);
    if (acquisition.doubtful && !['ok', 'status', 'statusCode'].some((name) => effects.members.has(name)))
      return found([]);
    if (effects.at.size === 0 && effects.passed.size === 0)
      return found([{ kind: 'dropped', node: acquisition.call, certain: true }]);
    const solution = this.#solve(acquisition.body, acquisition, effects, unless, requestOf(acquisition));
    return found(leaksIn(solution, acquisition, new Set([...effects.variables, ...effects.bodyVariables])), solution);
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
      uses: (node) => effects.at.has(node) || effects.passed.has(node) || effects.needs.has(node),
      overwrites: (target) => isOverwriting(this.sourceCode, target, effects.variables, effects.responses),
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
      overwrites: (target) => isOverwriting(this.sourceCode, target, effects.variables, effects.responses),
      replaced: (target) => this.#replaced(target, effects, like),
      refine: (edge, state) => this.#refine(edge, state, effects),
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
    if (!value || next?.type !== 'CallExpression' || effects.responses.has(value)) return null;
    const { sourceCode } = this;
    if (!like || sourceCode.getText(next.callee) !== sourceCode.getText(like.callee)) return null;
    const variable = variableOf(sourceCode, target);
    return variable && effects.variables.size === 1 && effects.variables.has(variable) ? EMPTY : null;
  }

  #effect(body: TrackedBody, node: TSESTree.Node, state: number, effects: Effects): number {
    const effect = effects.at.get(node);
    const next = effect ? move(state, OPEN, effect === 'release' ? RELEASED : ESCAPED) : state;
    const passed = effects.passed.get(node);
    return passed ? passed.reduce((joined, each) => joined | this.#passed(body, next, each), 0) : next;
  }

  /** A function of this file: what it does on every way it returns. */
  #passed(body: TrackedBody, state: number, { fn, parameter, path }: PassedOn): number {
    if ((state & OPEN) === 0) return state;
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

  /** Conditions that say there is no response, no body, or none left. */
  #refine(edge: FlowEdge, state: number, effects: Effects): number | null {
    if (edge.kind !== 'normal' || !edge.condition) return state;
    const { test, outcome } = edge.condition;
    const node = unwrap(test);
    const absent = outcome === 'falsy' || outcome === 'nullish';
    if (absent && effects.responses.has(node)) return move(state, OPEN, NONE);
    if (absent && effects.bodies.has(node)) return move(state, OPEN, EMPTY);
    if ((outcome === 'truthy' || outcome === 'present') && effects.responses.has(node)) return state & ~NONE;
    if (outcome === 'truthy' && node.type === 'Identifier' && this.#isError(node, effects))
      return move(state, OPEN, NONE);
    if (outcome === 'truthy' && node.type === 'MemberExpression' && node.property.type === 'Identifier') {
      const finished = /^(?:bodyUsed|destroyed|readableEnded|complete)$/.test(node.property.name);
      if (finished && (effects.responses.has(unwrap(node.object)) || effects.bodies.has(unwrap(node.object))))
        return move(state, OPEN, RELEASED);
    }
    const { discriminant } = edge.condition;
    if (
      outcome === 'equal' &&
      discriminant &&
      isEmptyStatus(node) &&
      isStatusOf(this.sourceCode, unwrap(discriminant), effects)
    )
      return move(state, OPEN, EMPTY);
    if (node.type === 'BinaryExpression') {
      const nothing = saysNothing(this.sourceCode, node, outcome, effects);
      if (nothing) return move(state, OPEN, nothing);
    }
    return state;
  }

  #isError(node: TSESTree.Identifier, effects: Effects): boolean {
    const variable = variableOf(this.sourceCode, node);
    return variable !== null && effects.errors.has(variable);
  }
}

/** `response === null`, `response.body === null`, `response.status === 204` and `method === 'HEAD'`. */
function saysNothing(
  sourceCode: SourceCode,
  node: TSESTree.BinaryExpression,
  outcome: string,
  effects: Effects,
): typeof NONE | typeof EMPTY | null {
  const equal = /^={2,3}$/.test(node.operator)
    ? outcome === 'truthy'
    : /^!={1,2}$/.test(node.operator)
      ? outcome === 'falsy'
      : false;
  if (!equal) return null;
  const left = unwrap(node.left);
  const right = unwrap(node.right);
  const isNull =
    (right.type === 'Literal' && right.value === null) || (right.type === 'Identifier' && right.name === 'undefined');
  if (isNull) return effects.responses.has(left) ? NONE : effects.bodies.has(left) ? EMPTY : null;
  if (right.type !== 'Literal') return null;
  if (right.value === 'HEAD') return /method$/i.test(sourceCode.getText(left)) ? EMPTY : null;
  return isEmptyStatus(right) && isStatusOf(sourceCode, left, effects) ? EMPTY : null;
}

/** Statuses whose responses have no body. */
function isEmptyStatus(node: TSESTree.Node): boolean {
  return node.type === 'Literal' && [204, 205, 304].includes(Number(node.value));
}

function isStatusOf(sourceCode: SourceCode, node: TSESTree.Node, effects: Effects): boolean {
  if (node.type === 'Identifier') {
    const variable = variableOf(sourceCode, node);
    return variable !== null && effects.statuses.has(variable);
  }
  if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return false;
  return /^status(?:Code)?$/.test(node.property.name) && effects.responses.has(unwrap(node.object));
}
