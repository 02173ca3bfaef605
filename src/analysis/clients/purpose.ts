import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import { callAround, enclosingFunction, isFunction, isWithin, type FunctionNode } from '../../ast/nodes.js';
import { resolveConstant } from '../../ast/variables.js';
import {
  connectingMethods,
  credentialOptions,
  pinningOptions,
  redirectOptions,
} from '../../catalog/conventions/per-call.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { CallLike, Construction } from '../names/clients.js';
import { callsOf } from '../names/functions.js';
import type { Repetition } from '../runs/repeat.js';
import { originOf, type Origin } from '../values/argument-origin.js';
import { optionsOf, writtenOption } from '../values/options.js';
import type { Sink } from '../values/ownership.js';

const CONNECTING = new Set(connectingMethods);

/** What a client that is constructed for one call may be meant for, where sharing it would defeat that. */
export type Purpose =
  /** Its connections go to an address that this call has checked, or serve one hop of a chain of redirects. */
  | 'pinned'
  /** It speaks for an account of this call. */
  | 'credentials';

/** Why a construction may be meant for one call only; `null` where nothing says so. */
export function purposeOf(
  { sourceCode }: FileLifecycle,
  construction: Construction,
  { node, sinks, inLoop }: { readonly node: CallLike; readonly sinks: readonly Sink[]; readonly inLoop: boolean },
): Purpose | null {
  const options = optionsOf(construction);
  const written = (option: string): TSESTree.Node | null => writtenOption(sourceCode, options, option);
  const isOfCall = (option: string): boolean => {
    const value = written(option);
    return value !== null && originOf(sourceCode, [value]) === 'call';
  };
  if (construction.construct.owns === 'agent') {
    const pins = pinningOptions.some((option) => {
      const value = written(option);
      // An object of options pins nothing by itself: its members are looked up on their own.
      if (value === null || value.type === 'ObjectExpression') return false;
      return isOfCall(option) || (option.endsWith('lookup') && isMadeHere(sourceCode, value));
    });
    if (pins) return 'pinned';
    const hops = inLoop || startsItself(sourceCode, node);
    if (hops && sinks.some((sink) => sink.kind === 'borrowed' && isHop(sourceCode, sink.node))) return 'pinned';
  }
  return credentialOptions.some(isOfCall) ? 'credentials' : null;
}

/** Whether a call next to the construction makes the value: `lookup: guarded ? createLookup() : undefined`. */
function isMadeHere(sourceCode: FileLifecycle['sourceCode'], value: TSESTree.Node): boolean {
  const made = resolveConstant(sourceCode, value);
  if (isFunction(made)) return false;
  return [made, ...descendantsOf(made, sourceCode.visitorKeys, (inner) => !isFunction(inner))].some(
    ({ type }) => type === 'CallExpression',
  );
}

/** Whether the function around a construction calls itself, as one that follows redirects may. */
function startsItself(sourceCode: FileLifecycle['sourceCode'], node: CallLike): boolean {
  const fn = enclosingFunction(node);
  return fn !== null && callsOf(sourceCode, fn).some((call) => isWithin(call, fn));
}

/** Whether a request follows no redirects, so that the code follows them itself: each hop may go somewhere else. */
function isHop(sourceCode: FileLifecycle['sourceCode'], request: TSESTree.Node): boolean {
  if (request.type !== 'CallExpression') return false;
  return request.arguments.some((argument) =>
    redirectOptions.some(({ option, equals }) => {
      const value = writtenOption(sourceCode, argument, option);
      return value?.type === 'Literal' && value.value === equals;
    }),
  );
}

/** Where the arguments of a construction come from, with those of the call by which it is told where to connect. */
export function originOfConnection(
  { sourceCode }: FileLifecycle,
  construction: Construction,
  node: CallLike,
  sinks: readonly Sink[],
): Origin {
  const connects = sinks.flatMap((sink): TSESTree.Node[] => {
    if (sink.kind !== 'used' || sink.method === null || !CONNECTING.has(sink.method)) return [];
    return callAround(sink.node)?.arguments.filter((argument) => !isFunction(argument)) ?? [];
  });
  const receiver = node === construction.node ? receiverOf(construction) : null;
  return originOf(sourceCode, [...node.arguments.filter((argument) => argument !== receiver), ...connects]);
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
