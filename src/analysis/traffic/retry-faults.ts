import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isFunction, isInCatch, isWithin, propertyName, stringOf, unwrap } from '../../ast/nodes.js';
import { initializerOf } from '../../ast/variables.js';
import { dataPatterns } from '../../catalog/conventions/responses.js';
import {
  bodyStreamMakers,
  growingOptions,
  growingWaitPatterns,
  healthAddresses,
  loopEnds,
  repeatablePatterns,
  retryChoicePatterns,
  retryHeaders,
  streamSourcePatterns,
  throwingLibraries,
} from '../../catalog/conventions/retries.js';
import { sleepNames } from '../../catalog/conventions/waiting.js';
import { loosePredicates, retryOptions, transientStatuses } from '../../catalog/retries.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed, lastNameOf } from '../names/calls.js';
import { namePattern, sourcePattern, wordPattern } from '../names/conventions.js';
import { numberOf } from '../values/numbers.js';
import { lookUpOption } from '../values/options.js';
import { areLoopback, headsOf } from '../values/possible/addresses.js';
import { PossibleOptions } from '../values/possible/possible-options.js';
import { NO_ENVIRONMENT } from '../values/possible/possible.js';
import { isUnsafe, methodOf, optionIn, ownNodes, speaksOfIdempotency } from './requests.js';
import { retriesAnything, retryMakersOf } from './retry-makers.js';
import { retrySites, type RetrySite } from './retry-sites.js';

/** What is wrong with a retry; of several faults the first one that is listed here. */
export type RetryFaultKind =
  | 'stream'
  | 'unsafe'
  | 'methods'
  | 'condition'
  | 'permanent'
  | 'statuses'
  | 'endless'
  | 'retryAfter'
  | 'atOnce'
  | 'constant';

/** A retry that does harm, or no good. */
export interface RetryFault {
  readonly kind: RetryFaultKind;
  readonly node: TSESTree.Node;
  /** Details for the message: the method, the statuses, the line of a stream. */
  readonly detail: string;
}

const SLEEP = namePattern(sleepNames);
const READS = sourcePattern(dataPatterns);
/** Code that tells one failure from another, or leaves the choice to a function. */
const CHOOSES = sourcePattern(retryChoicePatterns);
const GROWS = sourcePattern(growingWaitPatterns, true);
const GROWING_OPTIONS = wordPattern(growingOptions);
const LOOP_ENDS = wordPattern(loopEnds);
const RETRY_HEADERS = wordPattern(retryHeaders);
const STREAM_SOURCE = sourcePattern(streamSourcePatterns);
const REPEATABLE = sourcePattern(repeatablePatterns);
const HEALTH = sourcePattern(healthAddresses, true);
const STREAMS = namePattern(bodyStreamMakers);

/** All faulty retries of a file, one for each place. */
export function retryFaults(file: FileLifecycle): RetryFault[] {
  if (!file.meaning.perCall) return [];
  const seen = new Set<TSESTree.Node>();
  return [
    ...retrySites(file).flatMap((site) => faultOf(file, site) ?? []),
    ...ofOptions(file),
    ...ofAxiosRetry(file),
    ...ofRetryingClients(file),
  ].filter(({ node }) => !seen.has(node) && Boolean(seen.add(node)));
}

function faultOf(file: FileLifecycle, site: RetrySite): RetryFault | null {
  const { node, body, request } = site;
  const text = file.getText(body);
  const stream = streamOutside(file, site);
  if (stream) return { kind: 'stream', node, detail: String(stream.loc.start.line) };
  const around = enclosingFunction(node) ?? body;
  if (isUnsafe(file, request) && !speaksOfIdempotency(file.getText(around)))
    return { kind: 'unsafe', node, detail: methodOf(file, request) ?? 'POST' };
  if (site.kind === 'named' || file.role === 'script') return null;
  const options = site.options ? file.getText(site.options) : '';
  if (isEndless(file, site)) return { kind: 'endless', node, detail: '' };
  if (asksWhetherItIsUp(file, site, text)) return null;
  if (!CHOOSES.test(text) && !CHOOSES.test(options) && failsOnStatus(site, text))
    return { kind: 'permanent', node, detail: '' };
  if (site.kind !== 'helper' && /\b429\b/.test(text) && !RETRY_HEADERS.test(file.text))
    return { kind: 'retryAfter', node, detail: '' };
  return site.kind === 'helper' ? ofHelperDelay(site, options) : ofOwnDelay(file, site, text);
}

/**
 * Waiting until something is up: a loop with pauses that asks again and again, and of whose answer nothing but the
 * status is of interest.
 */
function asksWhetherItIsUp(file: FileLifecycle, { body, kind, request }: RetrySite, text: string): boolean {
  const [address] = request.node.arguments;
  if (address && HEALTH.test(file.getText(file.resolveConstant(address)))) return true;
  if (address && isOfThisMachine(file, address)) return true;
  if (kind !== 'loop' || READS.test(text)) return false;
  const own = [...ownNodes(file, body, () => true)];
  const pauses = own.some((node) => node.type === 'CallExpression' && isPause(node));
  const answers = own.flatMap((node) =>
    node.type === 'ReturnStatement' && node.argument && !isInCatch(node, body) ? [unwrap(node.argument)] : [],
  );
  return pauses && answers.every((answer) => answer.type === 'Literal' || file.getText(answer) === 'undefined');
}

/** A peer on this machine has no other callers that come back together. */
function isOfThisMachine(file: FileLifecycle, node: TSESTree.CallExpressionArgument): boolean {
  if (node.type === 'SpreadElement') return false;
  return areLoopback(headsOf(new PossibleOptions(file), { node, environment: NO_ENVIRONMENT }));
}

function isPause({ callee }: TSESTree.CallExpression): boolean {
  return SLEEP.test(lastNameOf(callee)) || lastNameOf(callee) === 'setTimeout';
}

/** Whether a 4xx makes the code fail, and so try again: a check of `ok`, or a library that throws. */
function failsOnStatus({ request: { library } }: RetrySite, text: string): boolean {
  return /\.ok\b/.test(text)
    ? /throw|continue|else/.test(text) || /if\s*\(\s*\w+\.ok\s*\)\s*(?:return|\{\s*return)/.test(text)
    : throwingLibraries.includes(library.name);
}

function ofHelperDelay({ node, helper }: RetrySite, options: string): RetryFault | null {
  if (!helper || helper.grows || GROWING_OPTIONS.test(options)) return null;
  return { kind: 'constant', node, detail: '' };
}

function ofOwnDelay(file: FileView, { node, body, kind }: RetrySite, text: string): RetryFault | null {
  const sleeps = [...ownNodes(file, body, () => true)].filter(
    (each) => each.type === 'CallExpression' && isPause(each),
  );
  if (sleeps.length === 0) return kind === 'loop' || kind === 'recursion' ? { kind: 'atOnce', node, detail: '' } : null;
  const isConstant = sleeps.every(
    (sleep) => sleep.type === 'CallExpression' && sleep.arguments.some((argument) => numberOf(file, argument) !== null),
  );
  return isConstant && !GROWS.test(text) ? { kind: 'constant', node, detail: '' } : null;
}

/** `while (true)` and `retries: Infinity`, where the failing path never leaves. */
function isEndless(file: FileView, { node, body, kind, helper, options }: RetrySite): boolean {
  if (kind === 'helper') {
    if (!options || !helper?.limit) return false;
    const limit = lookUpOption(file, options, helper.limit);
    const forever = lookUpOption(file, options, 'forever');
    if (forever.kind === 'present' && forever.value.type === 'Literal' && forever.value.value === true) return true;
    return limit.kind === 'present' && numberOf(file, limit.value) === Infinity;
  }
  if (kind !== 'loop' || (body.type !== 'WhileStatement' && body.type !== 'ForStatement')) return false;
  const { test } = body;
  if (test && !(test.type === 'Literal' && Boolean(test.value))) return false;
  return (
    !handlersIn(file, node).some((handler) => /\b(?:throw|return|break|reject)\b/.test(file.getText(handler))) &&
    !LOOP_ENDS.test(file.getText(node))
  );
}

function handlersIn(file: FileView, node: TSESTree.Node): TSESTree.Node[] {
  return [...ownNodes(file, node)].filter((each) => each.type === 'CatchClause');
}

/** The stream made outside of the code that runs again, which the request sends. */
function streamOutside(file: FileView, { body, request }: RetrySite): TSESTree.Node | null {
  const sent =
    optionIn(file, request.node.arguments, 'body') ??
    optionIn(file, request.node.arguments, 'data') ??
    (methodOf(file, request) === 'GET' ? null : (request.node.arguments[1] ?? null));
  const variable = sent?.type === 'Identifier' ? file.variableOf(sent) : null;
  const init = variable && initializerOf(variable);
  const value = init && unwrap(init);
  if (value?.type !== 'CallExpression' || isWithin(value, body) || !STREAMS.test(lastNameOf(value.callee))) return null;
  return STREAM_SOURCE.test(file.getText(value.callee)) ? value : null;
}

/** `retry: { methods: ['POST'] }` and `statusCodes: [404]` of clients that retry by themselves. */
function* ofOptions(file: FileLifecycle): Generator<RetryFault> {
  const { clients } = file;
  const makers = retryMakersOf(file).map(({ node, fact }) => ({ node, library: { name: fact.like ?? '' } }));
  for (const site of [...clients.constructions.values(), ...clients.requests.values(), ...makers]) {
    const fact = retryOptions.find(({ library }) => library === site.library.name);
    if (!fact || ('construct' in site && speaksOfIdempotency(file.text))) continue;
    for (const argument of site.node.arguments) {
      const methods = fact.methods === '' ? null : listAt(file, argument, fact.methods);
      const unsafe = methods?.find((each) => /^(?:post|patch)$/i.test(stringOf(each) ?? ''));
      if (unsafe && !speaksOfIdempotency(file.text))
        yield { kind: 'methods', node: unsafe, detail: stringOf(unsafe)?.toUpperCase() ?? '' };
      const statuses = listAt(file, argument, fact.statuses) ?? [];
      const permanent = statuses.filter((each) => isPermanent(numberOf(file, each)));
      const [first] = permanent;
      if (first)
        yield { kind: 'statuses', node: first, detail: permanent.map((each) => file.getText(each)).join(', ') };
      const limit = lookUpOption(file, argument, fact.limit);
      if (limit.kind === 'present' && numberOf(file, limit.value) === Infinity)
        yield { kind: 'endless', node: limit.value, detail: '' };
    }
  }
}

function listAt(file: FileView, options: TSESTree.Node, path: string): TSESTree.Expression[] | null {
  const found = lookUpOption(file, options, path);
  const list = found.kind === 'present' ? file.resolveConstant(found.value) : null;
  return list?.type === 'ArrayExpression'
    ? list.elements.flatMap((each) => (each && each.type !== 'SpreadElement' ? [each] : []))
    : null;
}

function isPermanent(status: number | null): boolean {
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
    const delay = options ? lookUpOption(file, options, 'retryDelay').kind : 'absent';
    if (delay === 'absent') yield { kind: 'atOnce', node, detail: '' };
  }
}

function letsPostThrough(file: FileView, value: TSESTree.Node): boolean {
  const resolved = file.resolveConstant(value);
  if (resolved.type === 'MemberExpression') return loosePredicates.includes(propertyName(resolved) ?? '');
  if (resolved.type === 'Identifier') return loosePredicates.includes(resolved.name);
  return isFunction(resolved) && !REPEATABLE.test(file.getText(resolved));
}

/** Clients that retry whatever they send: fetch-retry, superagent behind `.retry()`, and wretch with its middleware. */
function* ofRetryingClients(file: FileLifecycle): Generator<RetryFault> {
  for (const maker of retryMakersOf(file))
    if (retriesAnything(file, maker)) yield { kind: 'unsafe', node: maker.node, detail: 'POST' };
  for (const request of file.clients.requests.values()) {
    const { node, library } = request;
    const retries =
      library.name === 'fetch-retry' ||
      (library.name === 'superagent' && callsNamed(file, 'retry').some(({ callee }) => isWithin(node, callee)));
    if (!retries || !isUnsafe(file, request)) continue;
    if (!speaksOfIdempotency(file.getText(enclosingFunction(node) ?? node)))
      yield { kind: 'unsafe', node, detail: methodOf(file, request) ?? 'POST' };
  }
}
