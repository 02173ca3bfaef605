import type { TSESLint } from '@typescript-eslint/utils';
import type { Construction } from '../names/clients.js';
import { booleanOption } from '../values/options.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Whether a construction keeps idle connections: `null` when its options cannot be known. */
export function keepsConnections(sourceCode: SourceCode, construction: Construction): boolean | null {
  const { keepAlive } = construction.construct;
  if (keepAlive === undefined) return true;
  return typeof keepAlive === 'boolean'
    ? keepAlive
    : booleanOption(sourceCode, construction, keepAlive.option, keepAlive.default);
}

/**
 * What one more instance costs, as a sentence for messages. Only what was measured for the library is said
 * (1,000 calls: 1,000 connections against 40; 300 TLS handshakes against 20).
 */
export function costOf(sourceCode: SourceCode, construction: Construction): string {
  const { construct } = construction;
  if (construct.cost !== undefined) return `${construct.cost}${openedUntil(construction)}.`;
  const when = construct.opens === 'construction' ? 'at once' : 'with its first use';
  switch (construct.owns) {
    case 'none':
      return '';
    case 'pool':
      return `Each one opens connections of its own ${when}, each with a handshake and a login and in one of the server's connection slots${openedUntil(construction)}.`;
    case 'socket':
      return `Each one opens a connection of its own ${when}, with a handshake and a login and in one of the server's connection slots${openedUntil(construction)}.`;
    case 'agent': {
      const handshakes = 'Each one starts without connections, so every call pays a TCP and a TLS handshake';
      const keeps = keepsConnections(sourceCode, construction);
      if (keeps === false) return `${handshakes}.`;
      const fate = idleFate(construction);
      return keeps === null ? `${handshakes}.` : `${handshakes}${fate}.`;
    }
  }
}

function idleFate({ construct }: Construction): string {
  switch (construct.idle?.kind) {
    case 'peer':
      return ', and the idle socket stays open until the server closes it';
    case 'timeout': {
      const seconds = construct.idle.ms / 1000;
      return `, and the idle socket stays open for another ${String(seconds)} s or as long as the server's keep-alive hint says`;
    }
    default:
      return '';
  }
}

function openedUntil({ construct }: Construction): string {
  const [close] = construct.close;
  const until = close ? ` until ${close.method}() is called` : '';
  return construct.holdsProcess ? `, and keeps the process alive${until}` : until && `, held${until}`;
}
