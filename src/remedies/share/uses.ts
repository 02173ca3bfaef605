import type { TSESTree } from '@typescript-eslint/utils';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { lookUpOption, optionsOf, type OptionValue } from '../../analysis/values/options.js';
import { isGiven, NO_ENVIRONMENT } from '../../analysis/values/possible/possible.js';
import { PossibleOptions } from '../../analysis/values/possible/possible-options.js';
import { propertyName } from '../../ast/nodes.js';
import { endOf, staysOpen } from './place.js';
import { primitiveTypeOf } from './key-like.js';
import { whyNotOnlySent } from './request-options.js';
import { sharedSettingUpMethods, settingUpMethods, takingOutMethods } from '../../catalog/conventions/sharing.js';
import { namePattern } from '../../analysis/names/conventions.js';
import { isSafelyMade } from './project-trust.js';
import { isReplacedByTests, isSharedByRetries } from './retried.js';
import { clientOptions } from '../../analysis/limits/option-arguments.js';

const SETTING_UP = namePattern(settingUpMethods);
const LISTENING = namePattern(sharedSettingUpMethods);
const TAKING_OUT = namePattern(takingOutMethods);

/**
 * Why no client of this kind may be shared, or why the code uses it in a way that sharing would change; `null` when it
 * may. `lazily`: it is constructed by the first call, not while the module is imported.
 */
export function unsharable(file: FileLifecycle, client: PerCallClient, lazily = false): string | null {
  const { construct } = client.construction;
  if (construct.state !== undefined) return `it has state of its own (${construct.state})`;
  if (construct.readsEnvironment === true && !lazily)
    return 'its constructor reads the environment, which may be set later';
  if (construct.async && !lazily) return 'its creation is awaited';
  if (construct.owns === 'socket' && construct.sharedAs === undefined && construct.multiplexed === undefined)
    return 'a single connection cannot serve several calls at a time';
  const end = givesUpBy(file, client);
  if (end !== null) return `${end} may decide to connect no more, and a shared one would be lost for good`;
  if (construct.opens === 'construction' && !lazily)
    return 'its construction opens a connection, which importing the module must not do';
  if (file.role === 'worker-runtime' || file.role === 'browser')
    return `code for ${file.role === 'browser' ? 'browsers' : 'workers'} cannot share it between calls`;
  if (staysOpen(file, client) && endOf(file) === 'nothing')
    return 'nothing in this file would close it, and while it is open the process does not end';
  return unsharableUse(file, client);
}

/** The option by which a connection that is to be shared may end for good, as far as the code shows them. */
function givesUpBy(file: FileLifecycle, { construction }: PerCallClient): string | null {
  const names = construction.construct.multiplexed?.givesUpBy ?? [];
  if (names.length === 0) return null;
  const { given } = clientOptions(file, construction);
  if (given === null) return 'an option that is not shown here';
  const options = given.at(0) ?? null;
  const found = names.map((name) => ({ name, kind: kindOfOption(file, options, name) }));
  return (
    found.find(({ kind }) => kind === 'present')?.name ??
    (found.some(({ kind }) => kind === 'unknown') ? 'an option that is not shown here' : null)
  );
}

/** Whether options have one, also those that another file of the project writes or a function returns. */
function kindOfOption(file: FileLifecycle, options: TSESTree.Node | null, name: string): OptionValue['kind'] {
  const { kind } = lookUpOption(file, options, name);
  if (kind !== 'unknown' || options === null) return kind;
  const reader = new PossibleOptions(file, file.catalog?.elsewhere ?? null);
  return isGiven(reader.read({ node: options, environment: NO_ENVIRONMENT }, name.split('.'))) ? kind : 'absent';
}

/**
 * Why the code changes the client, or uses it in a way that sharing would change; `null` when it only sends requests
 * through it.
 */
export function unsharableUse(file: FileLifecycle, { construction, sinks }: PerCallClient): string | null {
  const { clients } = file;
  const { multiplexed, acquires } = construction.construct;
  const acquired = new Set(acquires?.map(({ method }) => method));
  const exclusive = new Set(multiplexed?.exclusive);
  // What else changes a connection for all of its callers is among its exclusive methods.
  const settingUp = multiplexed ? LISTENING : SETTING_UP;
  // What the methods of a class of the project are called says nothing of the client in it.
  const isWrapped = construction.construct.constructedIn !== undefined && construction.construct.create === 'new';
  for (const sink of sinks) {
    const line = String(sink.node.loc.start.line);
    if (sink.kind === 'request-options') {
      const changed = whyNotOnlySent(file, construction);
      if (changed !== null) return changed;
      continue;
    }
    if (sink.kind !== 'used') continue;
    if (sink.method === null) return `line ${line} changes it or takes a part of it`;
    if (exclusive.has(sink.method.toLowerCase().replace(/buffer$/, '')))
      return `line ${line} calls its ${sink.method}(), which takes the connection for one caller`;
    const part = changedPart(sink.node);
    if (part !== null) return `line ${line} calls or sets its ${part}, which a shared one must not get for every call`;
    const isRequest = sink.node.parent?.type === 'CallExpression' && clients.requests.has(sink.node.parent);
    if (!isRequest && !isWrapped && !acquired.has(sink.method) && settingUp.test(sink.method))
      return `line ${line} calls its ${sink.method}(), which a shared one must not get for every call`;
    if (
      !isRequest &&
      !acquired.has(sink.method) &&
      construction.construct.close.some(({ method }) => method === sink.method)
    )
      return `line ${line} hands on its ${sink.method}()`;
  }
  return null;
}

/** A part of a client that the code changes: `client.middlewareStack.add()`, `client.config.region = x`. */
function changedPart(node: TSESTree.Node): string | null {
  const names: string[] = [];
  let member = node;
  while (member.type === 'MemberExpression') {
    names.push(propertyName(member) ?? '');
    const { parent } = member;
    if (parent.type === 'AssignmentExpression' && parent.left === member) return names.join('.');
    if (parent.type === 'CallExpression' && parent.callee === member)
      return names.length > 1 && SETTING_UP.test(names.at(-1) ?? '') ? `${names.join('.')}()` : null;
    if (parent.type !== 'MemberExpression' || parent.object !== member) return null;
    member = parent;
  }
  return null;
}

/** The options that bound the connections or requests of a client and are written at its construction. */
export function explicitLimits(file: FileLifecycle, { construction }: PerCallClient): string[] {
  const options = optionsOf(construction);
  return (construction.construct.limits ?? []).flatMap(({ option }) =>
    lookUpOption(file, options, option).kind === 'present' ? [option] : [],
  );
}

/** Connections that a client has where nobody chose a number, if one for many calls would have too few of them. */
const FEW_CONNECTIONS = 20;

/** The few connections that a client has by default, on which all calls would wait; `null` for many. */
export function fewConnections({ construction }: PerCallClient): number | null {
  const defaults = (construction.construct.limits ?? []).flatMap(({ default: most, meaning }) =>
    most !== null && meaning.startsWith('connections') ? [most] : [],
  );
  const least = Math.min(...defaults);
  return least <= FEW_CONNECTIONS ? least : null;
}

/** Whether options that the code does not show may bound the connections or requests of a client. */
export function mayHaveLimits(file: FileLifecycle, { construction }: PerCallClient): boolean {
  const options = optionsOf(construction);
  // A text, such as an address, has no options.
  if (options?.type === 'Identifier' && primitiveTypeOf(file, options) !== null) return false;
  return (construction.construct.limits ?? []).some(
    ({ option }) => lookUpOption(file, options, option).kind === 'unknown',
  );
}

/**
 * Whether each call leaves connections behind for good, so that in the end there are none for any call: one on which
 * all calls can send at once, or those of a pool from which no call takes one out, to wait for another one with it.
 */
function leavesConnections({ role }: FileLifecycle, { construction, closing, sinks }: PerCallClient): boolean {
  const { construct } = construction;
  if (closing !== 'never' || construct.constructedIn !== undefined) return false;
  if (construct.multiplexed !== undefined) return true;
  const runsOn = role === 'service' || role === 'next' || role === 'lambda';
  return (
    runsOn &&
    construct.owns === 'pool' &&
    construct.idle?.kind === 'peer' &&
    construct.create === 'new' &&
    sinks.length > 0 &&
    sinks.every((sink) => sink.kind === 'used' && sink.method !== null && !TAKING_OUT.test(sink.method))
  );
}

/** Whether calls that had a client each notice nothing when they share one: no stale connections, no queue. */
export function isSafelyShared(file: FileLifecycle, client: PerCallClient): boolean {
  const { construct } = client.construction;
  const isLeft = leavesConnections(file, client);
  if (
    (construct.owns !== 'agent' && !isLeft) ||
    construct.sharedAs !== undefined ||
    explicitLimits(file, client).length > 0 ||
    mayHaveLimits(file, client)
  )
    return false;
  if (isLeft) return !isReplacedByTests(file, client);
  if (construct.constructedIn !== undefined) return isSafelyMade(file, client);
  return construct.survivesStaleSockets === true || isSharedByRetries(file, client);
}
