import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import {
  callAround,
  enclosingClass,
  enclosingFunction,
  propertyName,
  rootOf,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../ast/nodes.js';
import { initializerOf } from '../../ast/variables.js';
import { keepingMethods } from '../../catalog/conventions/sharing.js';
import {
  deafPackages,
  errorEvents,
  listeningFunctions,
  unheardRequests,
  type ErrorEventFact,
} from '../../catalog/error-events.js';
import { ReachWalk } from '../clients/long-lived/reach.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { Construction } from '../names/construction.js';
import { modulePattern, glob } from '../names/conventions.js';
import { callsOf, isExported } from '../names/functions.js';
import { importedName, importSourceOf } from '../names/import-source.js';
import { lastNameOf } from '../names/calls.js';
import { usesOf } from '../names/uses.js';
import { OWNED } from '../values/client-paths.js';
import { isGivenClient, ownsNothing } from '../values/options.js';
import { summarize, type Sink } from '../values/ownership.js';
import { listensElsewhere, listensIn } from './elsewhere.js';
import type { Unheard } from './emitters.js';
import { emitterUses, isDropped, isInRepeatedListener, isListener, listensFor } from './listening.js';
import { ofPlainEmitters } from './plain-emitters.js';

const FACTS = errorEvents.flatMap((fact) => fact.clients.map((id) => ({ pattern: idPattern(id), fact })));
const DEAF = modulePattern(deafPackages);
const LIBRARIES = new Map(unheardRequests.map(({ library }) => [library, library]));

/** All emitters of a file whose errors nobody hears, in the order of the text. */
export function unheardErrors(file: FileLifecycle): Unheard[] {
  // A program that does one thing may end with an error; what runs in no process of ours is silent anyway.
  if (!file.meaning.perCall || file.role === 'script') return [];
  return [...ofClients(file), ...ofRequests(file), ...ofPlainEmitters(file)].sort(
    (one, other) => one.node.range[0] - other.node.range[0],
  );
}

function idPattern(id: string): RegExp {
  return new RegExp(`^${glob(id, '.*')}$`);
}

function factOf({ id, subclass, construct }: Construction): ErrorEventFact | null {
  // What a subclass, or another file, does with its own events is not seen here.
  if (subclass !== null || construct.constructedIn || construct.testDouble) return null;
  return FACTS.find(({ pattern }) => pattern.test(id))?.fact ?? null;
}

function* ofClients(file: FileLifecycle): Generator<Unheard> {
  const places = new Set<string>();
  for (const construction of file.clients.constructions.values()) {
    const fact = factOf(construction);
    if (!fact || isGivenClient(file, construction) || ownsNothing(file, construction)) continue;
    const { node } = construction;
    const { when, effect, recovers } = fact;
    // `client = url ? new Redis(url) : new Redis(options)`: one place, whichever of them it holds.
    const place = placeKey(file, construction);
    if (!places.has(place) && isUnheard(file, construction, fact) && Boolean(places.add(place)))
      yield { node, when, effect, recovers, what: { kind: 'client', construction } };
    yield* ofMembers(file, construction, fact);
  }
}

/** The variable or field that gets a client, or the place of its construction where that has no name. */
function placeKey(file: FileView, { node, library }: Construction): string {
  for (let value: TSESTree.Node = node; value.parent; value = value.parent) {
    const parent: TSESTree.Node = value.parent;
    if (parent.type === 'AssignmentExpression' && parent.right === value) {
      const { left } = parent;
      const variable = left.type === 'Identifier' ? file.variableOf(left) : null;
      const owner = variable?.identifiers[0] ?? enclosingClass(parent);
      return `${library.name} ${file.getText(left)} ${String(owner?.range[0] ?? 0)}`;
    }
    if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
      const declared = file.variableOf(parent.id)?.identifiers[0];
      return `${library.name} ${parent.id.name} ${String(declared?.range[0] ?? 0)}`;
    }
    if (!/^(?:Await|Conditional|Logical|TSAs|TSNonNull|Chain)/.test(parent.type)) break;
  }
  return `${library.name} ${String(node.range[0])}`;
}

function* ofMembers(file: FileLifecycle, { node }: Construction, fact: ErrorEventFact): Generator<Unheard> {
  const { members = [], effect } = fact;
  if (members.length === 0) return;
  for (const use of usesOf(file, node)) {
    const member = members.find(({ method }) => use.path.join('.') === method);
    const call = member ? callAround(use.node) : null;
    if (!member || !call) continue;
    const uses = emitterUses(file, call);
    if (uses.listens || uses.escapes || uses.methods.has('close')) continue;
    yield { node: call, effect, when: member.when, recovers: false, what: { kind: 'member', name: member.what } };
  }
}

function isUnheard(file: FileLifecycle, construction: Construction, fact: ErrorEventFact): boolean {
  const reach = new ListenerWalk(file, construction);
  reach.textsOf = (specifier) => file.catalog?.textsOfImport(specifier) ?? [];
  reach.start(construction.node, []);
  if (reach.listens || reach.unknown.some((node) => mayListen(file, node))) return false;
  const { kind } = summarize(reach.sinks);
  // What is left of the unknown places are holders that do not listen.
  const isKept =
    reach.unknown.length > 0 ||
    reach.sinks.some((sink) => sink.kind === 'kept') ||
    staysInUse(file, construction, reach);
  if (reach.sinks.some((sink) => sink.kind === 'returned' && callsOf(file, sink.fn).some(isDropped))) return true;
  if (isHandedOut(file, reach.sinks)) return isKept && !listensElsewhere(file);
  if (reach.sinks.some((sink) => sink.kind === 'escaped' && mayListen(file, sink.node))) return false;
  if (isKept) return !listensElsewhere(file);
  if (kind === 'returned') return true;
  // A pool of one call, and a connection that it closes: what fails in between is rare, unless connecting emits as
  // well.
  return fact.opening === true || (!fact.recovers && reach.closes.length === 0);
}

/**
 * Whether a client that is made once goes on working for code that runs later: routes of a plugin, or those who find it
 * where an application keeps it.
 */
function staysInUse(file: FileLifecycle, { node }: Construction, { sinks, closes }: ListenerWalk): boolean {
  const fn = enclosingFunction(node);
  if (!fn || file.repeat.of(node) !== null || closes.some((close) => enclosingFunction(close) === fn)) return false;
  return sinks.some(
    (sink) =>
      sink.kind === 'escaped' ||
      (sink.kind === 'borrowed' && sink.node.type === 'CallExpression' && isDecoration(unwrap(sink.node.callee))) ||
      (sink.kind === 'used' && enclosingFunction(sink.node) !== fn && file.repeat.of(sink.node) !== null),
  );
}

/** Whether an exported function, or a member of a class that others may call, gives it to code that nobody sees. */
function isHandedOut(file: FileView, sinks: readonly Sink[]): boolean {
  return sinks.some(
    (sink) =>
      sink.kind === 'returned' &&
      (isExported(file, sink.fn) || isOpenMember(sink.fn) || isGivenAway(sink.fn)) &&
      // What a package has made of it gives it to nobody.
      sink.path[0] !== OWNED,
  );
}

/** A constructor that returns something else than its instance, or a method without `private` or `#`. */
function isOpenMember({ parent }: FunctionNode): boolean {
  return (
    parent.type === 'MethodDefinition' &&
    parent.accessibility !== 'private' &&
    parent.accessibility !== 'protected' &&
    parent.key.type !== 'PrivateIdentifier'
  );
}

/** `setFactory((url) => new WebSocket(url))`: code that gets the function gets the client. */
function isGivenAway(fn: FunctionNode): boolean {
  const { parent } = wrapped(fn);
  return (
    parent?.type === 'CallExpression' &&
    parent.callee !== wrapped(fn) &&
    // What a listener returns goes nowhere.
    !isListener(fn) &&
    !/^(?:then|catch|finally|map|forEach|once|memoize)$/.test(lastNameOf(parent.callee))
  );
}

/** Follows a client, and notes whether something listens for its own errors, not for those of what it made. */
class ListenerWalk extends ReachWalk {
  listens = false;
  /** The texts behind an import of the project. */
  textsOf: (specifier: string) => readonly string[] = () => [];

  /** What a function of the project returns is followed; what else it does with a client, its file says. */
  protected override argument(...given: Parameters<ReachWalk['argument']>): void {
    const [{ callee }, , path] = given;
    const source = path.length === 0 ? importedName(this.file, callee)?.specifier : undefined;
    if (source !== undefined && this.textsOf(source).some(listensIn)) this.listens = true;
    super.argument(...given);
  }

  protected override clientMember(node: TSESTree.MemberExpression, name: string | null, held: boolean): void {
    if (!held && listensFor(node, 'error')) this.listens = true;
    super.clientMember(node, name, held);
  }

  protected override functionArgument(...given: Parameters<ReachWalk['functionArgument']>): void {
    const [, callee] = given;
    if (listeningFunctions.some((fact) => isNamed(this.file, callee, fact))) this.listens = true;
    super.functionArgument(...given);
  }
}

/** Whether an expression names one of some exports of a module. */
function isNamed(
  file: FileView,
  callee: TSESTree.Node,
  { module, exports }: (typeof listeningFunctions)[number],
): boolean {
  const imported = importedName(file, callee);
  return imported?.specifier === module && exports.includes(imported.path.at(-1) ?? '');
}

/** Whether code that is given the emitter, at a place where the file is left, may add a listener. */
function mayListen(file: FileLifecycle, node: TSESTree.Node): boolean {
  if (isInRepeatedListener(node)) return false;
  if (node.type === 'MemberExpression' && isOfGlobal(file, node)) return listensIn(file.text);
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return true;
  const callee = unwrap(node.callee);
  const root = callee.type === 'MemberExpression' ? unwrap(callee.object) : callee;
  const source = sourceOf(file, root);
  if (source === null || (callee.type === 'MemberExpression' && node.type === 'CallExpression' && !DEAF.test(source)))
    return !isDecoration(callee);
  if (DEAF.test(source)) return false;
  if (!/^[.#~@]/.test(source)) return true;
  const texts = file.catalog?.textsOfImport(source) ?? [];
  // Without the other file: a class that is given a client works with it, a function may do anything.
  return texts.length === 0 ? node.type === 'CallExpression' : texts.some(listensIn);
}

/** `globalThis.pool`, `g.pool` of `const g = globalThis`: where the next load of the module finds it. */
function isOfGlobal(file: FileView, node: TSESTree.MemberExpression): boolean {
  const root = rootOf(node);
  const value = root && file.resolveConstant(root);
  return value?.type === 'Identifier' && /^global(?:This)?$/.test(value.name) && !file.variableOf(value)?.defs.length;
}

/** The module that a name comes from, also by a call of what it exports: `require('connect-pg-simple')(session)`. */
function sourceOf(file: FileView, root: TSESTree.Node): string | null {
  if (root.type !== 'Identifier') return null;
  const direct = importSourceOf(file, root);
  if (direct !== null) return direct;
  const variable = file.variableOf(root);
  const init = variable && initializerOf(variable);
  return init?.type === 'CallExpression' ? (importedName(file, init.callee)?.specifier ?? null) : null;
}

/** `app.decorate('db', pool)`, `container.register({ pool })`: kept where others find it. */
function isDecoration(callee: TSESTree.Node): boolean {
  return callee.type === 'MemberExpression' && keepingMethods.includes(propertyName(callee) ?? '');
}

function* ofRequests(file: FileLifecycle): Generator<Unheard> {
  for (const { node, library, client } of file.clients.requests.values()) {
    if (client || !LIBRARIES.has(library.name)) continue;
    const uses = emitterUses(file, node);
    if (uses.listens || uses.escapes) continue;
    yield {
      node,
      effect: 'ends',
      when: 'a refused or reset connection',
      recovers: false,
      what: { kind: 'request' },
    };
  }
}
