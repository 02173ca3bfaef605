// Installed packages: loading their modules, and their text for look-ups of names.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('node_modules/', import.meta.url));
const require = createRequire(import.meta.url);
const BUDGET = 12_000_000;
/**
 * What a package hands its options to, although it does not depend on it itself.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const behind = { '@nestjs/mongoose': ['mongodb'] };
/** @type {Map<string, { text: string, version: string }>} */
const texts = new Map();

/**
 * A module of an installed package, `null` where it does not load outside of a browser, a bundle or its native binary.
 * @param {string} alias
 * @param {string} subpath
 * @returns {Promise<Record<string, unknown> | null>}
 */
export async function load(alias, subpath) {
  try {
    return await import(`${alias}${subpath}`);
  } catch {
    try {
      const value = require(`${alias}${subpath}`);
      return { default: value, ...value };
    } catch {
      return null;
    }
  }
}

/**
 * The version of a package and the text of its code and types, with those of the packages it is made of.
 * @param {string} alias
 */
export function packageText(alias) {
  const known = texts.get(alias);
  if (known) return known;
  const folder = join(root, alias);
  /** @type {{ version: string, dependencies?: Record<string, string>, peerDependencies?: Record<string, string> }} */
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const folders = [
    folder,
    ...[...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }), ...(behind[alias] ?? [])].map(
      (name) =>
        existsSync(join(folder, 'node_modules', name)) ? join(folder, 'node_modules', name) : join(root, name),
    ),
  ];
  let text = '';
  for (const each of folders) if (existsSync(each) && text.length < BUDGET) text += textOf(each, BUDGET - text.length);
  const found = { text, version: manifest.version };
  texts.set(alias, found);
  return found;
}

/**
 * @param {string} folder
 * @param {number} budget
 * @returns {string}
 */
function textOf(folder, budget) {
  let text = '';
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (text.length > budget) break;
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') text += textOf(join(folder, entry.name), budget - text.length);
    } else if (/\.[mc]?(?:js|ts)$/.test(entry.name)) {
      text += readFileSync(join(folder, entry.name), 'utf8');
    }
  }
  return text;
}
