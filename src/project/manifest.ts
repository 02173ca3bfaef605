/** The parts of a package.json that say what a package is for and what it uses. */
export interface Manifest {
  readonly name: string | null;
  readonly version: string | null;
  /** Paths of commands, relative to the package, without extension. */
  readonly commands: readonly string[];
  /** All packages that it names, also those for development. */
  readonly dependencies: ReadonlySet<string>;
  /** Those of them that its code needs when it runs. */
  readonly runtime: ReadonlySet<string>;
  /** Those that the program which uses the package has to bring: what it is a plugin of. */
  readonly peers: ReadonlySet<string>;
  /** Whether it names style sheets among what others import, as only packages for pages do. */
  readonly styles: boolean;
  /** Ranges of dependencies by name, as written (`^7.1.0`, `catalog:`, `workspace:*`). */
  readonly ranges: ReadonlyMap<string, string>;
  /** Command lines by the name of the script. */
  readonly scripts: ReadonlyMap<string, string>;
  /** Whether others can import it: it names an entry point other than a command. */
  readonly entry: boolean;
  /** Published for others to import: not private, with an entry point and types or a list of files. */
  readonly published: boolean;
  /** Whether its main file is a bundle that pages load (UMD or IIFE, by the names that bundlers give them). */
  readonly loadedByPages: boolean;
  /** Globs of workspace packages, relative to the package; none where it is no root of a workspace. */
  readonly workspaces: readonly string[];
  /** Ranges that workspace packages refer to as `catalog:` (of Bun and Yarn), by catalog and name. */
  readonly catalogs: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** `engines.node`. */
  readonly node: string | null;
}

/** The manifest of folders without a package.json. */
export const NO_MANIFEST: Manifest = {
  name: null,
  version: null,
  commands: [],
  dependencies: new Set(),
  runtime: new Set(),
  peers: new Set(),
  styles: false,
  ranges: new Map(),
  scripts: new Map(),
  entry: false,
  published: false,
  loadedByPages: false,
  workspaces: [],
  catalogs: new Map(),
  node: null,
};

function withoutExtension(path: string): string {
  return path.replace(/^\.\//, '').replace(/\.[cm]?[jt]s$/, '');
}

/** A package.json; one that is no JSON says nothing. */
export function parseManifest(text: string): Manifest {
  const json = parseJson(text);
  if (json === null) return NO_MANIFEST;
  const manifest = record(json);
  const { bin } = manifest;
  const commands = (typeof bin === 'string' ? [bin] : strings(Object.values(record(bin)))).map(withoutExtension);
  const entry = manifest['exports'] ?? manifest['main'] ?? manifest['module'];
  const ranges = new Map(
    ['peerDependencies', 'devDependencies', 'optionalDependencies', 'dependencies'].flatMap((key) =>
      Object.entries(record(manifest[key])).flatMap(([name, range]) =>
        typeof range === 'string' ? [[name, range] as const] : [],
      ),
    ),
  );
  return {
    name: stringOr(manifest['name']),
    version: stringOr(manifest['version']),
    commands,
    dependencies: new Set(ranges.keys()),
    runtime: new Set(
      ['dependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) => Object.keys(record(manifest[key]))),
    ),
    peers: new Set(Object.keys(record(manifest['peerDependencies']))),
    styles: namesStyles(manifest),
    ranges,
    scripts: new Map(
      Object.entries(record(manifest['scripts'])).flatMap(([name, line]) =>
        typeof line === 'string' ? [[name, line] as const] : [],
      ),
    ),
    // `npm init` names a main file for every package, also where that is the command.
    entry: entry !== undefined && !(typeof entry === 'string' && commands.includes(withoutExtension(entry))),
    published:
      manifest['private'] !== true &&
      entry !== undefined &&
      (manifest['types'] ?? manifest['typings'] ?? manifest['files']) !== undefined,
    loadedByPages: /\.(?:umd|iife)(?:\.min)?\.[cm]?js$/.test(stringOr(manifest['main']) ?? ''),
    workspaces: workspacesOf(manifest['workspaces']),
    catalogs: catalogsOf(manifest),
    node: stringOr(record(manifest['engines'])['node']),
  };
}

/** `style` (a field that bundlers read), or an entry point that is a style sheet. */
function namesStyles({ style, exports }: Readonly<Record<string, unknown>>): boolean {
  const entries = [...Object.keys(record(exports)), ...Object.values(record(exports)).flatMap(textsOf)];
  return typeof style === 'string' || entries.some((entry) => /\.(?:css|scss|sass|less)$/.test(entry));
}

function textsOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : Object.values(record(value)).flatMap(textsOf);
}

/** A list of globs, or an object that holds it under `packages` (Yarn, Bun). */
function workspacesOf(value: unknown): string[] {
  return strings(Array.isArray(value) ? value : record(value)['packages']);
}

function catalogsOf(manifest: Readonly<Record<string, unknown>>): Map<string, ReadonlyMap<string, string>> {
  const catalogs = new Map<string, ReadonlyMap<string, string>>();
  for (const holder of [manifest, record(manifest['workspaces'])]) {
    const named = { default: holder['catalog'], ...record(holder['catalogs']) };
    for (const [name, ranges] of Object.entries(named)) {
      const entries = Object.entries(record(ranges));
      if (entries.length > 0)
        catalogs.set(
          name,
          new Map(entries.flatMap(([key, range]) => (typeof range === 'string' ? [[key, range] as const] : []))),
        );
    }
  }
  return catalogs;
}

/** JSON, or `null` where it is none. */
export function parseJson(text: string): unknown {
  try {
    // Some editors write a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return null;
  }
}

/** An object of a JSON value; empty for everything that is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The strings of a list. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function stringOr(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
