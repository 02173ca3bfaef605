import type { Construct, TimeoutFact, TimeoutPhase } from '../../catalog/types.js';

/** Whether a fact bounds a phase. */
export function bounds(fact: TimeoutFact, phase: TimeoutPhase): boolean {
  return fact.phase === phase || fact.phase === 'total' || fact.covers?.includes(phase) === true;
}

/** Whether timeout facts say something of requests, not only of idle connections. */
export function boundsRequests(facts: readonly TimeoutFact[]): boolean {
  return facts.some(({ phase, effect }) => phase !== 'idle' && phase !== 'pool' && effect !== 'ignored');
}

/** Whether a client talks to one database or cache, where any limit ends a silent peer. */
export function isConnection({ owns }: Construct): boolean {
  return owns === 'pool' || owns === 'socket';
}
