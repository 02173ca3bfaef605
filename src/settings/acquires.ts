import type { DiscardFact, SessionFacts, StateChange } from '../catalog/acquire-types.js';
import type { AcquireFact, ReleaseMethod } from '../catalog/types.js';
import { boolean, count, listOf, matching, memberPath, object, oneOf, recordOf, text, type Shape } from './shape.js';

/** The element type of a list member, the member type otherwise. */
export type Member<T, Key extends keyof T> =
  Exclude<T[Key], undefined> extends readonly (infer Item)[] ? Item : Exclude<T[Key], undefined>;

const texts = listOf(text);
/** Method paths of a constructed value; empty when the value itself is called. */
export const methodPath = matching(
  /^(?:[\w$*]+(?:\.[\w$*]+)*)?$/,
  "a path of member names joined by dots, such as 'get' or 'messages.create', or '' for the value itself",
);

const release: Shape<ReleaseMethod> = object<ReleaseMethod>(
  { method: methodPath, on: oneOf(['resource', 'owner']) },
  { async: boolean, double: oneOf(['error', 'harmless']), outcome: oneOf(['success', 'failure']) },
);

const sessionState = oneOf(['transaction', 'setting', 'lock', 'listener', 'temporary', 'prepared']);
const stateChange: Shape<StateChange> = object<StateChange>(
  {},
  {
    begins: listOf(sessionState),
    ends: listOf(oneOf(['transaction', 'setting', 'lock', 'listener', 'temporary', 'prepared', 'all'])),
  },
);

const session: Shape<SessionFacts> = object<SessionFacts>(
  { statements: listOf(methodPath) },
  {
    methods: recordOf(stateChange, "an object of changes by method, such as { begin: { begins: ['transaction'] } }"),
    endedByRelease: listOf(sessionState),
    guarded: boolean,
    rollback: object<Member<SessionFacts, 'rollback'>>({ call: text }, { when: text }),
    discard: object<DiscardFact>(
      { method: memberPath, on: oneOf(['resource', 'owner']) },
      { argument: oneOf(['true', '{ drop: true }']), async: boolean },
    ),
    source: texts,
  },
);

/** What is taken and given back, as users write it. */
export const acquire: Shape<AcquireFact> = object<AcquireFact>(
  { method: methodPath, async: boolean, release: listOf(release, 1), what: text },
  {
    delivery: oneOf(['value', 'callback']),
    parameters: object<Member<AcquireFact, 'parameters'>>({ resource: count }, { release: count }),
    resource: oneOf(['result', 'owner']),
    opens: oneOf(['first-use']),
    wrong: texts,
    setUp: texts,
    transfers: texts,
    finished: texts,
    lends: texts,
    lasting: boolean,
    left: text,
    disposable: boolean,
    type: text,
    managedByCallback: boolean,
    session,
  },
);
