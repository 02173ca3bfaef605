import type { TSESTree } from '@typescript-eslint/utils';
import type { PerCallClient } from '../../analysis/clients/per-call.js';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { lookUpOption, optionsOf } from '../../analysis/values/options.js';
import { propertyName } from '../../ast/nodes.js';
import { endOf, staysOpen } from './place.js';
import { settingUpMethods } from '../../catalog/conventions/sharing.js';
import { namePattern } from '../../analysis/names/conventions.js';

const SETTING_UP = namePattern(settingUpMethods);

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
  if (construct.owns === 'socket' && construct.sharedAs === undefined)
    return 'a single connection cannot serve several calls at a time';
  if (construct.opens === 'construction' && !lazily)
    return 'its construction opens a connection, which importing the module must not do';
  if (file.role === 'worker-runtime' || file.role === 'browser')
    return `code for ${file.role === 'browser' ? 'browsers' : 'workers'} cannot share it between calls`;
  if (staysOpen(file, client) && endOf(file) === 'nothing')
    return 'nothing in this file would close it, and while it is open the process does not end';
  return unsharableUse(file, client);
}

/**
 * Why the code changes the client, or uses it in a way that sharing would change; `null` when it only sends requests
 * through it.
 */
export function unsharableUse({ clients }: FileLifecycle, { construction, sinks }: PerCallClient): string | null {
  const acquired = new Set(construction.construct.acquires?.map(({ method }) => method));
  for (const sink of sinks) {
    const line = String(sink.node.loc.start.line);
    if (sink.kind === 'request-options') return `line ${line} hands it to the caller in the options of a request`;
    if (sink.kind !== 'used') continue;
    if (sink.method === null) return `line ${line} changes it or takes a part of it`;
    const part = changedPart(sink.node);
    if (part !== null) return `line ${line} calls or sets its ${part}, which a shared one must not get for every call`;
    const isRequest = sink.node.parent?.type === 'CallExpression' && clients.requests.has(sink.node.parent);
    if (!isRequest && !acquired.has(sink.method) && SETTING_UP.test(sink.method))
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
    lookUpOption(file.sourceCode, options, option).kind === 'present' ? [option] : [],
  );
}

/** Whether options that the code does not show may bound the connections or requests of a client. */
export function mayHaveLimits(file: FileLifecycle, { construction }: PerCallClient): boolean {
  const options = optionsOf(construction);
  return (construction.construct.limits ?? []).some(
    ({ option }) => lookUpOption(file.sourceCode, options, option).kind === 'unknown',
  );
}

/** Whether calls that had a client each notice nothing when they share one: no stale connections, no queue. */
export function isSafelyShared(file: FileLifecycle, client: PerCallClient): boolean {
  const { construct } = client.construction;
  if (
    construct.owns !== 'agent' ||
    construct.sharedAs !== undefined ||
    explicitLimits(file, client).length > 0 ||
    mayHaveLimits(file, client)
  )
    return false;
  return construct.survivesStaleSockets === true;
}
