import { expected, unknownKey, type Path } from './errors.js';

/**
 * A description of the values of type `T`, tied to it so that a table of members that misses or misspells one does not
 * compile.
 */
export interface Shape<T> {
  /** What to write, in words, for error messages. */
  readonly allowed: string;
  /** @throws Error that names the key, the value and what is allowed. */
  check(value: unknown, path: Path): void;
  /** Never set; ties the shape to exactly `T`. */
  readonly type?: (value: T) => T;
}

type OptionalKeys<T> = { [Key in keyof T]-?: undefined extends T[Key] ? Key : never }[keyof T];
type RequiredMembers<T> = { readonly [Key in Exclude<keyof T, OptionalKeys<T>>]: Shape<T[Key]> };
type OptionalMembers<T> = { readonly [Key in OptionalKeys<T>]-?: Shape<Exclude<T[Key], undefined>> };

/** Narrows a value to what its shape describes. @throws Error that names the key, the value and what is allowed. */
export function assertShape<T>(shape: Shape<T>, value: unknown, path: Path): asserts value is T {
  shape.check(value, path);
}

/** Values that a predicate recognises; `T` is what it lets through. */
export function scalar<T>(allowed: string, is: (value: unknown) => boolean): Shape<T> {
  return {
    allowed,
    check(value, path) {
      if (!is(value)) throw expected(path, value, allowed);
    },
  };
}

export const boolean: Shape<boolean> = scalar('true or false', (value) => typeof value === 'boolean');
export const text: Shape<string> = scalar(
  'a string that is not empty, without control characters',
  (value) => typeof value === 'string' && value !== '' && !hasControlCharacter(value),
);
/** Members as code names them; fixes write them behind a dot. */
export const memberPath: Shape<string> = matching(
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u,
  "the name of a member, or a path of names joined by dots, such as 'close' or 'connection.close'",
);
/** Positions and counts. */
export const count: Shape<number> = scalar(
  'a whole number from 0',
  (value) => Number.isInteger(value) && Number(value) >= 0,
);
/** The longest delay that timers of Node.js take; a longer one fires after 1 ms. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;
export const milliseconds: Shape<number> = scalar(
  `a whole number of milliseconds from 1 to ${String(LONGEST_DELAY_MS)}, which timers take`,
  (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) <= LONGEST_DELAY_MS,
);

/** Strings of a certain form; `allowed` says which, with an example. */
export function matching(pattern: RegExp, allowed: string): Shape<string> {
  return scalar(allowed, (value) => typeof value === 'string' && pattern.test(value));
}

/** One of some strings. */
export function oneOf<const Value extends string>(values: readonly Value[]): Shape<Value> {
  return scalar(`one of ${values.map((value) => `'${value}'`).join(', ')}`, (value) =>
    values.some((known) => known === value),
  );
}

/** Plain values of some types. */
export function literal<T extends string | number | boolean | null>(
  ...types: readonly ('string' | 'number' | 'boolean' | 'null')[]
): Shape<T> {
  return scalar(`a ${types.join(' or ')}`, (value) =>
    types.some((type) => (type === 'null' ? value === null : typeof value === type)),
  );
}

/** `null` or what another shape describes. */
export function nullable<T>(of: Shape<T>): Shape<T | null> {
  return {
    allowed: `null or ${of.allowed}`,
    check(value, path) {
      if (value !== null) of.check(value, path);
    },
  };
}

/** A list whose members all have one shape. */
export function listOf<T>(of: Shape<T>, least = 0): Shape<readonly T[]> {
  const allowed = least > 0 ? 'a list that is not empty' : 'a list';
  return {
    allowed,
    check(value, path) {
      if (!Array.isArray(value) || value.length < least) throw expected(path, value, allowed);
      for (const [index, item] of value.entries()) of.check(item, [...path, index]);
    },
  };
}

/** An object with any keys, or those of a certain form, whose values all have one shape. */
export function recordOf<T>(of: Shape<T>, allowed: string, keys?: Shape<string>): Shape<Readonly<Record<string, T>>> {
  return {
    allowed,
    check(value, path) {
      if (!isPlain(value)) throw expected(path, value, allowed);
      for (const [name, member] of Object.entries(value)) {
        keys?.check(name, path);
        of.check(member, [...path, name]);
      }
    },
  };
}

/** An object with known keys only. Optional members may also be `undefined`. */
export function object<T>(required: RequiredMembers<T>, optional: OptionalMembers<T>): Shape<T> {
  const needed = shapes(required);
  const known = new Map([...needed, ...shapes(optional)]);
  const allowed = `an object with ${[...(needed.size > 0 ? needed : known).keys()].join(', ')}`;
  return {
    allowed,
    check(value, path) {
      if (!isPlain(value)) throw expected(path, value, allowed);
      for (const [name, member] of Object.entries(value)) {
        const shape = known.get(name);
        if (!shape) throw unknownKey(path, name, [...known.keys()]);
        if (member !== undefined) shape.check(member, [...path, name]);
      }
      for (const [name, shape] of needed)
        if (value[name] === undefined) throw expected([...path, name], undefined, shape.allowed);
    },
  };
}

/** Objects of several kinds, told apart by their member `kind`. */
export function kinds<T extends { readonly kind: string }>(members: {
  readonly [Kind in T['kind']]: Shape<Extract<T, { readonly kind: Kind }>>;
}): Shape<T> {
  const known = shapes(members);
  const kind = oneOf([...known.keys()]);
  const allowed = `an object whose kind is ${kind.allowed}`;
  return {
    allowed,
    check(value, path) {
      if (!isPlain(value)) throw expected(path, value, allowed);
      kind.check(value['kind'], [...path, 'kind']);
      known.get(String(value['kind']))?.check(value, path);
    },
  };
}

/** A switch or an object that says more. */
export function booleanOr<T>(of: Shape<T>): Shape<boolean | T> {
  const allowed = `true, false or ${of.allowed}`;
  return {
    allowed,
    check(value, path) {
      if (typeof value === 'boolean') return;
      if (!isPlain(value)) throw expected(path, value, allowed);
      of.check(value, path);
    },
  };
}

function shapes(members: object): Map<string, Shape<unknown>> {
  return new Map<string, Shape<unknown>>(Object.entries(members));
}

/** NUL, line ends and the like: no path, name or module has them, and no code can be written with them. */
function hasControlCharacter(value: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(value);
}

/** Objects of a literal or of JSON, from whatever realm; a Map or an instance of a class has no members to read. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
