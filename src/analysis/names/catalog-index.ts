import { returnedResponses } from '../../catalog/conventions/responses.js';
import type {
  BorrowFact,
  Catalog,
  ClassFactory,
  ClassKey,
  Construct,
  Library,
  RequestFact,
} from '../../catalog/types.js';
import { escapeRegExp } from './conventions.js';
import { globToRegExp, Names } from './export-names.js';
import { Gate, type TextTest } from './gate.js';
import { namesOf, ownersOf, type TextOfNames } from './library-names.js';

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
  /** A call without which the library does not matter. */
  readonly needs: RegExp | null;
  /** A name without which it does not either; `owners`: without which nothing is constructed that owns connections. */
  readonly names: TextOfNames;
  readonly owners: TextOfNames;
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

/** Whether what a library has may send a request; what owns connections is asked for by its name. */
function sendsRequests({ requests = [], constructs }: Library): boolean {
  return requests.length > 0 || constructs.some(({ owns }) => owns === 'none');
}

/** Whether a library has requests that take a limit each. */
function takesLimits({ requests = [], constructs }: Library): boolean {
  const derived = constructs.flatMap(({ derives = [] }) => derives);
  const all = [...constructs, ...derived].flatMap((construct) => construct.requests ?? []);
  return [...requests, ...all].some(({ timeouts = [] }) => timeouts.length > 0);
}

/** Whether a text has one of some names; `null` where it may have them by any name. */
function isIn(names: TextOfNames, text: string): boolean {
  return names?.test(text) ?? true;
}

/**
 * `return fetch(...)`, `=> client.request(...)`, `return { response }`: what may be a response by its name;
 * `.then(resolve)`, `http.get(url, resolve)`, `resolve(response)`: so may be what a promise is resolved with.
 */
const RETURNS_RESPONSE = new RegExp(
  String.raw`(?:\breturn\s+(?:\(?\{[^{}]{0,200}?)?|=>\s+(?:\(\{[^{}]{0,200}?)?)(?:await\s+)?` +
    String.raw`[\w.$]*(?:${returnedResponses.join('|')})\b` +
    String.raw`|[,(]\s*resolve\s*[,)]|\bresolve\(\w*(?:${returnedResponses.join('|')})\)`,
  'i',
);

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
  /** Matches the text of files which may name a catalogued module or global; other files need no analysis. */
  readonly gate: TextTest;
  /**
   * Whether a text may construct a client that owns something; an object of its own for each index, so that its
   * answers can be kept by it.
   */
  readonly mayConstruct: (text: string) => boolean;
  /** Whether a text may have a function that sends a request and returns what it gets. */
  readonly mayRequest: (text: string) => boolean;
  /** What the gate says, by a function whose answers can be kept by it. */
  readonly mayMatter: (text: string) => boolean;
  /** Whether a text may send a request that takes a limit. */
  readonly maySend: (text: string) => boolean;
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
        needs: library.needs === undefined ? null : new RegExp(`\\b${escapeRegExp(library.needs)}\\s*\\(`),
        names: namesOf(library),
        owners: ownersOf(library),
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
    this.gate = new Gate((specifier, text) => this.#mayMatter(specifier, text), [...this.#globals.keys()]);
    this.mayMatter = (text) => this.gate.test(text);
    const constructs = new Gate((specifier, text) => this.#mayOwn(specifier, text), []);
    this.mayConstruct = (text) => constructs.test(text);
    const globals = [...this.#globals].flatMap(([name, { index }]) => (sendsRequests(index.library) ? [name] : []));
    const requests = new Gate((specifier, text) => this.#maySend(specifier, text), globals);
    this.mayRequest = (text) => RETURNS_RESPONSE.test(text) && requests.test(text);
    const limited = new Gate(
      (specifier, text) =>
        this.#libraries(specifier).some(
          ({ library, needs, names }) => takesLimits(library) && isIn(needs ?? names, text),
        ),
      [...this.#globals].flatMap(([name, { index }]) => (takesLimits(index.library) ? [name] : [])),
    );
    this.maySend = (text) => limited.test(text);
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

  /** Whether a module matters in a text: it does only together with a name that it exports, or a call of one. */
  #mayMatter(specifier: string, text: string): boolean {
    // A function that returns its argument matters only beside what makes that.
    return this.#libraries(specifier).some(
      ({ library, needs, names }) => !passesOnly(library) && ((needs ?? names)?.test(text) ?? true),
    );
  }

  /** Whether a module sends requests, or constructs what does so without connections of its own. */
  #maySend(specifier: string, text: string): boolean {
    return this.#libraries(specifier).some(
      ({ library, needs }) => sendsRequests(library) && (needs?.test(text) ?? true),
    );
  }

  /** Whether a module constructs something that owns connections, and a text has the name of it. */
  #mayOwn(specifier: string, text: string): boolean {
    return this.#libraries(specifier).some(({ owners }) => owners?.test(text) ?? true);
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

function passesOnly({ passes, borrows, constructs, requests = [], acquires = [] }: Library): boolean {
  return (passes ?? borrows) !== undefined && constructs.length + requests.length + acquires.length === 0;
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
