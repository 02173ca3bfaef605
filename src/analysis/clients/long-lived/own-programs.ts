import type { FileLifecycle } from '../../lifecycle.js';
import { inferRole, type Role } from '../../runs/role.js';
import { isTest } from '../../runs/test-files.js';

/** Programs that run apart from a service, do their work and end. */
const APART: ReadonlySet<Role> = new Set(['script', 'tool', 'example']);

/**
 * Whether another file is a program of its own, which ends the connections of its own process and none of the
 * service's: a seed, a check, a migration. What other code imports is a part of that code's program.
 */
export function runsApart(file: FileLifecycle, path: string): boolean {
  const { catalog } = file;
  if (!catalog || file.role !== 'service') return false;
  const importers = catalog.importersOf(path, true);
  if (importers?.every((importer) => isTest(file, importer.path)) !== true) return false;
  const other = catalog.read(path);
  return other !== null && APART.has(inferRole(other, path, file.cwd));
}

/** Whether some program that goes on uses the linted file, or it is that program. */
export function isOfService(file: FileLifecycle): boolean {
  const { catalog } = file;
  const importers = (catalog?.importersOf(catalog.file) ?? []).filter(({ path }) => !isTest(file, path));
  return importers.length === 0 || importers.some(({ path }) => !runsApart(file, path));
}

/** Files that are followed upwards from the linted one. */
const MAX_FILES = 60;

/**
 * Whether another file is the entry of a program that does not use the linted file: another server of the same package,
 * a script. Where nothing imports the linted file, nobody can say which programs use it.
 */
export function isOfOtherProgram(file: FileLifecycle, path: string): boolean {
  const { catalog } = file;
  const others = catalog?.importersOf(path, true);
  if (!catalog || others?.every((importer) => isTest(file, importer.path)) !== true) return false;
  const above = new Set<string>();
  const pending = [catalog.file];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const importers = catalog.importersOf(next);
    if (importers === null || above.size > MAX_FILES) return false;
    for (const importer of importers) {
      if (importer.path === path) return false;
      if (above.has(importer.path) || isTest(file, importer.path)) continue;
      above.add(importer.path);
      pending.push(importer.path);
    }
  }
  return above.size > 0;
}
