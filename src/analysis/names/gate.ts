import { escapeRegExp } from './conventions.js';

/** A quick test of a file's text, before anything of it is analysed. */
export interface TextTest {
  test(text: string): boolean;
}

/**
 * The words behind which a module is named: `from 'x'`, `import 'x'`, `import('x')`, `require('x')`,
 * `process.getBuiltinModule('x')`; `createRequire` makes further functions.
 */
const MODULE_WORD = /from|import|require|getBuiltinModule|createRequire/g;

/** A comment between the word and the name (`import(/* webpackChunkName: "x" *\/ 'x')`) is at most this long. */
const LONGEST_COMMENT = 500;
const MOST_COMMENTS = 5;

/**
 * Whether a text may name a catalogued module or global. One scan for the places where modules are named and a look-up
 * of each name, so that its cost grows neither with the catalog nor faster than the text.
 */
export class Gate implements TextTest {
  readonly #isWanted: (specifier: string, text: string, place: number) => boolean;
  readonly #globals: RegExp | null;

  /**
   * `isWanted` judges a specifier behind a word at a place of a text, `globals` are the names of catalogued global
   * variables.
   */
  constructor(isWanted: (specifier: string, text: string, place: number) => boolean, globals: readonly string[]) {
    this.#isWanted = isWanted;
    this.#globals = globals.length > 0 ? new RegExp(globalsPattern(globals)) : null;
  }

  test(text: string): boolean {
    MODULE_WORD.lastIndex = 0;
    for (let match = MODULE_WORD.exec(text); match; match = MODULE_WORD.exec(text)) {
      if (match[0] === 'createRequire') return true;
      const specifier = specifierBehind(text, MODULE_WORD.lastIndex);
      if (specifier !== null && this.#isWanted(specifier, text, match.index)) return true;
    }
    return this.#globals?.test(text) ?? false;
  }
}

/** A word of prose is followed by another one, or by a quote; `\b` stands before no `$`. */
function globalsPattern(names: readonly string[]): string {
  const [words, others] = [true, false].map((isWord) => names.filter((name) => /^\w/.test(name) === isWord));
  const alternatives = [
    ...(words?.length ? [`\\b(?:${words.map(escapeRegExp).join('|')})`] : []),
    ...(others ?? []).map(escapeRegExp),
  ];
  return `(?:${alternatives.join('|')})(?![\\w$])(?![ \\t]{1,8}\\w|['"\`-])`;
}

/** The string that follows a place, perhaps behind white space, a parenthesis and comments. */
function specifierBehind(text: string, place: number): string | null {
  let at = skipComments(text, place);
  if (text[at] === '(') at = skipComments(text, at + 1);
  const quote = text[at];
  if (quote !== "'" && quote !== '"' && quote !== '`') return null;
  for (let end = at + 1; end < text.length; end++) {
    const character = text[end];
    if (character === quote) return end > at + 1 ? text.slice(at + 1, end) : null;
    if (character === '\n' || end - at > 300) return null;
  }
  return null;
}

/** The place behind white space and a few comments, of which none is long. */
function skipComments(text: string, place: number): number {
  let at = skipSpace(text, place);
  for (let count = 0; count < MOST_COMMENTS && text[at] === '/'; count++) {
    const close = text[at + 1] === '*' ? '*/' : text[at + 1] === '/' ? '\n' : null;
    const end = close === null ? -1 : text.slice(at, at + LONGEST_COMMENT).indexOf(close, 2);
    if (close === null || end === -1) return at;
    at = skipSpace(text, at + end + close.length);
  }
  return at;
}

const SPACE = /\S/g;

function skipSpace(text: string, place: number): number {
  SPACE.lastIndex = place;
  return SPACE.test(text) ? SPACE.lastIndex - 1 : text.length;
}
