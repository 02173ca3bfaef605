/**
 * What a call of a member of something held means: `release` gives it up; `wrong` looks like a release; `read` takes
 * all of it, which releases it; `pipe` and `reader` do so through another object; `clone` makes a second one; `itself`
 * returns it; `listen` depends on the event; `lend`: other code works with it; `escape`: other code is responsible for
 * it; `need`: it must still be there; `work`: whatever it returns works through it.
 */
export type Meaning =
  | 'release'
  | 'wrong'
  | 'read'
  | 'pipe'
  | 'reader'
  | 'clone'
  | 'itself'
  | 'listen'
  | 'lend'
  | 'escape'
  | 'need'
  | 'work';

/** The methods of a value: of a response, of the stream that is its member, of a connection. */
export interface MethodTable {
  /** Members from the delivered value to the one with these methods. */
  readonly path: readonly string[];
  /** By method path; the empty one stands for a call of the value itself. */
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly others: Meaning;
  /** Methods which, used as a value and not called, give away what is held. */
  readonly taken: ReadonlySet<string>;
  /** Members that are the value itself once more. */
  readonly same: ReadonlySet<string>;
}

/** Which listeners mean something, and what: those for `events`, or for all others where `allBut` is set. */
export interface Listening {
  readonly events: ReadonlySet<string>;
  readonly allBut: boolean;
  readonly means: 'read' | 'lend';
}

/** Values that tell of a response that it has no body. */
export interface Emptiness {
  /** Of the members that tell: numbers, and names of constants for these, in lower case without underscores. */
  readonly statuses: readonly number[];
  readonly statusNames: readonly string[];
  /** Of the member `type`. */
  readonly types: readonly string[];
  /** Methods of requests that are answered without one. */
  readonly methods: readonly string[];
  /** The header, in lower case, that is 0 without one. */
  readonly header: string;
  /** Members that are true of every one that arrives. */
  readonly always?: readonly string[];
}

/**
 * A kind of thing that has to be given back, as the engine has to know it. A new kind is another one of these, made
 * from facts of the catalog: no code of the engine knows what is held.
 */
export interface HeldKind {
  /** Members from the delivered value to what must be released. */
  readonly stream: readonly string[];
  /** Whether the delivered value must be released too: a response with reading methods around its stream. */
  readonly onValue: boolean;
  /** From the outermost value inwards. */
  readonly tables: readonly MethodTable[];
  readonly listening: Listening;
  /** Members that are (or return) true when nothing is left to release. */
  readonly finished: ReadonlySet<string>;
  /** Members whose values conditions ask to learn whether there is anything to release. */
  readonly told: ReadonlySet<string>;
  /** How conditions tell that it holds nothing; `null`: it always holds something. */
  readonly emptiness: Emptiness | null;
  /** Whether a flag, or what the acquisition depended on, may guard the release. */
  readonly guarded: boolean;
  /** Whether an awaited call that uses it counts as an exit by exception: it fails in practice. */
  readonly failing: boolean;
  /** What code elsewhere does that gets it as an argument; `null`: nothing. */
  readonly given: 'escape' | 'loan' | null;
  /** What an object or array does that holds it: it is responsible, or goes where the holder goes. */
  readonly contained: 'escape' | 'follow';
  /** Nested functions take it over, or do with it what their code says. */
  readonly nested: 'escape' | 'follow';
  /** What a releasing method does that is handed out as a value: it is a handler of a promise chain, or unknown. */
  readonly handlers: 'escape' | 'follow';
  /** Whether going through it in a loop reads it. */
  readonly iterates: boolean;
  /** Methods of its owner that release it when they get it. */
  readonly ownerReleases: ReadonlySet<string>;
  /** Methods and option names under which it is lent to calls that never release it. */
  readonly lends: ReadonlySet<string>;
  /** Functions that read the stream which they get first. */
  readonly readers: ReadonlySet<string>;
}

/** Whether two member paths are the same. */
export function isSamePath(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, index) => name === right[index]);
}

/** Whether a path leads to what must be released. */
export function isStream(kind: HeldKind, path: readonly string[]): boolean {
  return isSamePath(path, kind.stream);
}

/** Whether a path leads to something that must be released. */
export function isHeld(kind: HeldKind, path: readonly string[]): boolean {
  return isStream(kind, path) || (kind.onValue && path.length === 0);
}

/** Whether a path leads to what must be released, or to something that has it as a member. */
export function isOnTheWay({ stream }: HeldKind, path: readonly string[]): boolean {
  return path.length <= stream.length && path.every((name, index) => name === stream[index]);
}

/** A member of a value with methods: the table of the innermost such value, and the name from there on. */
export function memberOf(
  { tables }: HeldKind,
  path: readonly string[],
): { readonly table: MethodTable; readonly name: string } | null {
  const table = tables.findLast(
    (each) =>
      (each.path.length < path.length || (each.path.length === path.length && each.meanings.has(''))) &&
      each.path.every((name, index) => name === path[index]),
  );
  return table ? { table, name: path.slice(table.path.length).join('.') } : null;
}

/** Whether a listener for an event (`null`: not known) means something. */
export function isHeard({ events, allBut }: Listening, event: string | null): boolean {
  return event === null || events.has(event) !== allBut;
}
