/** Where a value stands: `['client-lifecycle', 'clients', 0, 'name']` in the settings, or below the name of a rule. */
export type Path = readonly (string | number)[];

/** Characters of a value, or of a key, that an error shows. */
const LONGEST = 80;

/** The error for a bad value: names the key, the value and what is allowed. */
export function expected(path: Path, value: unknown, allowed: string): Error {
  return error(`${describePath(path)} is ${describe(value)}, expected ${allowed}.`);
}

/** The error for a key that does not exist: names it, the one that was probably meant, and all that exist. */
export function unknownKey(path: Path, name: string, known: readonly string[]): Error {
  const near = nearest(name, known);
  return error(
    `${describePath(path)} has an unknown key '${shortened(name)}'${near ? ` (write '${near}'?)` : ''}. ` +
      `Known keys: ${known.join(', ')}.`,
  );
}

function error(message: string): Error {
  return new Error(`eslint-plugin-client-lifecycle: ${message}`);
}

function describePath(path: Path): string {
  const [root = '', ...rest] = path;
  const members = rest.map((part) => {
    if (typeof part === 'number') return `[${String(part)}]`;
    return /^\w+$/.test(part) ? `.${part}` : `['${part}']`;
  });
  return `${String(root).includes('/') ? 'rules' : 'settings'}['${String(root)}']${members.join('')}`;
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (typeof value === 'number') return String(value);
  // Functions and symbols, written in a config by mistake, have no JSON form, though the types of JSON.stringify say
  // so.
  const json = jsonOf(value);
  if (json === undefined) return `a ${typeof value}`;
  return shortened(json);
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

/** The beginning of a value as JSON; what has none because it holds itself, a bigint or a failing getter is named. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(Array.isArray(value) ? value.slice(0, 20) : value);
  } catch {
    return 'a value that is no plain data';
  }
}

/** The known name with the fewest edits, if two or fewer lead to it. */
function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST) return undefined;
  const ranked = known.map((candidate) => ({
    candidate,
    edits: editDistance(name.toLowerCase(), candidate.toLowerCase()),
  }));
  return ranked.filter(({ edits }) => edits <= 2).sort((a, b) => a.edits - b.edits)[0]?.candidate;
}

/** Insertions, deletions and replacements that lead from one word to another. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let index = 0; index < from.length; index++) {
    const next = [index + 1];
    for (let column = 0; column < to.length; column++) {
      const replaced = (row[column] ?? 0) + (from[index] === to[column] ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
