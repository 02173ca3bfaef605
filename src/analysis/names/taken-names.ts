/** A name that an import statement takes from a module, and what the file calls it. */
export interface TakenName {
  readonly name: string;
  readonly local: string;
}

/** A statement of one name or of a list is at most this long, in characters. */
const LONGEST = 2_000;
const LIST = /\bimport\s+(type\s+)?\{([^{}'"`/*]*)\}\s*$/;
const TYPE = /\bimport\s+type\s+(?:[\w$]+|\*\s*as\s+[\w$]+)\s*$/;
const NAME = /^[\w$]+$/;

/**
 * The values that an import statement takes whose `from` stands at a place of a text; `null` where that may be
 * anything: a default, a namespace, a statement that exports them again, a comment in between.
 */
export function takenNames(text: string, place: number): readonly TakenName[] | null {
  const before = text.slice(Math.max(0, place - LONGEST), place);
  if (TYPE.test(before.slice(-200))) return [];
  if (!before.trimEnd().endsWith('}')) return null;
  const [, type, list] = LIST.exec(before.slice(Math.max(0, before.lastIndexOf('{') - 20))) ?? [];
  if (list === undefined) return null;
  if (type !== undefined) return [];
  const taken: TakenName[] = [];
  for (const entry of list.split(',')) {
    const [name = '', as, local = name, ...more] = entry.trim().split(/\s+/);
    if (name === '' || (name === 'type' && as !== undefined && as !== 'as')) continue;
    if (!NAME.test(name) || !NAME.test(local) || more.length > 0 || (as !== undefined && as !== 'as')) return null;
    taken.push({ name, local });
  }
  return taken;
}

/** The rest of a list of names that is imported, or exported from another module. */
const REST_OF_LIST = /[^{}'"`;()]{0,2000}\}\s*from\b/y;
/** What is called, or stands at the end of an object, behind a colon. */
const VALUE_BEHIND = /[\w$.\s]{0,200}[(}]/y;

/**
 * Whether a text does more with a name than to import it and to name a type by it: behind the colon of a parameter, in
 * `<...>`, as one of several types.
 */
export function isUsedAsValue(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if (isWordPart(text[at - 1]) || isWordPart(text[end])) continue;
    if (!isType(text, at, end) && !matchesAt(REST_OF_LIST, text, end)) return true;
  }
  return false;
}

function isType(text: string, start: number, end: number): boolean {
  let at = start - 1;
  while (at >= 0 && /\s/.test(text[at] ?? '')) at--;
  const mark = text[at];
  if (mark === '<') return true;
  if (mark === '|' || mark === '&') return text[at - 1] !== mark;
  return mark === ':' && !matchesAt(VALUE_BEHIND, text, end);
}

function matchesAt(pattern: RegExp, text: string, place: number): boolean {
  pattern.lastIndex = place;
  return pattern.test(text);
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\w$]/.test(character);
}
