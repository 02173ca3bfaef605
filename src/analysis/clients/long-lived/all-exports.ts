import type { ProjectCatalog } from '../../summaries/project-catalog.js';

/** Whether code goes through all exports of a module that it imports, and takes each for one of its things. */
export function walksExports(text: string): boolean {
  return (
    /\bimport\s*\*\s*as\b|\brequire\s*\(|\bimport\s*\(/.test(text) &&
    /\bObject\s*\.\s*(?:values|entries|keys)\b/.test(text)
  );
}

/** Literals of one line, which name nothing. */
const TEXT = /(['"`])(?:\\.|(?!\1)[^\\\n])*\1/g;

/** Names by which a text has modules, or parts of them: `import * as db`, `const { redis } = require('./services')`. */
const BOUND = new RegExp(
  [
    String.raw`\bimport\s*\*\s*as\s+(\w+)`,
    String.raw`(?:\b(?:const|let|var)\s+|,\s*)(\w+|\{[^{}=]*\})\s*=\s*(?:await\s+)?(?:require|import)\s*\(`,
  ].join('|'),
  'g',
);

/** A module that has no name: `[require('./db')]`, but not `require('dotenv').config()` or `require('./app')(db)`. */
const NAMELESS = /(?<!=\s*(?:await\s+)?)\b(?:require|import)\s*\([^()]*\)(?!\s*[.(;])/;

/**
 * Whether code may go through the exports of a module one by one: it lists the members of something, and does more with
 * a module than to name members of it, or to call what it took out of it.
 */
export function mayWalkExports(text: string): boolean {
  if (!walksExports(text)) return false;
  const code = text.replaceAll(TEXT, '""');
  const names = [...code.matchAll(BOUND)].flatMap(([, space = '', bound = '']) =>
    `${space} ${bound}`.split(/[^\w:]+/).map((part) => part.split(':').at(-1) ?? ''),
  );
  const rest = code.replaceAll(BOUND, '');
  const isAlone = (name: string): boolean =>
    new RegExp(`(?<![.\\w])${name}\\b(?!\\s*(?:\\?\\.|[.(:=<]|from\\b))`).test(rest);
  return NAMELESS.test(code) || names.some((name) => name !== '' && isAlone(name));
}

/** Whether code hands on all exports of a module: a further one of two such modules may clash, or hide the other. */
function handsOnExports(text: string): boolean {
  return /\bexport\s*\*\s*from\b|\.\.\.\s*require\s*\(|\bassign\s*\(\s*(?:module\s*\.\s*)?exports\b/.test(text);
}

/** What other files do with all exports of the linted file, as far as the project can be read. */
export function usesOfAllExports(catalog: ProjectCatalog | null): {
  readonly walked: boolean;
  readonly handedOn: boolean;
} {
  const texts = (catalog?.importersOf(catalog.file) ?? []).map(({ path }) => catalog?.textOf(path) ?? '');
  return { walked: texts.some(walksExports), handedOn: texts.some(handsOnExports) };
}
