import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, isNothing, isWithin, stringOf, unwrap } from '../../../ast/nodes.js';
import { absenceTests } from '../../../catalog/conventions/looking.js';
import type { Condition, FlowEdge } from '../../../flow/graph.js';
import { isCorrelated } from './correlation.js';
import { isSetByFailure } from './errors.js';
import type { Guards } from './guards.js';
import { isAlways, isEmptyCase, isEmptyStatusCase, isNotEmptyCase, isStatus } from './emptiness.js';
import { EMPTY, move, NONE, OPEN, RELEASED } from './holding.js';

/** The state of what is held along an edge, as its condition tells. */
export function refined(guards: Guards, edge: FlowEdge, state: number): number {
  if (edge.kind !== 'normal' || !edge.condition) return state;
  const { test, outcome } = edge.condition;
  if ((outcome === 'truthy' || outcome === 'present') && guards.effects.values.has(unwrap(test))) return state & ~NONE;
  if (outcome === 'nullish' && isSkipped(guards, test)) return 0;
  const found = told(guards, edge.condition);
  return found === null ? state : move(state, OPEN, found);
}

/**
 * `body?.cancel?.()`, `log.warn?.(await response.text())`: nobody writes what ends it into a call that is not made, so
 * that what may be missing there is taken to be there. What is held itself may well be missing.
 */
function isSkipped({ effects }: Guards, test: TSESTree.Node): boolean {
  const node = unwrap(test);
  if (effects.values.has(node) || effects.held.has(node)) return false;
  let chain: TSESTree.Node | undefined = node.parent;
  while (chain && chain.type !== 'ChainExpression') {
    if (chain.type !== 'MemberExpression' && chain.type !== 'CallExpression') return false;
    chain = chain.parent;
  }
  return chain !== undefined && [...effects.at.keys()].some((use) => isWithin(use, chain) && !isWithin(use, node));
}

/** What a condition says: there is nothing (`NONE`), nothing in it (`EMPTY`), or nothing left to do (`RELEASED`). */
export function told(guards: Guards, condition: Condition): number | null {
  const { kind } = guards;
  const { outcome } = condition;
  const node = unwrap(condition.test);
  const plain = withoutBoolean(node, outcome);
  if (plain) return told(guards, { ...condition, ...plain });
  // What a compound condition decides, its operands have decided one by one.
  if (!kind.guarded && (node.type === 'LogicalExpression' || node.type === 'ConditionalExpression')) return null;
  const asked = withoutTest(node, outcome);
  const found = asked ? told(guards, { ...condition, ...asked }) : decided(guards, condition, node);
  return found ?? (kind.guarded && isCorrelated(guards, node, outcome) ? RELEASED : null);
}

function decided(guards: Guards, condition: Condition, node: TSESTree.Node): number | null {
  const { kind } = guards;
  const { outcome } = condition;
  const isMet = outcome === 'truthy' || outcome === 'present';
  return outcome === 'falsy' || outcome === 'nullish'
    ? (missing(guards, node) ?? (outcome === 'falsy' ? compared(guards, node, false) : null))
    : isMet
      ? met(guards, node)
      : kind.emptiness && isEmptyStatusCase({ ...guards, emptiness: kind.emptiness }, condition)
        ? EMPTY
        : null;
}

/** `response.bodyUsed === false` asks the same as `!response.bodyUsed`. */
function withoutBoolean(
  node: TSESTree.Node,
  outcome: Condition['outcome'],
): Pick<Condition, 'test' | 'outcome'> | null {
  if (node.type !== 'BinaryExpression' || (outcome !== 'truthy' && outcome !== 'falsy')) return null;
  const right = unwrap(node.right);
  if (!/^[=!]={1,2}$/.test(node.operator) || right.type !== 'Literal' || typeof right.value !== 'boolean') return null;
  const isSame = node.operator.startsWith('=') === right.value;
  return { test: node.left, outcome: isSame === (outcome === 'truthy') ? 'truthy' : 'falsy' };
}

/** `isNil(transaction)` asks the same as `!transaction`. */
function withoutTest(node: TSESTree.Node, outcome: Condition['outcome']): Pick<Condition, 'test' | 'outcome'> | null {
  if (node.type !== 'CallExpression' || (outcome !== 'truthy' && outcome !== 'falsy')) return null;
  const [test, ...others] = node.arguments;
  if (!test || test.type === 'SpreadElement' || others.length > 0) return null;
  const name = calleeName(node.callee)?.split('.').at(-1) ?? '';
  return absenceTests.includes(name) ? { test, outcome: outcome === 'truthy' ? 'falsy' : 'truthy' } : null;
}

/** What a falsy value says of itself. No response that arrived is without a status. */
function missing(guards: Guards, node: TSESTree.Node): number | null {
  const { kind, effects } = guards;
  const { emptiness } = kind;
  if (effects.values.has(node)) return NONE;
  if (emptiness && (isStatus(guards, node) || isAlways({ ...guards, emptiness }, node))) return NONE;
  return effects.held.has(node) ? EMPTY : null;
}

function met(guards: Guards, node: TSESTree.Node): number | null {
  if (isError(guards, node)) return NONE;
  if (guards.effects.finished.has(node)) return RELEASED;
  return compared(guards, node, true);
}

/**
 * `response === null`, `typeof error !== 'undefined'`, `error instanceof Error`, `response.status === 204`, and their
 * negations.
 */
function compared(guards: Guards, node: TSESTree.Node, isMet: boolean): number | null {
  const { emptiness } = guards.kind;
  const isEmpty = isMet ? isEmptyCase : isNotEmptyCase;
  if (emptiness && isEmpty({ ...guards, emptiness }, node)) return EMPTY;
  if (node.type !== 'BinaryExpression') return null;
  const left = unwrap(node.left);
  if (node.operator === 'instanceof') {
    // `if (response.Body instanceof Readable)`: what is no stream has nothing to release.
    if (!isMet) return guards.effects.held.has(left) ? EMPTY : null;
    return isError(guards, left) ? NONE : null;
  }
  if (!/^[=!]={1,2}$/.test(node.operator)) return null;
  const isEqual = node.operator.startsWith('=') === isMet;
  const right = unwrap(node.right);
  if (guards.effects.values.has(left) && isMarker(guards, right)) return isEqual ? NONE : null;
  if (guards.statuses?.has(left)) return stringOf(right) === (isEqual ? 'rejected' : 'fulfilled') ? NONE : null;
  const type = typeAsked(left, right);
  if (!type && !isNothing(right)) return null;
  const asked = type ? type.of : left;
  const isAbsent = type && type.name !== 'undefined' ? !isEqual : isEqual;
  if (isError(guards, asked)) return isAbsent ? null : NONE;
  return isAbsent ? missing(guards, asked) : null;
}

/** A text, number or symbol that stands in the place of what did not come: `'aborted'`, `TIMED_OUT`. */
function isMarker({ file }: Guards, node: TSESTree.Node): boolean {
  const value = unwrap(file.resolveConstant(node));
  if (value.type === 'CallExpression') return value.callee.type === 'Identifier' && value.callee.name === 'Symbol';
  return value.type === 'Literal' && value.value !== null;
}

/** `typeof transaction === 'undefined'`, and what is an object or a function where it is there at all. */
function typeAsked(left: TSESTree.Node, right: TSESTree.Node): { of: TSESTree.Node; name: string } | null {
  if (left.type !== 'UnaryExpression' || left.operator !== 'typeof' || right.type !== 'Literal') return null;
  const name = right.value;
  if (name !== 'undefined' && name !== 'object' && name !== 'function') return null;
  return { of: unwrap(left.argument), name };
}

function isError({ file, effects, at }: Guards, node: TSESTree.Node): boolean {
  const variable = node.type === 'Identifier' ? file.variableOf(node) : null;
  return variable !== null && (effects.errors.has(variable) || (at !== null && isSetByFailure(variable, at)));
}
