import { parseJson, record } from './manifest.js';
import { yamlLines } from './pnpm-workspace.js';

/** Exact versions of packages in a lock file. */
export interface Lock {
  /**
   * The versions that a package may have: for a package folder (relative to the lock file, `.` for its own) that
   * depends on it by a range, as far as the lock file tells them apart.
   */
  versionsOf(name: string, folder: string, range: string | null): readonly string[];
}

const VERSION = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?/;
const NONE: Lock = { versionsOf: () => [] };

/** Lock files by name, with what reads them; the first one that is there counts. */
export const LOCK_FILES: readonly { readonly name: string; readonly parse: (text: string) => Lock }[] = [
  { name: 'package-lock.json', parse: npmLock },
  { name: 'npm-shrinkwrap.json', parse: npmLock },
  { name: 'pnpm-lock.yaml', parse: pnpmLock },
  { name: 'yarn.lock', parse: yarnLock },
  { name: 'bun.lock', parse: bunLock },
];

function versionIn(text: unknown): string[] {
  const match = typeof text === 'string' ? VERSION.exec(text) : null;
  return match ? [match[0]] : [];
}

/** `packages` by path since npm 7; before, `dependencies` by name. */
function npmLock(text: string): Lock {
  const json = record(parseJson(text));
  const packages = record(json['packages']);
  const older = record(json['dependencies']);
  return {
    versionsOf(name, folder) {
      const parts = folder === '.' ? [] : folder.split('/');
      for (let length = parts.length; length >= 0; length--) {
        const key = [...parts.slice(0, length), 'node_modules', name].join('/');
        if (Object.hasOwn(packages, key)) return versionIn(record(packages[key])['version']);
      }
      return Object.hasOwn(older, name) ? versionIn(record(older[name])['version']) : [];
    },
  };
}

/**
 * `importers` hold what each package uses; `packages` what there is at all. A lock file of one package has no
 * importers.
 */
function pnpmLock(text: string): Lock {
  const used = new Map<string, string>();
  const all = new Map<string, Set<string>>();
  const stack: { readonly depth: number; readonly key: string }[] = [];
  for (const { depth, key, value } of yamlLines(text)) {
    while ((stack.at(-1)?.depth ?? -1) >= depth) stack.pop();
    const path = stack.map((line) => line.key);
    if (path[0] === 'packages' && path.length === 1) {
      // `/undici@7.1.0`, `undici@7.1.0(peer@1.0.0)`, `/undici/7.1.0` by the version of the file.
      const [, name = '', version = ''] = /^\/?((?:@[^/]+\/)?[^/@]+)[@/]([^(_]+)/.exec(key) ?? [];
      if (VERSION.test(version)) (all.get(name) ?? all.set(name, new Set()).get(name))?.add(version);
    }
    const [importer, ...rest] = path[0] === 'importers' ? path.slice(1) : ['.', ...path];
    const isGroup = /^(?:dev|optional)?[dD]ependencies$/.test(rest[0] ?? '');
    if (isGroup && rest.length === 1 && VERSION.test(value)) used.set(`${importer ?? '.'} ${key}`, value);
    if (isGroup && rest.length === 2 && key === 'version') used.set(`${importer ?? '.'} ${rest[1] ?? ''}`, value);
    if (value === '') stack.push({ depth, key });
  }
  return {
    versionsOf(name, folder) {
      const own = versionIn(used.get(`${folder} ${name}`));
      return own.length > 0 ? own : [...(all.get(name) ?? [])];
    },
  };
}

/** Entries are named by what asks for them: `"undici@^7.0.0, undici@^7.1.0":` or `"undici@npm:^7.0.0":`. */
function yarnLock(text: string): Lock {
  const entries = new Map<string, string>();
  let asked: readonly string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^\S.*:$/.test(line) && !line.startsWith('#'))
      asked = line
        .slice(0, -1)
        .split(',')
        .map((each) => each.trim().replaceAll('"', ''));
    const [, version] = /^ {2}version:? "?([^"\s]+)"?$/.exec(line) ?? [];
    if (version === undefined) continue;
    for (const each of asked) entries.set(each.replace(/^(@?[^@]+)@npm:/, '$1@'), version);
  }
  return {
    versionsOf(name, _folder, range) {
      const own = range === null ? [] : versionIn(entries.get(`${name}@${range.replace(/^npm:/, '')}`));
      if (own.length > 0) return own;
      return [...entries].flatMap(([asker, version]) => (asker.startsWith(`${name}@`) ? versionIn(version) : []));
    },
  };
}

/** JSON with trailing commas: `"undici": ["undici@7.1.0", ...]`, nested ones as `"parent/undici"`. */
function bunLock(text: string): Lock {
  const versions = new Map<string, string>();
  for (const [, key = '', spec = ''] of text.matchAll(/^\s*"([^"\n]+)": \["([^"\n]+)"/gm)) versions.set(key, spec);
  if (versions.size === 0) return NONE;
  return {
    versionsOf(name) {
      const spec = versions.get(name) ?? '';
      return spec.startsWith(`${name}@`) ? versionIn(spec.slice(name.length + 1)) : [];
    },
  };
}
