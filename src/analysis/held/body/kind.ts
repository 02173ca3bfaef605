import { readingFunctions } from '../../../catalog/conventions/looking.js';
import { emptiness } from '../../../catalog/bodies.js';
import {
  chainingMethods,
  finishedMembers,
  returningListeners,
  readingEvents,
  statusMembers,
  upgradeMembers,
} from '../../../catalog/conventions/streams.js';
import type { HeldKind, Meaning, MethodTable } from '../engine/kind.js';
import type { TrackedBody } from './facts.js';

const NONE: ReadonlySet<string> = new Set();
const known = new WeakMap<TrackedBody, HeldKind>();

/** The kind of what has to be released of a response, from what the catalog knows of its body. */
export function kindOfBody(body: TrackedBody): HeldKind {
  const kind = known.get(body) ?? {
    stream: body.onResponse ? ['body'] : body.path,
    onValue: body.onResponse,
    tables: body.onResponse ? [responseTable(body), streamTable(body, ['body'])] : [streamTable(body, body.path)],
    listening: { events: new Set(readingEvents), allBut: false, means: 'read' as const },
    finished: new Set(finishedMembers),
    told: new Set(statusMembers),
    emptiness: body.rejects ? { ...emptiness, always: ['ok'] } : emptiness,
    guarded: false,
    failing: false,
    given: 'escape' as const,
    contained: 'escape' as const,
    nested: 'escape' as const,
    handlers: 'escape' as const,
    iterates: true,
    ownerReleases: NONE,
    lends: NONE,
    readers: new Set(readingFunctions),
  };
  known.set(body, kind);
  return kind;
}

function meanings(...groups: readonly (readonly [Meaning, readonly string[]])[]): ReadonlyMap<string, Meaning> {
  return new Map(groups.flatMap(([meaning, names]) => names.map((name): [string, Meaning] => [name, meaning])));
}

/** A fetch response reads its body by methods of its own. */
function responseTable({ fact }: TrackedBody): MethodTable {
  return {
    path: [],
    meanings: meanings(['clone', ['clone']], ['read', fact.reads]),
    others: 'escape',
    taken: new Set([...fact.reads, ...upgradeMembers]),
    same: NONE,
  };
}

/** The stream: what is said later decides where a name is in two groups. */
function streamTable({ fact }: TrackedBody, path: readonly string[]): MethodTable {
  return {
    path,
    meanings: meanings(
      ['need', [...(fact.traps ?? []), ...(fact.sends ?? [])]],
      ['read', fact.reads],
      ['release', [...fact.releases, 'cancel']],
      ['read', ['pipeTo']],
      ['itself', chainingMethods],
      ['listen', returningListeners],
      ['itself', ['pipeThrough']],
      ['reader', ['getReader']],
      ['pipe', ['pipe']],
    ),
    others: 'escape',
    taken: new Set([...fact.reads, ...fact.releases]),
    same: new Set(['body']),
  };
}
