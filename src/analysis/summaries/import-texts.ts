import { fromClauses, importedIn } from './export-texts.js';
import { allSpecifiersIn } from '../../project/specifiers.js';

/** The names that a text imports from each module, types among them; `null`: it may use any of the module's. */
export type ImportTexts = ReadonlyMap<string, ReadonlySet<string> | null>;

/** What is called `default` holds all that a CommonJS module exports; a name of another kind of text may be any. */
export function importTextsOf(text: string): ImportTexts {
  const names = new Map<string, Set<string> | null>();
  const rest: string[] = [];
  let end = 0;
  for (const { keyword, specifier, clause, start, end: next } of fromClauses(text)) {
    rest.push(text.slice(end, start));
    end = next;
    const taken = keyword === 'import' ? importedIn(clause) : null;
    const isAny = taken === null || taken.some(({ name }) => name === null || name === 'default');
    const before = names.get(specifier);
    names.set(specifier, isAny || before === null ? null : new Set([...(before ?? []), ...namesOf(taken)]));
  }
  rest.push(text.slice(end));
  // `require('./db.js')` and `import('./db.js')` give all of a module, whatever else is imported from it.
  for (const specifier of allSpecifiersIn(rest.join('\n'))) names.set(specifier, null);
  return names;
}

function namesOf(taken: readonly { readonly name: string | null }[]): readonly string[] {
  return taken.flatMap(({ name }) => name ?? []);
}

/** Whether a text may name an export of a module of which it takes certain names. */
export function mayTake(names: ReadonlySet<string> | null, exported: string): boolean {
  if (names === null) return true;
  const [first = '', second] = exported.split('.');
  return names.has(first) || (first === 'default' && second !== undefined && names.has(second));
}
