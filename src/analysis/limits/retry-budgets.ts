import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, wrapped } from '../../ast/nodes.js';
import { retryHelpers } from '../../catalog/retries.js';
import { callersLimits, totalsOfAllAttempts } from '../../catalog/limit-pairs.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { RequestCall } from '../names/construction.js';
import { importedName } from '../names/import-source.js';
import { numberOf, timeInWords } from '../values/numbers.js';
import { lookUpOption, optionsOf } from '../values/options.js';
import { chosenFor, chosenIn, type Chosen } from './chosen.js';
import type { Contradiction } from './contradiction.js';

/** What a caller gives to end all attempts together. */
const SIGNAL = { phase: 'total', option: ['signal', 'abortSignal'], default: null, effect: 'aborts' } as const;

/** Retries whose attempts together take longer than the limit of whoever waits for all of them. */
export function* retryBudgets(file: FileLifecycle): Generator<Contradiction> {
  for (const request of file.clients.requests.values()) {
    const chosen = chosenFor(file, request);
    const helper = ofHelper(file, request);
    // What a helper calls again makes another signal each time; a client that retries by itself has one for all.
    const each = chosen.find(
      ({ fact, isSignal }) => (helper !== null || !isSignal) && fact.effect === 'aborts' && isWhole(fact.phase),
    );
    const own = ofLibrary(file, request) ?? helper;
    if (!each || !own || own.attempts < 2 || own.attempts * each.ms <= own.limit.ms) continue;
    const { attempts, limit } = own;
    yield { node: limit.node, kind: 'retries', first: each.text, second: limit.text, attempts };
  }
}

function isWhole(phase: string): boolean {
  return phase === 'total' || phase === 'headers';
}

interface Budget {
  readonly attempts: number;
  /** What ends all attempts together. */
  readonly limit: Pick<Chosen, 'ms' | 'node' | 'text'>;
}

/** A client that retries by itself, and the signal of the request. */
function ofLibrary(file: FileLifecycle, request: RequestCall): Budget | null {
  const { client, library, node } = request;
  const limit = node.arguments
    .flatMap((argument) => chosenIn(file, argument, [SIGNAL]))
    .find(({ isSignal }) => isSignal);
  if (!limit || totalsOfAllAttempts.includes(library.name)) return null;
  const fact = client?.construct.retries ?? library.constructs.find(({ retries }) => retries)?.retries;
  if (fact?.option === undefined) return null;
  const options = client ? optionsOf(client) : null;
  for (const given of [...node.arguments, ...(options ? [options] : [])]) {
    const found = lookUpOption(file, given, fact.option);
    const number = found.kind === 'present' ? numberOf(file, found.value) : null;
    if (number !== null) return { attempts: fact.option === 'maxAttempts' ? number : number + 1, limit };
  }
  return null;
}

/** `pTimeout(pRetry(() => axios.get(url, { timeout: 10_000 }), { retries: 5 }), { milliseconds: 20_000 })`. */
function ofHelper(file: FileLifecycle, { node }: RequestCall): Budget | null {
  const fn = enclosingFunction(node);
  const call = fn && wrapped(fn).parent;
  if (call?.type !== 'CallExpression') return null;
  const helper = retryHelpers.find(({ module }) => module === importedName(file, call.callee)?.specifier);
  const [, options] = call.arguments;
  const times = helper?.limit != null && options ? lookUpOption(file, options, helper.limit) : null;
  const number = times?.kind === 'present' ? numberOf(file, times.value) : null;
  const limit = number !== null && options ? (limitOfHelper(file, options) ?? limitAround(file, call)) : null;
  return number !== null && limit ? { attempts: number + 1, limit } : null;
}

/** `signal` and `maxRetryTime` of p-retry. */
function limitOfHelper(file: FileLifecycle, options: TSESTree.Node): Budget['limit'] | null {
  return chosenIn(file, options, [SIGNAL, { ...SIGNAL, option: ['maxRetryTime'] }])[0] ?? null;
}

/** The call around a retry that gives up after a while. */
function limitAround(file: FileLifecycle, call: TSESTree.Node): Budget['limit'] | null {
  const { parent } = wrapped(call);
  if (parent?.type !== 'CallExpression' || parent.arguments[0] !== wrapped(call)) return null;
  const specifier = importedName(file, parent.callee)?.specifier;
  const fact = callersLimits.find(({ module }) => module === specifier);
  const [, given] = parent.arguments;
  if (!fact || !given) return null;
  const found = lookUpOption(file, given, fact.option);
  const value = found.kind === 'present' ? found.value : given;
  const ms = numberOf(file, value);
  return ms === null ? null : { ms, node: value, text: `\`${fact.option}\` (${timeInWords(ms)})` };
}
