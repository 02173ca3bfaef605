import type { CloseMethod } from '../../../catalog/types.js';
import type { Construction } from '../../names/clients.js';

/** What an unclosed client keeps, as a sentence for messages; only what the catalog says of it. */
export function whatItKeeps({ construct }: Construction): string {
  const connections = construct.owns === 'socket' ? 'connection' : 'connections';
  if (construct.holdsProcess) {
    if (construct.idle?.kind === 'timeout')
      return `Its idle ${connections} delay the exit of the process by ${String(construct.idle.ms / 1000)} s.`;
    return `Its open ${connections} ${connections === 'connection' ? 'keeps' : 'keep'} the process from exiting.`;
  }
  if (construct.owns !== 'agent') return `The other side keeps its ${connections} until the process ends.`;
  if (construct.idle?.kind === 'timeout') return 'Requests that are in flight when the process ends are cut off.';
  return 'Its idle sockets stay open until the server closes them, and requests that are in flight when the process ends are cut off.';
}

/** What to call, and what the call does to work in progress, as a sentence for messages. */
export function howToClose({ construct }: Construction): string {
  const close = closeMethodOf(construct.close);
  if (!close) return '';
  const work = construct.owns === 'agent' ? 'requests' : 'work';
  if (close.graceful) return `Call ${close.method}() when the process shuts down; it waits for ${work} in flight.`;
  return `Call ${close.method}() when the process shuts down, after the last request: it cuts off ${work} in flight.`;
}

/** The close method that fixers write: the first graceful one, else the first one. */
export function closeMethodOf(methods: readonly CloseMethod[]): CloseMethod | null {
  return methods.find(({ graceful }) => graceful) ?? methods[0] ?? null;
}
