import { importersOf, importersOfPackage, sourcesAround, type Importer } from '../../project/importers.js';
import { NO_MANIFEST } from '../../project/manifest.js';
import { projectOf, type Project } from '../../project/package.js';
import { textsBehind } from '../../project/re-exports.js';
import { resolveSource } from '../../project/resolver.js';
import { specifiersIn } from '../../project/specifiers.js';
import type { ImportedName } from '../names/import-source.js';
import { mayLeadTo, type IsWanted } from './trail.js';

/** What the texts of a project say without being parsed: who imports whom, and what stands there. */
export class ProjectTexts {
  constructor(
    protected readonly project: Project,
    /** The working directory of the lint run. */
    readonly cwd: string,
  ) {}

  /** The linted file, absolute. */
  get file(): string {
    return this.project.file;
  }

  /** The files that import a file, or, with `types`, only types of it; `null` where that cannot be said. */
  importersOf(path: string, types = false): readonly Importer[] | null {
    return importersOf(this.project.files, path, types);
  }

  /**
   * Looks at the files that import the linted one, each once, and at those that import what `visit` says goes further,
   * until one is what is looked for: whether there is one, `null` where more than `most` are reached, or not all of
   * them can be named.
   */
  findUser(most: number, visit: (path: string) => 'found' | 'further' | 'end' | 'unknown'): boolean | null {
    const seen = new Set<string>([this.file]);
    const pending = [this.file];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      const importers = this.importersOf(path);
      if (importers === null || seen.size > most) return null;
      for (const importer of importers) {
        if (seen.has(importer.path)) continue;
        seen.add(importer.path);
        const verdict = visit(importer.path);
        if (verdict === 'found') return true;
        if (verdict === 'unknown') return null;
        if (verdict === 'further') pending.push(importer.path);
      }
    }
    return false;
  }

  /** The files that import a package, the linted one among them; `null` where that cannot be said. */
  importersOfPackage(specifier: string): readonly string[] | null {
    return importersOfPackage(this.project.files, this.project.file, specifier);
  }

  /** Whether the text of some other file of the project is what is looked for; `null` where that cannot be said. */
  findText(test: (text: string, path: string) => boolean): boolean | null {
    return this.#findOther((path) => test(this.textOf(path) ?? '', path));
  }

  /**
   * Whether some other file of the project is what is looked for, by what a function of a module makes of its text,
   * which is kept; `null` where the files cannot be named.
   */
  findDerived<T>(make: (text: string) => T, test: (made: T, path: string) => boolean): boolean | null {
    return this.#findOther((path) => {
      const made = this.project.files.derive(path, make);
      return made !== null && test(made, path);
    });
  }

  #findOther(test: (path: string) => boolean): boolean | null {
    const paths = sourcesAround(this.project.files, this.file);
    return paths && paths.some((path) => path !== this.file && test(path));
  }

  /** The text of a file of the project. */
  textOf(path: string): string | null {
    return this.project.files.read(path);
  }

  /** The text of the file that a file, or the linted one, imports by a specifier; `null` for packages. */
  textOfImport(specifier: string, from = this.project.file): string | null {
    const target = resolveSource(this.project.files, from, specifier);
    return target === null ? null : this.project.files.read(target);
  }

  /** The texts of the file that a specifier stands for and of those that it exports again; none for packages. */
  textsOfImport(specifier: string): readonly string[] {
    return textsBehind(this.project.files, this.project.file, specifier);
  }

  /** The modules that the file imports which the linted file imports by a specifier; none for packages. */
  specifiersOfImport(specifier: string): readonly string[] {
    const { files, file } = this.project;
    const target = resolveSource(files, file, specifier);
    return (target === null ? null : files.derive(target, specifiersIn)) ?? [];
  }

  /** Whether what the file imports may be defined in a file that is wanted, as far as the texts on the way say. */
  mayLeadTo(imported: ImportedName, isWanted: IsWanted): boolean {
    return mayLeadTo(this.project.files, this.file, imported, isWanted);
  }

  /** The folder of the nearest package.json of a file, which is linted as a whole; `null` where there is none. */
  packageOf(path: string): string | null {
    const project = projectOf(path, this.cwd);
    return project && project.manifest !== NO_MANIFEST ? (project.folders.at(-1) ?? null) : null;
  }

  /** Something that is computed from files of the project, by a key for all that it depends on; kept for one round. */
  remembered<T>(about: object, key: string, make: () => T): T {
    return this.project.files.store.remembered(about, key, make);
  }

  /** Changes with a file: the same text as long as the file stays as it is. */
  stampOf(path: string): string {
    return this.project.files.store.stamp(path);
  }
}
