import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import {
  callAround,
  enclosingFunction,
  isFunction,
  isLoop,
  isWithin,
  unwrap,
  type FunctionNode,
  isInCatch,
  propertyName,
  wrapped,
} from '../../ast/nodes.js';
import { initializerOf } from '../../ast/variables.js';
import { attemptWords, retryPredicates, retryWords, transientPatterns } from '../../catalog/conventions/retries.js';
import { retryHelpers, type RetryHelper } from '../../catalog/retries.js';
import type { FileLifecycle } from '../lifecycle.js';
import { lastNameOf } from '../names/calls.js';
import type { RequestCall } from '../names/construction.js';
import { namePattern, sourcePattern, wordPattern } from '../names/conventions.js';
import { functionOf } from '../names/functions.js';
import { moduleReferences } from '../names/modules.js';
import { usesOf } from '../names/uses.js';
import { ownNodes } from './requests.js';
import { alwaysLeaves, callOfItself, retryFunctionOf } from './retry-functions.js';

const RETRIES = wordPattern(retryWords);
/** Members that tell whether a request was answered as wished (the Fetch standard, axios, undici). */
const STATUS = new Set(['ok', 'status', 'statusCode']);
const PREDICATE = namePattern(retryPredicates);
const TRANSIENT = sourcePattern(transientPatterns);

/** Code that sends a request again when it fails. */
export interface RetrySite {
  /** What is reported: the call of the helper, the loop, the call by which a function starts itself again. */
  readonly node: TSESTree.Node;
  /** The code that runs again. */
  readonly body: TSESTree.Node;
  readonly request: RequestCall;
  /** The catalogued helper; `null` for one of the project, of which only the name is known. */
  readonly helper: RetryHelper | null;
  readonly kind: 'helper' | 'named' | 'loop' | 'recursion';
  readonly options: TSESTree.Node | null;
  /** Whether a second function decides what is tried again, of which nothing is known. */
  readonly isChosen?: boolean;
}

/** All retries of a file that are written around a request. */
export function retrySites(file: FileLifecycle): RetrySite[] {
  const requests = [...file.clients.requests.values()];
  if (requests.length === 0) return [];
  return [...ofHelpers(file, requests), ...requests.flatMap((request) => ofLoop(file, request) ?? [])];
}

function* ofHelpers(file: FileLifecycle, requests: readonly RequestCall[]): Generator<RetrySite> {
  const known = new Map<TSESTree.Node, RetryHelper>();
  for (const { specifier, node, path } of moduleReferences(file)) {
    const helper = retryHelpers.find(({ module }) => module === specifier);
    if (!helper) continue;
    for (const use of usesOf(file, node, path)) {
      const call = callAround(use.node);
      if (
        call &&
        (helper.exports.includes(use.path.join('.')) || (use.path.length === 0 && helper.exports[0] === 'default'))
      )
        known.set(call, helper);
    }
  }
  for (const node of descendantsOf(file.ast, file.visitorKeys)) {
    if (node.type !== 'CallExpression') continue;
    const helper = known.get(node) ?? null;
    const given = node.arguments.find(
      (argument) => isFunction(argument) || (helper && functionOf(file, unwrap(argument))),
    );
    const body = given && (isFunction(given) ? given : functionOf(file, unwrap(given)));
    if (!body) continue;
    const found = requestIn(file, body, requests);
    if (!found) continue;
    const own = helper ? null : retryFunctionOf(file, node);
    if (!helper && !RETRIES.test(lastNameOf(node.callee)) && !isRetryPolicy(file, node) && !own?.triesAgain) continue;
    const options = node.arguments.find((argument) => argument !== given) ?? null;
    const isChosen =
      !helper &&
      (own?.isChosen === true || node.arguments.some((argument) => argument !== given && isPredicate(file, argument)));
    yield { node, ...found, helper, kind: helper ? 'helper' : 'named', options, isChosen };
  }
}

/** `withRetry(fn, isRateLimited)`, `withRetry(fn, { shouldRetry })`. */
function isPredicate(file: FileView, argument: TSESTree.Node): boolean {
  const value = unwrap(argument);
  if (isFunction(value) || functionOf(file, value) !== null) return true;
  if (value.type === 'ObjectExpression')
    return value.properties.some(
      (property) => property.type === 'Property' && PREDICATE.test(propertyName(property) ?? ''),
    );
  return PREDICATE.test(lastNameOf(value));
}

/** The request that code sends itself, or by a function of the file that it calls. */
function requestIn(
  file: FileLifecycle,
  body: FunctionNode,
  requests: readonly RequestCall[],
): Pick<RetrySite, 'body' | 'request'> | null {
  const sentBy = (fn: FunctionNode): RequestCall | undefined =>
    requests.find((each) => isWithin(each.node, fn) && enclosingFunction(each.node) === fn);
  const request = sentBy(body);
  if (request) return { body, request };
  for (const node of ownNodes(file, body.body)) {
    const fn = node.type === 'CallExpression' ? functionOf(file, unwrap(node.callee)) : null;
    const sent = fn && fn !== body ? sentBy(fn) : undefined;
    if (fn && sent) return { body: fn, request: sent };
  }
  return null;
}

/** `retry(handleAll, { ... }).execute(fn)` of cockatiel, also under a name, and within `wrap()`. */
function isRetryPolicy(file: FileView, { callee }: TSESTree.CallExpression): boolean {
  if (callee.type !== 'MemberExpression' || lastNameOf(callee) !== 'execute') return false;
  return makesRetry(file, callee.object);
}

function makesRetry(file: FileView, node: TSESTree.Node): boolean {
  const policy = file.resolveConstant(node);
  if (policy.type !== 'CallExpression') return false;
  const name = lastNameOf(policy.callee);
  return name === 'retry' || (name === 'wrap' && policy.arguments.some((each) => makesRetry(file, each)));
}

/** A loop around a request that leaves when it succeeds, or a function that calls itself where it fails. */
function ofLoop(file: FileView, request: RequestCall): RetrySite | null {
  const fn = enclosingFunction(request.node);
  const common = { request, helper: null, options: null };
  for (let node: TSESTree.Node | undefined = request.node.parent; node && node !== fn; node = node.parent) {
    if (isLoop(node))
      return !isSentLater(file, node, request) && isRetryLoop(file, node, request.node)
        ? { ...common, node, body: node, kind: 'loop' }
        : null;
    if (node.type !== 'TryStatement' || !node.handler || !fn || !isWithin(request.node, node.block)) continue;
    const again = callOfItself(file, node.handler, fn);
    if (again) return { ...common, node: again, body: fn, kind: 'recursion' };
  }
  const rejected = fn && rejectionHandlers(request.node).find((each) => callOfItself(file, each, fn));
  const again = fn && rejected ? callOfItself(file, rejected, fn) : null;
  if (again && fn) return { ...common, node: again, body: fn, kind: 'recursion' };
  const counted = fn ? countedCallOfItself(file, fn) : null;
  return counted && fn && looksAtStatus(file, request.node)
    ? { ...common, node: counted, body: fn, kind: 'recursion' }
    : null;
}

/** `return send(mail, attempt + 1)`: the call by which a function that counts its attempts starts itself again. */
function countedCallOfItself(file: FileView, fn: FunctionNode): TSESTree.CallExpression | null {
  const call = callOfItself(file, fn.body, fn);
  const counts = call?.arguments.some((argument) => {
    const value = unwrap(argument);
    return value.type === 'BinaryExpression' && /^[+-]$/.test(value.operator) && ATTEMPT.test(file.getText(value.left));
  });
  return counts === true ? call : null;
}

/** What a promise chain does where the request failed: `.catch(fn)`, `.then(use, fn)`. */
function rejectionHandlers(request: TSESTree.Node): TSESTree.Node[] {
  const handlers: TSESTree.Node[] = [];
  for (let node: TSESTree.Node = request; ;) {
    const { parent } = wrapped(node);
    const call = parent?.type === 'MemberExpression' ? callAround(parent) : null;
    if (!call) return handlers;
    const name = lastNameOf(call.callee);
    const handler = name === 'catch' ? call.arguments[0] : name === 'then' ? call.arguments[1] : undefined;
    if (handler && isFunction(handler)) handlers.push(handler);
    node = call;
  }
}

const ATTEMPT = wordPattern(attemptWords);
/** What sends a request of node:http, which until then has only opened a connection. */
const SENDS = /\.(?:end|write|flushHeaders)\s*\(|\bpipe(?:line)?\s*\(/;

/** Whether code only makes a request of node:http, and waits for its connection: another part sends it. */
function isSentLater(file: FileView, code: TSESTree.Node, { node, library }: RequestCall): boolean {
  if (library.name !== 'http' && library.name !== 'https') return false;
  return lastNameOf(node.callee) === 'request' && !SENDS.test(file.getText(code));
}

function isRetryLoop(file: FileView, loop: TSESTree.Node, request: TSESTree.Node): boolean {
  if (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') return false;
  const own = [...ownNodes(file, loop)];
  // One page after the other, or one item: what is asked differs each time.
  const changing = new Set(own.flatMap((node) => assignedIn(node)));
  const names = [...descendantsOf(request, file.visitorKeys)].flatMap((node) =>
    node.type === 'Identifier' ? [node.name] : [],
  );
  if (names.some((name) => changing.has(name) && !ATTEMPT.test(name))) return false;
  if (isOfNextElement(file, request, loop, changing)) return false;
  const leaves = own.some(
    (node) => (node.type === 'ReturnStatement' || node.type === 'BreakStatement') && !isInCatch(node, loop),
  );
  if (!leaves) return false;
  const handler = own.find((node) => node.type === 'CatchClause' && isWithin(request, node.parent.block));
  const head =
    loop.type === 'ForStatement'
      ? file.text.slice(loop.range[0], loop.body.range[0])
      : 'test' in loop && loop.test
        ? file.getText(loop.test)
        : '';
  if (handler?.type === 'CatchClause') return !alwaysLeaves(handler.body);
  // Without a look at the status it asks whether something is done, and what fails leaves the loop.
  return (ATTEMPT.test(head) || TRANSIENT.test(file.getText(loop))) && looksAtStatus(file, request);
}

/** Whether what is sent comes from a list, the next element each time: `const url = urls[index]`. */
function isOfNextElement(
  file: FileView,
  request: TSESTree.Node,
  loop: TSESTree.Node,
  changing: ReadonlySet<string>,
): boolean {
  const seen = new Set<TSESTree.Node>();
  const pending = [request];
  for (let part = pending.pop(); part; part = pending.pop())
    for (const node of descendantsOf(part, file.visitorKeys)) {
      if (node.type === 'MemberExpression' && node.computed && isOneOf(changing, unwrap(node.property))) return true;
      const variable = node.type === 'Identifier' ? file.variableOf(node) : null;
      const init = variable && initializerOf(variable);
      if (!init || seen.has(init) || !isWithin(init, loop)) continue;
      seen.add(init);
      pending.push(init);
    }
  return false;
}

function isOneOf(names: ReadonlySet<string>, node: TSESTree.Node): boolean {
  return node.type === 'Identifier' && names.has(node.name);
}

/** `response.ok`, `response.status`: of the answer itself, not of the data in it. */
function looksAtStatus(file: FileView, request: TSESTree.Node): boolean {
  const { parent } = wrapped(request);
  const holder = parent?.type === 'AwaitExpression' ? wrapped(parent).parent : null;
  const name =
    holder?.type === 'VariableDeclarator' ? holder.id : holder?.type === 'AssignmentExpression' ? holder.left : null;
  if (name?.type === 'ObjectPattern') return name.properties.some(isOfStatus);
  // Of an answer without a name nothing is known.
  if (name?.type !== 'Identifier') return true;
  return (file.variableOf(name)?.references ?? []).some(({ identifier }) => {
    const member = wrapped(identifier).parent;
    return member?.type === 'MemberExpression' && STATUS.has(propertyName(member) ?? '');
  });
}

/** `{ status }`, `{ ok: isFine }`; what is left over may hold it as well. */
function isOfStatus(property: TSESTree.Property | TSESTree.RestElement): boolean {
  return property.type === 'RestElement' || STATUS.has(propertyName(property) ?? '');
}

function assignedIn(node: TSESTree.Node): string[] {
  if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') return [node.left.name];
  if (node.type === 'UpdateExpression' && node.argument.type === 'Identifier') return [node.argument.name];
  return [];
}
