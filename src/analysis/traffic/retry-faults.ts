import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isFunction, isInCatch, isWithin, unwrap } from '../../ast/nodes.js';
import { initializerOf } from '../../ast/variables.js';
import { desktopModules } from '../../catalog/conventions/browser.js';
import { dataPatterns } from '../../catalog/conventions/responses.js';
import {
  bodyStreamMakers,
  endsAttemptsPatterns,
  failedPatterns,
  growingOptions,
  growingWaitPatterns,
  healthAddresses,
  jitterPatterns,
  loopEnds,
  pendingPatterns,
  refusedPatterns,
  streamSourcePatterns,
  throwingLibraries,
} from '../../catalog/conventions/retries.js';
import { endingMethods, sleepNames } from '../../catalog/conventions/waiting.js';
import type { FileLifecycle } from '../lifecycle.js';
import { lastNameOf } from '../names/calls.js';
import { callsOf } from '../names/functions.js';
import { modulePattern, namePattern, sourcePattern, wordPattern } from '../names/conventions.js';
import { importsOf } from '../runs/roles/imports.js';
import { numberOf } from '../values/numbers.js';
import { lookUpOption } from '../values/options.js';
import { areLoopback, headsOf } from '../values/possible/addresses.js';
import { PossibleOptions } from '../values/possible/possible-options.js';
import { NO_ENVIRONMENT } from '../values/possible/possible.js';
import { isUnsafe, makesFreshKey, methodOf, optionIn, ownNodes, speaksOfIdempotency } from './requests.js';
import type { RetryFault } from './retry-fault.js';
import { faultyInterceptors } from './retry-interceptors.js';
import { faultyPolicies } from './retry-policies.js';
import { faultySettings } from './retry-settings.js';
import { retrySites, type RetrySite } from './retry-sites.js';
import { chooses, RETRY_HEADERS } from './retry-texts.js';

const SLEEP = namePattern(sleepNames);
const ENDING = new Set(endingMethods);
const READS = sourcePattern(dataPatterns);
const GROWS = sourcePattern(growingWaitPatterns, true);
const GROWING_OPTIONS = wordPattern(growingOptions);
const LOOP_ENDS = wordPattern(loopEnds);
const JITTER = sourcePattern(jitterPatterns, true);
const STREAM_SOURCE = sourcePattern(streamSourcePatterns);
const HEALTH = sourcePattern(healthAddresses, true);
const DESKTOP = modulePattern(desktopModules);
const STREAMS = namePattern(bodyStreamMakers);
const PENDING = sourcePattern(pendingPatterns);
const REFUSED = sourcePattern(refusedPatterns);
const FAILED = sourcePattern(failedPatterns);
const ENDS_ATTEMPTS = sourcePattern(endsAttemptsPatterns);

/** All faulty retries of a file, one for each place. */
export function retryFaults(file: FileLifecycle): RetryFault[] {
  if (!file.meaning.perCall) return [];
  const seen = new Set<TSESTree.Node>();
  const ofSites = retrySites(file).flatMap((site) => faultOf(file, site) ?? []);
  return [
    ...ofSites,
    ...faultySettings(file),
    // Where a policy must not be used at all, its waits are of no interest.
    ...(ofSites.length > 0 ? [] : faultyPolicies(file)),
    ...faultyInterceptors(file),
  ].filter(({ node }) => !seen.has(node) && Boolean(seen.add(node)));
}

function faultOf(file: FileLifecycle, site: RetrySite): RetryFault | null {
  const { node, body, request } = site;
  const text = file.getText(body);
  const stream = streamOutside(file, site);
  if (stream) return { kind: 'stream', node, detail: String(stream.loc.start.line) };
  // Whoever starts a script sees what it sends twice.
  if (file.role === 'script') return null;
  const around = enclosingFunction(node) ?? body;
  // A key that is another one each time is none.
  const hasKey = !makesFreshKey(file, body) && speaksOfIdempotency(file.getText(around) + text);
  if (!hasKey && isUnsafe(file, request, false) && site.isChosen !== true && !isOnlyWhenRefused(file, site))
    return { kind: 'unsafe', node, detail: methodOf(file, request) ?? 'POST' };
  if (site.kind === 'named' || isDesktop(file)) return null;
  const options = site.options ? file.getText(site.options) : '';
  if (isEndless(file, site)) return { kind: 'endless', node, detail: '' };
  if (asksWhetherItIsUp(file, site, text)) return null;
  const isTold = chooses(file, body) || (site.options && chooses(file, site.options));
  if (!isTold && failsOnStatus(site, text)) return { kind: 'permanent', node, detail: '' };
  if (site.kind !== 'helper' && /\b429\b/.test(text) && !RETRY_HEADERS.test(file.text))
    return { kind: 'retryAfter', node, detail: '' };
  return site.kind === 'helper' ? ofHelperDelay(site, options) : ofOwnDelay(file, site, text);
}

/** Whether nothing is sent again but what the peer has refused to take: it has done nothing. */
function isOnlyWhenRefused(file: FileView, { node, body, kind }: RetrySite): boolean {
  const text = file.getText(node) + file.getText(body);
  if (!REFUSED.test(text) || FAILED.test(text)) return false;
  // A lost connection leaves the loop, or the function that is tried again ends the attempts itself.
  return kind === 'loop' ? handlersIn(file, body).length === 0 : ENDS_ATTEMPTS.test(text);
}

/** A program on the machine of its only user has no other callers that come back with it. */
function isDesktop(file: FileLifecycle): boolean {
  return [...importsOf(file).values].some((specifier) => DESKTOP.test(specifier));
}

/**
 * Waiting until something is up: a loop with pauses that asks again and again, and of whose answer nothing but the
 * status is of interest.
 */
function asksWhetherItIsUp(file: FileLifecycle, { body, kind, request }: RetrySite, text: string): boolean {
  const [address] = request.node.arguments;
  if (PENDING.test(text)) return true;
  if (address && HEALTH.test(file.getText(file.resolveConstant(address)))) return true;
  const fn = enclosingFunction(request.node);
  // `probe(base, '/health')`
  if (fn && callsOf(file, fn).some((call) => call.arguments.some((each) => HEALTH.test(file.getText(each)))))
    return true;
  if (address && isOfThisMachine(file, address)) return true;
  if (kind !== 'loop' || READS.test(text)) return false;
  const own = [...ownNodes(file, body, () => true)];
  const pauses = own.some((node) => node.type === 'CallExpression' && isPause(file, node));
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

/** `await sleep(ms)`, `setTimeout(resolve, ms)`; not a timer that ends the request, or the wait for it. */
function isPause(file: FileView, call: TSESTree.CallExpression): boolean {
  const name = lastNameOf(call.callee);
  const [callback] = call.arguments;
  if (name !== 'setTimeout' || !callback) return SLEEP.test(name);
  const [, reject] = enclosingFunction(call)?.params ?? [];
  return ![...descendantsOf(callback, file.visitorKeys)].some(
    (node) =>
      (node.type === 'CallExpression' && ENDING.has(lastNameOf(node.callee))) ||
      (node.type === 'Identifier' && reject?.type === 'Identifier' && node.name === reject.name),
  );
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
    (each) => each.type === 'CallExpression' && isPause(file, each),
  );
  if (kind === 'recursion' && isLastTry(node)) return null;
  if (sleeps.length === 0) return kind === 'loop' || kind === 'recursion' ? { kind: 'atOnce', node, detail: '' } : null;
  const waits = sleeps.flatMap((sleep) => ('arguments' in sleep ? [sleep.arguments] : []));
  const isConstant = waits.every((given) => given.some((argument) => numberOf(file, argument) !== null));
  if (!GROWS.test(text)) return isConstant ? { kind: 'constant', node, detail: '' } : null;
  const isInStep = waits.every((given) => given.some((argument) => isArithmetic(file, argument)));
  return isInStep && !JITTER.test(file.text) ? { kind: 'inStep', node, detail: '' } : null;
}

/** `500 * 2 ** attempt`, `Math.min(delay, 10_000)`: the same for all callers that are in the same attempt. */
function isArithmetic(file: FileView, node: TSESTree.Node): boolean {
  const value = file.resolveConstant(node);
  const variable = value.type === 'Identifier' ? file.variableOf(value) : null;
  if (variable?.defs[0]?.type === 'Parameter') return false;
  const written = (variable?.references ?? []).flatMap(({ writeExpr }) => (writeExpr ? [writeExpr] : []));
  return [value, ...written].every((each) =>
    [...descendantsOf(each, file.visitorKeys)].every(
      (inner) => !isFunction(inner) && (inner.type !== 'CallExpression' || /^Math\./.test(file.getText(inner.callee))),
    ),
  );
}

/** `return load({ ...options, isRetrying: true })`: a flag lets it be tried once more, and no more. */
function isLastTry(node: TSESTree.Node): boolean {
  if (node.type !== 'CallExpression') return false;
  return node.arguments.some(
    (argument) =>
      isBoolean(argument) ||
      (argument.type === 'ObjectExpression' &&
        argument.properties.some((property) => property.type === 'Property' && isBoolean(property.value))),
  );
}

function isBoolean(node: TSESTree.Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'boolean';
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
  const handlers = handlersIn(file, node);
  if (handlers.length === 0 && [...ownNodes(file, node)].some(({ type }) => type === 'ThrowStatement')) return false;
  return (
    !handlers.some((handler) => /\b(?:throw|return|break|reject)\b/.test(file.getText(handler))) &&
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
