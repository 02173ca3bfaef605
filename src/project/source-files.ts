import { paths } from './paths.js';
import type { ProjectFiles } from './store.js';

/** Extensions of sources, in the order in which they are tried. */
export const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'];
const EXTENSION = /\.[cm]?[jt]sx?$/;
/** The extensions of sources that a specifier with the extension of a compiled file may mean. */
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/**
 * The source file that an absolute path means, with or without an extension, with that of the compiled file, or the
 * index file of a folder, as bundlers and TypeScript find it; `null` where there is none.
 */
export function sourceFileAt(files: ProjectFiles, path: string): string | null {
  const folder = paths.dirname(path);
  const name = paths.basename(path);
  const names = files.names(folder);
  if (names.size === 0) return null;
  const extension = EXTENSION.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - extension.length);
  const candidates = [
    ...(extension === '' ? [] : [name]),
    ...(COMPILED[extension] ?? []).map((end) => stem + end),
    ...EXTENSIONS.map((end) => name + end),
    // Some sources are imported with an extension that neither they nor their output have.
    ...(extension === '' ? [] : EXTENSIONS.map((end) => stem + end)),
  ];
  for (const candidate of candidates) {
    const file = paths.resolve(folder, candidate);
    if (names.has(candidate) && files.isFile(file)) return file;
  }
  return names.has(name) ? indexOf(files, path) : null;
}

function indexOf(files: ProjectFiles, folder: string): string | null {
  const names = files.names(folder);
  const index = EXTENSIONS.map((end) => `index${end}`).find((name) => names.has(name));
  const file = index === undefined ? null : paths.resolve(folder, index);
  return file !== null && files.isFile(file) ? file : null;
}

/** The source file that a relative specifier means in a file. */
export function relativeSource(files: ProjectFiles, from: string, specifier: string): string | null {
  return /^\.{1,2}(?:\/|$)/.test(specifier) ? sourceFileAt(files, paths.resolve(paths.dirname(from), specifier)) : null;
}

const DECLARATION = /\.d\.[cm]?ts$/;
/** Folders of dependencies, outputs and tools. */
const SKIPPED = /^(?:node_modules|\..*|dist|build|out|coverage|vendor)$/;

/** Whether a path is that of a source file, not of declarations alone. */
export function isSource(path: string): boolean {
  return EXTENSION.test(path) && !DECLARATION.test(path);
}

/** Whether a folder's entry holds dependencies or outputs, or belongs to a tool. */
export function isSkipped(name: string): boolean {
  return SKIPPED.test(name);
}

/** The files below a folder, in no order; not those of dependencies, outputs and tools. */
export function* filesBelow(files: ProjectFiles, root: string): Generator<string> {
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const name of files.names(folder)) {
      if (isSkipped(name)) continue;
      const path = paths.resolve(folder, name);
      // Names with an extension are files.
      if (EXTENSION.test(name) || /\.\w{1,5}$/.test(name)) yield path;
      else pending.push(path);
    }
  }
}
