import type { Construct, TimeoutFact, TimeoutPhase } from '../../catalog/types.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { RequestCall } from '../names/clients.js';
import type { LimitPolicy } from './finding.js';
import type { Judgement } from './judge.js';
import { isConnection } from './phases.js';
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
