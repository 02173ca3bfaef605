import type { Library } from '../catalog/types.js';
import { expected, type Path } from './read.js';

/** What a value of a catalog entry must be; mirrors `catalog/types.ts`, and a test reads the whole built-in catalog with it. */
type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'number or null' | 'literal' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: Shape; readonly atLeast?: number }
  | { readonly kind: 'record'; readonly of: Shape }
  | { readonly kind: 'either'; readonly shapes: readonly Shape[]; readonly allowed: string }
  | { readonly kind: 'object'; readonly required: Readonly<Record<string, Shape>>; readonly optional: Readonly<Record<string, Shape>> };

const string: Shape = { kind: 'string' };
const number: Shape = { kind: 'number' };
const boolean: Shape = { kind: 'boolean' };
const numberOrNull: Shape = { kind: 'number or null' };
const literal: Shape = { kind: 'literal' };
const strings: Shape = { kind: 'list', of: string };
const listOf = (of: Shape): Shape => ({ kind: 'list', of });
const oneOf = (...values: string[]): Shape => ({ kind: 'enum', values });
const object = (required: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape => ({ kind: 'object', required, optional });
const either = (allowed: string, ...shapes: Shape[]): Shape => ({ kind: 'either', shapes, allowed });

const phase = oneOf('connect', 'headers', 'body', 'total', 'pool', 'idle');
const ownership = oneOf('none', 'agent', 'pool', 'socket');
const bodyKind = oneOf(
  'fetch-response', 'node-fetch-2-response', 'node-fetch-3-response', 'undici-body', 'incoming-message', 'node-stream', 'http2-stream', 'got-stream', 'web-stream', 'aws-stream',
);

const injection = object({}, { option: string, argument: number, accepts: strings, closes: boolean });
const timeout = object(
  { phase, option: strings, default: numberOrNull, effect: oneOf('aborts', 'event', 'warns', 'ignored') },
  { unit: oneOf('ms', 's'), needs: string, silence: boolean, covers: listOf(phase), off: listOf(literal) },
);
const body = object(
  { kind: bodyKind, delivery: oneOf('promise', 'value', 'callback', 'event'), path: strings },
  { parameter: number, when: object({ option: string, equals: literal }), commands: strings, errorPath: strings },
);
const request = object({ export: string }, { options: listOf(number), borrows: listOf(injection), timeouts: listOf(timeout), body, method: string });
const close = object(
  { method: string, graceful: boolean, returns: oneOf('promise', 'void', 'callback'), idempotent: boolean },
  { on: oneOf('instance', 'module'), reusable: boolean },
);
const release = object({ method: string, on: oneOf('resource', 'owner') }, { async: boolean, double: oneOf('error', 'harmless') });
const acquire = object(
  { method: string, async: boolean, release: listOf(release), what: string },
  { delivery: oneOf('value', 'callback'), wrong: strings, managedByCallback: boolean },
);
const construct = object(
  { export: string, create: oneOf('new', 'call', 'either'), owns: ownership, close: listOf(close) },
  {
    exclude: strings,
    async: boolean,
    versions: string,
    opens: oneOf('first-use', 'construction'),
    keepAlive: either('true, false or { option, default }', boolean, object({ option: string, default: boolean })),
    idle: object({ kind: oneOf('timeout', 'peer', 'none') }, { ms: number, maxMs: number }),
    freshWhen: listOf(object({ option: string, equals: literal })),
    holdsProcess: boolean,
    options: number,
    wraps: listOf(injection),
    takes: listOf(injection),
    timeouts: listOf(timeout),
    limits: listOf(object({ option: string, default: numberOrNull, meaning: string })),
    retries: object({ default: number }, { option: string, methods: strings }),
    headerOptions: strings,
    requests: listOf(request),
    returnsSelf: strings,
    derives: listOf(object({ method: string, owns: ownership })),
    acquires: listOf(acquire),
    injectAs: object({ type: string }, { module: string }),
    conversation: boolean,
    testDouble: boolean,
    state: string,
    notes: strings,
  },
);
const library = object(
  { name: string, modules: strings, constructs: listOf(construct) },
  {
    builtin: boolean,
    globals: { kind: 'record', of: string },
    versions: string,
    source: strings,
    requests: listOf(request),
    globalSetters: listOf(object({ export: string, argument: number })),
  },
);

/**
 * Reads a catalog entry of the user's.
 * @throws Error that names the entry, the key and what to write instead.
 */
export function libraryFrom(raw: unknown, path: Path): Library {
  const entry: unknown = typeof raw === 'object' && raw !== null ? { versions: '*', source: [], ...raw } : raw;
  assertLibrary(entry, path);
  return entry;
}

function assertLibrary(value: unknown, path: Path): asserts value is Library {
  check(library, value, path);
}

function check(shape: Shape, value: unknown, path: Path): void {
  switch (shape.kind) {
    case 'list':
      if (!Array.isArray(value)) throw expected(path, value, 'a list');
      for (const [index, item] of value.entries()) check(shape.of, item, [...path, index]);
      return;
    case 'record':
    case 'object':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw expected(path, value, allowedBy(shape));
      checkMembers(shape, value, path);
      return;
    case 'either':
      if (!shape.shapes.some((option) => fits(option, value, path))) throw expected(path, value, shape.allowed);
      return;
    default:
      if (!isScalar(shape, value)) throw expected(path, value, allowedBy(shape));
  }
}

function checkMembers(shape: Shape & { readonly kind: 'record' | 'object' }, value: object, path: Path): void {
  if (shape.kind === 'record') {
    for (const [name, member] of Object.entries(value)) check(shape.of, member, [...path, name]);
    return;
  }
  const known = { ...shape.required, ...shape.optional };
  for (const [name, member] of Object.entries(value)) {
    const memberShape = known[name];
    if (!memberShape) throw expected([...path, name], member, `no such key: known keys are ${Object.keys(known).join(', ')}`);
    if (member !== undefined) check(memberShape, member, [...path, name]);
  }
  for (const [name, memberShape] of Object.entries(shape.required)) {
    if (!(name in value)) throw expected([...path, name], undefined, allowedBy(memberShape));
  }
}

function fits(shape: Shape, value: unknown, path: Path): boolean {
  try {
    check(shape, value, path);
    return true;
  } catch {
    return false;
  }
}

function isScalar(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case 'enum':
      return shape.values.some((allowed) => allowed === value);
    case 'number or null':
      return value === null || typeof value === 'number';
    case 'literal':
      return value === null || ['number', 'boolean', 'string'].includes(typeof value);
    default:
      return typeof value === shape.kind;
  }
}

function allowedBy(shape: Shape): string {
  switch (shape.kind) {
    case 'enum':
      return `one of ${shape.values.map((value) => `'${value}'`).join(', ')}`;
    case 'object':
      return `an object with ${Object.keys(shape.required).join(', ') || Object.keys(shape.optional).join(', ')}`;
    case 'record':
      return 'an object';
    case 'list':
      return 'a list';
    case 'either':
      return shape.allowed;
    case 'literal':
      return 'a string, a number, a boolean or null';
    default:
      return `a ${shape.kind}`;
  }
}
