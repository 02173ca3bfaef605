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
