import { parseJson, record } from './manifest.js';
import { foldersUpTo, paths } from './paths.js';
import { manifestIn } from './root.js';
import { relativeSource, sourceFileAt } from './source-files.js';
import type { ProjectFiles } from './store.js';
import { matchPattern, outputsIn, pathMapOf } from './tsconfig.js';
import { packageOf } from './versions.js';
import { workspacePackages } from './workspace.js';

/** Conditions of `exports` and `imports`, in the order in which they are tried: sources before what is built. */
const CONDITIONS = ['source', 'development', 'node', 'import', 'module', 'require', 'default', 'types'];
/** Conditions with a hyphen that other platforms have. */
const FOREIGN = /^(?:react-native|react-server|edge-light|electron-\w+)$/;
/** Folders of compiled files, which stand for the sources they are made from. */
const OUTPUT = /^(?:\.\/)?(?:dist|build|lib|out|output|esm|cjs|es|types)\//;
const FOLDERS_OF_OUTPUT = /^(?:esm|cjs|es|module|node|types|src)\//;

/**
 * The source file of the project that a specifier means in a file: relative, by package `imports`, by an alias of the
 * nearest tsconfig.json or of package.json, the name of a workspace package, or from `baseUrl`. `null` for npm
 * packages, modules of Node.js and what cannot be found. Nothing below `node_modules` is ever a source.
 *
 * Written here rather than taken from a library because all of it goes through the project's store: no link, pipe or
 * huge file is read, answers are as fresh as the store's, and nothing has to be installed.
 */
export function resolveSource(files: ProjectFiles, from: string, specifier: string): string | null {
  const key = [files.root, paths.dirname(from), specifier].join('\0');
  return files.store.remembered(resolveSource, key, () => resolveNew(files, from, specifier));
}

function resolveNew(files: ProjectFiles, from: string, specifier: string): string | null {
  const found = find(
    files,
    from,
    specifier.replace(/[?#].*$/, (rest) => (specifier.startsWith('#') ? rest : '')),
  );
  return found === null || found.includes(`${paths.sep}node_modules${paths.sep}`) ? null : found;
}

function find(files: ProjectFiles, from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return relativeSource(files, from, specifier);
  if (specifier === '' || specifier.startsWith('node:') || paths.isAbsolute(specifier) || specifier.includes('\0'))
    return null;
  if (specifier.startsWith('#')) {
    const own = imported(files, from, specifier);
    if (own !== null) return own;
  }
  const near = [files.root, paths.dirname(from)].join('\0');
  const { aliases, baseUrl } = files.store.remembered(pathMapOf, near, () => pathMapOf(files, from));
  for (const { pattern, targets } of aliases) {
    const rest = matchPattern(pattern, specifier);
    if (rest === null) continue;
    for (const target of targets) {
      const file = sourceFileAt(files, target.replace('*', rest));
      if (file !== null) return file;
    }
  }
  const alias = aliased(files, from, specifier);
  if (alias !== null) return alias;
  const packages = files.store.remembered(workspacePackages, near, () => workspacePackages(files, from));
  const name = packageOf(specifier);
  const folder = packages.get(name) ?? ownPackage(files, from, name) ?? linkedPackage(files, from, name);
  if (folder !== null) return packageSource(files, folder, specifier.slice(name.length));
  return baseUrl === null ? null : sourceFileAt(files, paths.resolve(baseUrl, specifier));
}

/** `"_moduleAliases": { "@models": "models" }` in package.json, which the package module-alias reads. */
function aliased(files: ProjectFiles, from: string, specifier: string): string | null {
  const own = packageAround(files, from);
  for (const [alias, target] of Object.entries(own?.entries.aliases ?? {})) {
    if (!own || typeof target !== 'string' || (specifier !== alias && !specifier.startsWith(`${alias}/`))) continue;
    const file = builtFrom(files, own.folder, `${target.replace(/\/$/, '')}${specifier.slice(alias.length)}`);
    if (file !== null) return file;
  }
  return null;
}

/** A package may import itself by its name. */
function ownPackage(files: ProjectFiles, from: string, name: string): string | null {
  const folder = packageFolder(files, from);
  return folder !== null && manifestIn(files, folder).name === name ? folder : null;
}

/** `"@acme/db": "file:../db"`: a folder of the checkout that no workspace lists. */
function linkedPackage(files: ProjectFiles, from: string, name: string): string | null {
  const folder = packageFolder(files, from);
  const range = folder === null ? undefined : manifestIn(files, folder).ranges.get(name);
  const [, path] = /^(?:file|link|portal):(.+)$/.exec(range ?? '') ?? [];
  const linked = folder !== null && path !== undefined ? paths.resolve(folder, path) : null;
  return linked !== null && files.names(linked).has('package.json') ? linked : null;
}

function packageFolder(files: ProjectFiles, from: string): string | null {
  return foldersUpTo(paths.dirname(from), files.root).find((folder) => files.names(folder).has('package.json')) ?? null;
}

interface Entries {
  /** The entry points by their subpaths, `.` for the package itself; `null` where all files are entry points. */
  readonly exports: Readonly<Record<string, unknown>> | null;
  readonly imports: Readonly<Record<string, unknown>>;
  readonly aliases: Readonly<Record<string, unknown>>;
  readonly mains: readonly string[];
}

function parseEntries(text: string): Entries {
  const manifest = record(parseJson(text));
  const mains = ['source', 'module', 'main', 'types'].flatMap((key) => {
    const value = manifest[key];
    return typeof value === 'string' ? [value] : [];
  });
  return {
    exports: subpathsOf(manifest['exports'] ?? null),
    imports: record(manifest['imports']),
    aliases: record(manifest['_moduleAliases']),
    mains,
  };
}

function subpathsOf(exports: unknown): Readonly<Record<string, unknown>> | null {
  if (exports === null) return null;
  const map = record(exports);
  return Object.keys(map).some((key) => key.startsWith('.')) ? map : { '.': exports };
}

function entriesIn(files: ProjectFiles, folder: string): Entries | null {
  return files.derive(paths.resolve(folder, 'package.json'), parseEntries);
}

/** The package that a file belongs to. */
function packageAround(
  files: ProjectFiles,
  from: string,
): { readonly folder: string; readonly entries: Entries } | null {
  const folder = packageFolder(files, from);
  const entries = folder === null ? null : entriesIn(files, folder);
  return folder === null || entries === null ? null : { folder, entries };
}

/** `#name` by the `imports` of the package. */
function imported(files: ProjectFiles, from: string, specifier: string): string | null {
  const own = packageAround(files, from);
  for (const target of own ? targetsOf(own.entries.imports, specifier) : []) {
    const file = own && target.startsWith('.') ? builtFrom(files, own.folder, target) : null;
    if (file !== null) return file;
  }
  return null;
}

/** The source of a workspace package that a subpath (`''` for the package itself, or `/x`) means. */
function packageSource(files: ProjectFiles, folder: string, subpath: string): string | null {
  const entries = entriesIn(files, folder);
  const map = entries?.exports ?? null;
  if (map !== null) {
    for (const target of targetsOf(map, `.${subpath}`)) {
      const file = builtFrom(files, folder, target);
      if (file !== null) return file;
    }
    // A bundle has another name than what it is made from.
    return subpath === '' && '.' in map ? sourceFileAt(files, paths.resolve(folder, 'src')) : null;
  }
  if (subpath !== '') return builtFrom(files, folder, `.${subpath}`);
  for (const main of entries?.mains ?? []) {
    const file = builtFrom(files, folder, main);
    if (file !== null) return file;
  }
  return sourceFileAt(files, paths.resolve(folder, 'src')) ?? sourceFileAt(files, folder);
}

/** What a key of `exports` or `imports` stands for under the conditions that are tried, patterns included. */
function* targetsOf(map: Readonly<Record<string, unknown>>, key: string): Generator<string> {
  if (Object.hasOwn(map, key)) {
    yield* strings(map[key], '');
    return;
  }
  const patterns = Object.keys(map)
    .filter((pattern) => pattern.includes('*'))
    .sort((a, b) => b.indexOf('*') - a.indexOf('*'));
  for (const pattern of patterns) {
    const rest = matchPattern(pattern, key);
    if (rest !== null) yield* strings(map[pattern], rest);
  }
}

function* strings(target: unknown, rest: string): Generator<string> {
  if (typeof target === 'string') yield target.replaceAll('*', rest);
  else if (Array.isArray(target)) for (const each of target as readonly unknown[]) yield* strings(each, rest);
  else {
    const conditions = record(target);
    for (const condition of CONDITIONS)
      if (Object.hasOwn(conditions, condition)) yield* strings(conditions[condition], rest);
    // Conditions of the project's own (`@acme/source`); those of other platforms may lead to other code.
    for (const condition of Object.keys(conditions))
      if (/[@/:-]/.test(condition) && !FOREIGN.test(condition)) yield* strings(conditions[condition], rest);
  }
}

/** The source from which a file of a package is built, or the file itself where it is one. */
function builtFrom(files: ProjectFiles, folder: string, target: string): string | null {
  const path = target.replace(/^\.\//, '').replace(/\.d(\.[cm]?ts)$/, '$1');
  const own = outputsIn(files, folder).find(({ outDir }) => path.startsWith(`${outDir}/`));
  if (!own && !OUTPUT.test(path)) return sourceFileAt(files, paths.resolve(folder, path));
  const below = own ? path.slice(own.outDir.length + 1) : path.replace(OUTPUT, '');
  const inner = below.replace(FOLDERS_OF_OUTPUT, '');
  const rooted = own ? [`${own.rootDir}/${below}`] : [];
  for (const candidate of [...rooted, `src/${inner}`, inner, `source/${inner}`, `lib/${inner}`]) {
    const file = sourceFileAt(files, paths.resolve(folder, candidate));
    if (file !== null) return file;
  }
  // `lib` and `es` are folders of sources as well.
  return /^(?:lib|es|types)\//.test(path) ? sourceFileAt(files, paths.resolve(folder, path)) : null;
}
