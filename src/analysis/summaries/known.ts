import type { LintedFile } from '../../project/source-code.js';
import type { ProjectStore } from '../../project/store.js';
import type { CatalogIndex } from '../names/catalog-index.js';
import type { ModuleSummary } from './file.js';

/** A summary that holds for all linted files, as long as what it depends on stays as it was. */
export class Known {
  #checked: { readonly round: object; readonly holds: boolean } | null = null;

  constructor(
    readonly summary: ModuleSummary,
    readonly path: string,
    /** The file, as it was. */
    readonly stamp: string,
    /** The summaries of other files that it was made of. */
    readonly uses: ReadonlySet<Known>,
  ) {}

  /** Whether all files that it depends on are as they were: compared once in each round of the store. */
  holds(store: ProjectStore): boolean {
    const { round } = store;
    if (this.#checked?.round === round) return this.#checked.holds;
    const holds = store.stamp(this.path) === this.stamp && [...this.uses].every((used) => used.holds(store));
    this.#checked = { round, holds };
    return holds;
  }
}

/** A file that names another one, how many modules away that may be, and the summaries that it takes from others. */
export interface User {
  readonly path: string;
  readonly depth: number;
  readonly uses: Set<Known>;
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
