/** Where a value stands in the settings: `['client-lifecycle', 'clients', 0, 'name']`. */
export type Path = readonly (string | number)[];

/** The error for a bad value: names the key, the value and what is allowed. */
export function expected(path: Path, value: unknown, allowed: string): Error {
  return new Error(`eslint-plugin-client-lifecycle: ${describePath(path)} is ${describe(value)}, expected ${allowed}.`);
}

function describePath(path: Path): string {
  const [root = '', ...rest] = path;
  return `settings['${String(root)}']${rest.map((part) => (typeof part === 'number' ? `[${String(part)}]` : /^\w+$/.test(part) ? `.${part}` : `['${part}']`)).join('')}`;
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  const json = typeof value === 'function' ? 'a function' : JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}

/**
 * The members of an object of which all names are known.
 * @throws Error on other values, unknown names and missing required ones.
 */
export function fields<Name extends string>(
  raw: unknown,
  path: Path,
  names: readonly Name[],
  required: readonly Name[] = [],
): Partial<Record<Name, unknown>> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw expected(path, raw, `an object with ${names.join(', ')}`);
  for (const name of Object.keys(raw)) {
    if (!names.some((known) => known === name)) throw new Error(`eslint-plugin-client-lifecycle: ${describePath(path)} has an unknown key '${name}'${suggestion(name, names)}. Known keys: ${names.join(', ')}.`);
  }
  const found: Partial<Record<Name, unknown>> = raw;
  for (const name of required) if (found[name] === undefined) throw expected([...path, name], undefined, `a value: ${describePath(path)} needs ${required.join(', ')}`);
  return found;
}

function suggestion(name: string, names: readonly string[]): string {
  const near = names.find((known) => known.toLowerCase().startsWith(name.slice(0, 3).toLowerCase()));
  return near ? ` (write '${near}'?)` : '';
}

/** One of some strings. @throws Error on others. */
export function oneOf<const Value extends string>(raw: unknown, path: Path, values: readonly Value[]): Value {
  const found = values.find((value) => value === raw);
  if (found === undefined) throw expected(path, raw, `one of ${values.map((value) => `'${value}'`).join(', ')}`);
  return found;
}

/** A string that is not empty. @throws Error on others. */
export function text(raw: unknown, path: Path): string {
  if (typeof raw !== 'string' || raw === '') throw expected(path, raw, 'a string that is not empty');
  return raw;
}

/** A list, each element read by `read`. @throws Error on others. */
export function list<Item>(raw: unknown, path: Path, read: (raw: unknown, path: Path) => Item): Item[] {
  if (!Array.isArray(raw)) throw expected(path, raw, 'a list');
  return raw.map((item: unknown, index) => read(item, [...path, index]));
}
