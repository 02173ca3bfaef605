import type { TSESTree } from '@typescript-eslint/utils';
import { UNKNOWN, type Change } from '../../analysis/held/session/bits.js';
import { sessionOf, type SessionEvent } from '../../analysis/held/session/happenings.js';
import { textsOf } from '../../analysis/held/session/sql.js';
import type { FileView } from '../../ast/file-view.js';
import { ancestorsUntil, isWithin, propertyName, type FunctionNode } from '../../ast/nodes.js';
import type { AcquireFact } from '../../catalog/types.js';

/** A call on the connection, and the callback that gets its result. */
export interface Step {
  readonly call: SessionEvent['node'];
  readonly within: FunctionNode | null;
  readonly callback: FunctionNode;
  readonly change: Change;
}

/** What a session may hold: `doubtful`: nothing but after a failure, as far as the statements can be read. */
export type CallbackState = 'clean' | 'open' | 'doubtful';

/** What a session may hold in the callback of a query, after all queries that led to it. */
export function stateIn(
  file: FileView,
  fact: AcquireFact,
  steps: readonly Step[],
  callback: FunctionNode,
): CallbackState {
  const step = steps.find((each) => each.callback === callback);
  if (!step) return 'clean';
  const before = openBefore(file, fact, steps, step, new Set());
  const open = openAfter(step, before);
  if ((open & ~UNKNOWN) !== 0) return 'open';
  return (before | open) === 0 || isRollback(file, fact, step) ? 'clean' : 'doubtful';
}

/** The states that are open when a query is sent: those of the callbacks around it, and of what was sent before it. */
function openBefore(file: FileView, fact: AcquireFact, steps: readonly Step[], step: Step, seen: Set<Step>): number {
  if (seen.has(step)) return 0;
  seen.add(step);
  const outer = steps.find(({ callback }) => callback === step.within);
  const start = outer ? openAfter(outer, openBefore(file, fact, steps, outer, seen)) : 0;
  // What stands in front of it in the same callback may be on another way, so that it ends nothing for sure.
  return steps
    .filter(({ within, call }) => within === step.within && call.range[1] <= step.call.range[0])
    .reduce((open, { change }) => open | change.begins | change.transient, start);
}

function openAfter({ change: { begins, ends, transient } }: Step, before: number): number {
  return (before & ~ends) | begins | transient;
}

/** Whether a call rolls back: after that nothing is open, or the connection does not work any more. */
function isRollback(file: FileView, fact: AcquireFact, { call }: Step): boolean {
  if (call.type !== 'CallExpression') return false;
  const { rollback, statements } = sessionOf(fact);
  const name = call.callee.type === 'MemberExpression' ? (propertyName(call.callee) ?? '') : '';
  if (statements.includes(name))
    return textsOf(file, call.arguments[0]).texts.every((text) => /^\s*rollback\b/i.test(text));
  return rollback?.call === `.${name}()`;
}

/** The error that a callback may have got, and what is known of it at a place in that callback. */
export interface KnownError {
  readonly name: string;
  /**
   * `some`: there is one; `maybe`: one of several reasons to give up; `none`: code with one has left already;
   * `either`: nothing was asked.
   */
  readonly is: 'some' | 'maybe' | 'none' | 'either';
}

/** What a place in a callback (`null`: its start) knows of its first argument; `null` where that has no name. */
export function errorAt(node: TSESTree.Node | null, callback: FunctionNode): KnownError | null {
  const [error] = callback.params;
  if (error?.type !== 'Identifier') return null;
  const { name } = error;
  if (!node) return { name, is: 'either' };
  for (const each of ancestorsUntil(node, callback)) {
    const asked = each.type === 'IfStatement' && isWithin(node, each.consequent) ? answerOf(each.test, name) : null;
    if (asked) return { name, is: asked };
  }
  const statements = callback.body?.type === 'BlockStatement' ? callback.body.body : [];
  const left = statements.some(
    (each) => each.range[1] <= node.range[0] && each.type === 'IfStatement' && isError(each.test, name) && leaves(each),
  );
  return { name, is: left ? 'none' : 'either' };
}

/** What the branch of a test knows: `if (error)`, `if (error && retries === 0)`, `if (error || rows.length === 0)`. */
function answerOf(test: TSESTree.Node, name: string): 'some' | 'maybe' | null {
  if (isError(test, name)) return 'some';
  if (test.type !== 'LogicalExpression') return null;
  const sides = [answerOf(test.left, name), answerOf(test.right, name)];
  if (sides.every((side) => side === null)) return null;
  return test.operator === '&&' && sides.includes('some') ? 'some' : 'maybe';
}

function isError(test: TSESTree.Node, name: string): boolean {
  return test.type === 'Identifier' && test.name === name;
}

function leaves({ consequent }: TSESTree.IfStatement): boolean {
  const last = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent;
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement';
}
