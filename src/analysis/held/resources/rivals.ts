import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import { enclosingFunction, isFunction, propertyName, unwrap, type FunctionNode } from '../../../ast/nodes.js';
import { functionOf } from '../../names/functions.js';

/** What may arrive instead of what is expected: nothing at all, or something else of which nothing is known. */
export type Alternative = 'none' | 'nullish' | 'other';

const WORSE: readonly Alternative[] = ['none', 'nullish', 'other'];
const MAX_DEPTH = 3;

export function worse(left: Alternative, right: Alternative): Alternative {
  return WORSE[Math.max(WORSE.indexOf(left), WORSE.indexOf(right))] ?? 'other';
}

/** `null`, `undefined` and `void 0`. */
export function isNothing(node: TSESTree.Expression): boolean {
  const value = unwrap(node);
  return (
    (value.type === 'Literal' && value.raw === 'null') ||
    (value.type === 'Identifier' && value.name === 'undefined') ||
    (value.type === 'UnaryExpression' && value.operator === 'void')
  );
}

/** The call of `Promise.race` or `Promise.any` that a promise takes part in, as an element of its list. */
export function raceOf(node: TSESTree.Node): TSESTree.CallExpression | null {
  const list = node.parent?.type === 'ArrayExpression' ? node.parent : null;
  const call = list?.parent.type === 'CallExpression' && list.parent.arguments[0] === list ? list.parent : null;
  return call?.callee.type === 'MemberExpression' && /^(?:race|any)$/.test(propertyName(call.callee) ?? '')
    ? call
    : null;
}

/** The other promises of a race. */
export function rivalsOf(node: TSESTree.Node): TSESTree.Node[] {
  const list = node.parent?.type === 'ArrayExpression' ? node.parent.elements : [];
  return list.flatMap((element) => (element && element !== node ? [element] : []));
}

/** What may win a race against a promise: a timer that only rejects never does. */
export function ofRivals(file: FileView, node: TSESTree.Node): Alternative {
  return rivalsOf(node)
    .map((rival) => ofPromise(file, rival, node))
    .reduce(worse, 'none');
}

/** Whether two promises come from calls of the same function. */
export function areAlike(file: FileView, left: TSESTree.Node, right: TSESTree.Node): boolean {
  const [one, other] = [unwrap(left), unwrap(right)];
  return (
    one.type === 'CallExpression' &&
    other.type === 'CallExpression' &&
    file.getText(one.callee) === file.getText(other.callee)
  );
}

function ofPromise(file: FileView, rival: TSESTree.Node, raced: TSESTree.Node, depth = 0): Alternative {
  const value = unwrap(file.resolveConstant(unwrap(rival)));
  if (depth > MAX_DEPTH) return 'other';
  if (value.type === 'NewExpression') {
    const [executor] = value.arguments;
    return isFunction(executor) ? ofExecutor(file, executor) : 'other';
  }
  if (value.type !== 'CallExpression') return 'other';
  if (areAlike(file, value, raced)) return 'none';
  if (value.callee.type === 'MemberExpression') {
    const name = propertyName(value.callee);
    if (name === 'reject') return 'none';
    const [handler] = value.arguments;
    return name === 'then' && isFunction(handler) && throwsAlways(handler) ? 'none' : 'other';
  }
  const fn = functionOf(file, value.callee);
  return fn ? ofFunction(file, fn, raced, depth) : 'other';
}

/** What a promise is resolved with by its executor. */
function ofExecutor(file: FileView, executor: FunctionNode): Alternative {
  const [resolve] = executor.params;
  if (!resolve) return 'none';
  const variable = resolve.type === 'Identifier' ? file.variableOf(resolve) : null;
  if (!variable) return 'other';
  return variable.references.map(({ identifier }) => ofResolving(identifier)).reduce(worse, 'none');
}

/** `resolve()`, `resolve(null)` and `setTimeout(resolve, ms)`. */
function ofResolving(resolve: TSESTree.Node): Alternative {
  const { parent: call } = resolve;
  if (call?.type !== 'CallExpression') return 'other';
  const [first, , value] = call.arguments;
  if (call.callee === resolve)
    return !first || (first.type !== 'SpreadElement' && isNothing(first)) ? 'nullish' : 'other';
  const isTimer = call.callee.type === 'Identifier' && /^(?:setTimeout|setImmediate)$/.test(call.callee.name);
  return isTimer && first === resolve && !value ? 'nullish' : 'other';
}

function ofFunction(file: FileView, fn: FunctionNode, raced: TSESTree.Node, depth: number): Alternative {
  if (fn.body.type !== 'BlockStatement') return ofPromise(file, fn.body, raced, depth + 1);
  if (fn.async && throwsAlways(fn)) return 'none';
  const returned = [...descendantsOf(fn.body, file.visitorKeys, (node) => !isFunction(node))].flatMap((node) =>
    node.type === 'ReturnStatement' && enclosingFunction(node) === fn ? [node.argument] : [],
  );
  if (fn.async || returned.length === 0) return 'other';
  return returned
    .map((node) => (node ? ofPromise(file, node, raced, depth + 1) : 'other'))
    .reduce<Alternative>(worse, 'none');
}

/** A function without a way around the `throw` at its end. */
function throwsAlways(fn: FunctionNode): boolean {
  return (
    fn.body.type === 'BlockStatement' &&
    fn.body.body.at(-1)?.type === 'ThrowStatement' &&
    fn.body.body.every(({ type }) => /^(?:Throw|Expression)Statement$|^VariableDeclaration$/.test(type))
  );
}

/** What may win the races on the way of a promise to where it is awaited. */
export function ofRacesUntil(file: FileView, call: TSESTree.Node, at: TSESTree.Node | null): Alternative {
  let found: Alternative = 'none';
  for (let node = call; node.parent && node !== at; node = node.parent)
    if (raceOf(node)) found = worse(found, ofRivals(file, node));
  return found;
}
