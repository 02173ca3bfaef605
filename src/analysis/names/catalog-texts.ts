import { memoized } from '../../ast/memo.js';
import { returnedResponses } from '../../catalog/conventions/responses.js';
import type { Library } from '../../catalog/types.js';
import { escapeRegExp } from './conventions.js';
import { Gate, type TextTest } from './gate.js';
import { passesOnly, takesLimits } from './library-facts.js';
import { answering, constructing, namesOf, ownersOf, type Giving, type TextOfNames } from './library-names.js';
import { isUsedAsValue, takenNames, type TakenName } from './taken-names.js';

/**
 * `return fetch(...)`, `=> client.request(...)`, `return { response }`: what may be a response by its name;
 * `.then(resolve)`, `http.get(url, resolve)`, `resolve(response)`: so may be what a promise is resolved with.
 */
const RETURNS_RESPONSE = new RegExp(
  String.raw`(?:\breturn\s+(?:\(?\{[^{}]{0,200}?)?|=>\s+(?:\(\{[^{}]{0,200}?)?)(?:await\s+)?` +
    String.raw`[\w.$]*(?:${returnedResponses.join('|')})\b` +
    String.raw`|[,(]\s*resolve\s*[,)]|\bresolve\(\w*(?:${returnedResponses.join('|')})\)`,
  'i',
);

/** Whether a text has one of some names; `null` where it may have them by any name. */
function isIn(names: TextOfNames, text: string): boolean {
  return names?.test(text) ?? true;
}

interface LibraryTexts {
  /** A call without which the library does not matter. */
  readonly needs: RegExp | null;
  /** A name without which it does not either; `owners`: without which nothing is constructed that owns connections. */
  readonly names: TextOfNames;
  readonly owners: TextOfNames;
  readonly constructing: Giving;
  readonly answering: readonly Giving[];
}

const textsOf = memoized<Library, [], LibraryTexts>((library) => ({
  needs: library.needs === undefined ? null : new RegExp(`\\b${escapeRegExp(library.needs)}\\s*\\(`),
  names: namesOf(library),
  owners: ownersOf(library),
  constructing: constructing(library),
  answering: answering(library),
}));

/** Whether a text uses one of the names that it imports for what some exports give; `null`: it may by any name. */
function gives({ taken, option }: Giving, names: readonly TakenName[] | null, text: string): boolean {
  if (option !== null && !text.includes(option)) return false;
  return names === null || names.some(({ name, local }) => taken.test(name) && isUsedAsValue(text, local));
}

type Find = (specifier: string) => readonly Library[];

/**
 * What the texts of files say of a catalog before anything of them is analysed. Each is a function of its own for each
 * catalog, by which its answers can be kept.
 */
export class CatalogTexts {
  /** Matches the text of files which may name a catalogued module or global; other files need no analysis. */
  readonly gate: TextTest;
  /** What the gate says. */
  readonly mayMatter: (text: string) => boolean;
  /** Whether a text may construct a client that owns something. */
  readonly mayConstruct: (text: string) => boolean;
  /** Whether a text may have a function that sends a request and returns what it gets. */
  readonly mayRequest: (text: string) => boolean;
  /** Whether a text may send a request that takes a limit. */
  readonly maySend: (text: string) => boolean;

  constructor(find: Find, globals: readonly { readonly name: string; readonly library: Library }[]) {
    const named = (isWanted: (library: Library) => boolean): readonly string[] =>
      globals.flatMap(({ name, library }) => (isWanted(library) ? [name] : []));
    // A module matters only together with a name that it exports, or a call of one. A function that returns its
    // argument does only beside what makes that.
    const isNamed = (library: Library, text: string): boolean => {
      const { needs, names } = textsOf(library);
      return isIn(needs ?? names, text);
    };
    this.gate = new Gate(
      (specifier, text) => find(specifier).some((library) => !passesOnly(library) && isNamed(library, text)),
      named(() => true),
    );
    this.mayMatter = (text) => this.gate.test(text);
    const constructs = new Gate((specifier, text, place) => {
      const found = find(specifier).filter((library) => isIn(textsOf(library).owners, text));
      if (found.length === 0) return false;
      const taken = takenNames(text, place);
      return found.some((library) => gives(textsOf(library).constructing, taken, text));
    }, []);
    this.mayConstruct = (text) => constructs.test(text);
    const requests = new Gate(
      (specifier, text, place) => {
        const found = find(specifier).filter((library) => isIn(textsOf(library).needs, text));
        if (found.length === 0) return false;
        const taken = takenNames(text, place);
        return found.some((library) => textsOf(library).answering.some((each) => gives(each, taken, text)));
      },
      named((library) => answering(library).length > 0),
    );
    this.mayRequest = (text) => RETURNS_RESPONSE.test(text) && requests.test(text);
    const limited = new Gate(
      (specifier, text) => find(specifier).some((library) => takesLimits(library) && isNamed(library, text)),
      named(takesLimits),
    );
    this.maySend = (text) => limited.test(text);
  }
}
