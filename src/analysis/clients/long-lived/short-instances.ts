import type { FileView } from '../../../ast/file-view.js';
import { enclosingFunction } from '../../../ast/nodes.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { exportName } from '../../names/export-names.js';
import type { AnalysedFile, Construction } from '../../names/clients.js';
import { variableOfClass, type ClassNode } from '../../names/members.js';
import { moduleReferences } from '../../names/modules.js';
import { usesOf, usesOfVariable, type Use } from '../../names/uses.js';
import { isTest } from '../../runs/test-files.js';
import { summarize } from '../../values/ownership.js';
import { ValueWalk } from '../../values/value-walk.js';
import { exportedNames } from '../../names/exported.js';

/**
 * Whether the instances of a class live for one call each, as far as the project makes any: then a client in a field of
 * it is one per call, which is another defect.
 */
export function livesForCalls(file: FileLifecycle, owner: ClassNode, construction: Construction): boolean {
  const { catalog } = file;
  const variable = variableOfClass(file, owner);
  if (!variable) return false;
  const names = exportedNames(file, variable).map((name) => exportName(name.split('.')));
  const own = livesOf(file, construction, usesOfVariable(file, variable));
  const others = (names.length > 0 ? (catalog?.importersOf(catalog.file) ?? []) : []).flatMap(
    ({ path, specifiers }) => {
      const makes = !isTest(file, path) && catalog?.textOf(path)?.includes('new ') === true;
      const importer = makes ? catalog.read(path) : null;
      return importer ? livesOf(importer, construction, importedUses(importer, specifiers, names)) : [];
    },
  );
  const lives = [...own, ...others];
  return lives.includes('local') && !lives.includes('kept');
}

function* importedUses(file: FileView, specifiers: readonly string[], names: readonly string[]): Generator<Use> {
  for (const { specifier, node, path } of moduleReferences(file)) {
    if (!specifiers.includes(specifier)) continue;
    for (const use of usesOf(file, node, path)) if (names.includes(exportName(use.path))) yield { ...use, path: [] };
  }
}

/** What becomes of each instance that a file makes of a class. */
function livesOf(file: AnalysedFile, construction: Construction, uses: Iterable<Use>): string[] {
  const construct = { ...construction.construct, close: [], returnsSelf: [], views: [], async: false };
  return [...uses].flatMap(({ node, path }) => {
    const { parent } = node;
    if (path.length > 0 || parent?.type !== 'NewExpression' || parent.callee !== node) return [];
    if (enclosingFunction(parent) === null) return ['kept'];
    const walk = new ValueWalk(file, { ...construction, construct });
    walk.value(parent, []);
    return [summarize(walk.sinks).kind];
  });
}
