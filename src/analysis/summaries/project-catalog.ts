import type { Construct, Library } from '../../catalog/types.js';
import { projectOf, type Project } from '../../project/package.js';
import { isBarrel } from '../../project/re-exports.js';
import { resolveSource } from '../../project/resolver.js';
import { parseLike, parserOf, type LintedFile } from '../../project/source-code.js';
import { allSpecifiersIn } from '../../project/specifiers.js';
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
import { importTextsOf, mayTake, type ImportTexts } from './import-texts.js';
import { Known, knownSummaries, type ProjectContext, type User } from './known.js';
import { summarizeModule } from './module-summary.js';
import { ProjectTexts } from './project-texts.js';
import { mayDefine } from './trail.js';
import { FileView } from '../../ast/file-view.js';

/** How many modules away from a linted file its functions may have their clients from. */
const MAX_DEPTH = 3;

/**
 * The catalog that a project writes itself: what the functions and classes construct that a file imports from other
 * files of the project. Files are read when something asks for them; without a disk or a parser there is nothing.
 */
export class ProjectCatalog extends ProjectTexts {
  readonly #context: ProjectContext;
  readonly #known: Map<string, Known>;
  readonly #open = new Set<string>();
  /** Files that were read for the linted one. */
  readonly #files = new Map<string, SummarizedFile | null>();
  /** What the functions behind a specifier of the linted file do with their arguments; `null`: nothing is known. */
  readonly handlersOf: Handlers;
  readonly #budget = new Budget();

  constructor(context: ProjectContext, project: Project, parser: object) {
    super(project, context.cwd);
    this.#context = context;
    this.#known = knownSummaries(parser, context.index);
    this.handlersOf = this.#handlersFor(this.#linted);
  }

  /** The catalog of another file of the project, for whoever has to judge that file as if it were linted. */
  beside(path: string): ProjectCatalog | null {
    return projectCatalog(this.#context, path);
  }

  /** The file that the catalog is for, parsed; `null` where it cannot be read. */
  parsed(): LintedFile['sourceCode'] | null {
    const text = this.project.files.read(this.file);
    return text === null ? null : parseLike(this.#context.linted, this.file, text);
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
    const text = this.project.files.read(path);
    const sourceCode = text === null ? null : parseLike(linted, path, text);
    if (!sourceCode) return null;
    const installed = new Versions(versions, () => projectOf(path, cwd));
    const clients = findClients(new FileView(sourceCode), index, installed, null, null);
    return new SummarizedFile(sourceCode, path, clients);
  }

  /** Where the project defines what the linted file imports. */
  get elsewhere(): Elsewhere {
    return new Definitions(this.project.file, {
      resolve: (from, specifier) => resolveSource(this.project.files, from, specifier),
      mayDefine: (path, name) => mayDefine(this.project.files, path, name),
      read: (path) => {
        if (this.#files.has(path)) return this.read(path);
        if (this.#budget.isSpent) return null;
        this.#budget.takeFile();
        return this.read(path);
      },
    });
  }

  /** The entries for what a text imports; `null` where no function or class that it imports constructs a client. */
  indexFor(text: string): CatalogIndex | null {
    return this.#indexOfImported(this.#importedBy(this.#linted, allSpecifiersIn(text), text));
  }

  /** Whether the text of a file may send a request that takes a limit, itself or through what it imports. */
  maySend(path: string): boolean {
    const { files } = this.project;
    const { index } = this.#context;
    return files.store.remembered(index.texts.maySend, path, () => {
      if (files.derive(path, index.texts.mayMatter) !== true) return false;
      const text = files.read(path) ?? '';
      return files.derive(path, index.texts.maySend) === true || this.beside(path)?.indexFor(text)?.sends === true;
    });
  }

  /** Whether a file that names what the catalog knows sends nothing that takes a limit, by its text. */
  sendsNothing(path: string): boolean {
    return this.project.files.derive(path, this.#context.index.texts.mayMatter) === true && !this.maySend(path);
  }

  /** Whether what the linted file makes on a line is what calls of its functions make for other files. */
  makesForOthers(line: number): boolean {
    const made = this.#summaryOf(this.file, this.#linted, 'made');
    return made.some((fact) => fact.kind === 'construct' && isMadeOn(fact.construct, this.file, line));
  }

  get #linted(): User {
    return { path: this.project.file, depth: MAX_DEPTH, uses: new Set() };
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
    let names: ImportTexts | null = null;
    return this.#nearestFirst(user, named).flatMap((specifier) => {
      const made = this.#look(user, specifier, 'made');
      if (made.length === 0) return [];
      names ??= importTextsOf(text);
      const taken = names.get(specifier) ?? null;
      // A fact of a name that the text does not have cannot matter to it.
      const facts = made.filter(({ name }) => mayName(text, name) && mayTake(taken, name));
      return facts.length > 0 ? [{ specifier, facts }] : [];
    });
  }

  #indexOfImported(imported: readonly Imported[]): CatalogIndex | null {
    return this.#indexOf(imported.flatMap(({ specifier, facts }) => entriesOf(specifier, facts)));
  }

  /** Modules that construct something themselves come first: others may lead to more files than may be read. */
  #nearestFirst({ path }: User, specifiers: readonly string[]): readonly string[] {
    const { files } = this.project;
    const constructs = (specifier: string): boolean => {
      const target = resolveSource(files, path, specifier);
      return target !== null && files.derive(target, this.#context.index.texts.mayConstruct) === true;
    };
    const near = new Set(specifiers.filter(constructs));
    return [...near, ...specifiers.filter((specifier) => !near.has(specifier))];
  }

  #indexOf(libraries: readonly Library[]): CatalogIndex | null {
    return libraries.length > 0 ? new CatalogIndex({ libraries, bodies: this.#context.index.bodies }) : null;
  }

  #look(user: User, specifier: string, question: Question): ModuleSummary {
    if (user.depth <= 0) return NOTHING_KNOWN;
    const target = resolveSource(this.project.files, user.path, specifier);
    return target === null || target === this.project.file ? NOTHING_KNOWN : this.#summaryOf(target, user, question);
  }

  #summaryOf(path: string, user: User, question: Question): ModuleSummary {
    const key = `${question} ${String(user.depth)} ${path}`;
    const { store } = this.project.files;
    const known = this.#known.get(key);
    if (known?.holds(store)) {
      user.uses.add(known);
      return known.summary;
    }
    const open = `${question} ${path}`;
    if (this.#open.has(open) || this.#budget.isSpent) return NOTHING_KNOWN;
    this.#budget.takeText();
    this.#open.add(open);
    const stamp = store.stamp(path);
    const uses = new Set<Known>();
    const summary = this.#guarded(() => this.#summarize({ path, depth: user.depth, uses }, question));
    this.#open.delete(open);
    // What was cut short is true for this linted file only, as is what is made of it.
    if (this.#budget.isSpent) return summary;
    const made = new Known(summary, path, stamp, uses);
    this.#known.set(key, made);
    user.uses.add(made);
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

  #summarize({ path, depth, uses }: User, question: Question): ModuleSummary {
    const { files } = this.project;
    const { index, linted, versions, cwd } = this.#context;
    // A file that only hands on is no step on the way.
    const user = { path, depth: files.derive(path, isBarrel) === true ? depth : depth - 1, uses };
    const text = files.read(path);
    if (text === null) return NOTHING_KNOWN;
    const imported = this.#importedBy(user, files.derive(path, allSpecifiersIn) ?? [], text);
    const own = this.#indexOfImported(imported);
    const wanted =
      question === 'handled' ||
      own !== null ||
      files.derive(path, index.texts.mayConstruct) === true ||
      files.derive(path, index.texts.mayRequest) === true;
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

/** Whether a function of the project makes what stands on a line of a file, or a method of what it makes does. */
function isMadeOn({ constructedIn, derives = [] }: Construct, file: string, line: number): boolean {
  return [{ constructedIn }, ...derives].some((each) => {
    return each.constructedIn?.file === file && each.constructedIn.line === line;
  });
}
