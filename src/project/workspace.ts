import { matchesGlobs, withoutBraces } from './glob.js';
import { foldersUpTo, paths, relativePath } from './paths.js';
import { manifestIn, workspaceGlobs } from './root.js';
import type { ProjectFiles } from './store.js';

/** Folders below a workspace's root that its globs may reach with `**`. */
const MAX_DEPTH = 5;
const MAX_FOLDERS = 3_000;
const SKIPPED = /^(?:node_modules|\..*|dist|build|coverage)$/;

interface Known {
  readonly stamp: string;
  readonly packages: ReadonlyMap<string, string>;
}

const known = new WeakMap<object, Map<string, Known>>();

const NO_PACKAGES: ReadonlyMap<string, string> = new Map();

/**
 * The folders of the packages of a file's workspace by name; empty where it lies in none. The topmost folder with globs
 * is the workspace's root: a run may lint several checkouts at once.
 */
export function workspacePackages(files: ProjectFiles, file: string): ReadonlyMap<string, string> {
  const root = foldersUpTo(paths.dirname(file), files.root)
    .reverse()
    .find((folder) => workspaceGlobs(files, folder).length > 0);
  return root === undefined ? NO_PACKAGES : packagesOf(files, root);
}

/** Looked up anew when the manifest of a workspace or one of the folders that hold its packages changes. */
function packagesOf(files: ProjectFiles, root: string): ReadonlyMap<string, string> {
  const { store } = files;
  const globs = workspaceGlobs(files, root).flatMap(withoutBraces);
  const byRoot = known.get(store) ?? new Map<string, Known>();
  known.set(store, byRoot);
  const bases = [root, ...globs.map((glob) => paths.resolve(root, glob.replace(/^!/, '').replace(/\/?\*.*$/, '')))];
  const stamp = [globs.join(' '), ...bases.map((base) => store.stamp(base))].join('\n');
  const before = byRoot.get(root);
  if (before?.stamp === stamp) return before.packages;
  const packages = find(files, root, globs);
  byRoot.set(root, { stamp, packages });
  return packages;
}

function find(files: ProjectFiles, root: string, globs: readonly string[]): Map<string, string> {
  const packages = new Map<string, string>();
  const pending: { readonly folder: string; readonly depth: number }[] = [{ folder: root, depth: 0 }];
  const positive = globs.filter((glob) => !glob.startsWith('!'));
  for (let seen = 0, next = pending.pop(); next && seen < MAX_FOLDERS; next = pending.pop(), seen++) {
    const { folder, depth } = next;
    const path = relativePath(folder, root);
    if (path !== '' && matchesGlobs(path, globs)) {
      const name = manifestIn(files, folder).name ?? nameOfFolder(files, folder);
      if (name !== null && !packages.has(name)) packages.set(name, folder);
    }
    if (depth >= MAX_DEPTH) continue;
    for (const name of files.names(folder)) {
      const below = path === '' ? name : `${path}/${name}`;
      if (!SKIPPED.test(name) && positive.some((glob) => mayReach(below, glob)))
        pending.push({ folder: paths.resolve(folder, name), depth: depth + 1 });
    }
  }
  return packages;
}

/** npm links a package without a name under that of its folder, with a scope above it; `null` for no package. */
function nameOfFolder(files: ProjectFiles, folder: string): string | null {
  if (!files.names(folder).has('package.json')) return null;
  const scope = paths.basename(paths.dirname(folder));
  return `${scope.startsWith('@') ? `${scope}/` : ''}${paths.basename(folder)}`;
}

/** Whether a folder may be, or hold, what a glob names. */
function mayReach(path: string, glob: string): boolean {
  const segments = path.split('/');
  const wanted = glob.replace(/^\.\//, '').split('/');
  const open = wanted.indexOf('**');
  if (open >= 0 && segments.length > open)
    return matchesGlobs(segments.slice(0, open).join('/') || '.', [wanted.slice(0, open).join('/') || '.']);
  return segments.length <= wanted.length && matchesGlobs(path, [wanted.slice(0, segments.length).join('/')]);
}
