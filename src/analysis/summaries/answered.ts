import { memoized } from '../../ast/memo.js';
import type { ModuleSummary, Question } from './file.js';
import type { Known } from './known.js';

/** A module that a file imports, with what is known of its exports. */
export interface Imported {
  readonly specifier: string;
  readonly facts: ModuleSummary;
}

/** What was asked about a module while a file was summarized. */
export interface Asked {
  readonly specifier: string;
  readonly question: Question;
  readonly answer: ModuleSummary;
}

/** Answers a question about a module that a file names. */
export type Look = (specifier: string, question: Question) => ModuleSummary;

/** A summary, and all that it was made of. */
interface Answer {
  /** The text of the file, as it was. */
  readonly stamp: string;
  readonly imported: readonly Imported[];
  readonly asked: readonly Asked[];
  readonly summary: ModuleSummary;
}

/** A file is asked about from at most as many different distances. */
const MOST = 3;

/**
 * Summaries by all that they were made of. The same file is asked about from several distances, from each of which
 * fewer of the files behind it are seen; where that changes nothing, it need not be parsed again.
 */
export class Answers {
  readonly #answers = new Map<string, Answer[]>();

  /** The summary of a file with this text and these imports, of which all that it asked is still answered as it was. */
  find(key: string, stamp: string, imported: readonly Imported[], ask: Look): ModuleSummary | null {
    const found = this.#answers
      .get(key)
      ?.find(
        (each) =>
          each.stamp === stamp &&
          isSameImported(each.imported, imported) &&
          each.asked.every(({ specifier, question, answer }) => isSame(ask(specifier, question), answer)),
      );
    return found?.summary ?? null;
  }

  /** Keeps a summary instead of the oldest one of several. */
  keep(key: string, answer: Answer): void {
    const kept = this.#answers.get(key) ?? [];
    this.#answers.set(key, [...kept.slice(1 - MOST), answer]);
  }
}

function isSameImported(left: readonly Imported[], right: readonly Imported[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ specifier, facts }, index) => {
      const other = right[index];
      return other?.specifier === specifier && isSame(facts, other.facts);
    })
  );
}

/** Whether two summaries consist of the same facts. */
function isSame(left: ModuleSummary, right: ModuleSummary): boolean {
  return left === right || (left.length === right.length && left.every((fact, index) => fact === right[index]));
}

/** The summaries beside those that are known, which go with them. */
export const answersBeside = memoized<ReadonlyMap<string, Known>, [], Answers>(() => new Answers());
