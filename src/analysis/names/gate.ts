/** A quick test of a file's text, before anything of it is analysed. */
export interface TextTest {
  test(text: string): boolean;
}

/**
 * Where a module is named: `from 'x'`, `import 'x'`, `import('x')`, `require('x')`, `process.getBuiltinModule('x')`;
 * `createRequire` makes further functions.
 */
const MODULE_POSITION =
  /(?:from|import|require|getBuiltinModule)\s*\(?\s*(?:\/\*.*?\*\/\s*)?["'`]([^"'`\n]+)["'`]|createRequire/g;

/**
 * Whether a text may name a catalogued module or global. One scan for the places where modules are named and a look-up of
 * each name, so that its cost does not grow with the catalog.
 */
export class Gate implements TextTest {
  readonly #isWanted: (specifier: string, text: string) => boolean;
  readonly #globals: RegExp | null;

  /** `isWanted` judges a specifier in a text, `globals` are the names of catalogued global variables. */
  constructor(isWanted: (specifier: string, text: string) => boolean, globals: readonly string[]) {
    this.#isWanted = isWanted;
    // A word of prose is followed by another one, or by a quote.
    this.#globals = globals.length > 0 ? new RegExp(`\\b(?:${globals.join('|')})\\b(?![ \\t]+\\w|['"\`-])`) : null;
  }

  test(text: string): boolean {
    MODULE_POSITION.lastIndex = 0;
    for (let match = MODULE_POSITION.exec(text); match; match = MODULE_POSITION.exec(text)) {
      const [, specifier] = match;
      if (specifier === undefined || this.#isWanted(specifier, text)) return true;
    }
    return this.#globals?.test(text) ?? false;
  }
}
