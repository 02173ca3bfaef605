import { parseJson, record, strings } from './manifest.js';
import { foldersUpTo, paths } from './paths.js';
import type { ProjectFiles } from './store.js';

/** How a TypeScript project writes its own modules. */
export interface PathMap {
  /** Folder from which specifiers that are not relative are looked up as well; `null` without `baseUrl`. */
  readonly baseUrl: string | null;
  /** Patterns with at most one `*`, and the absolute paths they stand for, best match first. */
  readonly aliases: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
}

interface TsConfig {
  readonly extends: readonly string[];
  readonly references: readonly string[];
  readonly baseUrl: string | null;
  readonly paths: Readonly<Record<string, readonly string[]>> | null;
  readonly outDir: string | null;
  readonly rootDir: string | null;
}

/** Where a package is compiled to, and what from; relative to it. */
interface Output {
  readonly outDir: string;
  readonly rootDir: string;
}

const NO_MAP: PathMap = { baseUrl: null, aliases: [] };
const NAMES = ['tsconfig.json', 'jsconfig.json'];
/** Configurations that one may extend, one after the other. */
const MAX_DEPTH = 6;

/** The aliases that hold for a file: those of the nearest tsconfig.json or jsconfig.json, with what it extends. */
export function pathMapOf(files: ProjectFiles, file: string): PathMap {
  for (const folder of foldersUpTo(paths.dirname(file), files.root)) {
    const name = NAMES.find((each) => files.names(folder).has(each));
    if (name === undefined) continue;
    const path = paths.resolve(folder, name);
    const own = mapIn(files, path, 0);
    if (own.aliases.length > 0 || own.baseUrl !== null) return own;
    // A solution that only refers to the real ones (Vite's tsconfig.app.json).
    const referred = (files.derive(path, parseTsConfig)?.references ?? [])
      .map((reference) => mapIn(files, configAt(files, paths.resolve(folder, reference)), 1))
      .find(({ aliases, baseUrl }) => aliases.length > 0 || baseUrl !== null);
    if (referred) return referred;
    return own;
  }
  return NO_MAP;
}

function configAt(files: ProjectFiles, path: string): string {
  if (files.isFile(path)) return path;
  const json = `${path}.json`;
  return files.isFile(json) ? json : paths.resolve(path, 'tsconfig.json');
}

function mapIn(files: ProjectFiles, path: string, depth: number): PathMap {
  const config = depth > MAX_DEPTH ? null : files.derive(path, parseTsConfig);
  if (!config) return NO_MAP;
  const folder = paths.dirname(path);
  let map = NO_MAP;
  for (const base of config.extends) {
    // A base that is a package has no aliases of this project.
    if (!base.startsWith('.')) continue;
    const inherited = mapIn(files, configAt(files, paths.resolve(folder, base)), depth + 1);
    map = {
      baseUrl: inherited.baseUrl ?? map.baseUrl,
      aliases: inherited.aliases.length > 0 ? inherited.aliases : map.aliases,
    };
  }
  const baseUrl = config.baseUrl === null ? map.baseUrl : paths.resolve(folder, config.baseUrl);
  return { baseUrl, aliases: config.paths ? aliasesOf(config.paths, baseUrl ?? folder) : map.aliases };
}

function aliasesOf(map: Readonly<Record<string, readonly string[]>>, base: string): PathMap['aliases'] {
  return Object.entries(map)
    .map(([pattern, targets]) => ({
      pattern,
      targets: targets.map((target) => paths.resolve(base, target.replace('${configDir}', base))),
    }))
    .sort((a, b) => prefixOf(b.pattern).length - prefixOf(a.pattern).length);
}

function prefixOf(pattern: string): string {
  const star = pattern.indexOf('*');
  // An exact pattern comes before all others.
  return star < 0 ? `${pattern}\uFFFF` : pattern.slice(0, star);
}

/** Configurations with which packages are compiled. */
const COMPILING = ['tsconfig.json', 'tsconfig.build.json', 'tsconfig.lib.json'];

/** The folders that the configurations of a package compile it to. */
export function outputsIn(files: ProjectFiles, folder: string): readonly Output[] {
  return COMPILING.flatMap((name) => {
    const { outDir = null, rootDir } = files.derive(paths.resolve(folder, name), parseTsConfig) ?? {};
    return outDir === null ? [] : [{ outDir, rootDir: rootDir ?? 'src' }];
  });
}

/** What stands for `*` when a specifier matches a pattern; `null` where it does not match. */
export function matchPattern(pattern: string, specifier: string): string | null {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === specifier ? '' : null;
  const [prefix, suffix] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return specifier.length >= prefix.length + suffix.length && specifier.startsWith(prefix) && specifier.endsWith(suffix)
    ? specifier.slice(prefix.length, specifier.length - suffix.length)
    : null;
}

function parseTsConfig(text: string): TsConfig {
  const json = record(parseJson(withoutComments(text)));
  const options = record(json['compilerOptions']);
  const base = options['baseUrl'];
  const map = options['paths'];
  return {
    extends: typeof json['extends'] === 'string' ? [json['extends']] : strings(json['extends']),
    references: (Array.isArray(json['references']) ? json['references'] : []).flatMap((reference: unknown) =>
      strings([record(reference)['path']]),
    ),
    baseUrl: typeof base === 'string' ? base : null,
    outDir: folderIn(options['outDir']),
    rootDir: folderIn(options['rootDir']),
    paths:
      typeof map === 'object' && map !== null
        ? Object.fromEntries(Object.entries(map).map(([pattern, targets]) => [pattern, strings(targets)]))
        : null,
  };
}

/** A folder of the package itself: `./build/out` as `build/out`. */
function folderIn(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const path = value.replace(/^(?:\$\{configDir\}|\.)\//, '').replace(/\/+$/, '');
  return /^\.|^\/|^$/.test(path) && !/^\.\w/.test(path) ? null : path;
}

/** JSON with comments and trailing commas as JSON. */
export function withoutComments(text: string): string {
  const kept = text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, (match) =>
    match.startsWith('"') ? match : '',
  );
  return kept.replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (match) => (match === ',' ? '' : match));
}
