import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, isWithin, propertyName, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';
import {
  continuationMethods,
  deferringFunctions,
  iterationMethods,
  listenerMethods,
  registeringMethods,
} from '../../catalog/conventions/callbacks.js';
import { variableOfFunction } from '../names/functions.js';

/** Array methods that call their function once per element before they return. */
export const ITERATION_METHODS: ReadonlySet<string> = new Set(iterationMethods);
/** Promise methods: their functions run at most once, as a continuation of the code around them. */
export const CONTINUATION_METHODS: ReadonlySet<string> = new Set(continuationMethods);
const DEFERRING_FUNCTIONS: ReadonlySet<string> = new Set(deferringFunctions);
const LISTENER_METHODS: ReadonlySet<string> = new Set(listenerMethods);
const REGISTERING_METHODS: ReadonlySet<string> = new Set(registeringMethods);

/**
 * How long a nested function lives. `within`: it runs only while the function around it runs, or as a continuation of
 * it, so that what it captures does not outlive the call; `kept`: it is returned, stored or registered; `unknown`:
 * other code has it.
 */
export type ClosureLife = 'within' | 'kept' | 'unknown';

const LIVES: readonly ClosureLife[] = ['within', 'unknown', 'kept'];

/** The longest of several lives. */
export function longest(lives: readonly ClosureLife[]): ClosureLife {
  return LIVES[Math.max(0, ...lives.map((life) => LIVES.indexOf(life)))] ?? 'within';
}

/** How long a function expression or a nested named function lives. */
export function lifeOf(file: FileView, fn: FunctionNode): ClosureLife {
  const variable = variableOfFunction(file, fn);
  if (!variable) return lifeOfUse(file, wrapped(fn));
  return longest(readsOf(variable).map((reference) => lifeOfUse(file, wrapped(reference.identifier))));
}

function lifeOfUse(file: FileView, value: TSESTree.Node): ClosureLife {
  const { parent } = value;
  if (parent?.type === 'CallExpression' && parent.callee === value) return 'within';
  if (parent?.type === 'NewExpression')
    return parent.callee.type === 'Identifier' && parent.callee.name === 'Promise' ? 'within' : 'kept';
  if (parent?.type === 'Property' && isUsingResource(parent)) return 'within';
  if (parent?.type !== 'CallExpression') return 'kept';
  const callee = unwrap(parent.callee);
  const otherwise = isAwaitedCall(parent) ? 'within' : 'unknown';
  if (callee.type === 'Identifier') return DEFERRING_FUNCTIONS.has(callee.name) ? 'within' : otherwise;
  if (callee.type !== 'MemberExpression') return otherwise;
  const name = propertyName(callee) ?? '';
  if (ITERATION_METHODS.has(name) || CONTINUATION_METHODS.has(name) || DEFERRING_FUNCTIONS.has(name)) return 'within';
  if (LISTENER_METHODS.has(name) && isLocalEmitter(file, callee.object, value)) return 'within';
  return REGISTERING_METHODS.has(name) ? 'kept' : otherwise;
}

/** `using _ = { [Symbol.dispose]() {...} }`: called when the block ends. */
function isUsingResource(property: TSESTree.Property): boolean {
  const declarator = property.parent.parent;
  return declarator.type === 'VariableDeclarator' && /using$/.test(declarator.parent.kind);
}

/** A call whose result the code waits for has finished with the functions it was given. */
function isAwaitedCall(call: TSESTree.CallExpression): boolean {
  const value = wrapped(call);
  const { parent } = value;
  return (
    parent?.type === 'AwaitExpression' ||
    parent?.type === 'ReturnStatement' ||
    (parent?.type === 'ArrowFunctionExpression' && parent.body === value)
  );
}

/** Listeners of an object that this function made itself live no longer than that object. */
function isLocalEmitter(file: FileView, emitter: TSESTree.Node, listener: TSESTree.Node): boolean {
  const object = unwrap(emitter);
  if (object.type === 'CallExpression')
    return object.callee.type !== 'MemberExpression' || isLocalEmitter(file, object.callee.object, listener);
  if (object.type === 'MemberExpression') return isLocalEmitter(file, object.object, listener);
  if (object.type !== 'Identifier') return false;
  const variable = file.variableOf(object);
  const home = enclosingFunction(listener);
  return (
    variable !== null &&
    home !== null &&
    variable.scope.type !== 'module' &&
    variable.scope.type !== 'global' &&
    variable.defs[0]?.type === 'Variable'
  );
}

/** The functions between a node and the function that declares a variable, innermost first. */
export function functionsBetween(node: TSESTree.Node, home: TSESTree.Node | null): FunctionNode[] {
  const functions: FunctionNode[] = [];
  const end = home && node !== home && isWithin(node, home) ? home : null;
  for (let fn = enclosingFunction(node); fn && fn !== end; fn = enclosingFunction(fn)) {
    if (end && !isWithin(fn, end)) break;
    functions.push(fn);
  }
  return functions;
}
