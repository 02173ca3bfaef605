/**
 * The shapes of conventions: names, paths and texts that mean something by habit rather than by import. Plain data, so
 * that a false report is mended by one line; `analysis/names/conventions.ts` compiles them.
 */

/** Names in code. Underscores and `#` before a name say nothing and are ignored. */
export interface NameConvention {
  /** Whole names; `*` stands for any characters, also none. */
  readonly names?: readonly string[];
  /**
   * First words of a name: `set up` covers `setup`, `setUp` and `set_up`, alone and before further words
   * (`setUpClients`, `setup_db`), not `setups`.
   */
  readonly begins?: readonly string[];
  /** Words, one of which must follow the first ones: `create` and `Agent` cover `createProxyAgentFor`. */
  readonly contains?: readonly string[];
  /** Whether capitals make no difference. */
  readonly ignoreCase?: boolean;
}

/** Places of files, relative to the linted folder or to their package, with forward slashes. */
export interface PathConvention {
  /**
   * Folders anywhere above the file; `*` stands for any characters of one name, `a/b` for a folder in a folder,
   * `a/**\/b` for one at any depth in it.
   */
  readonly folders?: readonly string[];
  /** Folders at the top of a package or of its `src`; deeper they are features of that name. */
  readonly topFolders?: readonly string[];
  /** Parts of a file's name between dots: `test` covers `a.test.ts`. */
  readonly marks?: readonly string[];
  /** Names of files without their extension, also with folders before them; globs as those of folders. */
  readonly stems?: readonly string[];
  /** Extensions that the files of `stems` have; any of JavaScript and TypeScript where none is given. */
  readonly extensions?: readonly string[];
  /** Whether capitals make no difference, as for names of folders that people write by hand: `Examples`. */
  readonly ignoreCase?: boolean;
}

/**
 * Pieces of code, searched in the text of a file: `.listen(`, `new Worker`, `process.on('SIGTERM'`. They begin and end
 * at word boundaries; white space and the kind of quotes make no difference, `*` stands for the rest of a word.
 */
export type TextConvention = readonly string[];

/** Words, or the beginnings of words, anywhere in a name or a text; capitals make no difference. */
export type WordConvention = readonly string[];

/** Sources of regular expressions that are searched in the text of code, where pieces of code cannot say it. */
export type PatternConvention = readonly string[];

/** Import specifiers; `*` stands for one part between slashes, `**` for any number of them. */
export type ModuleConvention = readonly string[];
