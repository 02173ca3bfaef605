import type { FileView } from '../../ast/file-view.js';
import type { Construction } from '../names/clients.js';
import { booleanOption } from '../values/options.js';

/** Whether a construction keeps idle connections: `null` when its options cannot be known. */
export function keepsConnections(file: FileView, construction: Construction): boolean | null {
  const { keepAlive } = construction.construct;
  if (keepAlive === undefined) return true;
  return typeof keepAlive === 'boolean'
    ? keepAlive
    : booleanOption(file, construction, keepAlive.option, keepAlive.default);
}
