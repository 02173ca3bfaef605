import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isFunction, isWithin, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { closingVerbs } from '../../catalog/conventions/closing.js';
import { endingMethods, endsOfWork, onceWords, sleepNames } from '../../catalog/conventions/waiting.js';
import { wordsOf } from '../../ast/names.js';
import { callersLimits, cancellableLibraries } from '../../catalog/limit-pairs.js';
import type { FileLifecycle } from '../lifecycle.js';
import { endsSomething, raceAround, startOfChain } from '../limits/races.js';
import { callsNamed, isGlobalCall, lastNameOf } from '../names/calls.js';
import { namePattern } from '../names/conventions.js';
import { functionOf, nameOfFunction } from '../names/functions.js';
import type { RequestCall } from '../names/construction.js';
import { importedName } from '../names/import-source.js';
import { numberOf } from '../values/numbers.js';
import { lookUpOption } from '../values/options.js';
import { isExecutor } from '../values/promises.js';
import { isLimited } from './losers.js';
import { handleFate, isTimeoutCall, timerIn } from './timers.js';

/** A wait that ends by a timer, and that leaves something running. */
export interface UncancelledRace {
  /** `Promise.race([...])`, the call of a function that races, or the `setTimeout()` that rejects. */
  readonly node: TSESTree.CallExpression;
  /** The timer, or the call that makes it. */
  readonly timer: TSESTree.Node;
  readonly ms: number | null;
  /** The expression of the time. */
  readonly time: TSESTree.Node | null;
  /** The request that goes on when the timer has won. */
  readonly request: RequestCall | null;
}

const SLEEP = namePattern(sleepNames);
const ENDING = new Set([...endingMethods, 'kill']);
const ONCE = new Set([...endsOfWork, ...onceWords]);
/** What functions do that run when a program ends. */
const AT_END = new Set([...closingVerbs, ...endsOfWork, 'graceful']);
/** Timers that are over sooner than anybody notices: those of health checks, flushes and caches. */
const SHORT = 2_000;

/** The races of a file whose timer goes on, or whose loser does. */
export function uncancelledRaces(file: FileLifecycle): UncancelledRace[] {
  if (!file.meaning.perCall) return [];
  return [...ofRaces(file), ...ofHelpers(file), ...ofExecutors(file)].filter(({ node }) => !isEndOfProgram(file, node));
}

function* ofRaces(file: FileLifecycle): Generator<UncancelledRace> {
  for (const call of callsNamed(file, 'race')) {
    const list = call.arguments[0] && file.resolveConstant(call.arguments[0]);
    if (!isGlobalCall(file, call, 'Promise') || list?.type !== 'ArrayExpression') continue;
    const timer = list.elements.map((element) => element && timerOf(file, element)).find((found) => found != null);
    if (!timer) continue;
    const request = [...file.clients.requests.values()].find(
      (each) =>
        raceAround(file, each.node)?.node === call && raceAround(file, each.node)?.kind === 'waits' && !isLimited(each),
    );
    const isLeft = timer.isLeft && (timer.ms === null || timer.ms > SHORT);
    if (!request && (!isLeft || list.elements.some((element) => element && happensOnce(file, element)))) continue;
    yield { node: call, timer: timer.node, ms: timer.ms, time: timer.time, request: request ?? null };
  }
}

/** `withTimeout(fetch(url), 5_000)` where the function only stops waiting, and `pTimeout()` of p-timeout. */
function* ofHelpers(file: FileLifecycle): Generator<UncancelledRace> {
  for (const request of file.clients.requests.values()) {
    const call = isLimited(request) ? null : (ofFunctionAround(file, request) ?? ofPackageAround(file, request));
    if (call) yield { ...call, request };
  }
}

type Waiting = Omit<UncancelledRace, 'request'>;

function ofFunctionAround(file: FileLifecycle, { node }: RequestCall): Waiting | null {
  const race = raceAround(file, node);
  if (race?.kind !== 'waits' || race.node.type !== 'CallExpression' || lastNameOf(race.node.callee) === 'race')
    return null;
  const fn = functionOf(file, unwrap(race.node.callee));
  const timer = fn && timerOfFunction(file, fn, race.node);
  return timer ? { ...timer, timer: timer.node, node: race.node } : null;
}

/** A package that ends a promise only where it can be cancelled. */
function ofPackageAround(file: FileLifecycle, { node, library }: RequestCall): Waiting | null {
  const { parent } = wrapped(node);
  if (parent?.type !== 'CallExpression' || parent.arguments[0] !== wrapped(node)) return null;
  const specifier = importedName(file, parent.callee)?.specifier;
  const fact = callersLimits.find(({ module }) => module === specifier);
  const [, options] = parent.arguments;
  if (!fact || !options || cancellableLibraries.includes(library.name)) return null;
  const found = lookUpOption(file, options, fact.option);
  const time = found.kind === 'present' ? found.value : options;
  const ms = numberOf(file, time);
  return { node: parent, timer: parent, ms, time: ms === null ? null : time };
}

/** `queue.drain()`, `Promise.allSettled(jobs)`, `registry.isReady`: waited for once, when something begins or ends. */
function happensOnce(file: FileLifecycle, element: TSESTree.Node): boolean {
  const value = startOfChain(file.resolveConstant(element));
  return wordsOf(lastNameOf(value.type === 'CallExpression' ? value.callee : value)).some((word) => ONCE.has(word));
}

interface Timer {
  readonly node: TSESTree.Node;
  readonly time: TSESTree.Node | null;
  readonly ms: number | null;
  /** Whether nothing clears it. */
  readonly isLeft: boolean;
}

/** The timer behind a promise that settles after a while; `null` where it is something else, or ends something. */
function timerOf(file: FileLifecycle, element: TSESTree.Node): Timer | null {
  const start = startOfChain(element);
  if (start !== unwrap(element) && endsSomething(file, element, ENDING)) return null;
  const value = file.resolveConstant(start);
  if (value.type === 'NewExpression') {
    const [executor] = value.arguments;
    return isFunction(executor) && isExecutor(executor) ? timerOfFunction(file, executor, null) : null;
  }
  if (value.type !== 'CallExpression') return null;
  const callee = unwrap(value.callee);
  const fn = functionOf(file, callee);
  if (fn) return timerOfFunction(file, fn, value);
  const name = lastNameOf(callee);
  if (callee.type !== 'Identifier' || !SLEEP.test(name) || value.arguments.length > 2) return null;
  const [time, second] = value.arguments;
  // An options object may bring a signal which ends it.
  if (!time || (second && second.type !== 'Literal' && second.type !== 'Identifier')) return null;
  const ms = numberOf(file, time);
  return name === 'setTimeout' || ms !== null ? { node: value, time, ms, isLeft: true } : null;
}

function timerOfFunction(file: FileLifecycle, fn: FunctionNode, call: TSESTree.CallExpression | null): Timer | null {
  const node = timerIn(file, fn);
  if (!node || endsSomething(file, fn, ENDING)) return null;
  const [, delay] = node.arguments;
  const index =
    delay?.type === 'Identifier'
      ? fn.params.findIndex((each) => each.type === 'Identifier' && each.name === delay.name)
      : -1;
  const time = (index >= 0 ? call?.arguments[index] : delay) ?? null;
  return {
    node: call ?? node,
    time,
    ms: numberOf(file, time),
    isLeft: /^(?:dropped|kept)$/.test(handleFate(file, node)),
  };
}

/** `new Promise((resolve, reject) => { setTimeout(() => reject(...), ms); request.then(resolve) })`. */
function* ofExecutors(file: FileLifecycle): Generator<UncancelledRace> {
  for (const timer of callsNamed(file, 'setTimeout')) {
    const executor = isTimeoutCall(timer) ? enclosingFunction(timer) : null;
    const [callback, time] = timer.arguments;
    if (!executor || !isExecutor(executor) || !callback || !rejects(file, executor, callback)) continue;
    const request = requestIn(file, executor, callback);
    const isLeft = /^(?:dropped|kept)$/.test(handleFate(file, timer));
    const ms = numberOf(file, time);
    const waits = isLeft && settlesOtherwise(file, executor, callback) && (ms === null || ms > SHORT);
    if (!request && !waits) continue;
    yield { node: timer, timer, ms, time: time ?? null, request };
  }
}

/** Whether the callback of a timer rejects the promise, and ends nothing. */
function rejects(file: FileLifecycle, executor: FunctionNode, callback: TSESTree.Node): boolean {
  const [, reject] = executor.params;
  const variable = reject?.type === 'Identifier' ? file.variableOf(reject) : null;
  if (!variable?.references.some(({ identifier }) => isWithin(identifier, callback))) return false;
  return !isFunction(callback) || !endsSomething(file, callback, ENDING);
}

/** The only request in an executor, unless it has a limit or its end is in sight. */
function requestIn(file: FileLifecycle, executor: FunctionNode, callback: TSESTree.Node): RequestCall | null {
  const requests = [...file.clients.requests.values()].filter(
    ({ node }) => isWithin(node, executor) && !isWithin(node, callback),
  );
  const [request] = requests;
  if (requests.length !== 1 || !request || isLimited(request)) return null;
  // What has events is ended by its methods: `request.destroy()` stands in another listener.
  return endsSomething(file, executor, ENDING) ? null : request;
}

/** Whether something else than the timer settles the promise of an executor. */
function settlesOtherwise(file: FileView, { params }: FunctionNode, callback: TSESTree.Node): boolean {
  const [resolve] = params;
  const variable = resolve?.type === 'Identifier' ? file.variableOf(resolve) : null;
  return variable?.references.some(({ identifier }) => !isWithin(identifier, callback)) ?? false;
}

/** In code that ends the program a timer that goes on is of no interest. */
function isEndOfProgram(file: FileLifecycle, node: TSESTree.Node): boolean {
  const own = enclosingFunction(node);
  // `process.exit(0)` behind it, perhaps under another name: no timer outlives that.
  if (own && callsNamed(file, 'exit').some((exit) => exit.range[0] > node.range[1] && enclosingFunction(exit) === own))
    return true;
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const name = nameOfFunction(file, fn);
    if (name !== null && wordsOf(name).some((word) => AT_END.has(word))) return true;
    if (file.frameworks.ofFunction(fn)?.runs === 'close') return true;
  }
  return false;
}
