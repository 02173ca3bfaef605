import type { TSESLint } from '@typescript-eslint/utils';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Trees are kept for this much text in all, in characters: with scopes and types of the parser about 70 MB. */
const MAX_TEXT = 150_000;
/** A longer file would push out all others. */
const LONGEST = 100_000;

interface Kept {
  readonly language: string;
  readonly sourceCode: SourceCode | null;
  readonly text: string;
}

/**
 * The files that were read last, as trees: the files of a folder import one another, so that each is asked for several
 * times in a row, and was often linted just before.
 */
export class ParsedFiles {
  readonly #files = new Map<string, Kept>();
  #size = 0;

  /** A file with this text, read in this way: `undefined` where it is not kept, `null` where it does not parse. */
  get(path: string, text: string, language: string): SourceCode | null | undefined {
    const kept = this.#files.get(path);
    if (kept?.text !== text || kept.language !== language) return undefined;
    // What is used goes to the end of the line.
    this.#files.delete(path);
    this.#files.set(path, kept);
    return kept.sourceCode;
  }

  /** Keeps a file instead of those that were used longest ago. */
  set(path: string, text: string, language: string, sourceCode: SourceCode | null): void {
    this.#drop(path);
    if (text.length > LONGEST) return;
    this.#files.set(path, { language, sourceCode, text });
    this.#size += text.length;
    for (const oldest of this.#files.keys()) {
      if (this.#size <= MAX_TEXT) return;
      this.#drop(oldest);
    }
  }

  #drop(path: string): void {
    const kept = this.#files.get(path);
    if (!kept) return;
    this.#files.delete(path);
    this.#size -= kept.text.length;
  }
}
