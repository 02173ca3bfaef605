import type { FileView } from '../../../ast/file-view.js';
import type { Construction } from '../../names/clients.js';
import { moduleReferences } from '../../names/modules.js';
import { usesOf } from '../../names/uses.js';

/** Whether the file refers to a function of the client's module that closes it: `mongoose.disconnect`. */
export function isClosedByModule(file: FileView, { construct, specifier }: Construction): boolean {
  const names = construct.close.flatMap(({ method, on }) => (on === 'module' ? [method] : []));
  if (names.length === 0) return false;
  for (const reference of moduleReferences(file)) {
    if (reference.specifier !== specifier) continue;
    for (const { path } of usesOf(file, reference.node, reference.path)) {
      const written = path.join('.');
      if (names.some((name) => written === name || written.endsWith(`.${name}`))) return true;
    }
  }
  return false;
}
