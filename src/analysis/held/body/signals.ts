import type { TSESTree } from '@typescript-eslint/utils';
import {
  callAround,
  finalizedTry,
  isFunction,
  isNothing,
  propertyName,
  unwrap,
  wrapped,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import type { RequestCall } from '../../names/clients.js';
import { importedName } from '../../names/import-source.js';
import type { Elsewhere } from '../../values/possible/foreign.js';
import { functionOf } from '../../names/functions.js';
import { lookUpOption } from '../../values/options.js';
import { isOnTimer } from '../../values/controllers.js';
import { option } from './facts.js';

/** Options that take a signal: of fetch and all that are like it, and of the AWS SDK. */
const SIGNAL_OPTIONS = ['signal', 'abortSignal'];

/** The header that asks for a WebSocket instead of a body (RFC 6455, 4.1). */
const UPGRADE = /\bupgrade["']?\s*:\s*["'`]websocket\b/i;

/**
 * Whether a request carries a signal that a timer is going to abort. It ends the body as well and frees the connection
 * (measured: a signal of 1 s closed it after 1.03 s), so that an unread body holds it for a known time.
 */
export function endsByItself(file: FileView, request: RequestCall, elsewhere: Elsewhere | null = null): boolean {
  return SIGNAL_OPTIONS.some((name) => {
    const signal = option(file, request, name);
    return signal !== null && (isLive({ file, elsewhere }, signal) || isEndedByHelper(file, signal, elsewhere));
  });
}

/** `timed(ms, (signal) => fetch(url, { signal }))`: a helper of the project that aborts it behind the callback. */
function isEndedByHelper(file: FileView, node: TSESTree.Node, elsewhere: Elsewhere | null): boolean {
  const value = file.resolveConstant(node);
  const definition = value.type === 'Identifier' ? file.variableOf(value)?.defs[0] : undefined;
  const callback = definition?.type === 'Parameter' ? definition.node : null;
  const call = callback && wrapped(callback).parent;
  if (call?.type !== 'CallExpression' || !call.arguments.some((argument) => unwrap(argument) === callback))
    return false;
  const helper = calledBy({ file, elsewhere }, call)?.fn;
  return helper !== undefined && [...descendantsOf(helper.body, file.visitorKeys)].some(abortsAtTheEnd);
}

/** `controller.abort()` in a `finally`, and `AbortSignal.timeout()`. */
function abortsAtTheEnd(node: TSESTree.Node): boolean {
  if (node.type !== 'MemberExpression' || !callAround(node)) return false;
  if (propertyName(node) === 'timeout') return node.object.type === 'Identifier' && node.object.name === 'AbortSignal';
  return propertyName(node) === 'abort' && finalizedTry(node) !== null;
}

/**
 * Whether what is handed to a function that sends the request says so itself: a live signal, or that there is no body
 * (`probe(url, { method: 'HEAD' })`).
 */
export function argumentsEnd(
  file: FileView,
  call: TSESTree.Node,
  elsewhere: Elsewhere | null,
): 'signal' | 'no body' | null {
  if (call.type !== 'CallExpression') return null;
  const given = (name: string): TSESTree.Node[] =>
    call.arguments.flatMap((argument) => {
      const object = argument.type === 'SpreadElement' ? argument : file.resolveConstant(argument);
      const found = object.type === 'ObjectExpression' ? lookUpOption(file, object, name) : null;
      return found?.kind === 'present' ? [found.value] : [];
    });
  const isHead = ({ type }: TSESTree.Node, text: string): boolean => type === 'Literal' && /^.HEAD.$/i.test(text);
  if (given('method').some((method) => isHead(method, file.getText(method)))) return 'no body';
  if (given('headers').some((headers) => UPGRADE.test(file.getText(file.resolveConstant(headers))))) return 'no body';
  return SIGNAL_OPTIONS.some((name) => given(name).some((signal) => isLive({ file, elsewhere }, signal)))
    ? 'signal'
    : null;
}

/** A file, and where it finds what it imports. */
interface Sight {
  readonly file: FileView;
  readonly elsewhere: Elsewhere | null;
}

function isLive(sight: Sight, node: TSESTree.Node, depth = 0): boolean {
  const { file } = sight;
  const value = file.resolveConstant(node);
  if (depth > 4) return false;
  const again = (each: TSESTree.Node, where = sight): boolean => isLive(where, each, depth + 1);
  switch (value.type) {
    case 'CallExpression':
      return isLiveCall(sight, value, again);
    case 'MemberExpression':
      return propertyName(value) === 'signal' && isOnTimer(file, unwrap(value.object));
    case 'LogicalExpression':
      // Who gives a signal of its own (`options.signal ?? AbortSignal.timeout(ms)`) ends the request by that.
      return again(value.right);
    case 'ConditionalExpression':
      return (
        [value.consequent, value.alternate].every((branch) => !isNothing(unwrap(branch))) &&
        (again(value.consequent) || again(value.alternate))
      );
    default:
      return false;
  }
}

/** `AbortSignal.timeout(ms)`, `AbortSignal.any([...])` with one, and functions of the project that return one. */
function isLiveCall(
  sight: Sight,
  call: TSESTree.CallExpression,
  again: (node: TSESTree.Node, where?: Sight) => boolean,
): boolean {
  const callee = unwrap(call.callee);
  if (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'AbortSignal'
  ) {
    if (propertyName(callee) === 'timeout') return true;
    const [list] = call.arguments;
    return list?.type === 'ArrayExpression' && list.elements.some((each) => each !== null && again(each));
  }
  const called = calledBy(sight, call);
  const result = called && called.rest.length === 0 ? resultOf(called.fn) : null;
  return called !== null && result !== null && again(result, called.sight);
}

/** The function of the project that a call calls, or whose member at `rest` it calls, and where that lies. */
function calledBy(
  sight: Sight,
  { callee }: TSESTree.CallExpression,
): { readonly fn: FunctionNode; readonly sight: Sight; readonly rest: readonly string[] } | null {
  const { file, elsewhere } = sight;
  const own = functionOf(file, unwrap(callee));
  if (own) return { fn: own, sight, rest: [] };
  const imported = importedName(file, callee);
  const found = imported && elsewhere?.definitionOf(imported);
  if (!found || !isFunction(found.node)) return null;
  return { fn: found.node, sight: { file: found.file, elsewhere: found.file.elsewhere }, rest: found.rest };
}

/** What a function returns in its last statement. */
function resultOf(fn: FunctionNode): TSESTree.Node | null {
  if (fn.body.type !== 'BlockStatement') return fn.body;
  const last = fn.body.body.at(-1);
  return last?.type === 'ReturnStatement' ? last.argument : null;
}
