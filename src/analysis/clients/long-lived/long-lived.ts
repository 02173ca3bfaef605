import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { enclosingFunction, enclosingStatement, isFunction, isNothing, propertyName } from '../../../ast/nodes.js';
import type { Construct } from '../../../catalog/types.js';
import type { CallLike, Construction } from '../../names/clients.js';
import type { FileLifecycle } from '../../lifecycle.js';
import { endsWithItsClients } from '../../runs/roles/script.js';
import type { summarize, Sink } from '../../values/ownership.js';
import { ELEMENT, HELD } from '../../values/client-paths.js';
import { localClassConstructions } from '../local-classes.js';
import { verdictsOn, type ClientPlace } from '../places.js';
import { closeMemberOf, type CloseMember } from './class-close.js';
import { mayCloseElsewhere } from './elsewhere.js';
import { ownMember, type ClassNode } from '../../names/members.js';
import { isClosedByModule } from './module-close.js';
import { needsClose } from './needs-close.js';
import { isOfNpm } from './npm.js';
import { ownershipOf, type OwnPlace } from './own-place.js';
import { closesPackageElsewhere } from './package-close.js';
import type { Holder } from './holders.js';
import { ReachWalk } from './reach.js';
import { SettledNames } from './settled-names.js';
import { livesForCalls } from './short-instances.js';
import { uncalledCloser } from './uncalled.js';
import type { UncalledCloser } from './uncalled-static.js';
import { endsAsAWhole } from './whole-instance.js';

/** A client that outlives the call which constructs it, and that nothing in its file closes. */
export interface UnclosedClient {
  readonly construction: Construction;
  /** The `new` expression or call to report: the construction, or the call of the factory that contains it. */
  readonly node: CallLike;
  /** The function of this file that constructs it, when `node` is a call of one. */
  readonly factory: string | null;
  /** What keeps it: a field of a class, or anything of the module. */
  readonly keeper:
    | { readonly kind: 'module' }
    | {
        readonly kind: 'field';
        readonly name: string;
        readonly owner: ClassNode;
        /** Whether it belongs to the class rather than to each instance. */
        readonly isStatic: boolean;
        /** The method that ends what the field belongs to. */
        readonly closeMethod: CloseMember | null;
      };
  /** The function of the file that would close it, but that nothing in the project calls. */
  readonly closer: UncalledCloser | null;
  readonly holders: readonly Holder[];
  /** The place that holds the client itself and nothing else, so that a close may be called on it. */
  readonly place: OwnPlace | null;
  /**
   * Whether the places that hold it may as well hold a client which other code made, and which is not closed here:
   * `this.agent = options.agent ?? new Agent()`.
   */
  readonly mixed: boolean;
}

/** All clients of a file that live long and that nothing closes; one for each variable or field that holds them. */
export function unclosedClients(file: FileLifecycle): UnclosedClient[] {
  const candidates = [...file.clients.constructions.values(), ...localClassConstructions(file)].filter(
    (construction) => isOwn(construction) && needsClose(file, construction),
  );
  if (candidates.length === 0 || file.meaning.close === 'none') return [];
  // A program that ends by itself only waits for what keeps it running.
  const ends = file.meaning.close === 'holding';
  if (ends && !endsWithItsClients(file)) return [];
  const settled = new SettledNames(file);
  const found = candidates
    .filter(({ construct }) => !ends || holdsForEver(construct))
    .flatMap((construction) => verdictsOn(file, construction, [], (place) => judge(file, place, settled)));
  const sorted = found.sort((a, b) => a.node.range[0] - b.node.range[0]);
  const places = new PlacesSeen();
  return sorted.filter((client) => places.isFirst(client));
}

/**
 * Whether a client belongs to the file: it makes it, or gets it from a function of another file that makes a new one
 * on every call and keeps none, or it makes the instance of a class of another file that shows what ends it.
 */
function isOwn({ construct: { constructedIn, create, at, close } }: Construction): boolean {
  return (
    !constructedIn ||
    // What an instance hands out, others may close.
    (constructedIn.handsOut === undefined && (create === 'call' ? at === undefined : close.length > 0))
  );
}

/** Places that held an earlier client of the file, which count once whichever of several clients they hold. */
class PlacesSeen {
  /** Names and paths by the variable or class that they belong to. */
  readonly #names = new Map<unknown, Set<string>>();

  /** Whether no earlier client stands in the same place, or is the same connection: the one of a library. */
  isFirst({ construction: { construct }, holders: [holder] }: UnclosedClient): boolean {
    const isNew = construct.singleton !== true || this.#add(construct, '');
    if (holder?.kind === 'field') return this.#add(holder.owner, holder.name) && isNew;
    // `agent = proxy ? new ProxyAgent(proxy) : new Agent()`: one place.
    const isOne = holder !== undefined && !holder.path.includes(HELD);
    return (!isOne || this.#add(holder.variable, holder.path.join('.'))) && isNew;
  }

  /** Whether a name was not there before. */
  #add(owner: unknown, name: string): boolean {
    const names = this.#names.get(owner) ?? new Set();
    this.#names.set(owner, names);
    return !names.has(name) && Boolean(names.add(name));
  }
}

function judge(
  file: FileLifecycle,
  { kind, ...place }: ClientPlace,
  settled: SettledNames,
): UnclosedClient[] | 'callers' {
  const { construction, node, paths, factory, sinks } = place;
  const ofLibrary = isOnlyOne(file, construction, kind, sinks);
  if (kind === 'returned' && !ofLibrary) return 'callers';
  // What the function gave it to may close it, as it may where no function stands in between.
  if (isClosedByModule(file, construction) || (node !== construction.node && place.givenAway)) return [];
  const common = { construction, node, factory };
  const isLocal = kind === 'local';
  if (ofLibrary || (isLocal && staysOpen(file, construction, node, sinks)))
    return [{ ...common, keeper: { kind: 'module' }, closer: null, holders: [], place: null, mixed: false }];
  const mayBeMounted = (isLocal || kind === 'escaped') && construction.construct.holdsProcess === true;
  if ((kind !== 'kept' && !(mayBeMounted && file.repeat.isOnce(node))) || settled.has(place)) return [];
  const reach = reachOf(file, construction);
  for (const path of paths) reach.start(node, path);
  // The application works with it for as long as it runs.
  if (kind !== 'kept' && reach.mounted.length === 0) return [];
  const closer = uncalledCloser(file, reach);
  if ((reach.closes.length > 0 && closer === null) || reach.unknown.length > 0 || reach.follows) {
    settled.add(place);
    return [];
  }
  if (isEmptied(construction, reach.holders)) return [];
  const keeper =
    keeperOf(file, reach.sinks, reach.holders) ??
    (kind !== 'kept' || livesOn(file, node, sinks) ? ({ kind: 'module' } as const) : null);
  if (keeper && mayCloseElsewhere(file, place, reach)) return [];
  if (keeper?.kind === 'field' && endsAsAWhole(file, keeper.owner, construction)) return [];
  if (keeper?.kind === 'field' && !keeper.isStatic && livesForCalls(file, keeper.owner, construction)) return [];
  if (!keeper) return [];
  // Of the clients that a place may hold, the first one is told of.
  settled.add(place);
  return [{ ...common, keeper, closer, holders: reach.holders, ...ownershipOf(file, construction, reach.holders) }];
}

/**
 * Whether agents are in a container that is emptied without a close when it is full: what is dropped ends when nothing
 * uses it any more, and so does the rest.
 */
function isEmptied({ construct }: Construction, holders: readonly Holder[]): boolean {
  if (construct.owns !== 'agent' || construct.holdsProcess === true) return false;
  return holders.some(
    (holder) =>
      holder.kind === 'variable' &&
      holder.path.includes(ELEMENT) &&
      holder.variable.references.some(({ identifier: { parent } }) => {
        const isCalled = parent.type === 'MemberExpression' && parent.parent.type === 'CallExpression';
        return isCalled && propertyName(parent) === 'clear';
      }),
  );
}

/**
 * A connection that the library itself keeps, as the only one of the process, whatever is done with the result of the
 * call: nothing but a function of the module closes it, in any file.
 */
function isOnlyOne(
  file: FileLifecycle,
  { construct, specifier, node }: Construction,
  kind: ReturnType<typeof summarize>['kind'],
  sinks: readonly Sink[],
): boolean {
  if (!construct.singleton || !construct.holdsProcess || kind === 'kept') return false;
  if (sinks.some((sink) => sink.kind === 'closed') || isClosedNearby(file, node, construct)) return false;
  return !closesPackageElsewhere(file, construct, specifier);
}

/** Any name of a close method in the file: which connection it closes cannot be told. */
function isClosedNearby(file: FileView, node: TSESTree.Node, { close }: Construct): boolean {
  const text = file.text.slice(0, node.range[0]) + file.text.slice(node.range[1]);
  return close.some(({ method }) => text.includes(`.${method}`));
}

/** Whether a client that nothing holds is open until the process ends all the same. */
function staysOpen(file: FileLifecycle, construction: Construction, node: CallLike, sinks: readonly Sink[]): boolean {
  if (isDropped(file, construction, node, sinks) || isLeftOpen(file, node, sinks)) return true;
  const { works } = construction.construct;
  if (works === undefined || !file.repeat.isOnce(node)) return false;
  const [processor] = construction.node.arguments.slice(works.through);
  if (!processor || isNothing(processor)) return false;
  const reach = reachOf(file, construction);
  reach.start(node, []);
  return reach.closes.length === 0 && reach.unknown.length === 0;
}

/** A local of set-up code that functions which live on still use: a pool in a plugin, used by its routes. */
function livesOn(file: FileLifecycle, node: CallLike, sinks: readonly Sink[]): boolean {
  return sinks.every((sink) => sink.kind !== 'kept' || sink.by === 'closure') && file.repeat.isOnce(node);
}

/** `await connect(url);` in code that runs once: the library keeps the connection, and the file has no name for it. */
function isDropped(
  file: FileLifecycle,
  { construct, specifier }: Construction,
  node: CallLike,
  sinks: readonly Sink[],
): boolean {
  if (construct.opens !== 'construction' || !construct.holdsProcess || sinks.some(({ kind }) => kind === 'closed'))
    return false;
  return (
    enclosingStatement(node).type === 'ExpressionStatement' &&
    !isArgument(node) &&
    file.repeat.of(node) === null &&
    !(construct.singleton && file.catalog && closesPackageElsewhere(file, construct, specifier))
  );
}

/**
 * A client of the function that is the program, or of one that it calls once; the program goes on as long as it is
 * open.
 */
function isLeftOpen(file: FileLifecycle, node: CallLike, sinks: readonly Sink[]): boolean {
  return (
    file.meaning.close === 'holding' && !sinks.some(({ kind }) => kind === 'closed') && file.repeat.of(node) === null
  );
}

/** Whether an open client keeps a process from ending, and not only for the time after which idle ones are closed. */
function holdsForEver({ holdsProcess, idle }: Construct): boolean {
  return holdsProcess === true && idle?.kind !== 'timeout';
}

/** Whether other code gets the value before the statement ends. */
function isArgument(node: TSESTree.Node): boolean {
  for (let current = node; current.parent && current.parent.type !== 'ExpressionStatement'; current = current.parent) {
    if (
      current.parent.type === 'AssignmentExpression' ||
      (current.parent.type === 'CallExpression' && current.parent.callee !== current) ||
      isFunction(current.parent)
    )
      return true;
  }
  return false;
}

/** Modules and fields are long-lived; what only a closure keeps lives as long as whoever has the closure. */
function keeperOf(
  file: FileLifecycle,
  sinks: readonly Sink[],
  holders: readonly Holder[],
): UnclosedClient['keeper'] | null {
  const keepers = sinks.flatMap((sink) => (sink.kind === 'kept' ? [sink] : []));
  if (keepers.some(({ by }) => by === 'global dispatcher')) return null;
  const field = holders.find((holder) => holder.kind === 'field' && holder.owner !== null);
  const isModule = keepers.some(
    ({ by, node }) => by === 'module' || (by === 'container' && enclosingFunction(node) === null),
  );
  if (field?.kind === 'field' && field.owner && !isModule) {
    const { name, owner, target } = field;
    const isStatic = target.type === 'PropertyDefinition' ? target.static : isOfClass(target, owner, name);
    return { kind: 'field', name, owner, isStatic, closeMethod: closeMemberOf(file, owner, isStatic) };
  }
  return isModule ? { kind: 'module' } : null;
}

/** `Queues.instance = ...`, and `this.instance = ...` where the class declares the field as its own. */
function isOfClass(target: TSESTree.Node, owner: ClassNode, name: string): boolean {
  return (
    (target.type === 'MemberExpression' && target.object.type === 'Identifier') ||
    ownMember(owner, name)?.static === true
  );
}

function reachOf(file: FileLifecycle, construction: Construction): ReachWalk {
  const reach = new ReachWalk(file, construction);
  reach.isPackage = (specifier) => isOfNpm(file, specifier);
  return reach;
}
