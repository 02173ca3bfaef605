import type { Rule } from '../create-rule.js';
import { noClientInFunction } from './no-client-in-function.js';
import { requireClientClose } from './require-client-close.js';
import { requireTimeouts } from './require-timeouts.js';
import { requireBodyCleanup } from './require-body-cleanup.js';
import { requireRelease } from './require-release.js';
import { requireErrorListener } from './require-error-listener.js';
import { noUncancelledRace } from './no-uncancelled-race.js';
import { noListenerPerCall } from './no-listener-per-call.js';
import { noUnsafeRetry } from './no-unsafe-retry.js';
import { requireGracefulServerClose } from './require-graceful-server-close.js';
import { consistentLimits } from './consistent-limits.js';
import { requirePoolLimits } from './require-pool-limits.js';
import { noAbandonedUpstream } from './no-abandoned-upstream.js';
import { noRetainedResponse } from './no-retained-response.js';
import { oneClientPerUpstream } from './one-client-per-upstream.js';
import { preferMultiplexing } from './prefer-multiplexing.js';

/** All rules, in the order of the documentation. */
export const rules = {
  'no-client-in-function': noClientInFunction,
  'require-client-close': requireClientClose,
  'require-timeouts': requireTimeouts,
  'require-body-cleanup': requireBodyCleanup,
  'require-release': requireRelease,
  'require-error-listener': requireErrorListener,
  'no-uncancelled-race': noUncancelledRace,
  'no-listener-per-call': noListenerPerCall,
  'no-unsafe-retry': noUnsafeRetry,
  'require-graceful-server-close': requireGracefulServerClose,
  'consistent-limits': consistentLimits,
  'require-pool-limits': requirePoolLimits,
  'no-abandoned-upstream': noAbandonedUpstream,
  'no-retained-response': noRetainedResponse,
  'one-client-per-upstream': oneClientPerUpstream,
  'prefer-multiplexing': preferMultiplexing,
};

type OptionsOf<R> = R extends Rule<infer Options, string> ? Options : never;

/**
 * The options of each rule by its name. What is published is written from the schemas (scripts/rule-options.mjs),
 * because these types name packages that users need not have; the same type tests hold for both.
 */
export type RuleOptions = { [Name in keyof typeof rules]: OptionsOf<(typeof rules)[Name]> };
