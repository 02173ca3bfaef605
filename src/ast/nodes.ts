import type { TSESTree } from '@typescript-eslint/utils';
import { getPropertyName } from '@eslint-community/eslint-utils';

/** A function in any of its three syntactic forms. */
export type FunctionNode =
  TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression;

/** The outermost object literal that holds a value, or the value itself: `{ server: { wss } }` of `wss`. */
export function outOfObjects(node: TSESTree.Node): TSESTree.Node {
  let value = wrapped(node);
  while (value.parent?.type === 'Property' || value.parent?.type === 'ObjectExpression') value = wrapped(value.parent);
  return value;
}

/** Whether a node is a function (not a method definition, whose `value` is one). */
export function isFunction(node: TSESTree.Node | null | undefined): node is FunctionNode {
  switch (node?.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return true;
    default:
      return false;
  }
}

/** Whether a node repeats its body. */
export function isLoop(node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return true;
    default:
      return false;
  }
}

/** Whether a node only annotates the type of, or closes the optional chain of, the expression in it. */
export function isTransparent(node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return true;
    default:
      return false;
  }
}

/** The expression without type annotations and chain wrappers around it. */
export function unwrap(node: TSESTree.Node): TSESTree.Node {
  let current = node;
  while (isTransparent(current) && 'expression' in current) current = current.expression as TSESTree.Node;
  return current;
}

/** What an expression waits for, or the expression itself. */
export function unawaited(node: TSESTree.Node): TSESTree.Node {
  return node.type === 'AwaitExpression' ? unwrap(node.argument) : node;
}

/** The outermost expression that only annotates this one. */
export function wrapped(node: TSESTree.Node): TSESTree.Node {
  let current = node;
  while (current.parent && isTransparent(current.parent)) current = current.parent;
  return current;
}

/** How far up code is walked before what is found there is kept. */
const STRIDE = 16;
const functionsAround = new WeakMap<TSESTree.Node, FunctionNode | null>();

/** The nearest function around a node, without the node itself. */
export function enclosingFunction(node: TSESTree.Node): FunctionNode | null {
  let current = node.parent;
  for (let steps = 0; steps < STRIDE; steps += 1) {
    if (!current || isFunction(current)) return current ?? null;
    current = current.parent;
  }
  return current ? functionFarAround(current) : null;
}

/** The function at a node or around it; in deeply nested code, whoever asks next goes up to where this one passed. */
function functionFarAround(node: TSESTree.Node): FunctionNode | null {
  const passed: TSESTree.Node[] = [];
  let found: FunctionNode | null = null;
  let steps = 0;
  for (let current: TSESTree.Node | undefined = node; current; current = current.parent) {
    const known = isFunction(current) ? current : functionsAround.get(current);
    if (known !== undefined) {
      found = known;
      break;
    }
    if (steps++ % STRIDE === 0) passed.push(current);
  }
  for (const each of passed) functionsAround.set(each, found);
  return found;
}

/** Whether `await` may stand at a node. */
export function isInAsync(node: TSESTree.Node): boolean {
  return enclosingFunction(node)?.async === true;
}

/** The nearest class around a node. */
export function enclosingClass(node: TSESTree.Node): TSESTree.ClassDeclaration | TSESTree.ClassExpression | null {
  for (let current = node.parent; current; current = current.parent) {
    if (current.type === 'ClassDeclaration' || current.type === 'ClassExpression') return current;
  }
  return null;
}

/** The decorators of a class or a member; parsers of plain JavaScript leave the property out. */
export function decoratorsOf(node: TSESTree.Node): readonly TSESTree.Decorator[] {
  return 'decorators' in node && Array.isArray(node.decorators) ? node.decorators : [];
}

/** Whether a node lies inside another one, or is it. */
export function isWithin(node: TSESTree.Node, outer: TSESTree.Node): boolean {
  return node.range[0] >= outer.range[0] && node.range[1] <= outer.range[1];
}

/** The nodes between a node and an ancestor, innermost first, without both. */
export function* ancestorsUntil(node: TSESTree.Node, end: TSESTree.Node | null): Generator<TSESTree.Node> {
  for (let current = node.parent; current && current !== end; current = current.parent) yield current;
}

/** The name of a member or property when it can be known from the text; private names keep their `#`. */
export function propertyName(
  node: TSESTree.MemberExpression | TSESTree.Property | TSESTree.MethodDefinition | TSESTree.PropertyDefinition,
): string | null {
  const key = node.type === 'MemberExpression' ? node.property : node.key;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (!node.computed && key.type === 'Identifier') return key.name;
  if (key.type === 'Literal') return String(key.value);
  return getPropertyName(node as Parameters<typeof getPropertyName>[0]) ?? null;
}

/** The last name of what is called: `end` of `this.pool.end`; empty where it has none. */
export function lastName(callee: TSESTree.Node): string {
  const node = unwrap(callee);
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? (propertyName(node) ?? '') : '';
}

/** Whether a method of what has a name is called: `process.on(...)`. */
export function isCallOn({ callee }: TSESTree.CallExpression, name: string): boolean {
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === name;
}

/** The dotted name of a callee for messages: `app.get`, `setInterval`, `this.load`; shortened to its last two parts. */
export function calleeName(callee: TSESTree.Node): string | null {
  const node = unwrap(callee);
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return null;
  const name = propertyName(node);
  if (name === null) return null;
  const object = unwrap(node.object);
  const owner =
    object.type === 'Identifier'
      ? object.name
      : object.type === 'ThisExpression'
        ? 'this'
        : object.type === 'MemberExpression'
          ? propertyName(object)
          : null;
  return owner === null ? name : `${owner}.${name}`;
}

/** The call whose callee an expression is, apart from annotations and chains around it. */
export function callAround(callee: TSESTree.Node): TSESTree.CallExpression | null {
  const value = wrapped(callee);
  return value.parent?.type === 'CallExpression' && value.parent.callee === value ? value.parent : null;
}

/** The static string of a literal or a template without expressions. */
export function stringOf(node: TSESTree.Node | undefined): string | null {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.quasis.length > 0) return node.quasis[0]?.value.cooked ?? null;
  return null;
}

/** The statement list entry a node belongs to: the ancestor whose parent holds statements. */
export function enclosingStatement(node: TSESTree.Node): TSESTree.Node {
  let current = node;
  while (
    current.parent &&
    current.parent.type !== 'Program' &&
    current.parent.type !== 'BlockStatement' &&
    current.parent.type !== 'StaticBlock' &&
    current.parent.type !== 'SwitchCase'
  ) {
    current = current.parent;
  }
  return current;
}

/** The part of a call or construction to underline: `new` and the class, or the function's name. */
export function headOf({ loc, callee }: TSESTree.CallExpression | TSESTree.NewExpression): TSESTree.SourceLocation {
  return { start: loc.start, end: callee.loc.end };
}

/** Whether a node stands in a `catch` clause below an outer node. */
export function isInCatch(node: TSESTree.Node, outer: TSESTree.Node | null): boolean {
  for (let current = node.parent; current && current !== outer; current = current.parent)
    if (current.type === 'CatchClause') return true;
  return false;
}

/** The `try` in whose `finally` a node stands, below an outer node: the function around it where none is given. */
export function finalizedTry(
  node: TSESTree.Node,
  outer: TSESTree.Node | null = enclosingFunction(node),
): TSESTree.TryStatement | null {
  for (const ancestor of ancestorsUntil(node, outer))
    if (ancestor.parent?.type === 'TryStatement' && ancestor.parent.finalizer === ancestor) return ancestor.parent;
  return null;
}

/** The name that a chain of members starts from; `null` where it starts from something else. */
export function rootOf(chain: TSESTree.Node): TSESTree.Identifier | null {
  let node = chain;
  while (node.type === 'MemberExpression') node = unwrap(node.object);
  return node.type === 'Identifier' ? node : null;
}

/** Whether the value of an expression is awaited where it stands. */
export function isAwaited(node: TSESTree.Node): boolean {
  return wrapped(node).parent?.type === 'AwaitExpression';
}

/** Whether a variable or member is assigned, counted up or down, or deleted where it stands. */
export function isWritten(target: TSESTree.Node): boolean {
  const { parent } = target;
  return (
    (parent?.type === 'AssignmentExpression' && parent.left === target) ||
    parent?.type === 'UpdateExpression' ||
    (parent?.type === 'UnaryExpression' && parent.operator === 'delete')
  );
}

/** `null` and `undefined`. */
export function isNothing(node: TSESTree.Node): boolean {
  return (node.type === 'Literal' && node.raw === 'null') || (node.type === 'Identifier' && node.name === 'undefined');
}

/** Whether a statement is a directive such as `'use strict'`. Where it is none, oxlint has `null`, others nothing. */
export function isDirective(node: TSESTree.Node): boolean {
  return node.type === 'ExpressionStatement' && typeof node.directive === 'string';
}
