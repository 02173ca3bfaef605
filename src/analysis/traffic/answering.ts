import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, propertyName, stringOf, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { contextParameters } from '../../catalog/conventions/handlers.js';
import { receivedRequests } from '../../catalog/conventions/listeners.js';
import { routeMethods } from '../../catalog/conventions/routers.js';
import { platformFrameworks } from '../../catalog/conventions/streaming.js';
import type { FileLifecycle } from '../lifecycle.js';
import { lastNameOf } from '../names/calls.js';
import { namePattern } from '../names/conventions.js';

/** A function that gets what a server received, and answers with what it returns. */
export interface Answering {
  readonly fn: FunctionNode;
  /** The signal that ends with its client, as code of this function writes it. */
  readonly signal: string;
}

const CONTEXT = namePattern(contextParameters);
const RECEIVED = namePattern(receivedRequests);
const ROUTE_METHODS = new Set(routeMethods);

/** The nearest function around a node that gets what a server received, by the name of what it gets. */
export function receiverAround(node: TSESTree.Node): Answering | null {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const name = nameOfRequest(fn.params[0]);
    if (name !== null) return { fn, signal: CONTEXT.test(name) ? `${name}.req.raw.signal` : `${name}.signal` };
  }
  return null;
}

/**
 * The same, where a framework or the path of a route says that it answers requests. What servers of Node.js receive has
 * no signal: then it is `null`.
 */
export function answeringAround(
  file: FileLifecycle,
  node: TSESTree.Node,
): (Omit<Answering, 'signal'> & { readonly signal: string | null }) | null {
  const found = receiverAround(node);
  const run = found && file.frameworks.ofFunction(found.fn);
  if (!found || !(run ? run.runs === 'many' : isRoute(found.fn))) return null;
  const ofPlatform = run ? platformFrameworks.includes(run.framework.name) : found.signal.includes('.raw.');
  return ofPlatform ? found : { fn: found.fn, signal: null };
}

/** `router.post('/chat', async (request) => ...)`. */
function isRoute(fn: FunctionNode): boolean {
  const { parent } = wrapped(fn);
  if (parent?.type !== 'CallExpression' || parent.callee.type !== 'MemberExpression') return false;
  return ROUTE_METHODS.has(lastNameOf(parent.callee)) && (stringOf(parent.arguments[0])?.startsWith('/') ?? false);
}

/** `request`, `c`, and the `request` of `({ request })`. */
function nameOfRequest(parameter: TSESTree.Parameter | undefined): string | null {
  if (parameter?.type === 'Identifier') return RECEIVED.test(parameter.name) ? parameter.name : null;
  if (parameter?.type !== 'ObjectPattern') return null;
  const property = parameter.properties.find((each) => each.type === 'Property' && propertyName(each) === 'request');
  return property?.type === 'Property' && property.value.type === 'Identifier' ? property.value.name : null;
}
