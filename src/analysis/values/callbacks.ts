import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, propertyName, stringOf, unwrap, type FunctionNode } from '../../ast/nodes.js';
import {
  deferringFunctions,
  eventMethods,
  memoizingFunctions,
  oneTimeEvents,
  registeringFunctions,
} from '../../catalog/conventions/callbacks.js';
import {
  afterRequestParameters,
  contextParameters,
  errorParameters,
  procedureMethods,
  procedureNames,
  requestParameters,
  requestTypes,
  responseParameters,
} from '../../catalog/conventions/handlers.js';
import { routeMethods } from '../../catalog/conventions/routers.js';
import { testFunctions } from '../../catalog/conventions/tests.js';
import { namePattern } from '../names/conventions.js';
import { CONTINUATION_METHODS, ITERATION_METHODS } from './closures.js';

/**
 * How often a function runs, judged by the call it is given to. `many`: repeatedly, `why` completing "this code runs
 * ..."; `once`: at most once per process; `same`: as part of the code around it; `unknown`: nothing is known of the
 * callee.
 */
export type CallbackContext =
  { readonly kind: 'many'; readonly why: string } | { readonly kind: 'once' | 'same' | 'unknown' };

const ONCE: CallbackContext = { kind: 'once' };
const SAME: CallbackContext = { kind: 'same' };
const UNKNOWN: CallbackContext = { kind: 'unknown' };

const ROUTE_METHODS = new Set(routeMethods);
const EVENT_METHODS = new Set(eventMethods);
const ONE_TIME_EVENTS = new Set(oneTimeEvents);
const TEST_FUNCTIONS = new Set(testFunctions);
const DEFERRING_FUNCTIONS = new Set(deferringFunctions);
const MEMOIZING_FUNCTION = namePattern(memoizingFunctions);
const REGISTERING_FUNCTION = namePattern(registeringFunctions);
const PROCEDURE = namePattern(procedureNames);

/** Judges the function at one argument position of a call. */
export function callbackContext(
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  fn: FunctionNode | null,
): CallbackContext {
  const callee = unwrap(call.callee);
  if (call.type === 'NewExpression') {
    if (callee.type === 'Identifier' && callee.name === 'Promise') return SAME;
    return isHandler(fn) ? { kind: 'many', why: 'for every request' } : UNKNOWN;
  }
  const name =
    callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (propertyName(callee) ?? '') : '';
  const isMember = callee.type === 'MemberExpression';
  const label = calleeName(callee) ?? name;
  const answers = isNodeCallback(call, fn);
  if (isMember && ITERATION_METHODS.has(name) && !answers)
    return { kind: 'many', why: `for every element, in ${name}()` };
  if (isMember && CONTINUATION_METHODS.has(name)) return SAME;
  if (name === 'setInterval') return { kind: 'many', why: 'at every tick of setInterval()' };
  if (DEFERRING_FUNCTIONS.has(name)) return SAME;
  if (TEST_FUNCTIONS.has(isMember && callee.object.type === 'Identifier' ? callee.object.name : name)) return ONCE;
  if (MEMOIZING_FUNCTION.test(name) || REGISTERING_FUNCTION.test(name)) return ONCE;
  const first = stringOf(call.arguments[0]);
  if (isMember && EVENT_METHODS.has(name) && first !== null) {
    return ONE_TIME_EVENTS.has(first) ? ONCE : { kind: 'many', why: `for every '${first}' event` };
  }
  if (isMember && name === 'once' && first !== null) return ONCE;
  if (isMember && name === 'use' && /^(?:request|response)\.use$/.test(label))
    return { kind: 'many', why: `for every ${label.slice(0, -4)}, as interceptor` };
  if (isMember && ROUTE_METHODS.has(name) && (first?.startsWith('/') || first?.startsWith('*') || isHandler(fn))) {
    return { kind: 'many', why: `for every request, as handler of ${label}(${first === null ? '' : `'${first}'`})` };
  }
  if (isMember && procedureMethods.includes(name) && PROCEDURE.test(rootName(callee)))
    return { kind: 'many', why: `for every call to the procedure, in ${name}()` };
  if (name === 'createServer' || name === 'createSecureServer')
    return { kind: 'many', why: `for every request, as handler of ${name}()` };
  if (isHandler(fn)) return { kind: 'many', why: `for every request, as handler given to ${label}()` };
  return answers ? SAME : UNKNOWN;
}

/**
 * Whether a function gets the answer of one call, as callbacks of Node.js do: it is the last of several arguments, and
 * takes an error first: `users.find(query, (err, found) => ...)`.
 */
function isNodeCallback(
  { arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression,
  fn: FunctionNode | null,
): boolean {
  const [first] = fn?.params ?? [];
  const last = given.length > 1 ? given.at(-1) : undefined;
  return last !== undefined && unwrap(last) === fn && first?.type === 'Identifier' && ERROR.test(first.name);
}

/** The name that a chain of members and calls starts from. */
function rootName(node: TSESTree.Node): string {
  let current = unwrap(node);
  while (current.type === 'MemberExpression' || current.type === 'CallExpression') {
    if (current.type === 'MemberExpression' && PROCEDURE.test(propertyName(current) ?? ''))
      return propertyName(current) ?? '';
    current = unwrap(current.type === 'MemberExpression' ? current.object : current.callee);
  }
  return current.type === 'Identifier' ? current.name : '';
}

const REQUEST_TYPES = new Set(requestTypes);
const REQUEST = namePattern(requestParameters);
const RESPONSE = namePattern(responseParameters);
const AFTER_REQUEST = namePattern(afterRequestParameters);
const ERROR = namePattern(errorParameters);
const CONTEXT = namePattern(contextParameters);

/**
 * Whether a function takes what request handlers take: a request and a response, an error before them, a context and
 * `next`, or a first parameter of the type of a request.
 */
export function isHandler(fn: FunctionNode | null): boolean {
  const names = (fn?.params ?? []).map((param) => (param.type === 'Identifier' ? param.name.replace(/^_/, '') : ''));
  const [first, second, third, fourth] = names;
  if (first === undefined) return false;
  if (
    names.length === 4 &&
    (first === '' || ERROR.test(first)) &&
    (second === '' || REQUEST.test(second ?? '')) &&
    (RESPONSE.test(third ?? '') || fourth === 'next')
  )
    return true;
  if (REQUEST.test(first)) return second === undefined || AFTER_REQUEST.test(second);
  if (first === '' && RESPONSE.test(second ?? '')) return true;
  if (CONTEXT.test(first) && second === 'next') return true;
  const [parameter] = fn?.params ?? [];
  const type = parameter?.type === 'Identifier' ? parameter.typeAnnotation?.typeAnnotation : undefined;
  return type?.type === 'TSTypeReference' && REQUEST_TYPES.has(typeName(type.typeName));
}

function typeName(name: TSESTree.EntityName): string {
  return name.type === 'Identifier' ? name.name : name.type === 'TSQualifiedName' ? name.right.name : '';
}
