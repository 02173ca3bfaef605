import { builtin } from './disk.js';
import { paths, relativePath } from './paths.js';
import { projectRoot } from './root.js';
import { filesBelow, isSource } from './source-files.js';
import { processStore, ProjectFiles } from './store.js';

/** Manifests, lock files and descriptions of deployments, which tell versions, roles and names of packages. */
const DESCRIPTION = /\.(?:json|jsonc|ya?ml|toml|lock)$/;
/** How many hexadecimal digits are enough to tell two states of a project apart. */
const DIGITS = 20;

/**
 * A text that changes when any file does by which the rules may judge another one: sources, manifests, lock files,
 * descriptions of deployments. ESLint's cache keeps a result as long as file and configuration stay as they are; with
 * this in `settings` the configuration changes with the project. By content, so that a fresh checkout has the same.
 * @param folder Absolute path of the linted folder; all of its checkout or workspace counts.
 * @returns Hexadecimal digits; empty where there is no disk.
 */
export function projectFingerprint(folder: string): string {
  const hash = builtin('node:crypto')?.createHash('sha256');
  if (!hash) return '';
  const store = processStore();
  store.begin();
  const root = projectRoot(store, paths.resolve(folder));
  const files = new ProjectFiles(root, store);
  const wanted = [...filesBelow(files, root)].filter((path) => isSource(path) || DESCRIPTION.test(path));
  // In the same order on every system: folders are told apart by slashes.
  const named = wanted.map((path) => ({ path, name: relativePath(path, root) }));
  named.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { path, name } of named) hash.update(`${name}\0${files.read(path) ?? ''}\0`);
  return hash.digest('hex').slice(0, DIGITS);
}
