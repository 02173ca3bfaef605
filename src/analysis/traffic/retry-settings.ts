import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import {
  enclosingFunction,
  isFunction,
  isWithin,
  propertyName,
  stringOf,
  unwrap,
  type FunctionNode,
} from '../../ast/nodes.js';
import { permanentConditionPatterns, renewingPatterns } from '../../catalog/conventions/retries.js';
import {
  loosePredicates,
  plainMethodOptions,
  refusedStatuses,
  retryOptions,
  transientStatuses,
  type RetryOptionFact,
} from '../../catalog/retries.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed } from '../names/calls.js';
import { sourcePattern } from '../names/conventions.js';
import { numberOf } from '../values/numbers.js';
import { lookUpOption } from '../values/options.js';
import { isUnsafe, methodOf, optionIn, speaksOfIdempotency } from './requests.js';
import { faultOfDelay } from './retry-delays.js';
import type { RetryFault } from './retry-fault.js';
import { retriesAnything, retryMakersOf } from './retry-makers.js';
import { REPEATABLE } from './retry-texts.js';

const PERMANENT = sourcePattern(permanentConditionPatterns);
const RENEWS = sourcePattern(renewingPatterns);

/** The faults in the options of clients that retry by themselves. */
export function faultySettings(file: FileLifecycle): RetryFault[] {
  return [...ofOptions(file), ...ofPlainOptions(file), ...ofAxiosRetry(file), ...ofRetryingClients(file)];
}

/** `retry: { methods: ['POST'] }` and `statusCodes: [404]`. */
function* ofOptions(file: FileLifecycle): Generator<RetryFault> {
  const { clients } = file;
  const makers = retryMakersOf(file).map(({ node, fact }) => ({ node, library: { name: fact.like ?? '' } }));
  for (const site of [...clients.constructions.values(), ...clients.requests.values(), ...makers]) {
    const fact = retryOptions.find(({ library }) => library === site.library.name);
    if (!fact) continue;
    const isExcused = 'construct' in site && speaksOfIdempotency(file.text);
    for (const argument of site.node.arguments)
      if (!isFunction(argument) && !isExcused) yield* ofOneOption(file, argument, fact);
  }
}

/** `raxConfig: { httpMethodsToRetry: ['POST'] }`: an option of clients that take it in any object. */
function* ofPlainOptions(file: FileLifecycle): Generator<RetryFault> {
  if (!plainMethodOptions.some((name) => file.text.includes(name)) || speaksOfIdempotency(file.text)) return;
  for (const node of descendantsOf(file.ast, file.visitorKeys)) {
    if (node.type !== 'Property' || !plainMethodOptions.includes(propertyName(node) ?? '')) continue;
    const list = file.resolveConstant(node.value);
    const unsafe = list.type === 'ArrayExpression' ? list.elements.find((each) => each && isUnsafeMethod(each)) : null;
    if (unsafe) yield { kind: 'methods', node: unsafe, detail: stringOf(unsafe)?.toUpperCase() ?? '' };
  }
}

function isUnsafeMethod(node: TSESTree.Node): boolean {
  return /^(?:post|patch)$/i.test(stringOf(node) ?? '');
}

function* ofOneOption(file: FileView, options: TSESTree.Node, fact: RetryOptionFact): Generator<RetryFault> {
  const methods = fact.methods === '' ? null : listAt(file, options, fact.methods);
  const unsafe = methods?.find(isUnsafeMethod);
  if (unsafe && !speaksOfIdempotency(file.text))
    yield { kind: 'methods', node: unsafe, detail: stringOf(unsafe)?.toUpperCase() ?? '' };
  const statuses = listAt(file, options, fact.statuses) ?? [];
  const renews = RENEWS.test(file.text);
  const permanent = statuses.filter((each) => isPermanent(numberOf(file, each), renews));
  const [first] = permanent;
  if (first) yield { kind: 'statuses', node: first, detail: permanent.map((each) => file.getText(each)).join(', ') };
  const limit = lookUpOption(file, options, fact.limit);
  const times = limit.kind === 'present' ? numberOf(file, limit.value) : null;
  if (limit.kind === 'present' && times === Infinity) yield { kind: 'endless', node: limit.value, detail: '' };
  const delay = fact.delay === '' ? null : lookUpOption(file, options, fact.delay);
  // One further attempt does not come in step with those of others again.
  const fault = delay?.kind === 'present' && times !== 1 ? faultOfDelay(file, delay.value) : null;
  if (fault) yield fault;
}

function listAt(file: FileView, options: TSESTree.Node, path: string): TSESTree.Expression[] | null {
  const found = lookUpOption(file, options, path);
  const list = found.kind === 'present' ? file.resolveConstant(found.value) : null;
  return list?.type === 'ArrayExpression'
    ? list.elements.flatMap((each) => (each && each.type !== 'SpreadElement' ? [each] : []))
    : null;
}

function isPermanent(status: number | null, renews: boolean): boolean {
  // What was refused for its credentials may be sent again with others.
  if (renews && status === 401) return false;
  return status !== null && status >= 400 && status < 500 && !transientStatuses.includes(status);
}

/** axios-retry waits for nothing unless told, and a condition of one's own replaces its check of the method. */
function* ofAxiosRetry(file: FileLifecycle): Generator<RetryFault> {
  for (const { node, library } of file.clients.constructions.values()) {
    if (library.name !== 'axios-retry') continue;
    const [, options] = node.arguments;
    const condition = options ? lookUpOption(file, options, 'retryCondition') : null;
    if (condition?.kind === 'unknown') continue;
    if (condition?.kind === 'present' && letsPostThrough(file, condition.value)) {
      yield { kind: 'condition', node: condition.value, detail: '' };
      continue;
    }
    if (condition?.kind === 'present' && PERMANENT.test(file.getText(file.resolveConstant(condition.value)))) {
      yield { kind: 'permanent', node: condition.value, detail: '' };
      continue;
    }
    const delay = options ? lookUpOption(file, options, 'retryDelay') : null;
    if (!delay || delay.kind === 'absent') yield { kind: 'atOnce', node, detail: '' };
    const fault = delay?.kind === 'present' ? faultOfDelay(file, delay.value) : null;
    if (fault) yield fault;
  }
}

function letsPostThrough(file: FileView, value: TSESTree.Node): boolean {
  const resolved = file.resolveConstant(value);
  if (resolved.type === 'MemberExpression') return loosePredicates.includes(propertyName(resolved) ?? '');
  if (resolved.type === 'Identifier') return loosePredicates.includes(resolved.name);
  return isFunction(resolved) && !REPEATABLE.test(file.getText(resolved)) && !isRefusedOnly(resultOf(resolved));
}

/** The only value that a function returns, where it is as short as that. */
function resultOf({ body }: FunctionNode): TSESTree.Node | null {
  if (body?.type !== 'BlockStatement') return body;
  const [only, ...more] = body.body;
  return only?.type === 'ReturnStatement' && more.length === 0 ? only.argument : null;
}

/** Whether a condition holds only where the server has refused the request, so that any may be sent again. */
function isRefusedOnly(condition: TSESTree.Node | null): boolean {
  const test = condition && unwrap(condition);
  if (test?.type === 'LogicalExpression') {
    const [left, right] = [isRefusedOnly(test.left), isRefusedOnly(test.right)];
    return test.operator === '||' ? left && right : left || right;
  }
  if (test?.type !== 'BinaryExpression' || !/^={2,3}$/.test(test.operator)) return false;
  return [test.left, test.right].some(
    (side) => side.type === 'Literal' && refusedStatuses.includes(Number(side.value)),
  );
}

/**
 * Clients that retry whatever they send: fetch-retry, superagent behind `.retry()`, ofetch where it is told to, and
 * wretch with its middleware.
 */
function* ofRetryingClients(file: FileLifecycle): Generator<RetryFault> {
  for (const maker of retryMakersOf(file))
    if (retriesAnything(file, maker)) yield { kind: 'unsafe', node: maker.node, detail: 'POST' };
  for (const request of file.clients.requests.values()) {
    const { node, library } = request;
    const retries =
      library.name === 'fetch-retry' ||
      (library.name === 'superagent' && callsNamed(file, 'retry').some(({ callee }) => isWithin(node, callee))) ||
      (library.name === 'ofetch' && (numberOf(file, optionIn(file, node.arguments, 'retry')) ?? 0) > 0);
    if (!retries || !isUnsafe(file, request)) continue;
    if (!speaksOfIdempotency(file.getText(enclosingFunction(node) ?? node)))
      yield { kind: 'unsafe', node, detail: methodOf(file, request) ?? 'POST' };
  }
}
