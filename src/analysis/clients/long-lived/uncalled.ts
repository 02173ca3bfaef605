import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, isFunction, wrapped, type FunctionNode } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { wholeName } from '../../names/conventions.js';
import { variableOfFunction } from '../../names/functions.js';
import type { ProjectCatalog } from '../../summaries/project-catalog.js';
import { walksExports } from './all-exports.js';
import { exportOf, exportedNames } from './exported.js';
import type { ReachWalk } from './reach.js';

const MAX_FILES = 60;

/**
 * The exported function that closes a client but that nothing in the project calls, so that it closes nothing; `null`
 * where the client is closed otherwise, or where nobody can say who calls it (a library, a file that nothing imports).
 */
export function uncalledCloser(file: FileLifecycle, { closes, unknown, follows }: ReachWalk): string | null {
  const { catalog } = file;
  if (!catalog || closes.length === 0 || unknown.length > 0 || follows || file.role !== 'service') return null;
  const closers = closes.map(outermostFunction);
  const [closer] = closers;
  if (!closer || closers.some((each) => each !== closer)) return null;
  const variable = variableOfFunction(file, closer);
  const names = variable ? exportedNames(file, variable) : [];
  if (!variable || names.length === 0 || names.includes('default')) return null;
  const isUsed = readsOf(variable).some(({ identifier }) => exportOf(wrapped(identifier)) === null);
  return isUsed || isNamedElsewhere(catalog, names) !== false ? null : variable.name;
}

function outermostFunction(node: TSESTree.Node): FunctionNode | null {
  return [...ancestorsUntil(node, null)].filter((each): each is FunctionNode => isFunction(each)).at(-1) ?? null;
}

/** Whether a file that imports this one, directly or through others, has one of the names; `null` where nobody does. */
function isNamedElsewhere(catalog: ProjectCatalog, names: readonly string[]): boolean | null {
  const pattern = new RegExp(names.map(wholeName).join('|'));
  const seen = new Set<string>();
  const pending = [catalog.file];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const importers = catalog.importersOf(path);
    if (!importers || seen.size > MAX_FILES) return null;
    for (const importer of importers) {
      if (seen.has(importer.path)) continue;
      seen.add(importer.path);
      const text = catalog.textOf(importer.path);
      if (text === null || pattern.test(text)) return true;
      // Loops over a namespace, and whatever hands everything on.
      if (walksExports(text)) return true;
      if (/\bexport\s*\*/.test(text) || /\bmodule\s*\.\s*exports\b/.test(text)) pending.push(importer.path);
    }
  }
  return seen.size === 0 ? null : false;
}
