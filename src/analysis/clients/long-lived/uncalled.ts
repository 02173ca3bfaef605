import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, isFunction, wrapped, type FunctionNode } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { wholeName } from '../../names/conventions.js';
import { variableOfFunction } from '../../names/functions.js';
import { isTest } from '../../runs/test-files.js';
import type { ProjectCatalog } from '../../summaries/project-catalog.js';
import { mayWalkExports } from './all-exports.js';
import { uncalledStatic, type UncalledCloser } from './uncalled-static.js';
import { exportOf, exportedNames } from '../../names/exported.js';
import type { ReachWalk } from './reach.js';

const MAX_FILES = 60;

/**
 * The exported function that closes a client but that nothing in the project calls, so that it closes nothing; `null`
 * where the client is closed otherwise, or where nobody can say who calls it (a library, a file that nothing imports).
 */
export function uncalledCloser(file: FileLifecycle, { closes, unknown, follows }: ReachWalk): UncalledCloser | null {
  const { catalog } = file;
  if (!catalog || closes.length === 0 || unknown.length > 0 || follows || file.role !== 'service') return null;
  const closers = closes.map(outermostFunction);
  const [closer] = closers;
  if (!closer || closers.some((each) => each !== closer)) return null;
  const variable = variableOfFunction(file, closer);
  if (!variable) return uncalledStatic(file, catalog, closer);
  const names = exportedNames(file, variable);
  if (names.length === 0 || names.includes('default')) return null;
  const isUsed = readsOf(variable).some(({ identifier }) => exportOf(wrapped(identifier)) === null);
  const users = isUsed ? null : usersOf(file, catalog, names);
  return users === null || users === 'program' ? null : { name: variable.name, inTests: users === 'tests' };
}

function outermostFunction(node: TSESTree.Node): FunctionNode | null {
  return [...ancestorsUntil(node, null)].filter((each): each is FunctionNode => isFunction(each)).at(-1) ?? null;
}

/**
 * Which files that import this one, directly or through others, have one of the names; `null` where only tests import
 * it, or nobody.
 */
export function usersOf(
  file: FileLifecycle,
  catalog: ProjectCatalog,
  names: readonly string[],
): 'program' | 'tests' | 'nobody' | null {
  const pattern = new RegExp(names.map(wholeName).join('|'));
  let inTests = false;
  let others = 0;
  const isNamed = catalog.findUser(MAX_FILES, (path) => {
    const text = catalog.textOf(path);
    if (isTest(file, path)) {
      inTests ||= text !== null && pattern.test(text);
      return 'end';
    }
    others++;
    // Loops over a namespace, and whatever hands everything on.
    if (text === null || pattern.test(text) || mayWalkExports(text)) return 'found';
    return /\bexport\s*\*/.test(text) || /\bmodule\s*\.\s*exports\b/.test(text) ? 'further' : 'end';
  });
  if (isNamed === null || (others === 0 && !isNamed)) return null;
  return isNamed ? 'program' : inTests ? 'tests' : 'nobody';
}
