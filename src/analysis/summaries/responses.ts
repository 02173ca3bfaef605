import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import {
  isFunction,
  isNothing,
  isWithin,
  propertyName,
  unawaited,
  unwrap,
  type FunctionNode,
} from '../../ast/nodes.js';
import type { Library, RequestFact } from '../../catalog/types.js';
import type { AnalysedFile, RequestCall } from '../names/clients.js';
import { functionOf } from '../names/functions.js';
import { lookUpOption } from '../values/options.js';
import { isIdle } from './idle-signals.js';
import { returnedBy } from './returned.js';
import { promiseResolvedBy } from '../values/promises.js';
import { isUntouched, valuesOf } from './untouched.js';

/** A function that returns the response of a request, unread, as the catalog says it of a library's. */
export interface ReturnedResponse {
  readonly library: Library;
  readonly request: Omit<RequestFact, 'export'>;
}

/** The response that every call to a function returns with its body unread; `null` where that is not certain. */
export function responseReturnedBy(file: AnalysedFile, fn: FunctionNode, depth = 0): ReturnedResponse | null {
  if (fn.generator || depth > 2) return null;
  // A function that calls itself once more returns what it returns otherwise.
  const returned = (returnedBy(fn) ?? []).filter((node) => !isCallOf(file, fn, node));
  return ofAll(returned.map((node) => responseOf(file, fn, node, depth)));
}

/** The first of several responses, where all are of one kind. */
function ofAll(found: readonly (ReturnedResponse | null)[]): ReturnedResponse | null {
  const [first] = found;
  const { kind, within } = first?.request.body ?? {};
  return first && found.every((each) => each?.request.body?.kind === kind && each?.request.body?.within === within)
    ? first
    : null;
}

function isCallOf(file: AnalysedFile, fn: FunctionNode, expression: TSESTree.Node): boolean {
  const node = unwrap(expression);
  const call = unawaited(node);
  return call.type === 'CallExpression' && functionOf(file, unwrap(call.callee)) === fn;
}

function responseOf(
  file: AnalysedFile,
  fn: FunctionNode,
  expression: TSESTree.Node,
  depth: number,
): ReturnedResponse | null {
  const node = unwrap(expression);
  if (node.type === 'AwaitExpression') return responseOf(file, fn, node.argument, depth);
  if (node.type === 'CallExpression') {
    const request = file.clients.requests.get(node);
    if (request) return ofRequest(file, fn, request);
    const inner = functionOf(file, unwrap(node.callee));
    const response = inner && inner !== fn ? responseReturnedBy(file, inner, depth + 1) : null;
    // Which argument of the inner call holds the options is lost on the way.
    return response && { ...response, request: { ...response.request, options: [Math.max(fn.params.length - 1, 0)] } };
  }
  if (node.type === 'NewExpression') return ofPromise(file, fn, node);
  if (node.type === 'ObjectExpression') return fn.async ? inObject(file, fn, node, depth) : null;
  const variable = node.type === 'Identifier' ? file.variableOf(node) : null;
  const values = variable && valuesOf(variable)?.filter((value) => !isNothing(unwrap(value)));
  if (!variable || !values || !isUntouched(file, variable, fn)) return null;
  return ofAll(values.map((value) => responseOf(file, fn, value, depth)));
}

/** `return { response, took }`: the one member of an object that is a response. */
function inObject(
  file: AnalysedFile,
  fn: FunctionNode,
  object: TSESTree.ObjectExpression,
  depth: number,
): ReturnedResponse | null {
  const members = object.properties.flatMap((property) => {
    const name = property.type === 'Property' ? propertyName(property) : null;
    const value = property.type === 'Property' && unwrap(property.value).type === 'Identifier' ? property.value : null;
    const response = value && responseOf(file, fn, value, depth);
    return name !== null && response?.request.body ? [{ name, response }] : [];
  });
  const [only, ...others] = members;
  if (!only || others.length > 0 || !only.response.request.body) return null;
  const { response, name } = only;
  if (only.response.request.body.within !== undefined) return null;
  return { ...response, request: { ...response.request, body: { ...only.response.request.body, within: name } } };
}

/** `new Promise((resolve, reject) => http.get(url, resolve).on('error', reject))`: a promise of a response. */
function ofPromise(file: AnalysedFile, fn: FunctionNode, promise: TSESTree.NewExpression): ReturnedResponse | null {
  const [executor] = promise.arguments;
  if (!isFunction(executor)) return null;
  const sent = [...file.clients.requests.values()].filter(({ node }) => isWithin(node, executor));
  const [only, ...others] = sent.filter((request) => isResolved(file, promise, request));
  return only && others.length === 0 ? ofRequest(file, fn, only, true) : null;
}

/** Whether a promise is resolved with the response of a request. */
function isResolved(file: FileView, promise: TSESTree.NewExpression, { node, request }: RequestCall): boolean {
  const member = node.parent;
  const then =
    member.type === 'MemberExpression' && propertyName(member) === 'then' && member.parent.type === 'CallExpression'
      ? member.parent.arguments[0]
      : undefined;
  const callback = request.body?.delivery === 'callback' ? node.arguments.at(-1) : then;
  return callback !== undefined && isResolve(file, promise, callback);
}

/** `resolve` itself, or a function that only calls it with its parameter. */
function isResolve(file: FileView, promise: TSESTree.NewExpression, callback: TSESTree.Node): boolean {
  if (!isFunction(callback)) return promiseResolvedBy(file, callback) === promise;
  const [parameter, ...more] = callback.params;
  const [only, ...others] = callback.body.type === 'BlockStatement' ? callback.body.body : [callback.body];
  const call = only?.type === 'ExpressionStatement' ? unwrap(only.expression) : only;
  if (more.length + others.length > 0 || parameter?.type !== 'Identifier' || call?.type !== 'CallExpression')
    return false;
  const [given] = call.arguments;
  return (
    given?.type === 'Identifier' &&
    given.name === parameter.name &&
    promiseResolvedBy(file, unwrap(call.callee)) === promise
  );
}

function ofRequest(
  file: AnalysedFile,
  fn: FunctionNode,
  call: RequestCall,
  promised = fn.async,
): ReturnedResponse | null {
  const { body, method, options = [] } = call.request;
  if (!body || body.commands || method === 'head') return null;
  if (body.delivery !== 'promise' && body.delivery !== 'value' && !(promised && body.delivery === 'callback'))
    return null;
  const given = call.node.arguments[options.at(-1) ?? -1] ?? null;
  // A signal may free the connection, and a HEAD has no body.
  const signal = given ? lookUpOption(file, given, 'signal') : null;
  if (signal?.kind === 'present' && !isIdle(file, signal.value)) return null;
  if (given && !isOtherMethod(file, given)) return null;
  const { when, parameter: _, ...plain } = body;
  if (when) {
    const found = lookUpOption(file, given, when.option);
    if (found.kind !== 'present' || found.value.type !== 'Literal' || found.value.value !== when.equals) return null;
  }
  // Further arguments than these are taken for a callback.
  const last = Math.max(fn.params.length - 1, 0);
  const index = optionsParameter(fn, given) ?? last;
  const delivery = promised ? 'promise' : body.delivery;
  return {
    library: call.library,
    request: { body: { ...plain, delivery }, options: index === last ? [last] : [index, last] },
  };
}

function isOtherMethod(file: FileView, options: TSESTree.Node): boolean {
  const method = lookUpOption(file, options, 'method');
  return (
    method.kind !== 'present' ||
    (method.value.type === 'Literal' && String(method.value.value).toUpperCase() !== 'HEAD')
  );
}

/** The parameter that becomes, or is spread into, the options of the request. */
function optionsParameter(fn: FunctionNode, options: TSESTree.Node | null): number | null {
  if (!options) return null;
  const value = unwrap(options);
  const sources =
    value.type === 'ObjectExpression'
      ? value.properties.flatMap((property) => (property.type === 'SpreadElement' ? [unwrap(property.argument)] : []))
      : [value];
  const names = sources.flatMap((source) => (source.type === 'Identifier' ? [source.name] : []));
  const index = fn.params.findIndex((parameter) => {
    const plain = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    return plain.type === 'Identifier' && names.includes(plain.name);
  });
  return index < 0 ? null : index;
}
