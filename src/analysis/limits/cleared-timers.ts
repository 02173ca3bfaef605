import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import {
  ancestorsUntil,
  callAround,
  enclosingFunction,
  isFunction,
  isWithin,
  propertyName,
  unwrap,
  wrapped,
  isInCatch,
} from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import type { RequestCall } from '../names/clients.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsOf, functionOf } from '../names/functions.js';
import { usesOf } from '../names/uses.js';
import { timerAround } from './limit-values.js';

/** A timer that is cleared while the body is still to be read. */
export interface ClearedTimer {
  readonly clear: TSESTree.Node;
  /** The first read of the body after it. */
  readonly read: TSESTree.Node;
}

/**
 * Whether the timer that aborts a request is cleared once the headers are there, and the same function, or a caller
 * that gets the response, reads the body after that, without a limit: `const res = await fetch(url, { signal });
 * clearTimeout(timer); return res.json();`.
 */
export function timerClearedEarly(file: FileLifecycle, { node, request }: RequestCall): ClearedTimer | null {
  const reads = file.index.bodies.find(({ kind }) => kind === request.body?.kind)?.reads;
  const fn = enclosingFunction(node);
  if (!reads || !fn || request.body?.delivery !== 'promise') return null;
  const timer = timerOf(file, node);
  if (!timer) return null;
  const all = clearsOf(file, timer);
  const chained = clearedInChain(file, node, all, reads);
  const awaited = wrapped(node).parent;
  if (chained || awaited?.type !== 'AwaitExpression') return chained;
  const clears = all.filter((clear) => enclosingFunction(clear) === fn);
  const [clear, ...others] = clears.filter((each) => !isInCatch(each, enclosingFunction(each)));
  if (!clear || others.length > 0) return null;
  const end = endOfClear(clear, node);
  if (end === null) return null;
  const read = readsOfBody(file, awaited, reads).find((call) => enclosingFunction(call) === fn);
  if (read) return read.range[0] > end ? { clear, read } : null;
  const callers = isReturned(file, awaited, fn) ? callsOf(file, fn) : [];
  const [outside] = callers.flatMap((call) => {
    const { parent } = wrapped(call);
    return parent?.type === 'AwaitExpression' ? readsOfBody(file, parent, reads) : [];
  });
  return outside ? { clear, read: outside } : null;
}

/** `fetch(url, { signal }).finally(() => clearTimeout(timer)).then((response) => response.json())` */
function clearedInChain(
  file: FileLifecycle,
  request: TSESTree.CallExpression,
  clears: readonly TSESTree.CallExpression[],
  reads: readonly string[],
): ClearedTimer | null {
  let value = wrapped(request);
  let clear: TSESTree.CallExpression | null = null;
  while (value.parent?.type === 'MemberExpression' && value.parent.object === value) {
    const call = callAround(value.parent);
    const name = propertyName(value.parent);
    if (!call || !/^(?:then|catch|finally)$/.test(name ?? '')) return null;
    const handlers = call.arguments.map((argument) => functionOf(file, unwrap(argument)) ?? argument);
    clear ??= name === 'catch' ? null : (clears.find((each) => handlers.some((fn) => isWithin(each, fn))) ?? null);
    const [handler] = handlers;
    if (name === 'then') return handler && clear ? readBehind(file, handler, clear, reads) : null;
    value = wrapped(call);
  }
  if (!clear || value.parent?.type !== 'AwaitExpression') return null;
  const [read] = readsOfBody(file, value.parent, reads);
  return read ? { clear, read } : null;
}

/** The read of the response that a handler of a promise gets, behind the clear. */
function readBehind(
  file: FileView,
  handler: TSESTree.Node,
  clear: TSESTree.CallExpression,
  reads: readonly string[],
): ClearedTimer | null {
  const [param] = isFunction(handler) ? handler.params : [];
  const variable = param?.type === 'Identifier' ? file.variableOf(param) : null;
  const calls = (variable ? readsOf(variable) : []).flatMap(({ identifier: { parent } }) =>
    parent.type === 'MemberExpression' && reads.includes(propertyName(parent) ?? '') ? (callAround(parent) ?? []) : [],
  );
  const read = calls.find((each) => !isWithin(clear, handler) || each.range[0] > clear.range[1]);
  return read ? { clear, read } : null;
}

/** Calls that read the body of a response to its end, in order. */
function readsOfBody(file: FileView, response: TSESTree.Node, reads: readonly string[]): TSESTree.CallExpression[] {
  return [...usesOf(file, response)]
    .flatMap(({ node, path }) => (path.length > 0 && reads.includes(path.at(-1) ?? '') ? (callAround(node) ?? []) : []))
    .sort((a, b) => a.range[0] - b.range[0]);
}

/** Whether a function returns a response. */
function isReturned(file: FileView, response: TSESTree.Node, fn: TSESTree.Node): boolean {
  return [...usesOf(file, response)].some(({ node, path }) => {
    const { parent } = wrapped(node);
    return path.length === 0 && parent?.type === 'ReturnStatement' && enclosingFunction(parent) === fn;
  });
}

/** The variable of the timer that aborts the controller whose signal a request is given. */
function timerOf(file: FileView, call: TSESTree.CallExpression): TSESTree.Identifier | null {
  const [, options] = call.arguments;
  const object = options && options.type !== 'SpreadElement' ? file.resolveConstant(options) : null;
  if (object?.type !== 'ObjectExpression') return null;
  for (const property of object.properties) {
    const value = property.type === 'Property' ? file.resolveConstant(property.value) : null;
    if (value?.type !== 'MemberExpression') continue;
    const controller = file.resolveConstant(value.object);
    if (controller.type !== 'NewExpression') continue;
    const aborts = abortsOf(controller, file);
    const timers = aborts.flatMap(({ node }) => timerAround(file, node) ?? []);
    // Another way to abort it may cover the body.
    if (timers.length !== aborts.length) return null;
    const [timer] = timers;
    const declarator = timer && wrapped(timer).parent;
    return declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' ? declarator.id : null;
  }
  return null;
}

/** Where a controller is aborted; looked for once, however many requests get its signal. */
const abortsOf = memoized((controller: TSESTree.Node, file: FileView) =>
  [...usesOf(file, controller)].filter(({ path }) => path[0] === 'abort'),
);

function clearsOf(file: FileView, timer: TSESTree.Identifier): TSESTree.CallExpression[] {
  const variable = file.variableOf(timer);
  return (variable ? readsOf(variable) : []).flatMap(({ identifier }) => {
    const { parent } = wrapped(identifier);
    const callee = parent?.type === 'CallExpression' ? unwrap(parent.callee) : null;
    return parent?.type === 'CallExpression' && callee?.type === 'Identifier' && callee.name === 'clearTimeout'
      ? [parent]
      : [];
  });
}

/**
 * The position after which a timer no longer runs: the clear itself, or the end of the `try` whose `finally` it stands
 * in.
 */
function endOfClear(clear: TSESTree.CallExpression, request: TSESTree.Node): number | null {
  const fn = enclosingFunction(clear);
  for (const ancestor of ancestorsUntil(clear, fn)) {
    const statement = ancestor.parent;
    if (statement?.type === 'TryStatement' && statement.finalizer === ancestor)
      return isWithin(request, statement.block) ? statement.range[1] : null;
    if (ancestor.type === 'IfStatement') return null;
  }
  return clear.range[0] > request.range[1] ? clear.range[1] : null;
}
