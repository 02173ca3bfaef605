import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, isAbsolute, resolve } from 'node:path';
import type { TSESLint } from '@typescript-eslint/utils';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * Files to look at before the answer is "perhaps"; larger graphs are rare and reading them would cost time in an
 * editor.
 */
const MAX_FILES = 300;
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'];
const SPECIFIER = /(?:from|import|require\s*\()\s*['"](\.{1,2}\/[^'"]*|\.{1,2})['"]/g;

/**
 * Whether the relative imports of a file lead back to it, so that another module may call its functions before it is
 * evaluated.
 * Follows relative specifiers on disk; `true` also where the graph is too large to be sure. A file that does not exist
 * has no cycle.
 */
export function importsLeadBackTo(sourceCode: SourceCode, filename: string): boolean {
  if (!isAbsolute(filename) || !existsSync(filename)) return false;
  const seen = new Set<string>();
  const pending = resolveAll(sourceCode.text, filename);
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (file === filename) return true;
    if (seen.has(file)) continue;
    seen.add(file);
    if (seen.size > MAX_FILES) return true;
    pending.push(...resolveAll(textOf(file), file));
  }
  return false;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function resolveAll(text: string, from: string): string[] {
  return [...text.matchAll(SPECIFIER)].flatMap(
    ([, specifier = '']) => resolveFile(resolve(dirname(from), specifier)) ?? [],
  );
}

/** The file that a path without or with another extension means, as bundlers and TypeScript find it. */
function resolveFile(path: string): string | null {
  const extension = extname(path);
  const stem = EXTENSIONS.includes(extension) ? path.slice(0, -extension.length) : path;
  const candidates = [
    path,
    ...EXTENSIONS.map((end) => stem + end),
    ...EXTENSIONS.map((end) => path + end),
    ...EXTENSIONS.map((end) => resolve(path, `index${end}`)),
  ];
  return candidates.find(isFile) ?? null;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
