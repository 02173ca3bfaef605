import type { TSESTree } from '@typescript-eslint/utils';
import type { TimeoutFact, TimeoutPhase } from '../../catalog/types.js';
import type { CallLike, Construction, RequestCall } from '../names/clients.js';
import type { IneffectiveLimit, KnownLimit } from './judge.js';
import type { RequestJudgement } from './site-judge.js';

export type { TimeoutPhase } from '../../catalog/types.js';

/** What is wrong with the limits of a request or client. */
export type LimitProblem =
  /** Nothing bounds these phases. */
  | { readonly kind: 'missing'; readonly phases: readonly TimeoutPhase[] }
  /** Something is written down that bounds nothing. */
  | { readonly kind: 'ineffective'; readonly limit: IneffectiveLimit }
  /** An agent's `timeout`, which closes idle sockets only. */
  | { readonly kind: 'agent-timeout'; readonly node: TSESTree.Node }
  /** Code that gives up waiting, while the request goes on. */
  | { readonly kind: 'uncancelled'; readonly node: TSESTree.Node; readonly phases: readonly TimeoutPhase[] }
  /** An option of another library. */
  | { readonly kind: 'mistaken'; readonly node: TSESTree.Property }
  /** A timer that no longer runs while the body is read. */
  | { readonly kind: 'cleared'; readonly clear: TSESTree.Node; readonly read: TSESTree.Node }
  /** A signal that started to run before the request. */
  | { readonly kind: 'shared-signal'; readonly signal: TSESTree.CallExpression }
  /** Two limits of which the second can never fire. */
  | { readonly kind: 'contradiction'; readonly first: KnownLimit; readonly second: KnownLimit }
  | { readonly kind: 'beneath'; readonly limit: KnownLimit };

/** One report. */
export interface LimitFinding {
  /** The call or `new` expression to report. */
  readonly node: CallLike;
  readonly problem: LimitProblem;
  /** The request, or the client that could carry the limit for all its requests. */
  readonly site: { readonly request: RequestCall } | { readonly client: Construction };
  /** The wrapper whose call is reported. */
  readonly wrapper: string | null;
  /** What the wrapper calls, where another file has it. */
  readonly sent?: string;
  /** Where one limit would hold for all such calls, as a sentence: beside the other defaults of the file. */
  readonly forAll?: string;
  /** Limits of the site that have a value, or may have one that is not seen. */
  readonly chosen: ReadonlySet<TimeoutFact>;
}

/** What counts as a limit. */
export interface LimitPolicy {
  /**
   * Phases that must be bounded; `null`: what ends a silent peer, and a stalled body where the library has a limit of
   * its own for it.
   */
  readonly phases: readonly TimeoutPhase[] | null;
  /** Whether a sane default of the library, or a limit that code switches off, is as good as a chosen limit. */
  readonly acceptDefaults: boolean;
}

/** What is wrong with a request that lacks some limits: an option that was meant to be one comes first. */
export function problemOf(judgement: RequestJudgement, lacking: readonly TimeoutPhase[]): LimitProblem {
  const [ineffective] = judgement.ineffective;
  const [mistaken] = judgement.mistaken;
  const [agentTimeout] = judgement.agentTimeouts;
  if (ineffective) return { kind: 'ineffective', limit: ineffective };
  if (mistaken) return { kind: 'mistaken', node: mistaken };
  if (judgement.race) return { kind: 'uncancelled', node: judgement.race.node, phases: lacking };
  return agentTimeout ? { kind: 'agent-timeout', node: agentTimeout } : { kind: 'missing', phases: lacking };
}
