import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isFunction, propertyName, unwrap, wrapped, type FunctionNode } from '../ast/nodes.js';
import { readsOf, variableOf } from '../ast/variables.js';
import { variableOfFunction } from './functions.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Array methods that call their function once per element before they return. */
export const ITERATION_METHODS: ReadonlySet<string> = new Set([
  'map', 'forEach', 'flatMap', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'reduce', 'reduceRight', 'sort', 'toSorted',
]);

/** Promise methods: their functions run at most once, as a continuation of the code around them. */
export const CONTINUATION_METHODS: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

const DEFERRING_FUNCTIONS: ReadonlySet<string> = new Set(['setTimeout', 'setImmediate', 'queueMicrotask', 'nextTick']);
const LISTENER_METHODS: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'addEventListener', 'prependListener']);
/** Methods that keep the function they are given for as long as their object lives. */
const REGISTERING_METHODS: ReadonlySet<string> = new Set([
  ...LISTENER_METHODS, 'register', 'use', 'subscribe', 'addHook', 'run', 'listen', 'schedule', 'process', 'route', 'get', 'post', 'put', 'patch', 'delete', 'all', 'handle', 'command', 'action',
]);

/**
 * Whether a function expression or a nested named function runs only while the function around it runs, or as a
 * continuation of it: then variables it captures do not outlive the call. `false` also when this is not known.
 */
export function runsWithin(sourceCode: SourceCode, fn: FunctionNode, seen = new Set<TSESTree.Node>()): boolean {
  if (seen.has(fn)) return true;
  seen.add(fn);
  const variable = variableOfFunction(sourceCode, fn);
  if (variable) {
    return readsOf(variable).every((reference) => {
      const value = wrapped(reference.identifier);
      return isImmediateUse(sourceCode, value);
    });
  }
  return isImmediateUse(sourceCode, wrapped(fn));
}

function isImmediateUse(sourceCode: SourceCode, value: TSESTree.Node): boolean {
  const { parent } = value;
  if (parent?.type === 'CallExpression' && parent.callee === value) return true;
  if (parent?.type === 'NewExpression') return parent.callee.type === 'Identifier' && parent.callee.name === 'Promise';
  if (parent?.type !== 'CallExpression') return false;
  const callee = unwrap(parent.callee);
  if (callee.type === 'Identifier') return DEFERRING_FUNCTIONS.has(callee.name) || isAwaitedCall(parent);
  if (callee.type !== 'MemberExpression') return isAwaitedCall(parent);
  const name = propertyName(callee) ?? '';
  if (ITERATION_METHODS.has(name) || CONTINUATION_METHODS.has(name) || DEFERRING_FUNCTIONS.has(name)) return true;
  if (LISTENER_METHODS.has(name)) return isLocalEmitter(sourceCode, callee.object, value);
  return !REGISTERING_METHODS.has(name) && isAwaitedCall(parent);
}

/** A call whose result the code waits for has finished with the functions it was given. */
function isAwaitedCall(call: TSESTree.CallExpression): boolean {
  const value = wrapped(call);
  const { parent } = value;
  return parent?.type === 'AwaitExpression' || parent?.type === 'ReturnStatement' || (parent?.type === 'ArrowFunctionExpression' && parent.body === value);
}

/** Listeners of an object that this function made itself live no longer than that object. */
function isLocalEmitter(sourceCode: SourceCode, emitter: TSESTree.Node, listener: TSESTree.Node): boolean {
  const object = unwrap(emitter);
  if (object.type === 'CallExpression') return object.callee.type !== 'MemberExpression' || isLocalEmitter(sourceCode, object.callee.object, listener);
  if (object.type === 'MemberExpression') return isLocalEmitter(sourceCode, object.object, listener);
  if (object.type !== 'Identifier') return false;
  const variable = variableOf(sourceCode, object);
  const home = functionAround(listener);
  return variable !== null && home !== null && variable.scope.type !== 'module' && variable.scope.type !== 'global' && variable.defs[0]?.type === 'Variable';
}

function functionAround(node: TSESTree.Node): TSESTree.Node | null {
  for (let current = node.parent; current; current = current.parent) if (isFunction(current)) return current;
  return null;
}

/** The functions between a node and the function that declares a variable, innermost first. */
export function functionsBetween(node: TSESTree.Node, home: TSESTree.Node | null): FunctionNode[] {
  const functions: FunctionNode[] = [];
  for (let current = node.parent; current && current !== home; current = current.parent) if (isFunction(current)) functions.push(current);
  return functions;
}
