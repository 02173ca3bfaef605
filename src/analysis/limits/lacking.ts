import type { Construct, TimeoutFact, TimeoutPhase } from '../../catalog/types.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { RequestCall } from '../names/clients.js';
import type { LimitPolicy } from './finding.js';
import { NO_ENVIRONMENT } from '../values/possible/possible.js';
import { hiddenFor, type Judgement } from './judge.js';
import { isConnection } from './phases.js';
import type { RequestJudgement, SiteJudge } from './site-judge.js';
import { slowRequest } from './slow-work.js';

/** The phases that a judgement leaves open although they have to be bounded. */
export function lackingPhases(
  { phases }: LimitPolicy,
  { limited }: Pick<Judgement, 'limited'>,
  facts: readonly TimeoutFact[],
  construct: Construct | null,
): TimeoutPhase[] {
  const has = (phase: TimeoutPhase) =>
    facts.some((fact) => fact.effect !== 'ignored' && (fact.phase === phase || fact.covers?.includes(phase)));
  const isBounded = (phase: TimeoutPhase) => limited.has(phase) || limited.has('total');
  if (phases) return phases.filter((phase) => has(phase) && !isBounded(phase));
  if (!has('headers') && !has('total')) return [];
  if (construct && isConnection(construct)) return limited.size > 0 ? [] : ['headers'];
  if (!isBounded('headers')) return ['headers'];
  const dedicated = facts.some(({ phase, effect, covers }) => phase === 'body' && effect === 'aborts' && !covers);
  return dedicated && !isBounded('body') ? ['body'] : [];
}

/** What is missing for a request; the body of a stream needs no limit. */
export function lackingOf(
  file: FileLifecycle,
  policy: LimitPolicy,
  call: RequestCall,
  judgement: Judgement,
): TimeoutPhase[] {
  return lackingPhases(policy, judgement, call.request.timeouts ?? [], null).filter(
    (phase) => phase !== 'body' || policy.phases !== null || slowRequest(file, call).body === null,
  );
}

/** What a request leaves open, and who may bound it without being seen. */
export interface LeftOpen {
  readonly judgement: RequestJudgement;
  readonly lacking: readonly TimeoutPhase[];
  readonly hidden: ReturnType<typeof hiddenFor>;
}

/** What a request leaves open, judged by what its file shows. */
export function leftOpen(policy: LimitPolicy, judge: SiteJudge, call: RequestCall): LeftOpen {
  const judgement = judge.request(call, NO_ENVIRONMENT);
  const lacking = lackingOf(judge.file, policy, call, judgement);
  return { judgement, lacking, hidden: hiddenFor(judgement, lacking) };
}
