/**
 * What an expression, or a member of it, may be. `client`: a client that this file constructs; `promise`: a promise of
 * one; `nothing`: null or undefined; `given`: something that other code made; `other`: anything else, such as an object
 * that holds a client.
 */
export type Identity = 'client' | 'promise' | 'nothing' | 'given' | 'other';

export const CLIENT: readonly Identity[] = ['client'];
export const PROMISE: readonly Identity[] = ['promise'];
export const NOTHING: readonly Identity[] = ['nothing'];
export const GIVEN: readonly Identity[] = ['given'];
export const OTHER: readonly Identity[] = ['other'];

/** All of several. */
export function union(sets: readonly ReadonlySet<Identity>[]): Set<Identity> {
  return new Set(sets.flatMap((set) => [...set]));
}

/** All but one. */
export function without(set: ReadonlySet<Identity>, gone: Identity): ReadonlySet<Identity> {
  return new Set([...set].filter((each) => each !== gone));
}

/** What `await` makes of it. */
export function awaited(set: ReadonlySet<Identity>): ReadonlySet<Identity> {
  return set.has('promise') ? union([without(set, 'promise'), new Set(CLIENT)]) : set;
}

/** What an async function makes of it. */
export function promised(set: ReadonlySet<Identity>): ReadonlySet<Identity> {
  return set.has('client') ? union([without(set, 'client'), new Set(PROMISE)]) : set;
}

/** Whether it is certainly what other code made. */
export function isGivenOnly(set: ReadonlySet<Identity>): boolean {
  return set.size === 1 && set.has('given');
}
