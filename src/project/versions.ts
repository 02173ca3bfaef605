import intersects from 'semver/ranges/intersects.js';
import subset from 'semver/ranges/subset.js';
import validRange from 'semver/ranges/valid.js';
import { LOCK_FILES } from './lock-files.js';
import { parseManifest } from './manifest.js';
import { foldersUpTo, paths, relativePath } from './paths.js';
import { manifestIn, pnpmWorkspaceIn } from './root.js';
import type { Project } from './package.js';
import type { ProjectFiles } from './store.js';

const PRERELEASES = { includePrerelease: true };

/** The package of an import specifier: `@aws-sdk/client-s3` of `@aws-sdk/client-s3/dist-cjs/x.js`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/**
 * Which versions of packages a file runs with. In this order: the setting `versions`, the installed package's own
 * package.json, the lock file, the range of the nearest package.json that names it; `node` stands for Node.js itself
 * (`versions`, else `engines.node`). Answers are `undefined` where what is known allows both.
 */
export class Versions {
  readonly #given: Readonly<Record<string, string>>;
  readonly #project: () => Project | null;
  readonly #known = new Map<string, string | null>();

  constructor(given: Readonly<Record<string, string>>, project: () => Project | null) {
    this.#given = given;
    this.#project = project;
  }

  /** The version of a package, or the range it lies in; `null` where nothing is known. */
  of(name: string): string | null {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const found = Object.hasOwn(this.#given, name) ? (this.#given[name] ?? null) : this.#find(name);
    const range = found === null ? null : validRange(found, PRERELEASES);
    // A range that allows everything is no knowledge.
    const version = range === null || range === '' || range === '*' || range === '>=0.0.0-0' ? null : range;
    this.#known.set(name, version);
    return version;
  }

  /** Whether all versions that are possible lie in a range; `undefined` where only some do, or nothing is known. */
  satisfies(name: string, range: string): boolean | undefined {
    const version = this.of(name);
    if (version === null) return undefined;
    if (subset(version, range, PRERELEASES)) return true;
    return intersects(version, range, PRERELEASES) ? undefined : false;
  }

  /** Whether a package has at least a version such as `7`, `3.521` or `4.4.1`. */
  isAtLeast(name: string, version: string): boolean | undefined {
    return this.satisfies(name, `>=${version}`);
  }

  /**
   * Whether a fact that holds for a range of versions only may be relied upon; one without a range always may. With an
   * unknown version it may not.
   */
  holds(specifier: string, range: string | undefined): boolean {
    return range === undefined || range === '*' || this.satisfies(packageOf(specifier), range) === true;
  }

  /** Whether a fact that holds for a range of versions only is possible. */
  mayHold(specifier: string, range: string | undefined): boolean {
    return range === undefined || range === '*' || this.satisfies(packageOf(specifier), range) !== false;
  }

  #find(name: string): string | null {
    const project = this.#project();
    if (!project) return null;
    const { files } = project;
    const folders = foldersUpTo(paths.dirname(project.file), files.root);
    if (name === 'node') return nodeRange(files, folders);
    return installed(files, folders, name) ?? locked(files, folders, name);
  }
}

function nodeRange(files: ProjectFiles, folders: readonly string[]): string | null {
  for (const folder of folders) {
    const { node } = manifestIn(files, folder);
    if (node !== null) return node;
  }
  return null;
}

/** The version of the package that Node.js would load from here; links of package managers stay inside the project. */
function installed(files: ProjectFiles, folders: readonly string[], name: string): string | null {
  for (const folder of folders) {
    const path = paths.resolve(folder, 'node_modules', name, 'package.json');
    const manifest = files.derive(path, parseManifest);
    if (manifest?.version !== null && manifest?.version !== undefined) return manifest.version;
  }
  return null;
}

/** The version of the lock file; without one, or where it does not say, the range of the nearest package.json. */
function locked(files: ProjectFiles, folders: readonly string[], name: string): string | null {
  const owner = folders.find((folder) => manifestIn(files, folder).ranges.has(name)) ?? null;
  const range = owner === null ? null : (manifestIn(files, owner).ranges.get(name) ?? null);
  for (const folder of folders) {
    const found = LOCK_FILES.find((each) => files.names(folder).has(each.name));
    const lock = found && files.derive(paths.resolve(folder, found.name), found.parse);
    const user = owner === null || relativePath(owner, folder) === '' ? '.' : relativePath(owner, folder);
    const versions = lock?.versionsOf(name, user, range) ?? [];
    if (versions.length > 0) return versions.join(' || ');
  }
  return range === null ? null : plainRange(files, folders, name, range);
}

/** A range without the protocols of package managers; `null` for links, tags and addresses. */
function plainRange(files: ProjectFiles, folders: readonly string[], name: string, range: string): string | null {
  const [, catalog] = /^catalog:(.*)$/.exec(range) ?? [];
  if (catalog !== undefined) return catalogRange(files, folders, name, catalog.trim() || 'default');
  const [, alias, version] = /^npm:(@?[^@]+)(?:@(.+))?$/.exec(range) ?? [];
  if (alias !== undefined) return alias === name ? (version ?? null) : null;
  return validRange(range) === null ? null : range;
}

function catalogRange(files: ProjectFiles, folders: readonly string[], name: string, catalog: string): string | null {
  for (const folder of folders) {
    for (const { catalogs } of [pnpmWorkspaceIn(files, folder), manifestIn(files, folder)]) {
      const range = catalogs.get(catalog)?.get(name);
      if (range !== undefined) return validRange(range) === null ? null : range;
    }
  }
  return null;
}
