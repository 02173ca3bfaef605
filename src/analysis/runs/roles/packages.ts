import {
  deployments,
  functionDependencies,
  noFunctionFolders,
} from '../../../catalog/conventions/managed-functions.js';
import { ownServers } from '../../../catalog/conventions/next-files.js';
import {
  clientBundlers,
  interfaceFrameworks,
  pageModules,
  serverModules,
  typedServers,
} from '../../../catalog/conventions/packages.js';
import { workerConfigs } from '../../../catalog/conventions/workers.js';
import type { Manifest, Project } from '../../../project/package.js';
import { foldersUpTo, paths } from '../../../project/paths.js';
import { manifestIn } from '../../../project/root.js';
import { specifiersIn } from '../../../project/specifiers.js';
import type { ProjectFiles } from '../../../project/store.js';
import { workspacePackages } from '../../../project/workspace.js';
import { modulePattern } from '../../names/conventions.js';
import { startedFiles, startsBundler, startsOnNode } from './command-lines.js';

const FUNCTION_DEPENDENCY = modulePattern(functionDependencies);
const OWN_SERVER = modulePattern(ownServers);
const INTERFACE_FRAMEWORK = modulePattern(interfaceFrameworks);
const CLIENT_BUNDLER = modulePattern(clientBundlers);
const PAGE_MODULE = modulePattern(pageModules);
const TYPED_SERVER = modulePattern(typedServers);
const SERVER_MODULE = modulePattern(serverModules);

/** Specifiers that may mean a file of the package itself: relative ones, imports of package.json and usual aliases. */
const OF_PACKAGE = /^(?:\.|#|~|@\/)/;
/** How code loads a module whose name it composes, such as the application that it renders. */
const LOADS = /\b(?:import|require)\s*\(\s*(?!['"])|ssrLoadModule/;
/** Folders below a package in which descriptions of deployed functions are looked for. */
const MAX_FOLDERS = 200;

/** What the code of a package runs as; `null` where the package alone does not say, as libraries do not. */
export type PackageKind = 'server' | 'command' | 'lambda' | 'worker-runtime' | 'next' | 'browser';

const kinds = new WeakMap<Manifest, PackageKind | null>();

/**
 * The kinds of programs that the code of a file's package becomes part of: its own kind, else those of the workspace's
 * packages that depend on it, directly or through others; empty where nothing is known.
 */
export function programsOf({ files, folders, manifest }: Project): ReadonlySet<PackageKind> {
  const folder = folders.at(-1);
  const own = folder === undefined ? null : kindOf(files, folder, manifest);
  // What a command's package exports may be a library for others.
  if (own && !(own === 'command' && manifest.entry)) return new Set([own]);
  return manifest.name === null ? new Set() : programsThatUse(manifest.name, files);
}

interface WorkspacePackage {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The packages of the workspace at the root of a project. */
function packagesOf(files: ProjectFiles): readonly WorkspacePackage[] {
  const folders = workspacePackages(files, paths.resolve(files.root, 'package.json')).values();
  return [...folders].map((folder) => ({ folder, manifest: manifestIn(files, folder) }));
}

/**
 * The kinds of the packages that depend on one; nothing where some of them is of no known kind and used by nothing. In
 * a workspace of functions, such a package without a server is a task or a leftover, and says nothing.
 */
function programsThatUse(name: string, files: ProjectFiles): ReadonlySet<PackageKind> {
  const found = new Set<PackageKind>();
  const packages = packagesOf(files);
  const seen = new Set([name]);
  const pending = [name];
  const unused: string[] = [];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const users = packages.filter(({ manifest }) => manifest.runtime.has(current));
    if (users.length === 0 && current !== name) unused.push(current);
    for (const user of users) addProgram(files, user, found, seen, pending);
  }
  if (unused.length === 0) return found;
  const isServed = packages.some(
    ({ manifest }) =>
      unused.includes(manifest.name ?? '') && [...manifest.runtime].some((each) => SERVER_MODULE.test(each)),
  );
  return !isServed && found.size === 1 && found.has('lambda') ? found : new Set();
}

function addProgram(
  files: ProjectFiles,
  { folder, manifest }: WorkspacePackage,
  found: Set<PackageKind>,
  seen: Set<string>,
  pending: string[],
): void {
  const kind = kindOf(files, folder, manifest);
  if (kind) found.add(kind);
  else if (manifest.name !== null && !seen.has(manifest.name)) {
    seen.add(manifest.name);
    pending.push(manifest.name);
  }
}

/** Whether a package has a user interface for browsers: a framework of such, or a bundler beside an `index.html`. */
export function hasInterface(project: Project): boolean {
  const { dependencies } = project.manifest;
  return (
    [...dependencies].some((name) => INTERFACE_FRAMEWORK.test(name)) ||
    (project.folders.some((folder) => project.files.names(folder).has('index.html')) &&
      [...dependencies].some((name) => CLIENT_BUNDLER.test(name)))
  );
}

function kindOf(files: ProjectFiles, folder: string, manifest: Manifest): PackageKind | null {
  const known = kinds.get(manifest);
  if (known !== undefined) return known;
  // Packages may depend on each other.
  kinds.set(manifest, null);
  const kind = judge(files, folder, manifest);
  kinds.set(manifest, kind);
  return kind;
}

function judge(files: ProjectFiles, folder: string, manifest: Manifest): PackageKind | null {
  const { runtime, dependencies, commands, published } = manifest;
  if (workerConfigs.some((name) => files.names(folder).has(name))) return 'worker-runtime';
  const serves = [...runtime].some((name) => OWN_SERVER.test(name));
  if (!serves && isDeployedAsFunctions(files, folder, manifest)) return 'lambda';
  if (dependencies.has('next') && !serves) return 'next';
  // `start:static` of what a bundler serves otherwise only shows what was built.
  if (!serves && startsBundler(manifest) && isBrowserPackage(files, folder, manifest)) return 'browser';
  if (onlyServesFiles(files, folder, manifest)) return 'browser';
  if (serves || startsOnNode(manifest)) return 'server';
  if (commands.length > 0)
    return [...runtime].some((name) => SERVER_MODULE.test(name)) && !published ? null : 'command';
  return isBrowserPackage(files, folder, manifest) ? 'browser' : null;
}

/**
 * Whether a package of a user interface is started by programs that import no other file of it: they send what a
 * bundler has made of the rest.
 */
function onlyServesFiles(files: ProjectFiles, folder: string, { dependencies, ...manifest }: Manifest): boolean {
  const started = startedFiles(manifest);
  if (!started || started.length === 0 || !files.names(folder).has('index.html')) return false;
  if (![...dependencies].some((name) => CLIENT_BUNDLER.test(name))) return false;
  return started.every((path) => {
    const text = files.text(paths.resolve(folder, path));
    return text !== '' && !LOADS.test(text) && specifiersIn(text).every((source) => !OF_PACKAGE.test(source));
  });
}

/** Whether a package's dependencies, or what lies in, above or below its folder, say that managed functions run it. */
function isDeployedAsFunctions(files: ProjectFiles, folder: string, manifest: Manifest): boolean {
  if (startsOnNode(manifest)) return false;
  if ([...manifest.dependencies].some((name) => FUNCTION_DEPENDENCY.test(name))) return true;
  return (
    foldersUpTo(folder, files.root).some((each) => hasDeployment(files, each)) || hasDeploymentBelow(files, folder)
  );
}

/** Whether a folder holds a file which describes how functions are deployed. */
export function hasDeployment(files: ProjectFiles, folder: string): boolean {
  const names = files.names(folder);
  return deployments.some((deployment) =>
    deployment.names.some((name) => {
      if (!names.has(name)) return false;
      const text = files.text(paths.resolve(folder, name));
      return deployment.says.every((word) => text.includes(word));
    }),
  );
}

/** `services/users/serverless.yml`: descriptions in folders of a package that have no package.json of their own. */
function hasDeploymentBelow(files: ProjectFiles, top: string): boolean {
  let budget = MAX_FOLDERS;
  const visit = (folder: string, depth: number): boolean =>
    [...files.names(folder)].some((name) => {
      if (name.includes('.') || noFunctionFolders.includes(name) || budget-- <= 0) return false;
      const child = paths.resolve(folder, name);
      const names = files.names(child);
      if (names.size === 0 || names.has('package.json')) return false;
      return hasDeployment(files, child) || (depth < 3 && visit(child, depth + 1));
    });
  return visit(top, 1);
}

/**
 * Whether everything of a package runs in browsers: it has a framework of user interfaces or the entry of a bundler, or
 * is a bundle that pages load, nothing in it is a program of Node.js, and it is not published for others, who might
 * render it on a server, unless it comes with style sheets or draws in a page; or it is a plugin of such a package of
 * the workspace.
 */
function isBrowserPackage(files: ProjectFiles, folder: string, manifest: Manifest): boolean {
  const { runtime, dependencies, published, styles } = manifest;
  // What a bundler serves gets the types of its server's routes.
  const isTyped = (name: string): boolean =>
    TYPED_SERVER.test(name) && startsBundler(manifest) && !startsOnNode(manifest);
  if ([...runtime].some((name) => SERVER_MODULE.test(name) && !isTyped(name))) return false;
  if (styles && [...runtime].some((name) => INTERFACE_FRAMEWORK.test(name))) return true;
  if ([...runtime].some((name) => PAGE_MODULE.test(name))) return true;
  if (isPluginOfInterface(files, manifest)) return true;
  if (published) return false;
  const hasFramework = [...dependencies].some((name) => INTERFACE_FRAMEWORK.test(name));
  const hasEntry = files.names(folder).has('index.html') && [...dependencies].some((name) => CLIENT_BUNDLER.test(name));
  if (!hasFramework && !hasEntry && !manifest.loadedByPages) return false;
  // An application that nobody can import: a server that depends on it serves its files.
  if (hasFramework && startsBundler(manifest) && !manifest.entry) return true;
  // The pages of Next.js load such a bundle in the browser.
  const users: readonly PackageKind[] = manifest.loadedByPages ? ['browser', 'next'] : ['browser'];
  return manifest.name === null || !isUsedElsewhere(files, manifest.name, users);
}

/** Whether a package of the workspace that it expects beside itself is one of a user interface with its styles. */
function isPluginOfInterface(files: ProjectFiles, { peers }: Manifest): boolean {
  return (
    peers.size > 0 &&
    packagesOf(files).some(
      ({ folder, manifest }) =>
        manifest.name !== null &&
        peers.has(manifest.name) &&
        manifest.styles &&
        kindOf(files, folder, manifest) === 'browser',
    )
  );
}

/** Whether some package of the workspace that depends on one is of another kind, or of none that is known. */
function isUsedElsewhere(files: ProjectFiles, name: string, users: readonly PackageKind[]): boolean {
  return packagesOf(files).some(({ folder, manifest }) => {
    if (!manifest.runtime.has(name)) return false;
    const kind = kindOf(files, folder, manifest);
    return kind === null || !users.includes(kind);
  });
}
