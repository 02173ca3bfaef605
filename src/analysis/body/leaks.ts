import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, isLoop, isWithin, unwrap } from '../../ast/nodes.js';
import { variableOf } from '../../ast/variables.js';
import { buildGraph } from '../../flow/build.js';
import type { FlowEdge, FlowNode, ThrowCause } from '../../flow/graph.js';
import { neverReturnsIn, type NeverReturns } from '../../flow/never.js';
import { solve, type FlowSolution } from '../../flow/solve.js';
import { leavePoints, type LeavePoint } from '../../flow/witness.js';
import type { Acquisition } from './acquisitions.js';
import { effectsOf, effectsOfParameter, type Effects } from './effects.js';
import type { TrackedBody } from './facts.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** What may be true of a response at one moment; a set of these as bits. */
const NONE = 1;
const OPEN = 2;
const RELEASED = 4;
const ESCAPED = 8;

/** A way on which a response is lost while its body is unread. */
export interface Leak {
  /** `overwritten`: the next response replaces it; `dropped`: nothing ever refers to it; otherwise how control leaves. */
  readonly kind: LeavePoint['kind'] | 'overwritten' | 'dropped';
  readonly node: TSESTree.Node;
  /** Whether every way that comes here has the response, and its body unread. */
  readonly certain: boolean;
}

/** Which exceptions count: `explicit` ones only, or any evaluation that may throw. */
export type ThrowMode = 'explicit' | 'any';

/** What may throw in working code; a member of a missing value is a mistake of another kind. */
const LIKELY_CAUSES: ReadonlySet<ThrowCause> = new Set(['call', 'new', 'await', 'yield']);

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
  leaksOf(acquisition: Acquisition): { readonly leaks: readonly Leak[]; readonly effects: Effects } {
    const effects = effectsOf(this.sourceCode, acquisition);
    if (effects.at.get(acquisition.home) === 'escape') return { leaks: [], effects };
    if (acquisition.doubtful && !['ok', 'status', 'statusCode'].some((name) => effects.members.has(name))) return { leaks: [], effects };
    if (effects.at.size === 0 && effects.passed.size === 0) return { leaks: [{ kind: 'dropped', node: acquisition.call, certain: true }], effects };
    const solution = this.#solve(acquisition.body, acquisition.home, acquisition.at, effects);
    return { leaks: this.#leaksIn(solution, acquisition, effects), effects };
  }

  #solve(body: TrackedBody, home: TSESTree.Node, at: TSESTree.Node | null, effects: Effects): FlowSolution<number> {
    const graph = buildGraph(home, { visitorKeys: this.sourceCode.visitorKeys, neverReturns: this.#neverReturns });
    return solve<number>(graph, {
      initial: at === null ? OPEN : NONE,
      transfer: (node, state) => this.#transfer(body, node, state, at, effects),
      refine: (edge, state) => this.#refine(edge, state, effects),
      throws: (edge, without, withEffect) => {
        if (edge.kind === 'throw' && edge.cause !== 'throw' && !(this.throws === 'any' && LIKELY_CAUSES.has(edge.cause))) return null;
        // A failed request delivers nothing; a failed read has given up the body.
        return edge.from.node === at ? without : withEffect;
      },
      join: (left, right) => left | right,
      equals: (left, right) => left === right,
    });
  }

  #transfer(body: TrackedBody, node: FlowNode, state: number, at: TSESTree.Node | null, effects: Effects): number {
    if (node.kind === 'write' && node.node.type === 'Identifier' && this.#overwrites(node, effects)) return move(state, OPEN, NONE);
    if (node.kind !== 'evaluate') return state;
    const effect = effects.at.get(node.node);
    let next = node.node === at ? OPEN : state;
    if (effect) next = move(next, OPEN, effect === 'release' ? RELEASED : ESCAPED);
    const passed = effects.passed.get(node.node);
    return passed ? this.#passed(body, next, passed) : next;
  }

  /** `response = null` or another value: the variable no longer holds this response. */
  #overwrites(node: FlowNode, effects: Effects): boolean {
    if (node.node.type !== 'Identifier' || effects.variables.size !== 1) return false;
    const variable = variableOf(this.sourceCode, node.node);
    if (!variable || !effects.variables.has(variable)) return false;
    const { parent } = node.node;
    return parent.type === 'AssignmentExpression' && parent.left === node.node && !effects.responses.has(parent.right) && !effects.responses.has(unwrap(parent.right));
  }

  /** A function of this file: what it does on every way it returns. */
  #passed(body: TrackedBody, state: number, { fn, parameter, path }: { readonly fn: TSESTree.Node; readonly parameter: TSESTree.Node; readonly path: readonly string[] }): number {
    if ((state & OPEN) === 0) return state;
    if (this.#depth > 3) return move(state, OPEN, ESCAPED);
    this.#depth += 1;
    const effects = effectsOfParameter(this.sourceCode, body, fn, parameter, path);
    const solution = this.#solve(body, fn, null, effects);
    this.#depth -= 1;
    const { normal, throw: thrown } = solution.graph.exits;
    const end = solution.before(normal) ?? solution.before(thrown) ?? ESCAPED;
    // A helper that keeps or releases it on some ways decides by a rule of its own: only one that never does leaves it to the caller.
    return (end & ~(OPEN | NONE)) === 0 ? state : move(state, OPEN, (end & ESCAPED) !== 0 ? ESCAPED : RELEASED);
  }

  /** Conditions that say there is no response, no body, or none left. */
  #refine(edge: FlowEdge, state: number, effects: Effects): number | null {
    if (edge.kind !== 'normal' || !edge.condition || (state & OPEN) === 0) return state;
    const { test, outcome } = edge.condition;
    const node = unwrap(test);
    const absent = outcome === 'falsy' || outcome === 'nullish';
    if (absent && (effects.responses.has(node) || effects.bodies.has(node))) return move(state, OPEN, NONE);
    if (outcome === 'truthy' && node.type === 'Identifier' && this.#isError(node, effects)) return move(state, OPEN, NONE);
    if (outcome === 'truthy' && node.type === 'MemberExpression' && node.property.type === 'Identifier') {
      const finished = /^(?:bodyUsed|destroyed|readableEnded|complete)$/.test(node.property.name);
      if (finished && (effects.responses.has(unwrap(node.object)) || effects.bodies.has(unwrap(node.object)))) return move(state, OPEN, RELEASED);
    }
    const { discriminant } = edge.condition;
    if (outcome === 'equal' && discriminant && isEmptyStatus(node) && isStatusOf(this.sourceCode, unwrap(discriminant), effects)) return move(state, OPEN, NONE);
    if (node.type === 'BinaryExpression' && saysNoBody(this.sourceCode, node, outcome, effects)) return move(state, OPEN, NONE);
    return state;
  }

  #isError(node: TSESTree.Identifier, effects: Effects): boolean {
    const variable = variableOf(this.sourceCode, node);
    return variable !== null && effects.errors.has(variable);
  }

  #leaksIn(solution: FlowSolution<number>, acquisition: Acquisition, effects: Effects): Leak[] {
    const isOpen = (state: number): boolean => (state & OPEN) !== 0;
    const isCertain = (state: number | undefined): boolean => state === OPEN;
    const { graph } = solution;
    const loop = loopOf(acquisition, effects);
    const ends = loop ? graph.nodes.filter((node) => node.kind === 'end-iteration' && node.node === loop) : [];
    const exits = ends.length > 0 ? ends : [graph.exits.normal, graph.exits.throw];
    const leaks = exits.flatMap((exit) =>
      leavePoints(solution, exit, isOpen).map((point): Leak => ({ kind: point.kind, node: point.node, certain: isCertain(solution.along(point.edge)) })),
    );
    const { at } = acquisition;
    if (ends.length > 0) return leaks;
    for (const node of graph.nodes) {
      const before = solution.before(node);
      if (before === undefined || !isOpen(before)) continue;
      const again = node.kind === 'evaluate' && node.node === at;
      if (again || (node.kind === 'write' && !isOpen(solution.after(node) ?? 0))) leaks.push({ kind: 'overwritten', node: node.node, certain: isCertain(before) });
    }
    return leaks;
  }
}

/** The loop whose every run has a response of its own. */
function loopOf({ at, home }: Acquisition, { variables }: Effects): TSESTree.Node | null {
  if (!at || variables.size === 0) return null;
  for (const ancestor of ancestorsUntil(at, home)) {
    if (isLoop(ancestor)) return [...variables].every(({ scope }) => scope.block !== ancestor && isWithin(scope.block, ancestor)) ? ancestor : null;
  }
  return null;
}

function move(state: number, from: number, to: number): number {
  return (state & from) === 0 ? state : (state & ~from) | to;
}

/** `response.status === 204`, `response.body === null` and `method === 'HEAD'`. */
function saysNoBody(sourceCode: SourceCode, node: TSESTree.BinaryExpression, outcome: string, effects: Effects): boolean {
  const equal = /^={2,3}$/.test(node.operator) ? outcome === 'truthy' : /^!={1,2}$/.test(node.operator) ? outcome === 'falsy' : false;
  if (!equal) return false;
  const left = unwrap(node.left);
  const right = unwrap(node.right);
  const isNull = (right.type === 'Literal' && right.value === null) || (right.type === 'Identifier' && right.name === 'undefined');
  if (isNull) return effects.responses.has(left) || effects.bodies.has(left);
  if (right.type !== 'Literal') return false;
  if (right.value === 'HEAD') return /method$/i.test(sourceCode.getText(left));
  return isEmptyStatus(right) && isStatusOf(sourceCode, left, effects);
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
