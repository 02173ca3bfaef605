import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { callAround, propertyName, stringOf, unwrap, type FunctionNode } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import type { Condition } from '../../../flow/graph.js';
import { functionOf } from '../../names/functions.js';
import type { Effects } from './effects.js';
import type { Emptiness, HeldKind } from './kind.js';

/** What is asked about. */
export interface Asked {
  readonly file: FileView;
  readonly kind: HeldKind;
  readonly effects: Pick<Effects, 'values' | 'told'>;
  readonly emptiness: Emptiness;
}

/** Whether a condition that holds says that there is nothing in what was delivered. */
export function isEmptyCase(asked: Asked, node: TSESTree.Node, depth = 0): boolean {
  switch (node.type) {
    case 'CallExpression':
      return isListed(asked, node) || (depth === 0 && isEmptyTest(asked, node));
    case 'Identifier': {
      const value = unwrap(asked.file.resolveConstant(node));
      if (comparesMethod(asked, node, /^={2,3}$/)) return true;
      return value !== node && value.type !== 'Identifier' && isEmptyCase(asked, value, depth);
    }
    case 'LogicalExpression':
      return node.operator === '||' && [node.left, node.right].every((side) => isEmptyCase(asked, unwrap(side), depth));
    default:
      return node.type === 'BinaryExpression' && /^={2,3}$/.test(node.operator) && isSame(asked, node);
  }
}

/** `isEmpty(response)`, a function of the file that is true only where there is nothing. */
function isEmptyTest(asked: Asked, call: TSESTree.CallExpression): boolean {
  const fn = functionOf(asked.file, unwrap(call.callee));
  const index = call.arguments.findIndex((argument) => asked.effects.values.has(unwrap(argument)));
  const parameter = fn?.params[index];
  const variable = parameter?.type === 'Identifier' ? asked.file.variableOf(parameter) : null;
  if (!fn || !variable || fn.async || fn.generator) return false;
  const values = new Set<TSESTree.Node>(readsOf(variable).map(({ identifier }) => identifier));
  const inside: Asked = { ...asked, effects: { values, told: new Set() } };
  const tests = truths(asked, fn);
  return tests.length > 0 && tests.every((test) => test !== null && isEmptyCase(inside, unwrap(test), 1));
}

/** The conditions on which a function of plain statements returns something true; `null` for one that is not seen. */
function truths({ file }: Asked, fn: FunctionNode): readonly (TSESTree.Expression | null)[] {
  if (fn.body.type !== 'BlockStatement') return [fn.body];
  return fn.body.body.flatMap((statement): readonly (TSESTree.Expression | null)[] => {
    if (statement.type === 'ReturnStatement') return isFalse(statement.argument) ? [] : [statement.argument];
    if (statement.type === 'VariableDeclaration' && statement.kind === 'const') return [];
    if (statement.type !== 'IfStatement' || statement.alternate) return [null];
    const only = statement.consequent.type === 'BlockStatement' ? statement.consequent.body : [statement.consequent];
    const [returned] = only;
    if (only.length !== 1 || returned?.type !== 'ReturnStatement') return [null];
    if (isFalse(returned.argument)) return [];
    return returned.argument && file.getText(returned.argument) === 'true' ? [statement.test] : [null];
  });
}

function isFalse(node: TSESTree.Expression | null): boolean {
  return node === null || (node.type === 'Literal' && node.value === false);
}

/** Whether a condition that does not hold says so. */
export function isNotEmptyCase(asked: Asked, node: TSESTree.Node): boolean {
  if (node.type === 'Identifier') {
    const value = unwrap(asked.file.resolveConstant(node));
    return (
      comparesMethod(asked, node, /^!={1,2}$/) || (value.type === 'LogicalExpression' && isNotEmptyCase(asked, value))
    );
  }
  // `const hasBody = method !== 'HEAD' && status !== 204`: whichever of them does not hold.
  if (node.type === 'LogicalExpression')
    return node.operator === '&&' && [node.left, node.right].every((side) => isNotEmptyCase(asked, unwrap(side)));
  return node.type === 'BinaryExpression' && /^!={1,2}$/.test(node.operator) && isSame(asked, node);
}

/** `switch (response.status) { case 204: ... }`. */
export function isEmptyStatusCase(asked: Asked, { test, discriminant, outcome }: Condition): boolean {
  return (
    outcome === 'equal' &&
    discriminant !== null &&
    isEmptyStatus(asked, unwrap(test)) &&
    isStatus(asked, unwrap(discriminant))
  );
}

/** `response.status === 204`, `response.type === 'opaqueredirect'`, `method === 'HEAD'`, a length of 0. */
function isSame(asked: Asked, node: TSESTree.BinaryExpression): boolean {
  const left = unwrap(node.left);
  const right = unwrap(node.right);
  const { types, methods } = asked.emptiness;
  if (isEmptyStatus(asked, right)) return isStatus(asked, left);
  if (right.type !== 'Literal') return false;
  const value = String(right.value);
  if (methods.includes(value.toUpperCase())) return isMethod(asked.file.getText(left));
  if (types.includes(value)) return isMember(asked, left, 'type');
  return value === '0' && isLength(asked, left);
}

/** `method`, `init.method?.toUpperCase()`. */
function isMethod(text: string): boolean {
  return /method$/i.test(text.replace(/\??\.to(?:Upper|Lower)Case\(\)$/, ''));
}

/** `const isHead = method === 'HEAD'`: what was asked for does not change with the answer. */
function comparesMethod(asked: Asked, node: TSESTree.Identifier, operator: RegExp): boolean {
  const value = unwrap(asked.file.resolveConstant(node));
  if (value.type !== 'BinaryExpression' || !operator.test(value.operator)) return false;
  const right = unwrap(value.right);
  const isHead = right.type === 'Literal' && asked.emptiness.methods.includes(String(right.value).toUpperCase());
  return isHead && isMethod(asked.file.getText(unwrap(value.left)));
}

/** `[204, 304].includes(response.status)`. */
function isListed(asked: Asked, call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  const [value] = call.arguments;
  if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'includes' || !value) return false;
  const list = asked.file.resolveConstant(callee.object);
  return (
    list.type === 'ArrayExpression' &&
    list.elements.every((element) => element !== null && isEmptyStatus(asked, unwrap(element))) &&
    isStatus(asked, unwrap(value))
  );
}

/** `response.headers.get('content-length')`, `response.headers['content-length']`. */
function isLength({ emptiness: { header } }: Asked, node: TSESTree.Node): boolean {
  if (node.type === 'MemberExpression') return propertyName(node) === header;
  return (
    node.type === 'CallExpression' &&
    callAround(node.callee) === node &&
    (stringOf(node.arguments[0]) ?? '').toLowerCase() === header
  );
}

/** A status as a number, or by the name that a constant of it has. */
function isEmptyStatus({ file, emptiness }: Asked, node: TSESTree.Node): boolean {
  const value = file.resolveConstant(node);
  if (value.type === 'Literal') return emptiness.statuses.includes(Number(value.value));
  const name = value.type === 'MemberExpression' ? propertyName(value) : null;
  return name !== null && emptiness.statusNames.includes(name.replace(/_/g, '').toLowerCase());
}

/** `response.status`, or a variable that holds it. */
export function isStatus(asked: Omit<Asked, 'emptiness'>, node: TSESTree.Node): boolean {
  if (node.type !== 'Identifier') return [...asked.kind.told].some((name) => isMember(asked, node, name));
  const variable = asked.file.variableOf(node);
  return variable !== null && asked.effects.told.has(variable);
}

/** What is true of every response that arrives: `response.ok` where an error status rejects. */
export function isAlways(asked: Asked, node: TSESTree.Node): boolean {
  return asked.emptiness.always?.some((name) => isMember(asked, node, name)) === true;
}

function isMember({ effects }: Pick<Asked, 'effects'>, node: TSESTree.Node, name: string): boolean {
  return node.type === 'MemberExpression' && propertyName(node) === name && effects.values.has(unwrap(node.object));
}
