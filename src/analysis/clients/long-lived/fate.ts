import type { CloseMethod } from '../../../catalog/types.js';
import type { Construction } from '../../names/clients.js';

/** What an unclosed client keeps, as a clause for messages; only what the catalog says of it. */
export function whatItKeeps({ construct }: Construction): string {
  if (construct.threads)
    return `its threads ${construct.holdsProcess ? 'keep the process running' : 'stay until the process ends'}`;
  const connections = construct.owns === 'socket' ? 'connection' : 'connections';
  if (construct.holdsProcess) {
    if (construct.idle?.kind === 'timeout')
      return `its idle ${connections} delay the exit of the process by ${String(construct.idle.ms / 1000)} s`;
    return `its open ${connections} ${connections === 'connection' ? 'keeps' : 'keep'} the process running`;
  }
  if (construct.owns !== 'agent') return `the server keeps its ${connections} until the process ends`;
  if (construct.idle?.kind === 'timeout') return 'requests in flight are cut off at exit';
  return 'idle sockets stay open, and requests in flight are cut off at exit';
}

/** What to call, and when, as a sentence for messages: a close that cuts requests off comes after the last one. */
export function howToClose({ construct }: Construction): string {
  const close = closeMethodOf(construct.close);
  if (!close) return '';
  return `Call ${close.method}() on shutdown${close.graceful ? '' : ', after the last request'}.`;
}

/** The close method that fixers write: the first graceful one, else the first one. */
export function closeMethodOf(methods: readonly CloseMethod[]): CloseMethod | null {
  return methods.find(({ graceful }) => graceful) ?? methods[0] ?? null;
}
