import type { ResponseBodyFact } from './body-types.js';
import type { TimeoutFact } from './limit-types.js';

/** Where an existing client is accepted: an option (dotted path) of the options argument, or a positional argument. */
export interface InjectionPoint {
  readonly option?: string;
  readonly argument?: number;
  /** Ids of constructs that fit, as `library#export`; families with `*`. */
  readonly accepts?: readonly string[];
  /** Whether closing the owner closes what was given. */
  readonly closes?: boolean;
}

/** A function or method which sends a request. */
export interface RequestFact {
  /** Export path in the module, or method path on the constructed value (`''`: the value itself, `*`: any method). */
  readonly export: string;
  /** Whether the function makes the address itself, so that a path without an origin may stand in its arguments. */
  readonly makesAddress?: boolean;
  /** Index of the argument that holds the options; several when the signature is overloaded. */
  readonly options?: readonly number[];
  /**
   * A call whose first argument is one of these texts may leave out what stands in front of its options, which then are
   * its last argument at this index.
   */
  readonly optionsFor?: { readonly first: readonly string[]; readonly index: number };
  /** Index from which the optional metadata, options and callback stand, in this order (gRPC). */
  readonly optionsFrom?: number;
  /** Where a client is lent for this one request (the function does not keep or close it). */
  readonly borrows?: readonly InjectionPoint[];
  /** Timeout options that may be given per request. */
  readonly timeouts?: readonly TimeoutFact[];
  /** Options of other libraries that are mistaken for its own and have no effect (`agent` of the global `fetch`). */
  readonly ignores?: readonly string[];
  /** The body that must be released, absent when the library reads it to the end by itself. */
  readonly body?: ResponseBodyFact;
  /**
   * For `*`, which stands for any method that the library does not have itself: whether only calls count that end with
   * a function after something else (unary calls of gRPC).
   */
  readonly callback?: boolean;
  /** HTTP method when the function has a fixed one (`head` has no body). */
  readonly method?: string;
}
