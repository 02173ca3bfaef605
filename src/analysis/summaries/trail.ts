import { resolveSource } from '../../project/resolver.js';
import type { ProjectFiles } from '../../project/store.js';
import { wholeName } from '../names/conventions.js';
import type { ImportedName } from '../names/import-source.js';
import { exportTextsOf, type ExportTexts, type NameOfModule } from './export-texts.js';
import { mayName } from './gates.js';

/** How many files are looked at on the way to a name; behind more of them it may be anywhere. */
const MAX_FILES = 40;

/** Whether a file is one that is looked for, where it exports the name; `null`: whichever. */
export type IsWanted = (path: string, name: string | null) => boolean;

/**
 * Whether what a file imports may be defined in a file that is wanted, as far as the texts on the way say: asked before
 * any of them is parsed.
 */
export function mayLeadTo(
  files: ProjectFiles,
  from: string,
  { specifier, path: [name = 'default'] }: ImportedName,
  isWanted: IsWanted,
): boolean {
  const seen = new Set<string>();
  const pending: (NameOfModule & { readonly from: string })[] = [{ from, specifier, name }];
  for (let step = pending.pop(); step; step = pending.pop()) {
    const target = resolveSource(files, step.from, step.specifier);
    const key = `${String(target)} ${String(step.name)}`;
    if (target === null || seen.has(key) || (step.name !== null && !mayDefine(files, target, step.name))) continue;
    seen.add(key);
    if (seen.size > MAX_FILES || isWanted(target, step.name)) return true;
    for (const next of handedOn(files.derive(target, exportTextsOf), step.name))
      pending.push({ from: target, ...next });
  }
  return false;
}

/** Whether a file may say what a name of its exports is, by its text. */
export function mayDefine(files: ProjectFiles, path: string, name: string): boolean {
  return files.store.remembered(mayDefine, `${name}\0${path}`, () => {
    const text = files.read(path) ?? '';
    return mayName(text, name) && mayExport(text, name);
  });
}

/** Code that exports all of something, or gives names by assignments. */
const EXPORTS_ANY = /\bexport\s*[*=]|\bexports\b/;

/** Whether a text that has a name may export it: `export const name`, `export { name }`, `const a = 1, name = 2`. */
function mayExport(text: string, name: string): boolean {
  if (name === 'default' || EXPORTS_ANY.test(text)) return true;
  const whole = wholeName(name);
  const declared = String.raw`\bexport\s+(?:[a-z]+\b[\s*]{1,20}){1,5}${whole}|,\s*${whole}\s*[:=]`;
  return new RegExp(String.raw`${declared}|\bexport\s+(?:type\s+)?\{[^{}]*${whole}`).test(text);
}

/** Where a file takes what it exports by a name, or by any. */
function handedOn(texts: ExportTexts | null, name: string | null): readonly NameOfModule[] {
  if (texts === null) return [];
  const { own, renamed, again, imports, required } = texts;
  const others = required.map((specifier) => ({ specifier, name: null }));
  if (name === null) return [...again.map(({ specifier }) => ({ specifier, name })), ...imports.values(), ...others];
  const local = renamed.get(name) ?? name;
  if (own.has(name) || own.has(local)) return [];
  const named = imports.get(local);
  if (named && renamed.has(name)) return [named];
  const exportedAgain = again.flatMap(({ specifier, names }): NameOfModule[] => {
    if (names === null) return name === 'default' ? [] : [{ specifier, name }];
    const there = names.get(name);
    return there === undefined ? [] : [{ specifier, name: there }];
  });
  return [...exportedAgain, ...others];
}
