import { matchesGlobs } from './glob.js';
import { NO_MANIFEST, parseJson, parseManifest, record, strings, type Manifest } from './manifest.js';
import { isWithin, paths, relativePath } from './paths.js';
import { parsePnpmWorkspace, type PnpmWorkspace } from './pnpm-workspace.js';
import type { ProjectFiles, ProjectStore } from './store.js';
import { withoutComments } from './tsconfig.js';

const NO_WORKSPACE: PnpmWorkspace = { packages: [], catalogs: new Map() };

/** The manifest of a folder's package.json, if it has one that can be read. */
export function manifestIn(files: Pick<ProjectFiles, 'derive'>, folder: string): Manifest {
  return files.derive(paths.resolve(folder, 'package.json'), parseManifest) ?? NO_MANIFEST;
}

/** What a folder's pnpm-workspace.yaml says. */
export function pnpmWorkspaceIn(files: Pick<ProjectFiles, 'derive'>, folder: string): PnpmWorkspace {
  return files.derive(paths.resolve(folder, 'pnpm-workspace.yaml'), parsePnpmWorkspace) ?? NO_WORKSPACE;
}

/**
 * The globs of a workspace's packages, relative to its root; none where a folder is no such root. npm, Yarn, Bun and
 * pnpm have globs; Lerna of old has its own, and Rush lists the folders one by one.
 */
export function workspaceGlobs(files: Pick<ProjectFiles, 'derive'>, folder: string): readonly string[] {
  return [
    ...manifestIn(files, folder).workspaces,
    ...pnpmWorkspaceIn(files, folder).packages,
    ...(files.derive(paths.resolve(folder, 'lerna.json'), lernaPackages) ?? []),
    ...(files.derive(paths.resolve(folder, 'rush.json'), rushFolders) ?? []),
  ];
}

function lernaPackages(text: string): readonly string[] {
  return strings(record(parseJson(text))['packages']);
}

function rushFolders(text: string): readonly string[] {
  const { projects } = record(parseJson(withoutComments(text)));
  return (Array.isArray(projects) ? projects : []).flatMap((project: unknown) =>
    strings([record(project)['projectFolder']]),
  );
}

/**
 * The folder outside of which nothing is read for a lint run in `cwd`: the checkout (the nearest `.git`), else the
 * topmost workspace whose globs name the folder of the run or one around it, else `cwd`. Turbo and lint-staged run in a
 * package of the workspace. Above `cwd` only `.git` and the files that list packages are asked for.
 */
export function projectRoot(store: ProjectStore, cwd: string): string {
  let root = cwd;
  for (let folder = cwd; ; folder = paths.dirname(folder)) {
    if (store.exists(paths.resolve(folder, '.git'))) return folder;
    if (folder !== cwd && holds(workspaceGlobs(store, folder), relativePath(cwd, folder))) root = folder;
    if (folder === paths.dirname(folder)) return root;
  }
}

function holds(globs: readonly string[], path: string): boolean {
  if (globs.length === 0) return false;
  const segments = path.split('/');
  return segments.some((_, index) => matchesGlobs(segments.slice(0, index + 1).join('/'), globs));
}

/** The project root for one file; a file outside of the run's project belongs to that of its own folder. */
export function rootOf(store: ProjectStore, file: string, cwd: string): string {
  const root = projectRoot(store, cwd);
  return isWithin(file, root) ? root : projectRoot(store, paths.dirname(file));
}
