import { foldersUpTo, paths } from './paths.js';
import { resolveSource } from './resolver.js';
import { filesBelow, isSource } from './source-files.js';
import { allSpecifiersIn, specifiersIn } from './specifiers.js';
import type { ProjectFiles } from './store.js';

/** Source files that are searched for importers; a larger project is not searched, and nothing is known of it. */
const MAX_FILES = 20_000;
const SOURCE = /\.[cm]?[jt]sx?$/;
/**
 * How long an answer holds, in multiples of the time that it took: an editor sees changes, a lint run searches once.
 */
const HOLDS = 20;

interface Search {
  /** The longest time that a search has taken, in milliseconds: the first one reads, later ones compare. */
  readonly took: number;
  readonly until: number;
  /** All source files. */
  readonly all: readonly string[];
  /** Files by the last word of what they import: all that a module may be called by. */
  readonly byWord: ReadonlyMap<string, readonly string[]>;
  /** Answers, by what was asked: a run asks for the same files on the way from many. */
  readonly importers: Map<string, readonly Importer[]>;
  /** What specifiers mean in a folder: the words of one file are those of many. */
  readonly sources: Map<string, string | null>;
}

const searches = new WeakMap<object, Map<string, Search | null>>();

/** Files that import a file, with the specifiers by which they do. */
export interface Importer {
  readonly path: string;
  readonly specifiers: readonly string[];
}

/**
 * The files of the checkout that import a file; `null` where there are too many files to say. Searched by text, then
 * resolved. Those that import types of it alone count only where `types` says so: they may be given what it makes.
 */
export function importersOf(files: ProjectFiles, target: string, types = false): readonly Importer[] | null {
  const search = searchOf(files, checkoutOf(files, target));
  if (!search) return null;
  const key = `${String(types)} ${target}`;
  const known = search.importers.get(key);
  if (known) return known;
  const found = importersIn(search, files, target, types ? allSpecifiersIn : specifiersIn);
  search.importers.set(key, found);
  return found;
}

function importersIn(
  search: Search,
  files: ProjectFiles,
  target: string,
  named: typeof specifiersIn,
): readonly Importer[] {
  const candidates = new Set(wordsFor(files, target).flatMap((word) => search.byWord.get(word) ?? []));
  return [...candidates].flatMap((path) => {
    const specifiers = (files.derive(path, named) ?? []).filter(
      (specifier) => sourceOf(search, files, path, specifier) === target,
    );
    return specifiers.length > 0 ? [{ path, specifiers }] : [];
  });
}

function sourceOf({ sources }: Search, files: ProjectFiles, path: string, specifier: string): string | null {
  const key = `${paths.dirname(path)}\0${specifier}`;
  const known = sources.get(key);
  if (known !== undefined) return known;
  const source = resolveSource(files, path, specifier);
  sources.set(key, source);
  return source;
}

/** The files of the checkout around a file that import a package; `null` where there are too many files to say. */
export function importersOfPackage(files: ProjectFiles, around: string, specifier: string): readonly string[] | null {
  const search = searchOf(files, checkoutOf(files, around));
  return (
    search &&
    (search.byWord.get(wordOf(specifier)) ?? []).filter((path) =>
      (files.derive(path, specifiersIn) ?? []).includes(specifier),
    )
  );
}

/** The source files of the checkout around a file; `null` where there are too many files to say. */
export function sourcesAround(files: ProjectFiles, around: string): readonly string[] | null {
  const search = searchOf(files, checkoutOf(files, around));
  return search && search.all;
}

/** The topmost folder with a package.json around a file: a run may lint several checkouts at once. */
function checkoutOf(files: ProjectFiles, file: string): string {
  const folders = foldersUpTo(paths.dirname(file), files.root);
  return folders.reverse().find((folder) => files.names(folder).has('package.json')) ?? files.root;
}

/** The last words of specifiers that may mean a file: its name, its folder's for an index, its package's. */
function wordsFor(files: ProjectFiles, target: string): string[] {
  const folders = foldersUpTo(paths.dirname(target), files.root);
  const owner = folders.find((folder) => files.names(folder).has('package.json'));
  const { name } = (owner === undefined ? null : files.derive(paths.resolve(owner, 'package.json'), nameOf)) ?? {};
  return [wordOf(target), wordOf(paths.dirname(target)), '', ...(name ? [wordOf(name)] : [])];
}

function nameOf(text: string): { readonly name?: string } {
  const [, name] = /"name"\s*:\s*"([^"]+)"/.exec(text) ?? [];
  return name === undefined ? {} : { name };
}

function wordOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? '').replace(SOURCE, '').replace(/^\.+$/, '');
}

function searchOf(files: ProjectFiles, root: string): Search | null {
  const byRoot = searches.get(files.store) ?? new Map<string, Search | null>();
  searches.set(files.store, byRoot);
  const known = byRoot.get(root);
  const start = Date.now();
  if (known === null || (known && known.until > start)) return known;
  const byWord = new Map<string, string[]>();
  const all: string[] = [];
  for (const path of filesBelow(files, root)) {
    if (!isSource(path)) continue;
    if (all.push(path) > MAX_FILES) {
      byRoot.set(root, null);
      return null;
    }
    const words = new Set((files.derive(path, allSpecifiersIn) ?? []).map(wordOf));
    for (const word of words) (byWord.get(word) ?? byWord.set(word, []).get(word))?.push(path);
  }
  const end = Date.now();
  const took = Math.max(end - start, known?.took ?? 0);
  const search: Search = { took, until: end + HOLDS * took, all, byWord, importers: new Map(), sources: new Map() };
  byRoot.set(root, search);
  return search;
}
