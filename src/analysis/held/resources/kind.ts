import type { AcquireFact } from '../../../catalog/types.js';
import { returningListeners } from '../../../catalog/conventions/streams.js';
import type { HeldKind, Meaning } from '../engine/kind.js';

const NONE: ReadonlySet<string> = new Set();
const known = new WeakMap<AcquireFact, HeldKind>();

/** The kind of what is acquired, from what the catalog knows of it. */
export function kindOfResource(fact: AcquireFact): HeldKind {
  const kind = known.get(fact) ?? kindOf(fact);
  known.set(fact, kind);
  return kind;
}

function kindOf(fact: AcquireFact): HeldKind {
  const releases = fact.release.filter(({ on }) => on === 'resource').map(({ method }) => method);
  return {
    stream: [],
    onValue: true,
    tables: [
      {
        path: [],
        meanings: new Map([
          ...returningListeners.map((name): [string, Meaning] => [name, 'listen']),
          ...(fact.transfers ?? []).map((name): [string, Meaning] => [name, 'lend']),
          ...(fact.wrong ?? []).map((name): [string, Meaning] => [name, 'wrong']),
          ...releases.map((name): [string, Meaning] => [name, 'release']),
        ]),
        others: 'work',
        taken: new Set(releases.filter((name) => name !== '')),
        same: NONE,
      },
    ],
    // What listens to it keeps it; an `error` listener only looks after it.
    listening: { events: new Set(['error']), allBut: true, means: 'lend' },
    finished: new Set(fact.finished),
    told: NONE,
    emptiness: null,
    guarded: true,
    failing: true,
    given: fact.resource === 'owner' ? null : 'loan',
    contained: 'follow',
    nested: 'follow',
    handlers: 'follow',
    iterates: false,
    ownerReleases: new Set(fact.release.filter(({ on }) => on === 'owner').map(({ method }) => method)),
    lends: new Set(fact.lends),
    readers: NONE,
  };
}
