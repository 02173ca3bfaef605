import { builtin } from './disk.js';

interface Paths {
  readonly sep: string;
  isAbsolute(path: string): boolean;
  dirname(path: string): string;
  basename(path: string): string;
  resolve(...parts: string[]): string;
  relative(from: string, to: string): string;
}

/** Where there is no Node.js there are no files: the text of a path is all that is asked for. */
const TEXT_ONLY: Paths = {
  sep: '/',
  isAbsolute: (path) => path.startsWith('/'),
  dirname: (path) => path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || '/',
  basename: (path) => path.slice(path.lastIndexOf('/') + 1),
  resolve: (...parts) => parts.join('/'),
  relative: (from, to) => (to.startsWith(`${from}/`) ? to.slice(from.length + 1) : to),
};

/** `node:path`, or the little of it that a browser needs; a copy, so that tests can give it the paths of Windows. */
export const paths: Paths = { ...(builtin('node:path') ?? TEXT_ONLY) };

/** Where a path of Windows begins: a drive, or the server and the share of a network. */
const DRIVE_OR_SHARE = /^(?:[A-Za-z]:|[\\/]{2}[^\\/?.][^\\/]*[\\/]+[^\\/]+)/;

/**
 * An absolute path whose drive or network share is written as all others here are. Windows takes both in any case:
 * VS Code writes `c:` where a terminal has `C:`, and paths are compared as text. Elsewhere the path as it is.
 */
export function uniformPath(path: string): string {
  if (paths.sep !== '\\') return path;
  return path.replace(DRIVE_OR_SHARE, (start) => (start.endsWith(':') ? start.toUpperCase() : start.toLowerCase()));
}

/** A path with forward slashes, relative to a folder; a path that is relative already is taken to be so. */
export function relativePath(filename: string, folder: string): string {
  const path = paths.isAbsolute(filename) ? paths.relative(folder, filename) : filename;
  return path.split(paths.sep).join('/');
}

/** Whether a path is a folder itself or lies in it; both absolute. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(paths.sep) ? folder : folder + paths.sep);
}

/** A folder and the folders above it, up to `root` inclusive, innermost first; none where it is not in `root`. */
export function foldersUpTo(folder: string, root: string): string[] {
  const folders: string[] = [];
  for (let current = folder; isWithin(current, root); current = paths.dirname(current)) {
    folders.push(current);
    if (current === root || current === paths.dirname(current)) break;
  }
  return folders;
}
