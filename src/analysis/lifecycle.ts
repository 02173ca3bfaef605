import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { FileView } from '../ast/file-view.js';
import { catalog } from '../catalog/index.js';
import { projectOf, type Project } from '../project/package.js';
import { keepParsed, withoutServices } from '../project/source-code.js';
import { uniformPath } from '../project/paths.js';
import { processStore } from '../project/store.js';
import { Versions } from '../project/versions.js';
import { settingsOf, type Settings } from '../settings.js';
import { CatalogIndex } from './names/catalog-index.js';
import { findClients, type Clients } from './names/clients.js';
import { keepsValues } from './names/imported-factories.js';
import { isCalledOnceOnly, type Surroundings } from './runs/called-once.js';
import { FrameworkAnalysis } from './runs/frameworks/frameworks.js';
import { RepeatAnalysis } from './runs/repeat.js';
import { inferRole, type Role } from './runs/role.js';
import { isEndedByPlatform } from './runs/roles/managed.js';
import { isAmongScripts, isOneOff } from './runs/roles/one-off.js';
import { isSilent, ROLE_MEANINGS, type RoleMeaning } from './runs/roles/meanings.js';
import { isApart } from './runs/roles/place.js';
import { mayName } from './summaries/gates.js';
import { projectCatalog, type ProjectCatalog } from './summaries/project-catalog.js';

/** How many files may stand between a function and the entry module that its call begins with. */
const USERS_OF_USERS = 3;

type SourceCode = Readonly<TSESLint.SourceCode>;

/** What one file does with clients; each part is computed when first asked for and shared by all rules. */
export class FileLifecycle extends FileView {
  /** Constructions that a fix of one rule is about to move, which the fixes of other rules leave alone until then. */
  readonly moving = new Set<TSESTree.Node>();
  /** Which versions of packages the file runs with. */
  readonly versions: Versions;
  #clients: Clients | null = null;
  #repeat: RepeatAnalysis | null = null;
  #frameworks: FrameworkAnalysis | null = null;
  #role: Role | null = null;
  #ended: boolean | null = null;
  #project: Project | null | undefined;

  constructor(
    sourceCode: SourceCode,
    readonly settings: Settings,
    readonly index: CatalogIndex,
    readonly filename: string,
    readonly cwd: string,
    /** Reads other files of the project; `null` where there is nothing to read, or each file is judged alone. */
    readonly catalog: ProjectCatalog | null = null,
    /** Entries for what the file imports from other files of its project. */
    readonly imported: CatalogIndex | null = null,
  ) {
    super(sourceCode);
    this.versions = new Versions(settings.versions, () => this.project);
  }

  /** What surrounds the file on disk; `null` where it is not on disk. */
  get project(): Project | null {
    if (this.#project === undefined) this.#project = projectOf(this.filename, this.cwd);
    return this.#project;
  }

  /** Constructions and requests that the catalog recognises. */
  get clients(): Clients {
    const { catalog } = this;
    const mayKeep = (specifier: string): boolean => keepsValues(catalog?.textOfImport(specifier) ?? '');
    return (this.#clients ??= findClients(
      this,
      this.index,
      this.versions,
      this.imported,
      catalog?.handlersOf ?? null,
      mayKeep,
    ));
  }

  /** Judges how often code runs. */
  get repeat(): RepeatAnalysis {
    const { catalog } = this;
    return (this.#repeat ??= new RepeatAnalysis(
      this,
      this.frameworks,
      (fn) =>
        catalog !== null && isCalledOnceOnly(this.#around(catalog, USERS_OF_USERS), this, catalog.file, fn, this.cwd),
    ));
  }

  /** The files around this one, of which those that call its functions may themselves be set-up of others. */
  #around(catalog: ProjectCatalog, depth: number): Surroundings {
    return {
      importersOf: (path) => catalog.importersOf(path),
      mayName: (path, name) => mayName(catalog.textOf(path) ?? '', name),
      userAt: (path) => {
        const file = depth > 0 ? catalog.read(path) : null;
        const frameworks = file && new FrameworkAnalysis(file, this.settings.frameworks, () => []);
        return (
          frameworks && {
            file,
            repeat: new RepeatAnalysis(file, frameworks, (fn) =>
              isCalledOnceOnly(this.#around(catalog, depth - 1), file, path, fn, this.cwd),
            ),
          }
        );
      },
    };
  }

  /** What the frameworks that the file uses do with its functions. */
  get frameworks(): FrameworkAnalysis {
    return (this.#frameworks ??= new FrameworkAnalysis(
      this,
      this.settings.frameworks,
      (specifier) => this.catalog?.specifiersOfImport(specifier) ?? [],
    ));
  }

  /** What kind of program the file belongs to. */
  get role(): Role {
    return (this.#role ??= this.settings.role ?? inferRole(this, this.filename, this.cwd));
  }

  /** Whether the platform ends a call that hangs. */
  get isEndedByPlatform(): boolean {
    return (this.#ended ??= isEndedByPlatform(this.role, this.text, this.project));
  }

  /** Whether the file is a script that somebody starts once and watches. */
  get isOneOff(): boolean {
    return isOneOff(this.role, this.filename.replaceAll('\\', '/'));
  }

  /** Whether the file is a script in a folder of scripts, which a developer runs. */
  get isAmongScripts(): boolean {
    return isAmongScripts(this.role, this.filename.replaceAll('\\', '/'));
  }

  /** What the role of the file means for the rules. */
  get meaning(): RoleMeaning {
    return ROLE_MEANINGS[this.role];
  }
}

const indexes = new WeakMap<Settings, CatalogIndex>();
// Keyed by the AST because oxlint reuses one SourceCode object for all files.
// `false`: no rule says anything of the file, whatever it looks for.
const files = new WeakMap<TSESTree.Program, Map<Settings, FileLifecycle | false | null>>();

function indexFor(settings: Settings): CatalogIndex {
  const known = indexes.get(settings);
  if (known) return known;
  const index = new CatalogIndex({ ...catalog, libraries: [...settings.clients, ...catalog.libraries] });
  indexes.set(settings, index);
  return index;
}

/**
 * The shared analysis of the file a rule runs on; `null` where the text names no catalogued module or global and does
 * not match `also`, so that the rule needs no listener.
 */
export function fileLifecycle(
  context: Readonly<TSESLint.RuleContext<string, readonly unknown[]>>,
  also?: RegExp,
): FileLifecycle | null {
  const { sourceCode } = context;
  const settings = settingsOf(context);
  const bySettings = files.get(sourceCode.ast) ?? new Map<Settings, FileLifecycle | false | null>();
  files.set(sourceCode.ast, bySettings);
  const known = bySettings.get(settings);
  const wanted = known === null && also?.test(sourceCode.text) === true;
  if (known === false) return null;
  if (known !== undefined && !wanted) return known;
  const index = indexFor(settings);
  // Once for all rules: a file that comes again would be compared with the disk again.
  if (known === undefined) processStore().begin(context.filename);
  // In a browser ESLint runs in no folder, whatever its types say.
  const cwd = uniformPath(context.cwd ?? '/');
  const filename = uniformPath(context.filename);
  // Of half of the files of a service no rule says anything, which costs least to know before anything else.
  if (settings.role === null ? isApart(sourceCode, filename, cwd) : isSilent(settings.role)) {
    bySettings.set(settings, false);
    return null;
  }
  const linted = withoutServices(context);
  const surroundings = { linted, index, versions: settings.versions, cwd };
  const project = settings.project ? projectCatalog(surroundings, filename) : null;
  if (project) keepParsed(linted, project.file);
  const imported = project?.indexFor(sourceCode.text) ?? null;
  const lifecycle =
    imported?.matters === true || index.texts.gate.test(sourceCode.text) || also?.test(sourceCode.text)
      ? new FileLifecycle(linted.sourceCode, settings, index, filename, cwd, project, imported)
      : null;
  bySettings.set(settings, lifecycle);
  return lifecycle;
}

/**
 * What another file of the project does with clients, judged as if it were linted itself, with the settings of the
 * linted one; `null` where it cannot be read, or has nothing to do with clients.
 */
export function lifecycleBeside({ catalog, settings, index, cwd }: FileLifecycle, path: string): FileLifecycle | null {
  const own = catalog?.beside(path);
  const text = own?.textOf(path) ?? null;
  if (!own || text === null) return null;
  const imported = own.indexFor(text);
  if (imported?.matters !== true && !index.texts.gate.test(text)) return null;
  const sourceCode = own.parsed();
  return sourceCode && new FileLifecycle(sourceCode, settings, index, path, cwd, own, imported);
}

/**
 * The listeners of a rule that judges a file once, when all of it has been seen; none where nothing in it concerns the
 * rule (see {@link fileLifecycle}).
 */
export function judgeAtEnd(
  context: Parameters<typeof fileLifecycle>[0],
  judge: (file: FileLifecycle) => void,
  also?: RegExp,
): TSESLint.RuleListener {
  const file = fileLifecycle(context, also);
  if (!file) return {};
  return {
    'Program:exit'() {
      judge(file);
    },
  };
}
