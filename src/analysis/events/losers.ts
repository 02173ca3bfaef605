import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import { isFunction, propertyName } from '../../ast/nodes.js';
import type { FileLifecycle } from '../lifecycle.js';
import { startOfChain } from '../limits/races.js';
import { callsNamed, isGlobalCall, lastNameOf } from '../names/calls.js';
import type { RequestCall } from '../names/construction.js';

/** Options by which a request ends without an answer. */
const ENDING_OPTION = /^(?:signal|timeout|cancelToken)$/;

/** Whether the options of a request name a limit or a signal. */
export function isLimited({ node }: RequestCall): boolean {
  return node.arguments.some(
    (argument) =>
      argument.type === 'ObjectExpression' &&
      argument.properties.some(
        (property) => property.type === 'Property' && ENDING_OPTION.test(propertyName(property) ?? ''),
      ),
  );
}

/** Calls of `Promise.race()` and `Promise.any()` between requests, of which nothing ends those that lose. */
export function racesOfRequests(file: FileLifecycle): TSESTree.CallExpression[] {
  if (!file.meaning.perCall || file.clients.requests.size === 0) return [];
  return callsNamed(file, 'race', 'any').filter((call) => {
    const list = call.arguments[0] && file.resolveConstant(call.arguments[0]);
    if (!list || !isGlobalCall(file, call, 'Promise')) return false;
    const competitors = list.type === 'ArrayExpression' ? list.elements : mapped(list);
    const requests = competitors.map((each) => each && requestAt(file, each));
    const isOfMany = list.type !== 'ArrayExpression' || requests.length > 1;
    return isOfMany && requests.length > 0 && requests.every((each) => each != null && mayGoOn(file, each));
  });
}

/** `urls.map((url) => fetch(url))`: what the function returns stands for each of them. */
function mapped(list: TSESTree.Node): TSESTree.Node[] {
  if (list.type !== 'CallExpression' || lastNameOf(list.callee) !== 'map') return [];
  const [fn] = list.arguments;
  return isFunction(fn) ? [fn] : [];
}

/** The request that an expression waits for, also behind `then()`, or the only one in a function. */
function requestAt(file: FileLifecycle, node: TSESTree.Node): RequestCall | null {
  const { requests } = file.clients;
  if (!isFunction(node)) return requests.get(file.resolveConstant(startOfChain(node))) ?? null;
  const own = [...descendantsOf(node.body, file.visitorKeys)].flatMap((each) => requests.get(each) ?? []);
  return own.length === 1 ? (own[0] ?? null) : null;
}

/** Whether all options of a request are seen, and none of them ends it. */
function mayGoOn(file: FileLifecycle, request: RequestCall): boolean {
  const [, ...options] = request.node.arguments;
  return (
    !isLimited(request) &&
    request.client === null &&
    options.every((each) => {
      const value = file.resolveConstant(each);
      return value.type === 'ObjectExpression' && value.properties.every(({ type }) => type === 'Property');
    })
  );
}
