import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** What surrounds a file on disk. Files that exist nowhere (snippets, unsaved buffers) have no project. */
export interface Project {
  /** Folders from the file's own to the one with the nearest package.json, innermost first. */
  readonly folders: readonly string[];
  /** The path of the file in that package, with forward slashes. */
  readonly path: string;
  readonly manifest: Manifest;
}

/** The parts of a package.json that say what a package is for. */
export interface Manifest {
  /** Paths of commands, relative to the package, without extension. */
  readonly commands: readonly string[];
  readonly dependencies: ReadonlySet<string>;
  readonly scripts: ReadonlySet<string>;
  /** Published for others to import: not private, with an entry point and types or a list of files. */
  readonly published: boolean;
}

const NONE: Manifest = { commands: [], dependencies: new Set(), scripts: new Set(), published: false };
const listings = new Map<string, ReadonlySet<string>>();
const manifests = new Map<string, Manifest>();
const texts = new Map<string, string>();

/** The project of a file; `null` where the file is not on disk. Read once per folder and process. */
export function projectOf(filename: string, cwd: string): Project | null {
  const file = resolve(cwd, filename);
  if (!existsSync(file)) return null;
  const folders: string[] = [];
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    folders.push(folder);
    if (namesIn(folder).has('package.json'))
      return { folders, path: relativePath(file, folder), manifest: manifestIn(folder) };
    if (folder === dirname(folder)) return { folders: folders.slice(0, 1), path: '', manifest: NONE };
  }
}

/** A path with forward slashes, relative to the folder that is linted, so that the folders above it say nothing. */
export function relativePath(filename: string, cwd: string): string {
  const path = isAbsolute(filename) ? relative(cwd, filename) : filename;
  return path.split(sep).join('/');
}

/** The names of the entries of a folder; empty when it cannot be read. */
export function namesIn(folder: string): ReadonlySet<string> {
  const known = listings.get(folder);
  if (known) return known;
  const names = new Set(attempt(() => readdirSync(folder), []));
  listings.set(folder, names);
  return names;
}

/** The text of a file; empty when it cannot be read. */
export function textOf(path: string): string {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const text = attempt(() => readFileSync(path, 'utf8'), '');
  texts.set(path, text);
  return text;
}

function manifestIn(folder: string): Manifest {
  const known = manifests.get(folder);
  if (known) return known;
  const manifest = attempt(() => parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))), NONE);
  manifests.set(folder, manifest);
  return manifest;
}

function parse(json: unknown): Manifest {
  const manifest = record(json);
  const { bin } = manifest;
  const commands =
    typeof bin === 'string' ? [bin] : Object.values(record(bin)).filter((path) => typeof path === 'string');
  const entry = manifest['exports'] ?? manifest['main'] ?? manifest['module'];
  return {
    commands: commands.map((path) => path.replace(/^\.\//, '').replace(/\.[cm]?[jt]s$/, '')),
    dependencies: new Set(
      ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) => Object.keys(record(manifest[key]))),
    ),
    scripts: new Set(Object.keys(record(manifest['scripts']))),
    published:
      manifest['private'] !== true &&
      entry !== undefined &&
      (manifest['types'] ?? manifest['typings'] ?? manifest['files']) !== undefined,
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    // What cannot be read proves nothing.
    return otherwise;
  }
}
