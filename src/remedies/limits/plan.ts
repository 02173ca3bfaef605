import type { RequestFact, TimeoutFact } from '../../catalog/types.js';
import { isConnection, type LimitFinding } from '../../analysis/limits/findings.js';
import type { NumberedPhase } from './constant.js';

/** One option to write: where, and which number. */
export interface PlannedOption {
  readonly path: readonly string[];
  readonly phase: NumberedPhase;
  /** Around the number: a signal takes one, a switch takes none. */
  readonly form: 'number' | 'signal' | 'switch';
}

/** How a request or client is given its limits. */
export type Plan =
  | {
      readonly kind: 'options';
      readonly options: readonly PlannedOption[];
      /** Whether they end a slow stream. */ readonly cuts: boolean;
    }
  /** A ClientRequest needs the option and the listener that acts on its event. */
  | { readonly kind: 'event'; readonly withOption: boolean }
  /** A method of a request that is built by a chain. */
  | { readonly kind: 'method'; readonly method: string };

/** Chooses the library's own options; `null` where none is known that a change can write. */
export function planFor({ problem, site }: LimitFinding, facts: readonly TimeoutFact[]): Plan | null {
  if (problem.kind === 'ineffective' && problem.limit.kind === 'overridden') return null;
  const working = facts.filter(({ effect, phase }) => effect !== 'ignored' && phase !== 'idle' && phase !== 'pool');
  if (problem.kind === 'ineffective' && problem.limit.kind === 'warns') {
    const { needs } = problem.limit.fact;
    return needs === undefined
      ? null
      : { kind: 'options', options: [{ path: needs.split('.'), phase: 'headers', form: 'switch' }], cuts: false };
  }
  const event = working.find(({ effect }) => effect === 'event');
  if (event) return { kind: 'event', withOption: !(problem.kind === 'ineffective' && problem.limit.kind === 'event') };
  const chained = working.find(({ option, method }) => option.length === 0 && method !== undefined);
  if (chained?.method !== undefined) return { kind: 'method', method: chained.method };
  const own = working.filter(({ option }) => option.length > 0 && !option.includes('signal'));
  if ('client' in site && isConnection(site.client.construct)) return connecting(facts, own);
  const streams = 'request' in site && isStream(site.request.request);
  return ownOptions(own, streams) ?? signal(working);
}

function isStream({ body }: RequestFact): boolean {
  return body?.kind === 'got-stream';
}

function ownOptions(facts: readonly TimeoutFact[], streams: boolean): Plan | null {
  const total = facts.find(({ phase }) => phase === 'total');
  const silence = facts.find(
    ({ phase, silence: isSilence, covers }) => phase === 'body' && isSilence && covers?.includes('headers'),
  );
  if (total && streams && silence) return { kind: 'options', options: [option(silence, 'body')], cuts: false };
  if (total) return { kind: 'options', options: [option(total, 'total')], cuts: false };
  const headers = facts.find(({ phase }) => phase === 'headers');
  if (!headers) return null;
  const connect = headers.covers?.includes('connect') ? undefined : facts.find(({ phase }) => phase === 'connect');
  const body = headers.covers?.includes('body')
    ? undefined
    : facts.find(({ phase, covers }) => phase === 'body' && !covers);
  const options = [
    ...(connect ? [option(connect, 'connect')] : []),
    option(headers, 'headers'),
    ...(body ? [option(body, 'body')] : []),
  ];
  if (headers.needs !== undefined) options.push({ path: headers.needs.split('.'), phase: 'headers', form: 'switch' });
  return { kind: 'options', options, cuts: false };
}

/** A database may take minutes for a statement, but not for a connection. */
function connecting(facts: readonly TimeoutFact[], own: readonly TimeoutFact[]): Plan | null {
  const connect = facts.find(
    ({ phase, covers, effect, option: names }) =>
      effect === 'aborts' &&
      names.length > 0 &&
      (phase === 'connect' || (phase === 'pool' && covers?.includes('connect'))),
  );
  if (connect) return { kind: 'options', options: [option(connect, 'connect')], cuts: false };
  const plan = ownOptions(own, false);
  return plan?.kind === 'options' ? { ...plan, cuts: true } : plan;
}

function option({ option: [name = ''] }: TimeoutFact, phase: NumberedPhase): PlannedOption {
  return { path: name.split('.'), phase, form: 'number' };
}

function signal(facts: readonly TimeoutFact[]): Plan | null {
  const fact = facts.find(({ option: names }) => names.includes('signal'));
  return fact ? { kind: 'options', options: [{ path: ['signal'], phase: 'total', form: 'signal' }], cuts: true } : null;
}

/** The phases whose numbers a plan needs. */
export function phasesOf(plan: Plan): readonly NumberedPhase[] {
  if (plan.kind === 'options')
    return [...new Set(plan.options.filter(({ form }) => form !== 'switch').map(({ phase }) => phase))];
  return plan.kind === 'method' ? ['total'] : plan.withOption ? ['headers'] : [];
}
