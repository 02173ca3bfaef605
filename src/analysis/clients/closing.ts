import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import {
  ancestorsUntil,
  callAround,
  enclosingFunction,
  finalizedTry,
  isFunction,
  isInCatch,
  isWithin,
  propertyName,
  stringOf,
  unwrap,
  type FunctionNode,
} from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import { errorParameters } from '../../catalog/conventions/handlers.js';
import { closingNames } from '../../catalog/conventions/set-up.js';
import { openingMethods } from '../../catalog/conventions/sharing.js';
import { namePattern } from '../names/conventions.js';
import type { Sink } from '../values/ownership.js';
import { isMissedAround } from './caught-closing.js';

const ERROR = namePattern(errorParameters);
const CLOSE = namePattern(closingNames);

/**
 * On which paths of a call a client is closed again. `success`: not when something throws or returns before the close;
 * `branch`: not where a condition or a callback leaves the close out.
 */
export type Closing = 'never' | 'success' | 'branch' | 'always';

/** Judges the close calls of a client that lives for one call, and opens its connection now or by a later call. */
export function closingOf(
  file: FileView,
  construction: TSESTree.Node,
  closes: readonly TSESTree.Node[],
  opensLater: boolean,
): Closing {
  // What only errors reach closes nothing where all goes well.
  if (closes.every((close) => isAfterFailure(close, enclosingFunction(construction)))) return 'never';
  const fn = enclosingFunction(construction);
  if (closes.some((close) => isInFinally(close, fn))) return 'always';
  const inCatch = closes.filter((close) => isInCatch(close, fn));
  if (inCatch.length > 0 && inCatch.length < closes.length) {
    const name = rootOf(inCatch[0] ?? construction);
    const client = { construction, closes, fn, name, opensLater };
    return isMissedAround(file, client, (awaited) => opensLater && opensClient(awaited, name)) ? 'branch' : 'always';
  }
  // Which of several closes in callbacks runs when is not ordered here, but a chain says where its failures go.
  if (closes.length > 1 && closes.some((close) => enclosingFunction(close) !== fn))
    return closes.every((close) => isAfterFailure(close, fn) || failsUnclosed(close, closes)) ? 'branch' : 'always';
  const only = closes.length === 1;
  const missed = closes.map((close) => missedBy(file, construction, { close, fn, only, opensLater }));
  return missed.includes('always') ? 'always' : missed.includes('branch') ? 'branch' : 'success';
}

/**
 * Closes of what a client was told to work through: `client.connect(transport)`, and later `transport.close()`, which
 * ends the session of the client as well.
 */
export function closesOfCarrier(file: FileView, sinks: readonly Sink[]): TSESTree.CallExpression[] {
  return sinks.flatMap((sink) => {
    const connects = sink.kind === 'used' && sink.method === 'connect' ? callAround(sink.node) : null;
    return (connects?.arguments ?? []).flatMap((argument) => {
      const variable = argument.type === 'Identifier' ? file.variableOf(argument) : null;
      return (variable ? readsOf(variable) : []).flatMap(({ identifier }) => {
        const { parent } = identifier;
        const isClose =
          parent.type === 'MemberExpression' && parent.object === identifier && CLOSE.test(propertyName(parent) ?? '');
        return (isClose ? callAround(parent) : null) ?? [];
      });
    });
  });
}

/** A close in a function, and what is known of the client. */
interface Close {
  readonly close: TSESTree.Node;
  readonly fn: FunctionNode | null;
  /** Whether it is the only one. */
  readonly only: boolean;
  /** Whether the connection opens by a call of the client, which holds nothing where that call fails. */
  readonly opensLater: boolean;
}

/** On which paths one close of a client runs. */
function missedBy(file: FileView, construction: TSESTree.Node, judged: Close): Closing {
  const { close, fn, only } = judged;
  const callback = enclosingFunction(close);
  if (only && isInBranch(close, fn)) return 'branch';
  if (!callback || callback === fn) return mayLeaveBefore(file, construction, judged) ? 'success' : 'always';
  return isAfterSuccess(file, callback) || leavesCallbackBefore(file, close, callback) ? 'branch' : 'always';
}

/** Whether a close stands in a branch whose condition says nothing of the client itself, as `if (client)` does. */
export function isInBranch(close: TSESTree.Node, fn: TSESTree.Node | null): boolean {
  const client = rootOf(close);
  let child = close;
  for (const ancestor of ancestorsUntil(close, fn)) {
    const test =
      (ancestor.type === 'IfStatement' || ancestor.type === 'ConditionalExpression') && ancestor.test !== child
        ? ancestor.test
        : ancestor.type === 'LogicalExpression' && ancestor.right === child
          ? ancestor.left
          : null;
    if (test !== null && (client === null || rootOf(test) !== client)) return true;
    if (ancestor.type === 'SwitchCase') return true;
    child = ancestor;
  }
  return false;
}

/** The name that a chain of members and calls starts from. */
function rootOf(node: TSESTree.Node): string | null {
  let current = unwrap(node);
  for (;;) {
    if (current.type === 'MemberExpression') current = unwrap(current.object);
    else if (current.type === 'CallExpression') current = unwrap(current.callee);
    else if (current.type === 'AwaitExpression' || current.type === 'UnaryExpression')
      current = unwrap(current.argument);
    else if (current.type === 'BinaryExpression') current = unwrap(current.left);
    else return current.type === 'Identifier' ? current.name : null;
  }
}

/** `work().then(() => client.close())`: not when the work fails. */
function isAfterSuccess(file: FileView, callback: FunctionNode): boolean {
  const { parent } = callback;
  return (
    parent.type === 'CallExpression' &&
    parent.callee.type === 'MemberExpression' &&
    propertyName(parent.callee) === 'then' &&
    parent.arguments[0] === callback &&
    !/\.(?:catch|finally)\s*\(/.test(file.getText(parent.callee))
  );
}

/** Whether a close stands in `.then()` of a chain whose failures end in a `.catch()` without any close. */
function failsUnclosed(close: TSESTree.Node, closes: readonly TSESTree.Node[]): boolean {
  const callback = enclosingFunction(close);
  const call = callback && callback.parent.type === 'CallExpression' ? callback.parent : null;
  if (call?.callee.type !== 'MemberExpression' || propertyName(call.callee) !== 'then' || call.arguments.length > 1)
    return false;
  let caught = false;
  for (let outer = outerCall(call); outer; outer = outerCall(outer)) {
    const handled = outer;
    if (handled.arguments.some((handler) => closes.some((other) => isWithin(other, handler)))) return false;
    if (methodOf(handled) === 'finally') return false;
    caught ||= methodOf(handled) === 'catch';
  }
  return caught;
}

/** The call of a method on the result of a call: `call.catch(...)`. */
function outerCall(call: TSESTree.CallExpression): TSESTree.CallExpression | null {
  const { parent } = call;
  if (parent.type !== 'MemberExpression' || parent.object !== call) return null;
  return parent.parent.type === 'CallExpression' && parent.parent.callee === parent ? parent.parent : null;
}

function methodOf({ callee }: TSESTree.CallExpression): string | null {
  return callee.type === 'MemberExpression' ? propertyName(callee) : null;
}

/** Whether a callback that gets an error first returns before the close. */
function leavesCallbackBefore(file: FileView, close: TSESTree.Node, callback: FunctionNode): boolean {
  const [first] = callback.params;
  if (first?.type !== 'Identifier' || !ERROR.test(first.name)) return false;
  for (const node of descendantsOf(callback, file.visitorKeys, (inner) => !isFunction(inner)))
    if (node.range[1] < close.range[0] && (node.type === 'ReturnStatement' || isUncaught(node, close))) return true;
  return false;
}

function isInFinally(node: TSESTree.Node, fn: TSESTree.Node | null): boolean {
  if (finalizedTry(node, fn)) return true;
  for (const ancestor of ancestorsUntil(node, fn)) {
    const { parent } = ancestor;
    const called = isFunction(ancestor) && parent?.type === 'CallExpression' ? parent.callee : null;
    if (called?.type === 'MemberExpression' && propertyName(called) === 'finally') return true;
  }
  return false;
}

/**
 * Whether a node runs only after something failed: in `catch`, in `.catch(...)`, in the second function of `.then()`,
 * as listener of an error.
 */
function isAfterFailure(node: TSESTree.Node, fn: TSESTree.Node | null): boolean {
  for (const ancestor of ancestorsUntil(node, fn)) {
    if (ancestor.type === 'CatchClause') return true;
    if (
      !isFunction(ancestor) ||
      ancestor.parent.type !== 'CallExpression' ||
      ancestor.parent.callee.type !== 'MemberExpression'
    )
      continue;
    const name = propertyName(ancestor.parent.callee);
    const [first, second] = ancestor.parent.arguments;
    if (name === 'catch' && first === ancestor) return true;
    if (name === 'then' && second === ancestor) return true;
    if ((name === 'on' || name === 'once') && stringOf(first) === 'error') return true;
  }
  return false;
}

/** Whether an `await`, a `return` or a `throw` lies between the construction and the close. */
function mayLeaveBefore(file: FileView, construction: TSESTree.Node, { close, fn, opensLater }: Close): boolean {
  for (const node of descendantsOf(fn ?? file.ast, file.visitorKeys, (inner) => !isFunction(inner))) {
    const leaves = node.type === 'AwaitExpression' || node.type === 'ReturnStatement' || node.type === 'ThrowStatement';
    if (!leaves || node.range[0] < construction.range[1] || node.range[1] > close.range[0] || isWithin(close, node))
      continue;
    if (opensLater && node.type === 'AwaitExpression' && opensClient(node, rootOf(close))) continue;
    if (node.type === 'ReturnStatement' || !isCaughtBefore(node, close)) return true;
  }
  return false;
}

/** Whether an expression waits for nothing but the connection of a client: `await client.on(...).connect()`. */
export function opensClient({ argument }: TSESTree.AwaitExpression, client: string | null): boolean {
  const call = unwrap(argument);
  return call.type === 'CallExpression' && isOpening(call, client);
}

/** Whether a call opens the connection of a client, on whose name its chain starts. */
export function isOpening(call: TSESTree.CallExpression, client: string | null): boolean {
  return client !== null && openingMethods.includes(methodOf(call) ?? '') && rootOf(call) === client;
}

function isUncaught(node: TSESTree.Node, close: TSESTree.Node): boolean {
  return node.type === 'ThrowStatement' && !isCaughtBefore(node, close);
}

/** Whether a `catch` takes what a node throws, and control goes on behind it, where the close stands. */
function isCaughtBefore(node: TSESTree.Node, close: TSESTree.Node): boolean {
  for (const ancestor of ancestorsUntil(node, null)) {
    if (isFunction(ancestor)) return false;
    const { parent } = ancestor;
    if (parent?.type === 'TryStatement' && parent.handler && parent.block === ancestor)
      return parent.range[1] <= close.range[0];
  }
  return false;
}
