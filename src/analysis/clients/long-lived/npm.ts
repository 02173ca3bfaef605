import { packageOf } from '../../../project/versions.js';
import type { FileLifecycle } from '../../lifecycle.js';

/** Whether a specifier of the linted file, or of another one (`from`), names a package from outside of the project. */
export function isOfNpm({ catalog, project }: FileLifecycle, specifier: string, from?: string): boolean {
  const range = project?.manifest.ranges.get(packageOf(specifier));
  if (range !== undefined && /^(?:workspace|file|link|portal):/.test(range)) return false;
  return catalog ? catalog.textOfImport(specifier, from) === null : !specifier.startsWith('@');
}
