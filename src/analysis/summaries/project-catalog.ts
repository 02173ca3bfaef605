import type { Library } from '../../catalog/types.js';
import { importersOf, importersOfPackage, sourcesAround, type Importer } from '../../project/importers.js';
import { projectOf, type Project } from '../../project/package.js';
import { isBarrel, textsBehind } from '../../project/re-exports.js';
import { resolveSource } from '../../project/resolver.js';
import { parseLike, parserOf } from '../../project/source-code.js';
import { allSpecifiersIn, specifiersIn } from '../../project/specifiers.js';
import { Versions } from '../../project/versions.js';
import { CatalogIndex } from '../names/catalog-index.js';
import { findClients } from '../names/clients.js';
import type { Handlers } from '../names/construction.js';
import type { Elsewhere } from '../values/possible/foreign.js';
import { answersBeside, type Asked, type Imported, type Look } from './answered.js';
import { Budget } from './budget.js';
import { Definitions } from './definitions.js';
import { entriesOf } from './entries.js';
import { NOTHING_KNOWN, SummarizedFile, type ModuleSummary, type Question } from './file.js';
import { mayName } from './gates.js';
import { knownSummaries, type Known, type ProjectContext, type User } from './known.js';
import { summarizeModule } from './module-summary.js';
import { FileView } from '../../ast/file-view.js';

/** How many modules away from a linted file its functions may have their clients from. */
const MAX_DEPTH = 3;

/**
 * The catalog that a project writes itself: what the functions and classes construct that a file imports from other
 * files of the project. Files are read when something asks for them; without a disk or a parser there is nothing.
 */
export class ProjectCatalog {
  readonly #context: ProjectContext;
  readonly #project: Project;
  readonly #known: Map<string, Known>;
  readonly #open = new Set<string>();
  /** Files that were read for the linted one. */
  readonly #files = new Map<string, SummarizedFile | null>();
  /** What the functions behind a specifier of the linted file do with their arguments; `null`: nothing is known. */
  readonly handlersOf: Handlers;
  readonly #budget = new Budget();

  constructor(context: ProjectContext, project: Project, parser: object) {
    this.#context = context;
    this.#project = project;
    this.#known = knownSummaries(parser, context.index);
    this.handlersOf = this.#handlersFor(this.#linted);
  }

  /** The linted file, absolute. */
  get file(): string {
    return this.#project.file;
  }

  /** The files that import a file, or, with `types`, only types of it; `null` where that cannot be said. */
  importersOf(path: string, types = false): readonly Importer[] | null {
    return importersOf(this.#project.files, path, types);
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
    return importersOfPackage(this.#project.files, this.#project.file, specifier);
  }

  /** Whether the text of some other file of the project is what is looked for; `null` where that cannot be said. */
  findText(test: (text: string) => boolean): boolean | null {
    return this.#findOther((path) => test(this.textOf(path) ?? ''));
  }

  /**
   * Whether some other file of the project is what is looked for, by what a function of a module makes of its text,
   * which is kept; `null` where the files cannot be named.
   */
  findDerived<T>(make: (text: string) => T, test: (made: T, path: string) => boolean): boolean | null {
    return this.#findOther((path) => {
      const made = this.#project.files.derive(path, make);
      return made !== null && test(made, path);
    });
  }

  #findOther(test: (path: string) => boolean): boolean | null {
    const paths = sourcesAround(this.#project.files, this.file);
    return paths && paths.some((path) => path !== this.file && test(path));
  }

  /** The text of a file of the project. */
  textOf(path: string): string | null {
    return this.#project.files.read(path);
  }

  /** The text of the file that a file, or the linted one, imports by a specifier; `null` for packages. */
  textOfImport(specifier: string, from = this.#project.file): string | null {
    const target = resolveSource(this.#project.files, from, specifier);
    return target === null ? null : this.#project.files.read(target);
  }

  /** The texts of the file that a specifier stands for and of those that it exports again; none for packages. */
  textsOfImport(specifier: string): readonly string[] {
    return textsBehind(this.#project.files, this.#project.file, specifier);
  }

  /** The modules that the file imports which the linted file imports by a specifier; none for packages. */
  specifiersOfImport(specifier: string): readonly string[] {
    const { files, file } = this.#project;
    const target = resolveSource(files, file, specifier);
    return (target === null ? null : files.derive(target, specifiersIn)) ?? [];
  }

  /** A file of the project with what the catalog recognises in it; `null` where it cannot be read. */
  read(path: string): SummarizedFile | null {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const file = this.#readNew(path);
    this.#files.set(path, file);
    return file;
  }

  #readNew(path: string): SummarizedFile | null {
    const { index, linted, versions, cwd } = this.#context;
    const text = this.#project.files.read(path);
    const sourceCode = text === null ? null : parseLike(linted, path, text);
    if (!sourceCode) return null;
    const installed = new Versions(versions, () => projectOf(path, cwd));
    const clients = findClients(new FileView(sourceCode), index, installed, null, null);
    return new SummarizedFile(sourceCode, path, clients);
  }

  /** Where the project defines what the linted file imports. */
  get elsewhere(): Elsewhere {
    return new Definitions(this.#project.file, {
      resolve: (from, specifier) => resolveSource(this.#project.files, from, specifier),
      mayDefine: (path, name) => this.#mayDefine(path, name),
      read: (path) => {
        if (this.#files.has(path)) return this.read(path);
        if (this.#budget.isSpent) return null;
        this.#budget.takeFile();
        return this.read(path);
      },
    });
  }

  #mayDefine(path: string, name: string): boolean {
    const { files } = this.#project;
    return files.store.remembered(mayName, `${name}\0${path}`, () => mayName(files.read(path) ?? '', name));
  }

  /** The entries for what a text imports; `null` where no function or class that it imports constructs a client. */
  indexFor(text: string): CatalogIndex | null {
    return this.#indexOfImported(this.#importedBy(this.#linted, allSpecifiersIn(text), text));
  }

  get #linted(): User {
    return { path: this.#project.file, depth: MAX_DEPTH, stamps: new Map() };
  }

  /** Each module is asked once for a file: what is handed to its functions is looked at argument by argument. */
  #handlersFor(user: User, look: Look = (...asked) => this.#look(user, ...asked)): Handlers {
    const known = new Map<string, CatalogIndex | null>();
    return (specifier) => {
      const before = known.get(specifier);
      if (before !== undefined) return before;
      const handlers = this.#indexOf(entriesOf(specifier, look(specifier, 'handled')));
      known.set(specifier, handlers);
      return handlers;
    };
  }

  /** The modules of the project that a text imports, with what they make. */
  #importedBy(user: User, specifiers: readonly string[], text: string): readonly Imported[] {
    const named = specifiers.filter((specifier) => !this.#context.index.knows(specifier) && !specifier.includes('*'));
    return this.#nearestFirst(user, named).flatMap((specifier) => {
      // A fact of a name that the text does not have cannot matter to it.
      const facts = this.#look(user, specifier, 'made').filter(({ name }) => mayName(text, name));
      return facts.length > 0 ? [{ specifier, facts }] : [];
    });
  }

  #indexOfImported(imported: readonly Imported[]): CatalogIndex | null {
    return this.#indexOf(imported.flatMap(({ specifier, facts }) => entriesOf(specifier, facts)));
  }

  /** Modules that construct something themselves come first: others may lead to more files than may be read. */
  #nearestFirst({ path }: User, specifiers: readonly string[]): readonly string[] {
    const { files } = this.#project;
    const constructs = (specifier: string): boolean => {
      const target = resolveSource(files, path, specifier);
      return target !== null && files.derive(target, this.#context.index.mayConstruct) === true;
    };
    const near = new Set(specifiers.filter(constructs));
    return [...near, ...specifiers.filter((specifier) => !near.has(specifier))];
  }

  #indexOf(libraries: readonly Library[]): CatalogIndex | null {
    return libraries.length > 0 ? new CatalogIndex({ libraries, bodies: this.#context.index.bodies }) : null;
  }

  #look(user: User, specifier: string, question: Question): ModuleSummary {
    if (user.depth <= 0) return NOTHING_KNOWN;
    const target = resolveSource(this.#project.files, user.path, specifier);
    return target === null || target === this.#project.file ? NOTHING_KNOWN : this.#summaryOf(target, user, question);
  }

  #summaryOf(path: string, user: User, question: Question): ModuleSummary {
    const key = `${question} ${String(user.depth)} ${path}`;
    const { store } = this.#project.files;
    const known = this.#known.get(key);
    if (known && [...known.stamps].every(([file, stamp]) => store.stamp(file) === stamp)) {
      for (const [file, stamp] of known.stamps) user.stamps.set(file, stamp);
      return known.summary;
    }
    const open = `${question} ${path}`;
    if (this.#open.has(open) || this.#budget.isSpent) return NOTHING_KNOWN;
    this.#budget.takeText();
    this.#open.add(open);
    const stamps = new Map([[path, store.stamp(path)]]);
    const summary = this.#guarded(() => this.#summarize({ path, depth: user.depth, stamps }, question));
    this.#open.delete(open);
    // What was cut short is true for this linted file only.
    if (!this.#budget.isSpent) this.#known.set(key, { stamps, summary });
    for (const [file, stamp] of stamps) user.stamps.set(file, stamp);
    return summary;
  }

  /** Code of another file that the analysis cannot take says nothing; it never ends the lint run of this one. */
  #guarded(summarize: () => ModuleSummary): ModuleSummary {
    try {
      return summarize();
    } catch (error) {
      if (typeof process === 'object' && process.env['CLIENT_LIFECYCLE_DEBUG']) throw error;
      return NOTHING_KNOWN;
    }
  }

  #summarize({ path, depth, stamps }: User, question: Question): ModuleSummary {
    const { files } = this.#project;
    const { index, linted, versions, cwd } = this.#context;
    // A file that only hands on is no step on the way.
    const user = { path, depth: files.derive(path, isBarrel) === true ? depth : depth - 1, stamps };
    const text = files.read(path);
    if (text === null) return NOTHING_KNOWN;
    const imported = this.#importedBy(user, files.derive(path, allSpecifiersIn) ?? [], text);
    const own = this.#indexOfImported(imported);
    const wanted =
      question === 'handled' ||
      own !== null ||
      files.derive(path, index.mayConstruct) === true ||
      files.derive(path, index.mayRequest) === true;
    if (!wanted) return NOTHING_KNOWN;
    this.#budget.takeFile();
    const key = `${question} ${path}`;
    const stamp = files.store.stamp(path);
    const answers = answersBeside(this.#known);
    const known = answers.find(key, stamp, imported, (...about) => this.#look(user, ...about));
    if (known) return known;
    const sourceCode = parseLike(linted, path, text);
    if (!sourceCode) return NOTHING_KNOWN;
    const asked: Asked[] = [];
    const look: Look = (specifier, about) => {
      const answer = this.#look(user, specifier, about);
      asked.push({ specifier, question: about, answer });
      return answer;
    };
    const installed = new Versions(versions, () => projectOf(path, cwd));
    const clients = findClients(new FileView(sourceCode), index, installed, own, this.#handlersFor(user, look));
    const file = new SummarizedFile(sourceCode, path, clients);
    const summary = summarizeModule(file, (specifier) => look(specifier, question), question);
    if (!this.#budget.isSpent) answers.keep(key, { stamp, imported, asked, summary });
    return summary;
  }
}

/** The catalog of the project of a linted file; `null` where there is nothing to read, or nothing to read it with. */
export function projectCatalog(context: ProjectContext, filename: string): ProjectCatalog | null {
  const parser = parserOf(context.linted);
  const project = parser && projectOf(filename, context.cwd);
  return parser && project ? new ProjectCatalog(context, project, parser) : null;
}
