// Fetches published packages into a cache and lists their sources.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../node_modules/.cache/client-lifecycle/packages', import.meta.url));
const SOURCE = /\.[cm]?[jt]sx?$/;
const GENERATED = /\.d\.[cm]?ts$|[.-]min\.[cm]?js$|\.umd\.js$|\.bundle\.js$/;
/** Larger files are bundles, which nobody lints. */
const MAX_BYTES = 300_000;

/**
 * Makes sure that a package lies unpacked in the cache.
 * @param {string} name
 * @param {string} version An exact version, or `latest`.
 * @returns {{ id: string, folder: string }} `name@version`, and where it lies.
 */
export function ensurePackage(name, version) {
  const exact = version === 'latest' ? npm(['view', `${name}@latest`, 'version']).trim() : version;
  const id = `${name}@${exact}`;
  const folder = join(cache, id.replace('/', '+'));
  if (existsSync(folder)) return { id, folder };
  mkdirSync(cache, { recursive: true });
  const tarball = npm(['pack', '--silent', '--ignore-scripts', '--pack-destination', cache, id])
    .trim()
    .split('\n')
    .at(-1);
  if (!tarball) throw new Error(`npm pack ${id} printed no file name`);
  // Renamed when complete, so that an interrupted run leaves nothing half unpacked behind.
  const unpacking = `${folder}.unpacking`;
  rmSync(unpacking, { recursive: true, force: true });
  mkdirSync(unpacking);
  execFileSync('tar', ['xzf', join(cache, tarball), '-C', unpacking, '--strip-components=1']);
  rmSync(join(cache, tarball));
  renameSync(unpacking, folder);
  return { id, folder };
}

/** @param {string[]} args */
function npm(args) {
  return execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/**
 * Paths of the sources in a folder, without declarations, bundles and files whose text was seen before: builds repeat
 * sources.
 * @param {string} folder
 * @param {Set<string>} seen Hashes of the texts listed so far; grows.
 * @returns {string[]} Relative to the folder.
 */
export function sourceFiles(folder, seen) {
  return walk(folder)
    .filter((path) => SOURCE.test(path) && !GENERATED.test(path) && statSync(path).size <= MAX_BYTES)
    .filter((path) => {
      const hash = createHash('sha1').update(readFileSync(path)).digest('base64');
      if (seen.has(hash)) return false;
      seen.add(hash);
      return true;
    })
    .map((path) => relative(folder, path));
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function walk(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', '.git'].includes(entry.name) ? [] : walk(path);
    return entry.isFile() ? [path] : [];
  });
}
