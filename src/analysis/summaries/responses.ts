import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, propertyName, rootOf, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { initializerOf, isTopLevel, readsOf, variableOf, type Variable } from '../../ast/variables.js';
import type { Library, RequestFact } from '../../catalog/types.js';
import type { RequestCall } from '../names/clients.js';
import { functionOf } from '../names/functions.js';
import { lookUpOption } from '../values/options.js';
import type { SummarizedFile } from './file.js';
import { returnedBy } from './returned.js';

/** Members of a response that leave its body alone. */
const META = /^(?:ok|status|statusText|statusCode|statusMessage|headers|url|redirected|type|trailers|httpVersion)$/;

/** A function that returns the response of a request, unread, as the catalog says it of a library's. */
export interface ReturnedResponse {
  readonly library: Library;
  readonly request: Omit<RequestFact, 'export'>;
}

type Analysed = Pick<SummarizedFile, 'sourceCode' | 'clients'>;

/** The response that every call of a function returns with its body unread; `null` where that is not certain. */
export function responseReturnedBy(file: Analysed, fn: FunctionNode, depth = 0): ReturnedResponse | null {
  if (fn.generator || depth > 2) return null;
  const found = (returnedBy(fn) ?? []).map((node) => responseOf(file, fn, node, depth));
  const [first] = found;
  return first && found.every((each) => each?.request.body?.kind === first.request.body?.kind) ? first : null;
}

function responseOf(
  file: Analysed,
  fn: FunctionNode,
  expression: TSESTree.Node,
  depth: number,
): ReturnedResponse | null {
  const node = unwrap(expression);
  if (node.type === 'AwaitExpression') return responseOf(file, fn, node.argument, depth);
  if (node.type === 'CallExpression') {
    const request = file.clients.requests.get(node);
    if (request) return ofRequest(file, fn, request);
    const inner = functionOf(file.sourceCode, unwrap(node.callee));
    const response = inner && inner !== fn ? responseReturnedBy(file, inner, depth + 1) : null;
    // Which argument of the inner call holds the options is lost on the way.
    return response && { ...response, request: { ...response.request, options: [Math.max(fn.params.length - 1, 0)] } };
  }
  const variable = node.type === 'Identifier' ? variableOf(file.sourceCode, node) : null;
  const value = variable && !isTopLevel(variable) ? initializerOf(variable) : null;
  return variable && value && isUntouched(variable, fn) ? responseOf(file, fn, value, depth) : null;
}

function ofRequest({ sourceCode }: Analysed, fn: FunctionNode, call: RequestCall): ReturnedResponse | null {
  const { body, method, options = [] } = call.request;
  if (!body || body.commands || method === 'head' || (body.delivery !== 'promise' && body.delivery !== 'value'))
    return null;
  const given = call.node.arguments[options.at(-1) ?? -1] ?? null;
  // A signal frees the connection, unless it is only the caller's, and a HEAD has no body.
  const signal = given ? lookUpOption(sourceCode, given, 'signal') : null;
  if (signal?.kind === 'present' && !isOfParameter(sourceCode, signal.value)) return null;
  if (given && !isOtherMethod(sourceCode, given)) return null;
  const { when, ...plain } = body;
  if (when) {
    const found = lookUpOption(sourceCode, given, when.option);
    if (found.kind !== 'present' || found.value.type !== 'Literal' || found.value.value !== when.equals) return null;
  }
  // Further arguments than these are taken for a callback.
  const last = Math.max(fn.params.length - 1, 0);
  const index = optionsParameter(fn, given) ?? last;
  const delivery = fn.async ? 'promise' : body.delivery;
  return {
    library: call.library,
    request: { body: { ...plain, delivery }, options: index === last ? [last] : [index, last] },
  };
}

/** Whether a value is a member of a parameter, which the caller shows: `init?.signal`. */
function isOfParameter(sourceCode: Analysed['sourceCode'], value: TSESTree.Node): boolean {
  const member = unwrap(value);
  const root = member.type === 'MemberExpression' ? rootOf(member) : null;
  return root !== null && variableOf(sourceCode, root)?.defs[0]?.type === 'Parameter';
}

function isOtherMethod(sourceCode: Analysed['sourceCode'], options: TSESTree.Node): boolean {
  const method = lookUpOption(sourceCode, options, 'method');
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

/** Whether a function looks at no more of a response than its status, except on ways that do not return it. */
function isUntouched(variable: Variable, fn: FunctionNode): boolean {
  return readsOf(variable).every(({ identifier }) => {
    const value = wrapped(identifier);
    const { parent } = value;
    if (parent?.type === 'ReturnStatement') return true;
    if (parent?.type === 'MemberExpression' && parent.object === value && META.test(propertyName(parent) ?? ''))
      return true;
    return [...ancestorsUntil(identifier, fn)].some((outer) => {
      if (outer.type === 'ThrowStatement') return true;
      if (outer.type !== 'BlockStatement' || outer === fn.body) return false;
      const last = outer.body.at(-1);
      return last?.type === 'ThrowStatement';
    });
  });
}
