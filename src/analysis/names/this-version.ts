import type { Library } from '../../catalog/types.js';
import { packageOf, type Versions } from '../../project/versions.js';

interface Versioned {
  readonly library: Library;
  readonly construct?: { readonly versions?: string };
}

/**
 * Of the entries under which several versions of a library describe the same export, those that the version in use
 * allows; all of them where it is unknown or none fits. A version that no entry knows changes nothing.
 */
export function ofThisVersion<Entry extends Versioned>(
  entries: readonly Entry[],
  specifier: string,
  versions: Versions,
): readonly Entry[] {
  if (entries.length < 2) return entries;
  const name = packageOf(specifier);
  const possible = entries.filter(
    ({ library, construct }) => versions.satisfies(name, construct?.versions ?? library.versions) !== false,
  );
  return possible.length > 0 ? possible : entries;
}
