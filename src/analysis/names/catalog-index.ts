import type {
  BorrowFact,
  Catalog,
  ClassFactory,
  ClassKey,
  Construct,
  Library,
  RequestFact,
} from '../../catalog/types.js';
import { CatalogTexts } from './catalog-texts.js';
import { globToRegExp, Names } from './export-names.js';
import { passesOnly, takesLimits } from './library-facts.js';

/** A construct of the catalog together with its library. */
export interface KnownConstruct {
  readonly library: Library;
  readonly construct: Construct;
  /** `library#export`, as settings name it. */
  readonly id: string;
}

/** A request function of the catalog together with its library. */
export interface KnownRequest {
  readonly library: Library;
  readonly request: RequestFact;
}

interface LibraryIndex {
  readonly library: Library;
  readonly constructs: Names<Construct>;
  readonly requests: Names<RequestFact>;
  readonly setters: Names<{ readonly export: string; readonly argument: number }>;
  readonly passes: Names<{ readonly export: string; readonly argument: number }>;
  readonly borrows: Names<BorrowFact>;
  readonly classFactories: Names<ClassFactory>;
  readonly classKeys: Names<ClassKey>;
}

/** What a function that makes classes at run time makes. */
export interface KnownClassFactory {
  /** Constructs of the made classes. */
  readonly known: KnownConstruct;
  /** Whether the classes are members of the result, at any depth. */
  readonly tree: boolean;
}

/**
 * Look-ups in a catalog by what a file writes. A path through `default` and one without it denote the same export,
 * because that is how CommonJS modules appear to ES modules and to compiled code.
 */
export class CatalogIndex {
  readonly #byModule = new Map<string, LibraryIndex[]>();
  readonly #families: { readonly pattern: RegExp; readonly index: LibraryIndex }[] = [];
  /** Answers by specifier: the same ones come with every file. */
  readonly #found = new Map<string, readonly LibraryIndex[]>();
  readonly #globals = new Map<string, { readonly index: LibraryIndex; readonly path: readonly string[] }>();
  /** How bodies of each kind are read and released. */
  readonly bodies: Catalog['bodies'];
  /** What the texts of files say before anything of them is analysed. */
  readonly texts: CatalogTexts;
  /** Whether something of it sends requests that take a limit. */
  readonly sends: boolean;

  /** Whether it says more than what functions do with their arguments, which matters only beside what makes those. */
  readonly matters: boolean;

  constructor(catalog: Catalog) {
    this.bodies = catalog.bodies;
    this.matters = catalog.libraries.some(({ passes = [], ...library }) => passes.length > 0 || !passesOnly(library));
    for (const library of catalog.libraries) {
      const index: LibraryIndex = {
        library,
        constructs: new Names(library.constructs),
        requests: new Names(library.requests ?? []),
        setters: new Names(library.globalSetters ?? []),
        passes: new Names(library.passes ?? []),
        borrows: new Names(library.borrows ?? []),
        classFactories: new Names(library.classFactories ?? []),
        classKeys: new Names(library.classKeys ?? []),
      };
      for (const specifier of library.modules) {
        if (specifier.includes('*')) this.#families.push({ pattern: globToRegExp(specifier, '/'), index });
        else (this.#byModule.get(specifier) ?? this.#byModule.set(specifier, []).get(specifier))?.push(index);
      }
      for (const [name, path] of Object.entries(library.globals ?? {})) {
        this.#globals.set(name, { index, path: path.split('.') });
      }
    }
    const globals = [...this.#globals].map(([name, { index }]) => ({ name, library: index.library }));
    this.texts = new CatalogTexts((specifier) => this.libraries(specifier), globals);
    this.sends = catalog.libraries.some(takesLimits);
  }

  /** Names of the global variables that denote catalogued exports. */
  get globals(): IterableIterator<string> {
    return this.#globals.keys();
  }

  /** Whether an import specifier belongs to the catalog. */
  knows(specifier: string): boolean {
    return this.#libraries(specifier).length > 0;
  }

  /** The libraries that an import specifier may belong to; several when versions differ. */
  libraries(specifier: string): readonly Library[] {
    return this.#libraries(specifier).map(({ library }) => library);
  }

  /** What `path` in a module constructs; several entries when library versions differ. */
  constructs(specifier: string, path: readonly string[], how: 'new' | 'call'): KnownConstruct[] {
    return this.#libraries(specifier).flatMap((index) => constructsIn(index, path, how));
  }

  /** What request function `path` in a module is. */
  requests(specifier: string, path: readonly string[]): KnownRequest[] {
    return this.#libraries(specifier).flatMap((index) =>
      index.requests.find(path).map((request) => ({ library: index.library, request })),
    );
  }

  /** Which argument a function keeps for the rest of the process, when it is one that does. */
  setter(specifier: string, path: readonly string[]): { readonly argument: number } | null {
    return this.#libraries(specifier).flatMap((index) => index.setters.find(path))[0] ?? null;
  }

  /** Which argument a function returns, when it is one that does. */
  passes(specifier: string, path: readonly string[]): { readonly argument: number } | null {
    return this.#libraries(specifier).flatMap((index) => index.passes.find(path))[0] ?? null;
  }

  /** The arguments that a function only borrows. */
  borrows(specifier: string, path: readonly string[]): readonly BorrowFact[] {
    return this.#libraries(specifier).flatMap((index) => index.borrows.find(path));
  }

  /** What classes a function makes, when it is one that does. */
  classFactory(specifier: string, path: readonly string[]): KnownClassFactory | null {
    for (const index of this.#libraries(specifier)) {
      const [factory] = index.classFactories.find(path);
      const [known] = factory ? constructsIn(index, factory.construct.split('.'), 'new') : [];
      if (factory && known) return { known, tree: factory.result === 'tree' };
    }
    return null;
  }

  /** What classes are that take the result of a function, and as which argument. */
  classKey(
    specifier: string,
    path: readonly string[],
  ): { readonly known: KnownConstruct; readonly argument: number } | null {
    for (const index of this.#libraries(specifier)) {
      const [key] = index.classKeys.find(path);
      const [known] = key ? constructsIn(index, key.construct.split('.'), 'new') : [];
      if (key && known) return { known, argument: key.argument };
    }
    return null;
  }

  /** The module-like specifier and path under which a global variable is looked up. */
  global(name: string): { readonly specifier: string; readonly path: readonly string[] } | null {
    const found = this.#globals.get(name);
    return found ? { specifier: `global:${found.index.library.name}`, path: found.path } : null;
  }

  #libraries(specifier: string): readonly LibraryIndex[] {
    const known = this.#found.get(specifier);
    if (known) return known;
    const found = this.#find(specifier);
    this.#found.set(specifier, found);
    return found;
  }

  #find(specifier: string): readonly LibraryIndex[] {
    if (specifier.startsWith('global:')) {
      return [...this.#globals.values()]
        .map(({ index }) => index)
        .filter((index) => specifier === `global:${index.library.name}`)
        .slice(0, 1);
    }
    const bare = specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
    const exact = this.#byModule.get(bare) ?? [];
    const found = bare === specifier ? exact : exact.filter(({ library }) => library.builtin);
    if (found.length > 0) return found;
    return this.#families.filter(({ pattern }) => pattern.test(specifier)).map(({ index }) => index);
  }
}

function constructsIn(index: LibraryIndex, path: readonly string[], how: 'new' | 'call'): KnownConstruct[] {
  return index.constructs
    .find(path)
    .filter((construct) => construct.create === 'either' || construct.create === how)
    .map((construct) => ({ library: index.library, construct, id: `${index.library.name}#${construct.export}` }));
}

/** Request functions of a constructed value by method path. */
export function requestsOn(construct: Construct, path: readonly string[]): readonly RequestFact[] {
  const { requests = [], close, views = [], returnsSelf = [] } = construct;
  const name = path.join('.');
  const own = requests.filter((request) => request.export === name);
  if (own.length > 0 || path.length !== 1 || !/^[a-zA-Z]/.test(name)) return own;
  const isOther = [...close.map(({ method }) => method), ...views, ...returnsSelf, 'waitForReady'].includes(name);
  return isOther ? own : requests.filter((request) => request.export === '*');
}
