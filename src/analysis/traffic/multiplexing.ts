import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isLoop, isWithin, unwrap, wrapped } from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import { multiplexers, parallelMaps, type MultiplexingFact } from '../../catalog/multiplexing.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed, isGlobalCall, lastNameOf } from '../names/calls.js';
import type { RequestCall } from '../names/construction.js';
import { importedName } from '../names/import-source.js';
import { referencesTo } from '../names/functions.js';
import { numberOf } from '../values/numbers.js';
import { lookUpOption } from '../values/options.js';
import { originOf } from './origins.js';
import { optionIn } from './requests.js';

/** Requests at once to one HTTPS origin, each on a connection of its own, where the library could put all on one. */
export interface Multiplexable {
  readonly node: TSESTree.CallExpression;
  readonly origin: string;
  readonly fact: MultiplexingFact;
}

/** All of them in a file, one for each `Promise.all()` and `pMap()`. */
export function multiplexable(file: FileLifecycle): Multiplexable[] {
  if (!file.meaning.perCall || file.role === 'script') return [];
  return [
    ...callsNamed(file, 'all', 'allSettled').filter((call) => isGlobalCall(file, call, 'Promise')),
    ...[...descendantsOf(file.ast, file.visitorKeys)].filter((node) => isParallelMap(file, node)),
  ].flatMap((call) => {
    for (const request of file.clients.requests.values()) {
      const found = ofRequest(file, call, request);
      if (found) return [found];
    }
    return [];
  });
}

/** `pMap(ids, load, { concurrency: 20 })`. */
function isParallelMap(file: FileView, node: TSESTree.Node): node is TSESTree.CallExpression {
  if (node.type !== 'CallExpression' || node.arguments.length < 2) return false;
  const specifier = importedName(file, node.callee)?.specifier;
  if (specifier === undefined || !parallelMaps.includes(specifier)) return false;
  const [, , options] = node.arguments;
  const concurrency = options ? lookUpOption(file, options, 'concurrency') : null;
  return concurrency?.kind !== 'present' || numberOf(file, concurrency.value) !== 1;
}

function ofRequest(file: FileLifecycle, all: TSESTree.CallExpression, request: RequestCall): Multiplexable | null {
  const dispatcher = dispatcherOf(file, request);
  const library = dispatcher ? 'undici' : request.library.name;
  const fact = multiplexers.find((each) => each.library === library);
  if (!fact || !isOneOfMany(file, request.node, all)) return null;
  const origin = addressOf(file, request);
  if (!origin?.startsWith('https:')) return null;
  const known = file.versions.of(fact.library);
  if (fact.onFrom !== null && (known === null || majorOf(known) >= fact.onFrom)) return null;
  // Without a dispatcher of the file it is the global one, of which nothing is known here.
  if (fact.dispatcher !== null && !dispatcher) return null;
  const given = dispatcher?.arguments ?? [
    ...request.node.arguments.slice(1),
    ...(request.client?.node.arguments ?? []),
  ];
  return isOn(file, given, fact) ? null : { node: all, origin, fact };
}

function addressOf(file: FileView, { node, client }: RequestCall): string | null {
  const [address] = node.arguments;
  const own = originOf(file, address);
  const [options] = client?.node.arguments ?? [];
  return own ?? (options ? originOf(file, optionIn(file, [options], 'prefixUrl') ?? options) : null);
}

/**
 * The construction of the dispatcher that a request goes through: its option, the client itself, or what the file makes
 * the dispatcher of all.
 */
function dispatcherOf(file: FileLifecycle, { node, client, library }: RequestCall): TSESTree.NewExpression | null {
  const given = optionIn(file, node.arguments, 'dispatcher');
  if (given) return dispatcherAt(file, given);
  if (client) return library.name === 'undici' ? dispatcherAt(file, client.node) : null;
  if (library.name !== 'undici' && library.name !== 'global') return null;
  for (const [setter, index] of file.clients.setters) {
    const argument = setter.type === 'CallExpression' ? setter.arguments[index] : undefined;
    if (argument) return dispatcherAt(file, argument);
  }
  return null;
}

function dispatcherAt(file: FileLifecycle, node: TSESTree.Node): TSESTree.NewExpression | null {
  const made = file.resolveConstant(node);
  const isDispatcher = file.clients.constructions.get(made)?.library.name === 'undici';
  return made.type === 'NewExpression' && isDispatcher ? made : null;
}

/** Whether a request is what `map()` or a loop does with each element of a list, and `Promise.all()` waits for all. */
function isOneOfMany(file: FileView, node: TSESTree.Node, all: TSESTree.CallExpression, depth = 0): boolean {
  const fn = enclosingFunction(node);
  const around = fn && wrapped(fn).parent;
  if ((isMap(around) && isWaitedFor(file, around, all)) || around === all) return true;
  if (isPushedInLoop(file, node, all)) return true;
  // `limit(() => got(url))`: what bounds how many there are at once.
  if (around?.type === 'CallExpression' && depth < 2 && isOneOfMany(file, around, all, depth + 1)) return true;
  // A function of the file that sends one of them.
  return (
    fn !== null &&
    depth < 2 &&
    referencesTo(file, fn).some((reference) => {
      const { parent } = wrapped(reference);
      if (parent === all) return true;
      return isMap(parent) ? isWaitedFor(file, parent, all) : isOneOfMany(file, reference, all, depth + 1);
    })
  );
}

function isMap(node: TSESTree.Node | null | undefined): node is TSESTree.CallExpression {
  return node?.type === 'CallExpression' && lastNameOf(node.callee) === 'map';
}

/** Whether `Promise.all()` is given an expression, or the constant that holds it. */
function isWaitedFor(file: FileView, node: TSESTree.Node, all: TSESTree.CallExpression): boolean {
  if (isWithin(node, all)) return true;
  const { parent } = wrapped(node);
  const variable =
    parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? file.variableOf(parent.id) : null;
  return variable !== null && readsOf(variable).some(({ identifier }) => isWithin(identifier, all));
}

/** `for (const id of ids) jobs.push(load(id));` and `Promise.all(jobs)` behind it. */
function isPushedInLoop(file: FileView, node: TSESTree.Node, all: TSESTree.CallExpression): boolean {
  for (let each = node.parent; each && each.type !== 'Program'; each = each.parent) {
    if (each.type === 'AwaitExpression' || each.type === 'FunctionDeclaration') return false;
    if (each.type !== 'CallExpression' || lastNameOf(each.callee) !== 'push') continue;
    const callee = unwrap(each.callee);
    const list = callee.type === 'MemberExpression' ? unwrap(callee.object) : null;
    const variable = list?.type === 'Identifier' ? file.variableOf(list) : null;
    const isGiven = variable !== null && readsOf(variable).some(({ identifier }) => isWithin(identifier, all));
    return isGiven && isInLoop(each) && !isInLoop(all);
  }
  return false;
}

function isInLoop(node: TSESTree.Node): boolean {
  const fn = enclosingFunction(node);
  for (let each = node.parent; each && each !== fn; each = each.parent) if (isLoop(each)) return true;
  return false;
}

/** Whether the options that count ask for HTTP/2 with all that it takes, or may. */
function isOn(file: FileView, given: readonly TSESTree.Node[], { option, needs }: MultiplexingFact): boolean {
  const isAsked = given.some((argument) => mayHave(file, argument, option));
  return isAsked && (needs === null || given.some((argument) => mayHave(file, argument, needs)));
}

function mayHave(file: FileView, options: TSESTree.Node, option: string): boolean {
  if (unwrap(options).type === 'Literal' || unwrap(options).type === 'TemplateLiteral') return false;
  const found = lookUpOption(file, options, option);
  return found.kind === 'unknown' || (found.kind === 'present' && file.getText(found.value) !== 'false');
}

function majorOf(version: string): number {
  return Number(/\d+/.exec(version)?.[0] ?? 0);
}
