import type { LintedFile } from '../../project/source-code.js';
import type { CatalogIndex } from '../names/catalog-index.js';
import type { ModuleSummary } from './file.js';

/** A summary that holds for all linted files, as long as what it depends on stays as it was. */
export interface Known {
  /** The file and all files that its summary depends on, as they were. */
  readonly stamps: ReadonlyMap<string, string>;
  readonly summary: ModuleSummary;
}

/** A file that names another one, how many modules away that may be, and the files that it depends on. */
export interface User {
  readonly path: string;
  readonly depth: number;
  readonly stamps: Map<string, string>;
}

/** What is the same for a linted file and for those it imports. */
export interface ProjectContext {
  readonly linted: LintedFile;
  readonly index: CatalogIndex;
  /** The setting `versions`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly cwd: string;
}

// By parser, because one may read what another one cannot, and by catalog, because settings extend it.
const summaries = new WeakMap<object, WeakMap<CatalogIndex, Map<string, Known>>>();

/** The summaries that are known to this process. */
export function knownSummaries(parser: object, index: CatalogIndex): Map<string, Known> {
  const byIndex = summaries.get(parser) ?? new WeakMap<CatalogIndex, Map<string, Known>>();
  summaries.set(parser, byIndex);
  const known = byIndex.get(index) ?? new Map<string, Known>();
  byIndex.set(index, known);
  return known;
}
