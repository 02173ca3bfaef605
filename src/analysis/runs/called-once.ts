import type { FileView } from '../../ast/file-view.js';
import { callAround, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { exportName } from '../names/export-names.js';
import { exportedNames, exportOf } from '../names/exported.js';
import { variableOfFunction } from '../names/functions.js';
import { moduleReferences } from '../names/modules.js';
import { isOnlyNamed, usesOf } from '../names/uses.js';
import type { RepeatAnalysis } from './repeat.js';
import { isTest } from './test-files.js';

/** Files that are looked at; what more of them import is no set-up. */
const MAX_FILES = 8;

/** A file of the project, and how often its code runs. */
export interface User {
  readonly file: FileView;
  readonly repeat: Pick<RepeatAnalysis, 'isOnce'>;
}

/** The files around one. */
export interface Surroundings {
  importersOf(path: string): readonly { readonly path: string; readonly specifiers: readonly string[] }[] | null;
  /** Whether a file may name an export at all; asked before it is read. */
  mayName(path: string, name: string): boolean;
  userAt(path: string): User | null;
}

/**
 * Whether other files do nothing with an exported function but to call it in code that runs once, as entry modules call
 * their set-up: `await loadSecrets();` at top level, or in the `main()` that they call there. Doubt says no.
 */
export function isCalledOnceOnly(
  around: Surroundings,
  file: FileView,
  path: string,
  fn: FunctionNode,
  cwd: string,
): boolean {
  const variable = variableOfFunction(file, fn);
  const own = exportOf(wrapped(fn));
  const names = [...(variable ? exportedNames(file, variable) : []), ...(own === null ? [] : [own])];
  const importers = names.length > 0 ? around.importersOf(path)?.filter((each) => !isTest({ cwd }, each.path)) : null;
  if (!importers || importers.length === 0 || importers.length > MAX_FILES) return false;
  let calls = 0;
  for (const importer of importers) {
    if (!names.some((name) => name === 'default' || around.mayName(importer.path, name))) continue;
    const user = around.userAt(importer.path);
    const found = user && callsIn(user, importer.specifiers, names);
    if (found === null) return false;
    calls += found;
  }
  return calls > 0;
}

/** How many calls of a function a file has; `null` where some may run again, or it does more with the function. */
function callsIn({ file, repeat }: User, specifiers: readonly string[], names: readonly string[]): number | null {
  let calls = 0;
  // Nobody knows who takes it from there.
  if (
    file.ast.body.some(
      (each) => 'source' in each && each.type !== 'ImportDeclaration' && specifiers.includes(each.source?.value ?? ''),
    )
  )
    return null;
  for (const reference of moduleReferences(file)) {
    if (!specifiers.includes(reference.specifier)) continue;
    for (const { node, path } of usesOf(file, reference.node, reference.path)) {
      const isIt = names.some((name) => exportName(path) === exportName(name.split('.')));
      if (!isIt || isOnlyNamed(node)) continue;
      const call = callAround(node);
      if (!call || !repeat.isOnce(call)) return null;
      calls++;
    }
  }
  return calls;
}
