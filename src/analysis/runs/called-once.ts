import { escapeRegExp } from '../names/conventions.js';
import { isTest } from './test-files.js';

/** Files that are looked at; what more of them import is no set-up. */
const MAX_FILES = 8;
/** What may stand between the beginning of a line and a call of the top level. */
const BEFORE_CALL = String.raw`(?:(?:export\s+)?(?:const|let)\s[^;=]*=\s*)?(?:(?:await|void)\s+)?`;

/** The files around the linted one. */
export interface Surroundings {
  readonly file: string;
  importersOf(path: string): readonly { readonly path: string }[] | null;
  textOf(path: string): string | null;
}

/**
 * Whether other files do nothing with an exported function but to call it at the beginning of a line of their top
 * level, as entry modules call their set-up: `await loadSecrets();`. Judged by text, so that doubt says no.
 */
export function isCalledAtTopLevelOnly(surroundings: Surroundings, name: string, cwd: string): boolean {
  const importers = surroundings.importersOf(surroundings.file);
  const users = importers?.filter(({ path }) => !isTest({ cwd }, path));
  if (!users || users.length === 0 || users.length > MAX_FILES) return false;
  const uses = users.map(({ path }) => usesIn(surroundings.textOf(path), name));
  return !uses.includes('other') && uses.includes('top level');
}

function usesIn(text: string | null, name: string): 'none' | 'top level' | 'other' {
  if (text === null || /\b(?:import|export)\s*\*/.test(text) || /\bexport\b[^;]*\bfrom\b/.test(text)) return 'other';
  const word = String.raw`(?<![\w$.])${escapeRegExp(name)}(?![\w$])`;
  const all = text.match(new RegExp(word, 'g'))?.length ?? 0;
  if (all === 0) return /\brequire\s*\(|\bimport\s*\(/.test(text) ? 'other' : 'none';
  const imports = text.match(new RegExp(String.raw`\bimport\b[^;'"]*${word}[^;'"]*from\b`, 'g'))?.length ?? 0;
  const calls = text.match(new RegExp(String.raw`^${BEFORE_CALL}${word}\(`, 'gm'));
  return imports === 1 && calls?.length === all - 1 ? 'top level' : 'other';
}
