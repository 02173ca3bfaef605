import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import {
  enclosingFunction,
  isFunction,
  isWithin,
  propertyName,
  stringOf,
  unwrap,
  wrapped,
  type FunctionNode,
  rootOf,
} from '../../ast/nodes.js';
import { bindingsOf, isTopLevel, type Variable } from '../../ast/variables.js';
import {
  addingMethods,
  receivedRequests,
  registrars,
  removingMethods,
  signalNames,
  subscriptionEndTexts,
} from '../../catalog/conventions/listeners.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed, isGlobalCall, lastNameOf } from '../names/calls.js';
import { namePattern, textPattern } from '../names/conventions.js';
import { callsOf, nameOfFunction } from '../names/functions.js';
import { isExecutor } from '../values/promises.js';
import { isHandler } from '../values/callbacks.js';
import { handleFate } from './timers.js';

/** Something that each call adds to what outlives it, and that nothing takes away. */
export interface AddedPerCall {
  readonly node: TSESTree.CallExpression;
  readonly kind: 'listener' | 'interval' | 'signal';
  /** What it is added to, as the code writes it. */
  readonly target: string;
  /** Completes "is added ...". */
  readonly why: string;
}

const ENDS_SUBSCRIPTION = textPattern(subscriptionEndTexts);
const ADDING = new Set(addingMethods);
const REMOVING = new Set(removingMethods);
const SIGNAL = namePattern(signalNames);
const RECEIVED = namePattern(receivedRequests);
/** The reason of code that runs where something emits an error. */
const FAILURE = /^for every '(?:error|uncaughtException|unhandledRejection)' event$/;
const REGISTRAR = namePattern(registrars);

/** The listeners and intervals of a file that are added per call and never taken away, in the order of the text. */
export function addedPerCall(file: FileLifecycle): AddedPerCall[] {
  if (!file.meaning.perCall || file.role === 'script') return [];
  return [
    ...callsNamed(file, ...ADDING).flatMap((call) => ofListener(file, call) ?? []),
    ...callsNamed(file, 'setInterval').flatMap((call) => ofInterval(file, call) ?? []),
  ].sort((one, other) => one.node.range[0] - other.node.range[0]);
}

function ofListener(file: FileLifecycle, call: TSESTree.CallExpression): AddedPerCall | null {
  const callee = unwrap(call.callee);
  const [event, listener] = call.arguments;
  const fn = enclosingFunction(call);
  if (callee.type !== 'MemberExpression' || !event || !listener || !fn) return null;
  const name = stringOf(event);
  // `once` and an option that ends it take themselves away.
  if (name === null || call.arguments.length > 3 || takesItselfAway(call.arguments[2])) return null;
  const target = file.getText(callee.object);
  if (isParameter(file, listener) || isRemoved(file, fn, target)) return null;
  if (name === 'abort' && isCallersSignal(file, callee.object, fn) && !endsWithSignal(file, fn, listener))
    return { node: call, kind: 'signal', target, why: '' };
  const isOfHandler = isFieldInHandler(file, callee.object, fn);
  if (!isOfHandler && !outlives(file, callee.object, fn)) return null;
  const repetition = file.repeat.of(call);
  // What failed once, such as a server that cannot listen, does not go on to fail with each call.
  if (!repetition || FAILURE.test(repetition.why)) return null;
  if (!isOfHandler && !isHandler(fn) && isRegistrar(file, fn)) return null;
  const isKnown =
    isOfHandler ||
    isHandler(fn) ||
    repetition.proven ||
    isCatalogued(file, callee.object) ||
    sendsWhatItIsGiven(file, fn);
  if (!isKnown && !settles(file, fn, listener)) return null;
  return {
    node: call,
    kind: 'listener',
    target: `${target}.${propertyName(callee) ?? 'on'}('${name}')`,
    why: repetition.why,
  };
}

/** `{ once: true }` and `{ signal }`. */
function takesItselfAway(options: TSESTree.CallExpressionArgument | undefined): boolean {
  if (!options) return false;
  if (options.type !== 'ObjectExpression') return options.type !== 'Literal';
  return options.properties.some(
    (property) => property.type !== 'Property' || /^(?:once|signal)$/.test(propertyName(property) ?? ''),
  );
}

/** A function that hands on a listener which its caller gives registers it for the caller. */
function isParameter(file: FileView, node: TSESTree.Node): boolean {
  const value = unwrap(node);
  const variable = value.type === 'Identifier' ? file.variableOf(value) : null;
  return variable?.defs[0]?.type === 'Parameter';
}

/** Whether a function, or one around it, takes listeners away from the same thing. */
function isRemoved(file: FileLifecycle, fn: FunctionNode, target: string): boolean {
  let outer = fn;
  for (let next = enclosingFunction(outer); next; next = enclosingFunction(next)) outer = next;
  for (const node of descendantsOf(outer, file.visitorKeys)) {
    if (node.type !== 'CallExpression' || !REMOVING.has(lastNameOf(node.callee)) || removesNothing(node)) continue;
    const callee = unwrap(node.callee);
    if (callee.type === 'MemberExpression' && file.getText(callee.object) === target) return true;
  }
  return isRemovedBySibling(file, fn, target);
}

/** `off('update', () => send())`, `off('update', this.send.bind(this))`: a function made here was never added. */
function removesNothing({ arguments: [, listener] }: TSESTree.CallExpression): boolean {
  const given = listener && unwrap(listener);
  return isFunction(given) || (given?.type === 'CallExpression' && lastNameOf(given.callee) === 'bind');
}

/** `this.bus.off(...)` in another method of the class. */
function isRemovedBySibling(file: FileView, fn: FunctionNode, target: string): boolean {
  if (!target.startsWith('this.')) return false;
  return callsNamed(file, ...REMOVING).some((call) => {
    const callee = unwrap(call.callee);
    if (removesNothing(call)) return false;
    return callee.type === 'MemberExpression' && file.getText(callee.object) === target && !isWithin(call, fn);
  });
}

/** A signal that the caller of the function gave: a parameter, or a member of one. */
function isCallersSignal(file: FileView, object: TSESTree.Node, fn: FunctionNode): boolean {
  const value = unwrap(object);
  const name = lastNameOf(value);
  // Who gets the whole controller works for the one call that it was made for.
  if (value.type === 'MemberExpression' && /controller/i.test(lastNameOf(value.object))) return false;
  if (value.type === 'MemberExpression' && RECEIVED.test(lastNameOf(value.object))) return false;
  if (!SIGNAL.test(name) && !isTypedSignal(file, value)) return false;
  const root = rootOf(value);
  const variable = root && file.variableOf(root);
  const definition = variable?.defs[0];
  if (definition?.type === 'Parameter') return !isHandler(fn) || value.type === 'Identifier';
  // `const { signal } = options;`
  if (definition?.type !== 'Variable' || definition.node.type !== 'VariableDeclarator') return false;
  const init = definition.node.init && unwrap(definition.node.init);
  const source = init?.type === 'MemberExpression' ? unwrap(init.object) : init;
  if (source?.type !== 'Identifier' || value.type !== 'Identifier') return false;
  return file.variableOf(source)?.defs[0]?.type === 'Parameter' && !isHandler(fn);
}

function isTypedSignal(file: FileView, value: TSESTree.Node): boolean {
  const variable = value.type === 'Identifier' ? file.variableOf(value) : null;
  const parameter = variable?.defs[0]?.type === 'Parameter' ? variable.identifiers[0] : null;
  const type = parameter?.type === 'Identifier' ? parameter.typeAnnotation : undefined;
  return type !== undefined && /\bAbortSignal\b/.test(file.getText(type));
}

/** A listener in a function that works as long as the signal lives, such as a stream, hangs on it on purpose. */
function endsWithSignal(file: FileView, fn: FunctionNode, listener: TSESTree.Node): boolean {
  const value = unwrap(listener);
  if (!isFunction(value)) return false;
  const text = file.getText(value.body);
  // The listener of a subscription, an interval or a server: it ends what the caller started with the signal.
  return ENDS_SUBSCRIPTION.test(text) && nameOfFunction(file, fn) !== null;
}

/** `this.bus` in a method that answers requests, which fills no field of that name itself. */
function isFieldInHandler(file: FileLifecycle, object: TSESTree.Node, fn: FunctionNode): boolean {
  const value = unwrap(object);
  if (value.type !== 'MemberExpression' || value.object.type !== 'ThisExpression' || value.computed) return false;
  let handler: FunctionNode | null = fn;
  while (handler && !isHandler(handler)) handler = enclosingFunction(handler);
  if (handler?.parent.type !== 'MethodDefinition' && handler?.parent.type !== 'PropertyDefinition') return false;
  return ![...descendantsOf(handler, file.visitorKeys)].some(
    (node) => node.type === 'AssignmentExpression' && file.getText(node.left) === file.getText(value),
  );
}

/** Whether something lives longer than the calls of a function: the process, a variable of the module, an import. */
function outlives(file: FileLifecycle, object: TSESTree.Node, fn: FunctionNode): boolean {
  const value = unwrap(object);
  if (value.type !== 'Identifier') return false;
  const variable = file.variableOf(value);
  if (!variable || variable.defs.length === 0) return value.name === 'process';
  if (variable.defs[0]?.type === 'ImportBinding') return true;
  return isTopLevel(variable) && variable.defs[0]?.type === 'Variable' && !isFilledIn(variable, fn);
}

/**
 * Whether a function, or one around it, gives the variable its value: then it adds the listener to what it has made.
 */
function isFilledIn(variable: Variable, fn: FunctionNode): boolean {
  return variable.references.some(
    (reference) => reference.isWrite() && reference.init !== true && isWithinOutermost(reference.identifier, fn),
  );
}

function isWithinOutermost(node: TSESTree.Node, fn: FunctionNode): boolean {
  for (let outer: FunctionNode | null = fn; outer; outer = enclosingFunction(outer))
    if (isWithin(node, outer)) return true;
  return false;
}

/** Functions by whose names a caller asks for the listener, or that set up. */
function isRegistrar(file: FileView, fn: FunctionNode): boolean {
  let named: FunctionNode | null = fn;
  while (named && isExecutor(named)) named = enclosingFunction(named);
  const name = named && nameOfFunction(file, named);
  return name !== null && REGISTRAR.test(name);
}

/** `new Promise((resolve) => worker.on('message', resolve))`: each call waits for an answer of its own. */
function settles(file: FileView, fn: FunctionNode, listener: TSESTree.Node): boolean {
  if (!isExecutor(fn)) return false;
  return fn.params.some((parameter) => {
    const variable = parameter.type === 'Identifier' ? file.variableOf(parameter) : null;
    return variable?.references.some(({ identifier }) => isWithin(identifier, listener)) ?? false;
  });
}

/** Whether an expression is a client of the catalog, so that it emits what calls of other code wait for. */
function isCatalogued(file: FileLifecycle, object: TSESTree.Node): boolean {
  const value = unwrap(object);
  const variable = value.type === 'Identifier' ? file.variableOf(value) : null;
  const init =
    variable?.defs[0]?.type === 'Variable' && variable.defs[0].node.type === 'VariableDeclarator'
      ? variable.defs[0].node.init
      : null;
  return init !== null && file.clients.constructions.has(unwrap(init));
}

/** Whether a function sends a request with one of its parameters, as nothing does that only sets up. */
function sendsWhatItIsGiven(file: FileLifecycle, fn: FunctionNode): boolean {
  const given = fn.params.flatMap((each) => [...bindingsOf(each)].map(({ identifier }) => file.variableOf(identifier)));
  return [...file.clients.requests.keys()].some(
    (request) =>
      enclosingFunction(request) === fn &&
      given.some((variable) => variable?.references.some(({ identifier }) => isWithin(identifier, request))),
  );
}

function ofInterval(file: FileLifecycle, call: TSESTree.CallExpression): AddedPerCall | null {
  if (!isGlobalCall(file, call, 'setInterval')) return null;
  const fn = enclosingFunction(call);
  const fate = handleFate(file, call);
  if (!fn || (fate !== 'dropped' && fate !== 'kept' && fate !== 'unref') || isCleared(file, call)) return null;
  const repetition = file.repeat.of(call);
  if (!repetition || isRegistrar(file, fn)) return null;
  // A function that others call is as often one that starts something once.
  if (!repetition.proven && callsOf(file, fn).length === 0) return null;
  return { node: call, kind: 'interval', target: 'setInterval()', why: repetition.why };
}

/** `setInterval(...).unref()` kept in a name that is cleared after all. */
function isCleared(file: FileView, call: TSESTree.CallExpression): boolean {
  return wrapped(call).parent?.type === 'MemberExpression' && /\bclearInterval\b/.test(file.text);
}
