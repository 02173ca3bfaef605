import type { SessionFacts, SessionState, StateChange } from '../../../catalog/acquire-types.js';

/** What a session may hold, as a set of bits. */
export const TRANSACTION = 1;
/** A named statement. */
export const PREPARED = 32;
/** A statement whose text is not known may have left anything. */
export const UNKNOWN = 64;
/** Code outside of this file has worked with it, and may have left something when it failed. */
export const LENT = 128;
const ALL = 255;
/** Places of one set of bits. */
export const WIDTH = 8;

const BITS: Readonly<Record<SessionState, number>> = {
  transaction: TRANSACTION,
  setting: 2,
  lock: 4,
  listener: 8,
  temporary: 16,
  prepared: PREPARED,
};

/** What an evaluation does to a session: `transient` is what was open for a moment of it. */
export interface Change {
  readonly begins: number;
  readonly ends: number;
  readonly transient: number;
}

export const NOTHING: Change = { begins: 0, ends: 0, transient: 0 };

function bitsOf(states: readonly (SessionState | 'all')[] = []): number {
  return states.reduce((bits, state) => bits | (state === 'all' ? ALL : BITS[state]), 0);
}

/** The states that the plain release ends by itself. */
export function endedByRelease(facts: SessionFacts): number {
  return bitsOf(facts.endedByRelease);
}

/** What stays with a session until something ends it, and is seen by whoever gets it next. */
export const KEPT = BITS.setting | BITS.lock | BITS.listener | BITS.temporary;

/** Changes one after another. */
export function inOrder(changes: readonly StateChange[]): Change {
  let begins = 0;
  let ends = 0;
  let transient = 0;
  for (const [index, change] of changes.entries()) {
    const ended = bitsOf(change.ends);
    const begun = bitsOf(change.begins);
    ends |= ended;
    begins = (begins & ~ended) | begun;
    if (index < changes.length - 1) transient |= begun;
  }
  return { begins, ends: ends & ~begins, transient };
}

/**
 * One of several changes. `sure`: what holds whichever it is, of what it begins; otherwise whatever may be open
 * afterwards.
 */
export function oneOf(changes: readonly Change[], sure: boolean): Change {
  const [first, ...others] = changes;
  if (!first) return NOTHING;
  return others.reduce(
    (left, right) => ({
      begins: sure ? left.begins & right.begins : left.begins | right.begins,
      ends: sure ? left.ends | right.ends : left.ends & right.ends,
      transient: left.transient | right.transient,
    }),
    first,
  );
}
