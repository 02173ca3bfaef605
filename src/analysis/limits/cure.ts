import type { RequestFact, TimeoutFact, TimeoutPhase } from '../../catalog/types.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { LimitFinding } from './finding.js';
import { bounds, isBeside, isConnection } from './phases.js';
import { isActing, listenersOf, requestObjectOf } from './request-object.js';
import { isSwitchable, isWritable } from './known-versions.js';

/** Phases for which numbers are written. */
export type NumberedPhase = 'connect' | 'headers' | 'body' | 'total';

/** One option to write: where, and which number. */
export interface PlannedOption {
  readonly path: readonly string[];
  readonly phase: NumberedPhase;
  /** The fact it stands for; a switch makes that of another option work. */
  readonly fact: TimeoutFact;
  readonly isSwitch: boolean;
}

/** How a request or client is given its limits. */
export type Cure =
  | { readonly kind: 'options'; readonly options: readonly PlannedOption[] }
  /** A ClientRequest needs the option and the listener that acts on its event. */
  | {
      readonly kind: 'event';
      readonly fact: TimeoutFact;
      readonly withOption: boolean;
      /** Left out where the code has a listener that acts on the event. */
      readonly withListener: boolean;
    }
  /** A method of a request that is built by a chain. */
  | { readonly kind: 'method'; readonly fact: TimeoutFact; readonly method: string };

/**
 * What would limit a request or client, with the library's own options: never one that has a value already, and none
 * that the project's version may not know. `null` where nothing is left that covers what is missing.
 */
export function cureOf(file: FileLifecycle, finding: LimitFinding): Cure | null {
  return cureWith(new Writer(file, finding), finding);
}

/** What a reader may write, where no fix can: whatever the version is, and in place of what callers leave out. */
export function cureInAnyVersion(file: FileLifecycle, finding: LimitFinding): Cure | null {
  const free = { ...finding, chosen: new Set<TimeoutFact>() };
  return cureWith(new Writer(file, free, true), free);
}

function cureWith(writer: Writer, finding: LimitFinding): Cure | null {
  const { problem, site } = finding;
  if (problem.kind === 'ineffective' && (problem.limit.kind === 'overridden' || problem.limit.kind === 'off'))
    return null;
  if (problem.kind === 'ineffective' && problem.limit.kind === 'warns') return writer.switchOn(problem.limit.fact);
  if (problem.kind === 'ineffective' && (problem.limit.kind === 'ignored' || problem.limit.kind === 'never'))
    return writer.signal();
  const event = writer.working.find(({ effect, option }) => effect === 'event' && option.length > 0);
  if (event) {
    const withOption = !(problem.kind === 'ineffective' && problem.limit.kind === 'event');
    if (withOption && finding.chosen.has(event)) return null;
    return { kind: 'event', fact: event, withOption, withListener: !(withOption && writer.listens()) };
  }
  const chained = writer.working.find(
    ({ option, method, effect }) => option.length === 0 && method !== undefined && effect !== 'event',
  );
  if (chained?.method !== undefined)
    return finding.chosen.has(chained) ? null : { kind: 'method', fact: chained, method: chained.method };
  if ('client' in site && isConnection(site.client.construct)) return writer.connection();
  return writer.phases('request' in site && isStream(site.request.request)) ?? writer.signal();
}

function isStream({ body }: RequestFact): boolean {
  return body?.kind === 'got-stream';
}

/** The timeout facts of what a finding is about. */
export function factsOf({ site }: LimitFinding): readonly TimeoutFact[] {
  return ('client' in site ? site.client.construct.timeouts : site.request.request.timeouts) ?? [];
}

/** Chooses among the facts of one site. */
class Writer {
  /** Facts of limits that work. */
  readonly working: readonly TimeoutFact[];
  readonly #ignored: ReadonlySet<string>;

  constructor(
    readonly file: FileLifecycle,
    readonly finding: LimitFinding,
    /** Whether any version of the library will do. */
    readonly anyVersion = false,
  ) {
    this.working = factsOf(finding).filter(({ effect, phase }) => effect !== 'ignored' && phase !== 'idle');
    this.#ignored = ignoredElsewhere(finding);
  }

  /** Whether the code acts on the `timeout` event of a request. */
  listens(): boolean {
    const listeners = listenersOf(requestObjectOf(this.file, this.finding.node), 'timeout');
    return listeners.some((listener) => isActing(this.file, listener));
  }

  /** A signal for one call. */
  signal(): Cure | null {
    const fact = this.working.find(({ option }) => option.includes('signal'));
    if (!fact || (this.finding.problem.kind === 'missing' && !this.#untouched())) return null;
    return { kind: 'options', options: [option(fact, 'total', 'signal')] };
  }

  /** `throwOnRequestTimeout: true`. */
  switchOn(fact: TimeoutFact): Cure | null {
    const options = this.#switch(fact);
    return options.length > 0 ? { kind: 'options', options } : null;
  }

  /** A database may take minutes for a statement, but not for a connection. */
  connection(): Cure | null {
    const connect = this.#free(
      ({ phase, covers }) => phase === 'connect' || (phase === 'pool' && covers?.includes('connect') === true),
    );
    if (connect) return { kind: 'options', options: [option(connect, 'connect')] };
    return this.phases(false);
  }

  /** The options that bound what is missing, and the connection where the library has no limit on it by itself. */
  phases(streams: boolean): Cure | null {
    const total = this.#untouched() ? this.#free(({ phase }) => phase === 'total') : undefined;
    const silence = this.#free(
      ({ phase, silence: isSilence, covers }) =>
        phase === 'body' && isSilence === true && covers?.includes('headers') === true,
    );
    if (total && streams && silence) return { kind: 'options', options: [option(silence, 'body')] };
    if (total) return { kind: 'options', options: [option(total, 'total')] };
    const options = this.#each();
    const lacking = this.finding.problem.kind === 'missing' ? this.finding.problem.phases : ['headers' as const];
    return lacking.every((phase) => options.some(({ fact, isSwitch }) => !isSwitch && bounds(fact, phase)))
      ? { kind: 'options', options }
      : null;
  }

  #each(): PlannedOption[] {
    const { site } = this.finding;
    // A limit that needs a switch counts from the creation of the request, which cuts what is slow to send.
    const isSlow = 'client' in site && site.client.construct.slow !== undefined;
    const headers = this.#free(
      (fact) => fact.phase === 'headers' && (fact.needs === undefined || (!isSlow && this.#switch(fact).length > 0)),
    );
    const connect = headers?.covers?.includes('connect') ? undefined : this.#free(({ phase }) => phase === 'connect');
    const body = headers?.covers?.includes('body')
      ? undefined
      : this.#free(({ phase, covers }) => phase === 'body' && (!covers || (!headers && this.#lacks('headers'))));
    return [
      ...(connect ? [option(connect, 'connect')] : []),
      ...(headers ? [option(headers, 'headers'), ...this.#switch(headers)] : []),
      ...(body && (headers || this.#lacks('body') || body.covers) ? [option(body, 'body')] : []),
    ];
  }

  #lacks(phase: TimeoutPhase): boolean {
    const { problem } = this.finding;
    return problem.kind !== 'missing' || problem.phases.includes(phase);
  }

  /** Whether nothing is limited yet: a limit on the whole call would otherwise shorten one that was chosen. */
  #untouched(): boolean {
    return !this.working.some((fact) => this.finding.chosen.has(fact));
  }

  /** The first fact of a kind that a fix may write. */
  #free(is: (fact: TimeoutFact) => boolean): TimeoutFact | undefined {
    return this.working.find(
      (fact) =>
        is(fact) &&
        fact.effect !== 'event' &&
        fact.option.length > 0 &&
        fact.given !== true &&
        !fact.option.includes('signal') &&
        !fact.option.some((name) => this.#ignored.has(name)) &&
        !this.finding.chosen.has(fact) &&
        !('client' in this.finding.site && isBeside(this.file, this.finding.site.client, fact)) &&
        (this.anyVersion || isWritable(this.file, this.finding, fact)),
    );
  }

  #switch(fact: TimeoutFact): PlannedOption[] {
    if (fact.needs === undefined || (!this.anyVersion && !isSwitchable(this.file, this.finding, fact))) return [];
    return [{ ...option(fact, 'headers', fact.needs), isSwitch: true }];
  }
}

/** Options which another version of the library that the project may have ignores. */
function ignoredElsewhere({ site }: LimitFinding): ReadonlySet<string> {
  if ('client' in site) return new Set();
  const { request, alternatives } = site.request;
  return new Set(
    [request, ...alternatives].flatMap(({ timeouts = [] }) =>
      timeouts.flatMap(({ effect, option: names }) => (effect === 'ignored' ? names : [])),
    ),
  );
}

function option(fact: TimeoutFact, phase: NumberedPhase, name = fact.option[0] ?? ''): PlannedOption {
  return { path: name.split('.'), phase, fact, isSwitch: false };
}

/** The phases whose numbers a cure needs. */
export function phasesOf(cure: Cure): readonly NumberedPhase[] {
  if (cure.kind === 'options')
    return [...new Set(cure.options.filter(({ isSwitch }) => !isSwitch).map(({ phase }) => phase))];
  return cure.kind === 'method' ? ['total'] : cure.withOption ? ['headers'] : [];
}
