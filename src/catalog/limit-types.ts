/**
 * Parts of a call that a limit may bound: opening the connection, waiting for the response headers, waiting for body
 * data, the whole call, waiting for a free connection, and the life of an idle connection.
 */
export const TIMEOUT_PHASES = ['connect', 'headers', 'body', 'total', 'pool', 'idle'] as const;
export type TimeoutPhase = (typeof TIMEOUT_PHASES)[number];

/** One timeout option. */
export interface TimeoutFact {
  readonly phase: TimeoutPhase;
  /** Dotted path in the options argument; several spellings when the library has them. */
  readonly option: readonly string[];
  /**
   * Method of the request, or of the client for all its requests, that sets it as well (`setTimeout`, superagent's
   * `timeout`).
   */
  readonly method?: string;
  /** `date`: a point in time instead of a duration (`deadline` of gRPC). */
  readonly unit?: 'ms' | 's' | 'date';
  /** Whether it only counts where code gives it: a fix does not write it. */
  readonly given?: boolean;
  /** Whether the default is that of the `fetch` beneath, which nobody chose for this peer: it counts as none. */
  readonly beneath?: boolean;
  /** What its requests are to a reader, where it bounds only some; `others`: the members that send the others. */
  readonly only?: { readonly called: string; readonly others: readonly string[] };
  /** Whether the library's own types do not know it: a fix does not write it into TypeScript. */
  readonly untyped?: boolean;
  /** Milliseconds that apply when the option is absent; `null`: no limit. */
  readonly default: number | null;
  /**
   * What happens when it expires. `aborts`: the call ends with an error; `event`: only an event is emitted;
   * `warns`: only a log line; `ignored`: the option has no effect here.
   */
  readonly effect: 'aborts' | 'event' | 'warns' | 'ignored';
  /** Option path that must be `true` for the effect to be `aborts`. */
  readonly needs?: string;
  /**
   * Versions of the library that take the option in this place, as a semver range; absent: all of them. Where the
   * version in use is not known to be one of them, a fixer does not write it.
   */
  readonly versions?: string;
  /** Versions that know {@link needs}; of several packages the first whose version is known decides. */
  readonly needsIn?: readonly VersionFact[];
  /** Option next to which this one is ignored. */
  readonly unless?: string;
  /**
   * Whether it measures silence between two events instead of the whole phase: it never cuts a slow but lively stream.
   */
  readonly silence?: boolean;
  /** Further phases that the same option bounds. */
  readonly covers?: readonly TimeoutPhase[];
  /** Values which switch it off. */
  readonly off?: readonly (number | boolean | string | null)[];
}

/** Versions in which something holds. */
export interface VersionFact {
  /** The package whose version counts; absent: the one that the code imports. */
  readonly package?: string;
  readonly range: string;
}

/** A bound on the number of connections, requests or streams. */
export interface LimitFact {
  readonly option: string;
  /** `null`: unlimited. */
  readonly default: number | null;
  readonly meaning: string;
}

export interface RetryFact {
  /** Attempts after the first one. */
  readonly default: number;
  readonly option?: string;
  /** Methods that are retried by default. */
  readonly methods?: readonly string[];
}
