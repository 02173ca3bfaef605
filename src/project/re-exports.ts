import { resolveSource } from './resolver.js';
import type { ProjectFiles } from './store.js';

/** Files that are followed from one that exports others again. */
const MAX_FILES = 20;
const AGAIN = /\bexport\b(?!\s+type\b)[^;'"]*?\bfrom\s*['"]([^'"\n]+)['"]/g;

/** Whether a file does nothing but hand on what other files export, so that it is no step on the way to them. */
export function isBarrel(text: string): boolean {
  return /\bexport\b/.test(text) && !/\bfunction\b|=>|\bclass\b|\bnew\b|\brequire\s*\(/.test(text);
}

/**
 * The texts of the file that a specifier means in another and of those that it exports again, directly or through
 * others; none for packages.
 */
export function textsBehind(files: ProjectFiles, from: string, specifier: string): readonly string[] {
  const start = resolveSource(files, from, specifier);
  const paths = new Set(start === null ? [] : [start]);
  const texts: string[] = [];
  for (const path of paths) {
    const text = files.read(path);
    if (text === null) continue;
    texts.push(text);
    for (const next of files.derive(path, reExportsIn) ?? []) {
      const target = paths.size < MAX_FILES ? resolveSource(files, path, next) : null;
      if (target !== null) paths.add(target);
    }
  }
  return texts;
}

function reExportsIn(text: string): readonly string[] {
  return [...text.matchAll(AGAIN)].map(([, specifier = '']) => specifier);
}
