import { matchesGlobs } from './glob.js';
import { paths, relativePath } from './paths.js';
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

/**
 * The folders of a workspace's packages by name; empty where the project has no workspace. Looked up anew when its
 * manifest or one of the folders that hold its packages changes.
 */
export function workspacePackages(files: ProjectFiles): ReadonlyMap<string, string> {
  const { root, store } = files;
  const globs = workspaceGlobs(files, root);
  const byRoot = known.get(store) ?? new Map<string, Known>();
  known.set(store, byRoot);
  const bases = [root, ...globs.map((glob) => paths.resolve(root, glob.replace(/^!/, '').replace(/\/?\*.*$/, '')))];
  const stamp = [globs.join(' '), ...bases.map((base) => store.stamp(base))].join('\n');
  const before = byRoot.get(root);
  if (before?.stamp === stamp) return before.packages;
  const packages = globs.length === 0 ? new Map<string, string>() : find(files, globs);
  byRoot.set(root, { stamp, packages });
  return packages;
}

function find(files: ProjectFiles, globs: readonly string[]): Map<string, string> {
  const packages = new Map<string, string>();
  const pending: { readonly folder: string; readonly depth: number }[] = [{ folder: files.root, depth: 0 }];
  const positive = globs.filter((glob) => !glob.startsWith('!'));
  for (let seen = 0, next = pending.pop(); next && seen < MAX_FOLDERS; next = pending.pop(), seen++) {
    const { folder, depth } = next;
    const path = relativePath(folder, files.root);
    if (path !== '' && matchesGlobs(path, globs)) {
      const { name } = manifestIn(files, folder);
      if (name !== null) packages.set(name, folder);
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

/** Whether a folder may be, or hold, what a glob names. */
function mayReach(path: string, glob: string): boolean {
  const segments = path.split('/');
  const wanted = glob.replace(/^\.\//, '').split('/');
  const open = wanted.indexOf('**');
  if (open >= 0 && segments.length > open)
    return matchesGlobs(segments.slice(0, open).join('/') || '.', [wanted.slice(0, open).join('/') || '.']);
  return segments.length <= wanted.length && matchesGlobs(path, [wanted.slice(0, segments.length).join('/')]);
}
