import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import {
  ancestorsUntil,
  callAround,
  enclosingFunction,
  isFunction,
  isWithin,
  propertyName,
  rootOf,
  unwrap,
  wrapped,
} from '../../../ast/nodes.js';
import { isTopLevel } from '../../../ast/variables.js';
import { returningListeners } from '../../../catalog/conventions/streams.js';
import type { AcquireFact } from '../../../catalog/types.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { bindingUses, usesOf, type Use } from '../../names/uses.js';
import { acquireCalls, type AcquireCall } from './acquire-calls.js';
import { Arrivals, type Arrival } from '../engine/arrivals.js';
import type { Effects } from '../engine/effects.js';
import { errorsOf } from '../engine/errors.js';
import { HeldAnalysis } from '../engine/analysis.js';
import { kindOfResource } from './kind.js';
import type { HeldResource } from '../session/held.js';
import { UNUSED, type Leak, type ThrowMode } from '../engine/holding.js';
import { isParameterDefault } from '../../values/argument-origin.js';
import { ownershipOf } from '../../values/value-walk.js';
import { HeldSession, type DirtyRelease } from '../session/session.js';

/** An acquired resource that some way does not give back. */
export interface Unreleased {
  readonly acquired: AcquireCall;
  readonly arrival: Arrival;
  readonly leaks: readonly Leak[];
  readonly effects: Effects;
  /** Whether any code releases it or hands it on. */
  readonly handled: boolean;
  /** Whether other functions, handlers or callers release it or are responsible for it on some way. */
  readonly elsewhere: boolean;
  /** Why one more is opened again and again, where nothing at all closes what often lasts as long as the process. */
  readonly openedAgain: string | null;
  /** What its session may hold when it is given back. */
  readonly session: HeldSession;
}

/** A connection that goes back to its pool inside an open transaction. */
export interface GivenBackDirty extends Unreleased {
  /** The statement that begins the transaction. */
  readonly begin: TSESTree.Node;
  readonly releases: readonly DirtyRelease[];
}

/** What a file does wrong with acquired resources. */
export interface ResourceFindings {
  readonly unreleased: readonly Unreleased[];
  readonly dirty: readonly GivenBackDirty[];
  /** Calls which close a connection that belongs to a pool; `alone`: nothing else releases it. */
  readonly wrong: readonly {
    readonly call: TSESTree.CallExpression;
    readonly fact: AcquireFact;
    readonly alone: boolean;
  }[];
}

/** Follows everything that a file acquires to the ends of the functions that hold it. */
export function resourceFindings(file: FileLifecycle, throws: ThrowMode): ResourceFindings {
  const unreleased = new Map<TSESTree.Node, Unreleased>();
  const dirty = new Map<TSESTree.Node, GivenBackDirty>();
  const wrong = new Map<TSESTree.CallExpression, { readonly fact: AcquireFact; readonly alone: boolean }>();
  const calls = acquireCalls(file);
  if (calls.length === 0 || !file.meaning.release) return { unreleased: [], dirty: [], wrong: [] };
  const analysis = new HeldAnalysis(file, throws);
  for (const acquired of calls) {
    const arrivals = arrivalsOf(file, acquired);
    for (const arrival of arrivals.found) {
      // Top-level code runs once, and what it holds it mostly holds for as long as the process runs.
      if (arrival.home.type === 'Program') continue;
      const held = heldOf(file, acquired, arrival);
      const effects = analysis.effectsOf(held);
      const flow = analysis.leaksOf(held, effects);
      const { leaks: lost, handled, elsewhere } = flow;
      const leaks = lost.filter((leak) => leak.kind !== 'overwritten' || !ownerEndsBehind(leak.node, held));
      for (const call of effects.wrong)
        wrong.set(call, { fact: acquired.fact, alone: effects.releases.size === effects.wrong.size });
      // What an object keeps is no one else's, however many callers it hands it to.
      if (!isKept(effects))
        for (const leaving of effects.returns) if (flow.isHeldIn(leaving)) arrivals.returned(leaving, arrival.call);
      const untold = (acquired.fact.lasting === true || arrival.doubtful) && effects.releases.size === 0;
      const handedOn = handled || isHandedOn(acquired.fact, effects);
      const openedAgain = untold && leaks.length > 0 ? openedAgainBy(file, acquired, arrival, handedOn) : null;
      const silent = (untold && openedAgain === null) || endsWithOwner(file, acquired, held, effects, leaks);
      const session = new HeldSession(file, (home) => analysis.graphOf(home), held, effects, throws);
      const found: Unreleased = { acquired, arrival, leaks, effects, handled, elsewhere, openedAgain, session };
      if (leaks.length > 0) {
        if (!silent && !unreleased.has(arrival.call)) unreleased.set(arrival.call, found);
        continue;
      }
      // One that may be given, inside a transaction of the caller's, has a session that only flags tell of.
      const releases = isParameterDefault(acquired.node) ? [] : session.dirtyReleases();
      const { begin } = session;
      if (begin && releases.length > 0 && !dirty.has(arrival.call))
        dirty.set(arrival.call, { ...found, begin, releases });
    }
  }
  for (const call of unreleased.keys()) dirty.delete(call);
  return {
    unreleased: [...unreleased.values()],
    dirty: [...dirty.values()],
    wrong: [...wrong].map(([call, each]) => ({ call, ...each })),
  };
}

/** Whether a field or a variable around the function gets it. */
function isKept({ at }: Effects): boolean {
  return [...at].some(([node, { kind }]) => kind === 'escape' && node.type === 'AssignmentExpression');
}

/** A resource as the function holds it in which it arrives. */
function heldOf(file: FileView, acquired: AcquireCall, arrival: Arrival): HeldResource {
  const { home, at, received } = arrival;
  const { fact } = acquired;
  return {
    kind: kindOfResource(fact),
    fact,
    home,
    at,
    uses: usesOfArrival(file, acquired, arrival),
    setUp: fact.setUp ?? [],
    ...(fact.opens && { arrives: UNUSED }),
    endings: {
      releases: ownerReleases(file, acquired, arrival),
      errors: received.binding ? errorsOf(file, home, received.node) : [],
    },
  };
}

function arrivalsOf(file: FileView, { node, fact }: AcquireCall): Arrivals {
  const arrivals = new Arrivals(file, false);
  const last = node.arguments.at(-1);
  const callback =
    last && (fact.parameters || fact.delivery === 'callback') && (isFunction(last) || last.type === 'Identifier')
      ? last
      : null;
  if (callback) arrivals.parameter(callback, node, fact.parameters?.resource ?? 1);
  else if (fact.resource === 'owner') arrivals.owner(node);
  else if (fact.async) arrivals.promise(node, node);
  else {
    // `await createQueryRunner()` of what is no promise: it is there when the wait is over.
    const awaited = wrapped(node).parent;
    const at = awaited?.type === 'AwaitExpression' ? awaited : node;
    arrivals.value(at, at, node);
  }
  return arrivals;
}

/** The uses of what arrives, and of the function that releases it where a callback is given one. */
function usesOfArrival(file: FileView, { node: call, fact }: AcquireCall, { home, received }: Arrival): readonly Use[] {
  if (fact.resource === 'owner') return ownerUses(file, call, home);
  if (!received.binding) return [...usesOf(file, received.node)];
  const uses = isFunction(received.node) ? [] : [...bindingUses(file, received.node)];
  const index = fact.parameters?.release;
  const releaser = index !== undefined && isFunction(home) ? home.params[index] : undefined;
  const [release] = fact.release;
  return releaser && release ? [...uses, ...bindingUses(file, releaser, release.method.split('.'))] : uses;
}

/** `mutex.release()` and `browser.close()`: releases on the owner that need no argument. */
function ownerReleases(
  file: FileView,
  { node, fact }: AcquireCall,
  { home }: Arrival,
): readonly TSESTree.CallExpression[] {
  const methods = fact.release.filter(({ on }) => on === 'owner').map(({ method }) => method);
  if (methods.length === 0) return [];
  return ownerUses(file, node, home).flatMap(({ node: use, path }) => {
    const call = path.length === 1 && methods.includes(path[0] ?? '') ? callAround(use) : null;
    return call?.arguments.length === 0 ? [call] : [];
  });
}

/**
 * Whether the function constructs what it is taken from as well, and the end of that ends it: on each way out that
 * leaves it open, the owner is left open too, which `no-client-in-function` reports.
 */
function endsWithOwner(
  file: FileLifecycle,
  { owner, fact }: AcquireCall,
  { home, endings }: HeldResource,
  { releases }: Effects,
  leaks: readonly Leak[],
): boolean {
  if (!owner || fact.resource === 'owner' || enclosingFunction(owner.node) !== home) return false;
  const ends = endings?.releases ?? [];
  if (releases.size > 0 && [...releases].every((release) => ends.includes(release))) return true;
  // What a loop replaces stays open until the owner ends, however that ends.
  const isFreed = fact.release.some(({ on }) => on === 'owner') && leaks.every(({ kind }) => kind !== 'overwritten');
  return isFreed && ownershipOf(file, owner).kind === 'local';
}

/** Whether a `finally` around a place ends what the resource is taken from: the one that is replaced ends with it. */
function ownerEndsBehind(place: TSESTree.Node, { home, endings }: HeldResource): boolean {
  const ends = endings?.releases ?? [];
  return [...ancestorsUntil(place, home)].some(
    (around) =>
      around.type === 'TryStatement' &&
      around.finalizer !== null &&
      !isWithin(place, around.finalizer) &&
      ends.some((end) => around.finalizer !== null && isWithin(end, around.finalizer)),
  );
}

/** Expressions of the function that denote the owner of the call, by their text: `this.semaphore`, `transaction`. */
function ownerUses(file: FileView, call: TSESTree.CallExpression, home: TSESTree.Node): readonly Use[] {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return [];
  const text = file.getText(unwrap(callee.object));
  const owners = [...descendantsOf(home, file.visitorKeys)].filter(
    (node) => (node.type === 'Identifier' || node.type === 'MemberExpression') && file.getText(node) === text,
  );
  return owners.flatMap((node) => [...usesOf(file, node)]);
}

/** Whether something goes on with it for as long as it is open: a subscription, a listener. */
function isHandedOn({ transfers = [] }: AcquireFact, { at }: Effects): boolean {
  const names = new Set([...transfers.map((name) => name.split('.').at(-1)), ...returningListeners]);
  return [...at].some(
    ([node, { kind }]) =>
      kind === 'loan' &&
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      names.has(propertyName(node.callee) ?? ''),
  );
}

/**
 * Why code opens one more of what may last as long as the process, and keeps it nowhere: `publish()` with a channel for
 * each message. `null` where it may run once, or where what it is taken from ends with it.
 */
function openedAgainBy(
  file: FileLifecycle,
  { fact, owner }: AcquireCall,
  { call, doubtful }: Arrival,
  handled: boolean,
): string | null {
  if (doubtful || handled || fact.lasting !== true) return null;
  const repetition = file.repeat.of(call);
  if (!repetition) return null;
  if (!owner) return isOfLocal(file, call) ? null : repetition.why;
  return ownershipOf(file, owner).kind === 'kept' ? repetition.why : null;
}

/** Whether what something is taken from is a local variable that the same function fills, and may end. */
function isOfLocal(file: FileView, call: TSESTree.CallExpression): boolean {
  const root = call.callee.type === 'MemberExpression' ? rootOf(call.callee) : null;
  const variable = root && file.variableOf(root);
  return variable?.defs[0]?.type === 'Variable' && !isTopLevel(variable);
}
