import type { TSESTree } from '@typescript-eslint/utils';
import { callAround, isFunction } from '../../ast/nodes.js';
import { connectingMethods, credentialOptions, pinningOptions } from '../../catalog/conventions/per-call.js';
import type { CallLike, Construction } from '../names/clients.js';
import type { FileLifecycle } from '../lifecycle.js';
import { originOf, type Origin } from '../values/argument-origin.js';
import { lookUpOption, optionsOf } from '../values/options.js';
import type { Sink } from '../values/ownership.js';

const CONNECTING = new Set(connectingMethods);

/** What a client that is constructed for one call may be meant for, where sharing it would defeat that. */
export type Purpose =
  /** Its connections go to an address that this call has checked. */
  | 'pinned'
  /** It speaks for an account of this call. */
  | 'credentials';

/** Why a construction may be meant for one call only; `null` where nothing says so. */
export function purposeOf({ sourceCode }: FileLifecycle, construction: Construction): Purpose | null {
  const options = optionsOf(construction);
  const isOfCall = (option: string): boolean => {
    const found = lookUpOption(sourceCode, options, option);
    return found.kind === 'present' && originOf(sourceCode, [found.value]) === 'call';
  };
  if (construction.construct.owns === 'agent') {
    const pins = pinningOptions.some((option) => {
      const found = lookUpOption(sourceCode, options, option);
      // An object of options pins nothing by itself: its members are looked up on their own.
      return found.kind === 'present' && found.value.type !== 'ObjectExpression' && isOfCall(option);
    });
    if (pins) return 'pinned';
  }
  return credentialOptions.some(isOfCall) ? 'credentials' : null;
}

/** Where the arguments of a construction come from, with those of the call by which it is told where to connect. */
export function originOfConnection({ sourceCode }: FileLifecycle, node: CallLike, sinks: readonly Sink[]): Origin {
  const connects = sinks.flatMap((sink): TSESTree.Node[] => {
    if (sink.kind !== 'used' || sink.method === null || !CONNECTING.has(sink.method)) return [];
    return callAround(sink.node)?.arguments.filter((argument) => !isFunction(argument)) ?? [];
  });
  return originOf(sourceCode, [...node.arguments, ...connects]);
}
