import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingClass, isFunction, wrapped } from '../../ast/nodes.js';
import { closeMethodNames } from '../../catalog/conventions/closing.js';
import { isParameterDefault, type Origin } from '../values/argument-origin.js';
import { closesOfCarrier, closingOf, type Closing } from './closing.js';
import { localClassConstructions } from './local-classes.js';
import type { CallLike, Construction } from '../names/clients.js';
import { keepsConnections } from './costs.js';
import { waitsForSomebody } from './dialogue.js';
import { isHandedOut } from './handed-out.js';
import { isIgnored } from './ignored.js';
import { isLentUntilClose } from './lent.js';
import type { FileLifecycle } from '../lifecycle.js';
import { overwrittenBy } from './overwritten.js';
import { onlySigns, originOfConnection, purposeOf, receiverOf, type Purpose } from './purpose.js';
import { isGivenClient, ownsNothing, setsOnlyHeaders, wantsFreshConnections } from '../values/options.js';
import type { Sink } from '../values/ownership.js';
import { repetition as repetitionFor, type Repetition } from '../runs/repeat.js';
import type { ValueWalk } from '../values/value-walk.js';
import { verdictsOn, type ClientPlace } from './places.js';

/** A client that is constructed anew whenever some code runs, and that nothing keeps. */
export interface PerCallClient {
  readonly construction: Construction;
  /** The `new` expression or call to report: the construction, or the call of the factory that contains it. */
  readonly node: CallLike;
  /** The function of this file that constructs it, when `node` is a call of one. */
  readonly factory: string | null;
  readonly repetition: Repetition;
  /** Where its arguments come from, at `node`. */
  readonly origin: Origin;
  readonly closing: Closing;
  /** What it may be meant for, where that is this call only. */
  readonly purpose: Purpose | null;
  /** The variable or field whose last client each run replaces, which nothing closes. */
  readonly overwritten: string | null;
  /** `inline`: an argument or a member access uses it on the spot; `default`: a parameter default. */
  readonly place: 'local' | 'inline' | 'default';
  readonly headersOnly: boolean;
  /** Whether it keeps idle connections: `null` when its options cannot be known. */
  readonly keepsConnections: boolean | null;
  readonly sinks: readonly Sink[];
}

/** All clients of a file that live for one call only, in the order of the text. */
export function perCallClients(file: FileLifecycle): PerCallClient[] {
  if (file.clients.constructions.size === 0 || !file.meaning.perCall) return [];
  const constructions = [...file.clients.constructions.values(), ...localClassConstructions(file)];
  const candidates = constructions.filter((construction) => isWorthSharing(file, construction));
  const clients = candidates.flatMap((construction) =>
    verdictsOn(file, construction, construction.construct.at ?? [], (place) => judge(file, place), followCallback),
  );
  const sorted = clients.sort((a, b) => a.node.range[0] - b.node.range[0]);
  // One place is one defect, whichever of a factory's constructions stands behind it; what one is for counts for all.
  return sorted
    .filter(({ node }, index) => sorted[index - 1]?.node !== node)
    .map((client) => ({ ...client, purpose: client.purpose ?? purposeAt(sorted, client.node) }));
}

function purposeAt(clients: readonly PerCallClient[], node: CallLike): Purpose | null {
  return clients.find((client) => client.node === node && client.purpose !== null)?.purpose ?? null;
}

function isWorthSharing(file: FileView, construction: Construction): boolean {
  const { construct } = construction;
  if (construct.owns === 'none' || construct.testDouble || construct.conversation || construct.singleton) return false;
  return (
    (construct.listens === true || !isGivenClient(file, construction)) &&
    !ownsNothing(file, construction) &&
    !wantsFreshConnections(file, construction)
  );
}

function judge(file: FileLifecycle, place: ClientPlace): PerCallClient[] | 'callers' {
  const { construction, node, factory, sinks } = place;
  const kind = place.kind === 'escaped' && isLentUntilClose(sinks) ? 'local' : place.kind;
  const scoped =
    kind === 'kept' ? perRequestField(file, node, sinks) : kind === 'returned' ? perRequestResult(file, sinks) : null;
  if (kind === 'returned' && scoped === null) return 'callers';
  const overwritten = kind === 'kept' && scoped === null ? overwrittenBy(file, node, sinks) : null;
  if (
    (kind !== 'local' && scoped === null && overwritten === null) ||
    place.owners.some(({ construct }) => construct.owns !== 'none') ||
    staysUnopened(place) ||
    isHandedOut(file, place) ||
    isDisposed(place) ||
    isIgnored(file, construction.node) ||
    onlySigns(file, construction, sinks)
  )
    return [];
  const origin = originOfConnection(file, construction, node, sinks);
  const repetition = scoped ?? file.repeat.of(node) ?? (origin === 'call' ? file.repeat.byArguments(node) : null);
  if (!repetition) return [];
  // What only unknown callers run, or a loop tries again, may be the place where a client is set.
  if (overwritten !== null && (!repetition.proven || repetition.loop)) return [];
  const closes = [
    ...sinks.flatMap((sink) => (sink.kind === 'closed' ? [sink.node] : [])),
    ...(construction.construct.perUse === true ? closesOfCarrier(file, sinks) : []),
    ...closesByName(place),
  ];
  if (repetition.loop && waitsForSomebody(file, node)) return [];
  const client: PerCallClient = {
    construction,
    node,
    factory,
    repetition,
    origin: construction.construct.constructedIn?.constant ? 'constant' : origin,
    purpose: purposeOf(file, construction, { node, sinks, inLoop: repetition.loop, origin }),
    overwritten,
    closing: closingOf(file, node, closes, construction.construct.opens === 'first-use'),
    place: placeOf(node, sinks),
    headersOnly: setsOnlyHeaders(file, construction),
    keepsConnections: keepsConnections(file, construction),
    sinks,
  };
  return file.role !== 'script' || mattersInScript(client) ? [client] : [];
}

/**
 * A program that does its work and ends calls most of its functions once, and its end closes what an error leaves open;
 * what keeps it from ending, or is the same for all calls, counts all the same.
 */
function mattersInScript({ repetition, construction, origin, closing }: PerCallClient): boolean {
  return (
    repetition.proven ||
    construction.construct.holdsProcess === true ||
    (origin !== 'call' && (closing === 'never' || closing === 'always'))
  );
}

/** Whether only such methods of an instance are called as never use the client that it opens when it is first used. */
function staysUnopened({ construction, sinks }: ClientPlace): boolean {
  const opensIn = construction.construct.constructedIn?.opensIn;
  return (
    opensIn !== undefined &&
    // A subclass has methods of its own, which may call those.
    construction.subclass === null &&
    sinks.every((sink) => sink.kind === 'used' && sink.method !== null && !opensIn.includes(sink.method))
  );
}

/** `await using db = new Database()`: a class of the project that ends itself. */
function isDisposed({ construction, node }: ClientPlace): boolean {
  const { parent } = wrapped(node);
  const declaration = parent?.type === 'VariableDeclarator' ? parent.parent : null;
  return construction.construct.constructedIn !== undefined && declaration?.kind.endsWith('using') === true;
}

/** Calls of methods that are named like an end, of a class of the project that may close its client in more ways. */
function closesByName({ construction: { construct }, sinks }: ClientPlace): TSESTree.Node[] {
  if (!construct.constructedIn || construct.create !== 'new') return [];
  return sinks.flatMap((sink) =>
    sink.kind === 'used' && sink.method !== null && closeMethodNames.includes(sink.method) ? [sink.node] : [],
  );
}

/** `MongoClient.connect(url, (error, client) => ...)`: the callback gets the client too. */
function followCallback(walk: ValueWalk, construction: Construction): void {
  const [, client] = receiverOf(construction)?.params ?? [];
  if (client) walk.bind(client, [], client);
}

/** A field of an object that every request gets anew keeps its client no longer than the request. */
function perRequestField({ frameworks }: FileLifecycle, node: CallLike, sinks: readonly Sink[]): Repetition | null {
  const owner = enclosingClass(node);
  const why =
    owner && sinks.every((sink) => sink.kind !== 'kept' || sink.by === 'field')
      ? frameworks.perRequestClass(owner)
      : null;
  return why === null ? null : repetitionFor(why);
}

/** What the factory of a request-scoped provider returns lives for one request. */
function perRequestResult({ frameworks }: FileLifecycle, sinks: readonly Sink[]): Repetition | null {
  const [only, ...others] = new Set(sinks.flatMap((sink) => (sink.kind === 'returned' ? [sink.fn] : [])));
  const run = only && others.length === 0 ? frameworks.perRequestProvider(only) : null;
  return run ? repetitionFor(run.why) : null;
}

function placeOf(node: CallLike, sinks: readonly Sink[]): PerCallClient['place'] {
  if (isParameterDefault(node)) return 'default';
  const { parent } = node;
  const named =
    parent.type === 'VariableDeclarator' || parent.type === 'AssignmentExpression' || parent.type === 'AwaitExpression';
  return !named && !isFunction(parent) && sinks.some((sink) => sink.kind === 'borrowed') ? 'inline' : 'local';
}
