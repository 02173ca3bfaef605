import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import {
  callAround,
  calleeName,
  enclosingFunction,
  isFunction,
  isWithin,
  unwrap,
  type FunctionNode,
} from '../../ast/nodes.js';
import { signingFunctions } from '../../catalog/conventions/borrowers.js';
import { connectingMethods, credentialOptions, redirectOptions } from '../../catalog/conventions/per-call.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { CallLike, Construction } from '../names/clients.js';
import { callsOf } from '../names/functions.js';
import type { Repetition } from '../runs/repeat.js';
import { isProbe } from './probes.js';
import { originOf, type Origin } from '../values/argument-origin.js';
import { pinsAddress } from '../values/pinning.js';
import { NO_ENVIRONMENT } from '../values/possible/possible.js';
import { PossibleOptions } from '../values/possible/possible-options.js';
import { optionsOf, writtenOption } from '../values/options.js';
import type { Sink } from '../values/ownership.js';

const CONNECTING = new Set(connectingMethods);

/** What a client that is constructed for one call may be meant for, where sharing it would defeat that. */
export type Purpose =
  /** Its connections go to an address that this call has checked, or serve one hop of a chain of redirects. */
  | 'pinned'
  /** Whether it can connect is what the code wants to know. */
  | 'probe'
  /** It speaks for an account of this call. */
  | 'credentials';

/** What is known of the place at which a client is constructed. */
interface PurposeOfPlace {
  readonly node: CallLike;
  readonly sinks: readonly Sink[];
  readonly inLoop: boolean;
  /** Where its arguments come from there. */
  readonly origin: Origin;
}

/** Why a construction may be meant for one call only; `null` where nothing says so. */
export function purposeOf(
  file: FileLifecycle,
  construction: Construction,
  { node, sinks, inLoop, origin }: PurposeOfPlace,
): Purpose | null {
  if (construction.construct.owns === 'agent') {
    if (construction.construct.constructedIn?.pinned || pinsAddress(file, construction)) return 'pinned';
    const hops = inLoop || startsItself(file, node);
    if (hops && sinks.some((sink) => sink.kind === 'borrowed' && isHop(file, sink.node))) return 'pinned';
  }
  if (sinks.some(({ kind }) => kind === 'closed') && isProbe(file, node)) return 'probe';
  const given = [optionsOf(construction), ...connectingArguments(sinks)];
  return origin === 'call' && given.some((options) => speaksForCall(file, options)) ? 'credentials' : null;
}

/** Whether options hold credentials that the call was given: written, put in later or made by a function. */
function speaksForCall(file: FileLifecycle, options: TSESTree.Node | null): boolean {
  if (!options) return false;
  const reader = new PossibleOptions(file, file.catalog?.elsewhere ?? null);
  const read = (path: readonly string[]): TSESTree.Node[] =>
    reader.read({ node: options, environment: NO_ENVIRONMENT }, path).values.map(({ node }) => node);
  const objects = [options, ...read([])];
  return credentialOptions.some((option) => {
    const written = objects.map((object) => writtenOption(file, object, option));
    return [...written, ...read([option])].some((value) => value && originOf(file, [value]) === 'call');
  });
}

/** Whether a client does nothing but sign for an account that it is given: that opens no connection. */
export function onlySigns(file: FileView, construction: Construction, sinks: readonly Sink[]): boolean {
  const signs = sinks.every(
    (sink) =>
      sink.kind === 'borrowed' &&
      sink.node.type === 'CallExpression' &&
      signingFunctions.includes(calleeName(sink.node.callee)?.split('.').at(-1) ?? ''),
  );
  if (!signs || sinks.length === 0) return false;
  // Without an account of its own it asks the environment for one, with a request for each client.
  const options = optionsOf(construction);
  if (options === null) return false;
  return options.type !== 'ObjectExpression' || writtenOption(file, options, 'credentials') !== null;
}

/** Whether the function around a construction calls itself, as one that follows redirects may. */
function startsItself(file: FileView, node: CallLike): boolean {
  const fn = enclosingFunction(node);
  return fn !== null && callsOf(file, fn).some((call) => isWithin(call, fn));
}

/** Whether a request follows no redirects, so that the code follows them itself: each hop may go somewhere else. */
function isHop(file: FileView, request: TSESTree.Node): boolean {
  if (request.type !== 'CallExpression') return false;
  return request.arguments.some((argument) =>
    redirectOptions.some(({ option, equals }) => {
      const value = writtenOption(file, argument, option);
      return value?.type === 'Literal' && value.value === equals;
    }),
  );
}

/**
 * Where the arguments of a construction come from, with those of the call by which it is told where to connect, and of
 * the client that makes it.
 */
export function originOfConnection(
  file: FileLifecycle,
  construction: Construction,
  node: CallLike,
  sinks: readonly Sink[],
): Origin {
  const connects = [...connectingArguments(sinks), ...argumentsOfMaker(file, node)];
  const receiver = node === construction.node ? receiverOf(construction) : null;
  return originOf(file, [...node.arguments.filter((argument) => argument !== receiver), ...connects]);
}

/** What the client was told that a call makes, and whose method makes this one: `new Kafka({ brokers }).producer()`. */
function argumentsOfMaker(file: FileLifecycle, { callee }: CallLike): readonly TSESTree.Node[] {
  const method = unwrap(callee);
  const maker = method.type === 'MemberExpression' ? file.resolveConstant(method.object) : null;
  if (!maker || !enclosingFunction(maker)) return [];
  // An object of any class may make it from what it was given.
  return (maker.type === 'NewExpression' ? maker : file.clients.constructions.get(maker)?.node)?.arguments ?? [];
}

/** What a client is told when it is told to connect: `client.connect({ host, password })`. */
function connectingArguments(sinks: readonly Sink[]): TSESTree.Node[] {
  return sinks.flatMap((sink): TSESTree.Node[] => {
    if (sink.kind !== 'used' || sink.method === null || !CONNECTING.has(sink.method)) return [];
    return callAround(sink.node)?.arguments.filter((argument) => !isFunction(argument)) ?? [];
  });
}

/** The callback that gets the client: `MongoClient.connect(url, (error, client) => ...)`. */
export function receiverOf({ construct, node }: Construction): FunctionNode | null {
  const last = node.arguments.at(-1);
  return construct.async && isFunction(last) ? last : null;
}

/** Whether a client may be what its call needs: made for an address, or with the credentials of a rare call. */
export function isMeantForCall(purpose: Purpose | null, { proven }: Repetition): boolean {
  return purpose === 'pinned' || (purpose === 'credentials' && !proven);
}
