import type { FileView } from '../../ast/file-view.js';
import type { Construct, TimeoutFact, TimeoutPhase } from '../../catalog/types.js';
import type { Construction } from '../names/clients.js';
import { usesOf } from '../names/uses.js';

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

/** Whether a client is seen to send requests that a limit does not bound: `db.timeout` where `.storage` is used. */
export function isBeside(file: FileView, client: Construction, { only }: TimeoutFact): boolean {
  if (!only) return false;
  return [...usesOf(file, client.node)].some(({ path: [member] }) => only.others.includes(member ?? ''));
}
