import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { callAround, enclosingFunction, isWithin, propertyName, wrapped } from '../../../ast/nodes.js';
import { memoized } from '../../../ast/memo.js';
import { readsOf, type Variable } from '../../../ast/variables.js';
import { functionsBetween } from '../../values/closures.js';
import type { Endings } from '../engine/effects.js';
import { errorsOf } from '../engine/errors.js';
import { isLateListener } from '../engine/listeners.js';
import type { Acquisition } from './acquisitions.js';
import { option } from './facts.js';
import { dispatcherGivenTo, senderOf } from './sender.js';

/** Collects what ends a response from elsewhere; `withSender`: also the end of the client that has sent it. */
export function endingsOf(file: FileView, acquisition: Acquisition, withSender = true): Endings {
  const { request, at, home, received } = acquisition;
  const releases: TSESTree.Node[] = [];
  const held: TSESTree.Node[] = [];
  if (request) {
    const controller = controllerOf(file, request);
    if (controller) releases.push(...callsOn(file.variableOf(controller), home, ['abort']));
    // Unlike `close()`, it does not wait for the body, but ends its connection.
    const sender = withSender ? (senderOf(file, request) ?? dispatcherGivenTo(file, acquisition.call)) : null;
    releases.push(...callsOn(sender, home, ['destroy']));
    const session =
      request.request.body?.kind === 'http2-stream' && request.client ? targetOf(request.client.node) : null;
    if (session) releases.push(...callsOn(file.variableOf(session), home, ['destroy']));
    const target = at === null ? targetOf(request.node) : null;
    if (target) {
      const variable = file.variableOf(target);
      releases.push(...callsOn(variable, home, ['destroy', 'abort', 'close']));
      held.push(...(variable ? readsOf(variable).map(({ identifier }) => identifier) : []));
    }
  }
  return { releases, held, errors: received.binding ? errorsOf(file, home, received.node) : [] };
}

/** The controller whose signal a request is given. */
function controllerOf(file: FileView, request: NonNullable<Acquisition['request']>): TSESTree.Identifier | null {
  const signal = option(file, request, 'signal');
  if (signal?.type === 'MemberExpression')
    return signal.object.type === 'Identifier' && propertyName(signal) === 'signal' ? signal.object : null;
  if (signal?.type !== 'Identifier') return null;
  const definition = file.variableOf(signal)?.defs[0]?.node;
  const source =
    definition?.type === 'VariableDeclarator' && definition.id.type === 'ObjectPattern' ? definition.init : null;
  return source?.type === 'Identifier' ? source : null;
}

/** The variable that holds the request of a callback: `const req = http.get(url, (response) => ...)`. */
function targetOf(call: TSESTree.Node): TSESTree.Identifier | null {
  let value = wrapped(call);
  // Listeners are attached in the chain that starts with the request, and return it.
  while (value.parent?.type === 'MemberExpression' && value.parent.parent.type === 'CallExpression')
    value = wrapped(value.parent.parent);
  const { parent } = value;
  const target =
    parent?.type === 'VariableDeclarator' ? parent.id : parent?.type === 'AssignmentExpression' ? parent.left : null;
  return target?.type === 'Identifier' ? target : null;
}

/** Where the code of a function calls such a method, itself or in a function that it creates and that runs in time. */
function callsOn(variable: Variable | null, home: TSESTree.Node, methods: readonly string[]): TSESTree.Node[] {
  return (variable ? methodCallsOn(variable) : []).flatMap(({ use, name, call }): TSESTree.Node[] => {
    if (!methods.includes(name) || !isWithin(use, home)) return [];
    const [outermost] = functionsBetween(use, home).slice(-1);
    if (!outermost) return [call];
    const late = isLateListener(enclosingFunction(call)) || isTimer(outermost);
    return late ? [] : [outermost];
  });
}

/** The calls of methods of what a variable holds; a controller may be that of many requests. */
const methodCallsOn = memoized((variable: Variable) =>
  readsOf(variable).flatMap(({ identifier: use }) => {
    const { parent } = use;
    const name = parent.type === 'MemberExpression' && parent.object === use ? propertyName(parent) : null;
    const call = name === null ? null : callAround(parent);
    return name !== null && call ? [{ use, name, call }] : [];
  }),
);

/** `setTimeout(() => controller.abort(), ms)`: whether it is still running is judged with the signal. */
function isTimer(fn: TSESTree.Node): boolean {
  const call = fn.parent;
  return call?.type === 'CallExpression' && call.callee.type === 'Identifier' && call.callee.name === 'setTimeout';
}
