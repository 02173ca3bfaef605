import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import {
  callAround,
  enclosingFunction,
  isFunction,
  propertyName,
  stringOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { logCalls } from '../../catalog/conventions/looking.js';
import { streamJoiners } from '../../catalog/conventions/streams.js';
import { namePattern } from '../names/conventions.js';
import { functionOf } from '../names/functions.js';
import { usesOf } from '../names/uses.js';
import { isExecutor } from '../values/promises.js';
import { isHandedOn, isSetTimeout, timerAround } from './limit-values.js';
import { endsSomething, type Race } from './races.js';

/** What the code does with the object that a request function returns (a `ClientRequest`, a superagent request). */
export interface RequestObject {
  /** Calls of its methods by name, also further down a chain. */
  readonly calls: ReadonlyMap<string, readonly TSESTree.CallExpression[]>;
  /** Whether code that is not seen gets it as an argument or in an object. */
  readonly escapes: boolean;
  /** Whether the caller gets it. */
  readonly returned: boolean;
}

const LISTENING = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'];
const PROMISE_METHODS = new Set(['then', 'catch', 'finally']);
const JOINERS = new Set(streamJoiners);
const LOGGING = namePattern(logCalls);

/** Collects the methods called on a request. */
export function requestObjectOf(file: FileView, call: TSESTree.Node): RequestObject {
  const calls = new Map<string, TSESTree.CallExpression[]>();
  const seen = new Set<TSESTree.Node>();
  const pending = [call];
  let escapes = false;
  let returned = false;
  for (let value = pending.pop(); value; value = pending.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    for (const { node, path } of usesOf(file, value)) {
      const [name] = path;
      if (name === undefined) {
        const result = isResult(node);
        returned ||= result;
        escapes ||= !result && isHandedOn(node) && !isLent(node);
        continue;
      }
      const made = path.length === 1 ? callAround(node) : null;
      if (!made || made === value) continue;
      (calls.get(name) ?? calls.set(name, []).get(name))?.push(made);
      // Methods of a request return it.
      if (!PROMISE_METHODS.has(name)) pending.push(made);
    }
  }
  return { calls, escapes, returned };
}

/** `body.pipe(request)`, `pipeline(body, request)`, and the value of an arrow function that nobody takes. */
function isLent(node: TSESTree.Node): boolean {
  const value = wrapped(node);
  const { parent } = value;
  if (parent?.type === 'CallExpression') {
    const callee = unwrap(parent.callee);
    const name =
      callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? propertyName(callee) : null;
    return name !== null && JOINERS.has(name);
  }
  return parent?.type === 'ArrowFunctionExpression' && parent.parent.type === 'NewExpression';
}

function isResult(node: TSESTree.Node): boolean {
  const { parent } = wrapped(node);
  return parent?.type === 'ReturnStatement' || (parent?.type === 'ArrowFunctionExpression' && !isLent(node));
}

/** The listeners for an event of a request. */
export function listenersOf(object: RequestObject, event: string): TSESTree.Node[] {
  return LISTENING.flatMap((method) =>
    (object.calls.get(method) ?? []).flatMap(({ arguments: [name, listener] }) =>
      stringOf(name) === event && listener ? [listener] : [],
    ),
  );
}

/** Whether a listener does something about what it is told; one that only writes a log does not. */
export function isActing(file: FileView, listener: TSESTree.Node): boolean {
  const fn = functionOf(file, unwrap(listener));
  if (!fn) return true;
  for (const node of descendantsOf(fn.body, file.visitorKeys)) {
    if (node.type === 'ThrowStatement') return true;
    if (node.type === 'CallExpression' && !namesIn(unwrap(node.callee)).some((name) => LOGGING.test(name))) return true;
  }
  return false;
}

function namesIn(callee: TSESTree.Node): string[] {
  if (callee.type === 'Identifier') return [callee.name];
  if (callee.type !== 'MemberExpression') return [''];
  return [callee.object.type === 'Identifier' ? callee.object.name : '', propertyName(callee) ?? ''];
}

/** A timer over a request: one that destroys it ends it, one that only settles the promise around it does not. */
export function timerOver(file: FileView, call: TSESTree.Node, object: RequestObject | null): Race | null {
  const ends = [...(object?.calls.get('destroy') ?? []), ...(object?.calls.get('abort') ?? [])];
  const [ending] = ends.flatMap((end) => timerAround(file, end) ?? []);
  if (ending) return { kind: 'ends', node: ending };
  const executor = executorFrom(enclosingFunction(call));
  return executor && settlingTimer(file, executor);
}

/** The executor of a promise that a function is or stands in. */
function executorFrom(fn: FunctionNode | null): FunctionNode | null {
  return fn && executorAt(fn);
}

const executorAt = memoized((fn: FunctionNode): FunctionNode | null =>
  isExecutor(fn) ? fn : executorFrom(enclosingFunction(fn)),
);

/** The timer of a promise's executor that calls what the executor is given. */
function settlingTimer(file: FileView, executor: TSESTree.Node): Race | null {
  for (const node of descendantsOf(executor, file.visitorKeys)) {
    const [handler] = node.type === 'CallExpression' && isSetTimeout(node) ? node.arguments : [];
    if (!handler || enclosingFunction(node) !== executor || !settles(file, executor, handler)) continue;
    const fn = functionOf(file, handler);
    return { kind: fn && endsSomething(file, fn) ? 'ends' : 'waits', node };
  }
  return null;
}

function settles(file: FileView, executor: TSESTree.Node, handler: TSESTree.Node): boolean {
  const names = new Set(
    isFunction(executor) ? executor.params.flatMap((param) => (param.type === 'Identifier' ? [param.name] : [])) : [],
  );
  const value = file.resolveConstant(handler);
  const fn = functionOf(file, value) ?? functionOf(file, handler);
  if (!fn) return value.type === 'Identifier' && names.has(value.name);
  return [...descendantsOf(fn.body, file.visitorKeys)].some(
    (node) => node.type === 'CallExpression' && node.callee.type === 'Identifier' && names.has(node.callee.name),
  );
}
