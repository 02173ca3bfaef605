import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { ancestorsUntil, propertyName, unwrap, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { initializerOf, readsOf } from '../../ast/variables.js';
import { closingNames } from '../../catalog/conventions/set-up.js';
import { escapeRegExp, namePattern, wholeName } from '../names/conventions.js';

const CLOSING = namePattern(closingNames);

/** A value, or the `await` around it. */
function awaitedValue(node: TSESTree.Node): TSESTree.Node {
  let value = wrapped(node);
  while (value.parent?.type === 'AwaitExpression') value = wrapped(value.parent);
  return value;
}

/** The left side of `target = await new Client()`. */
export function assignedTo(node: TSESTree.Node): TSESTree.Node | null {
  const value = awaitedValue(node);
  const { parent } = value;
  return parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.right === value
    ? parent.left
    : null;
}

/** The same, also through a constant: `const client = new Client(); this.client = client;`. */
export function assignedThrough(file: FileView, node: TSESTree.Node): TSESTree.Node | null {
  const direct = assignedTo(node);
  if (direct) return direct;
  const value = awaitedValue(node);
  const { parent } = value;
  if (parent?.type !== 'VariableDeclarator' || parent.init !== value || parent.id.type !== 'Identifier') return null;
  const variable = file.variableOf(parent.id);
  if (!variable || !initializerOf(variable)) return null;
  const targets = readsOf(variable).flatMap(({ identifier }) => assignedTo(identifier) ?? []);
  return targets.length === 1 ? (targets[0] ?? null) : null;
}

/** Whether a condition or a handler of errors stands between a place and its function. */
export function isConditional(node: TSESTree.Node, fn: TSESTree.Node): boolean {
  for (const ancestor of ancestorsUntil(node, fn)) {
    switch (ancestor.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'SwitchCase':
      case 'CatchClause':
        return true;
      default:
    }
  }
  return false;
}

/** The text of a function's body before a place in it. */
export function textBefore(file: FileView, fn: FunctionNode, place: TSESTree.Node): string {
  const [start] = fn.body.range;
  return file.text.slice(start, Math.max(start, place.range[0]));
}

/** Whether a text names what a variable or a field holds: `client`, `this.client`, `{ client } = this`. */
export function mentions(text: string, name: string): boolean {
  if (new RegExp(`(?<![\\w$.])${escapeRegExp(name)}(?![\\w$])`).test(text)) return true;
  const [owner, field] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
  return owner !== '' && new RegExp(`\\{[^{}]*${wholeName(field)}[^{}]*\\}\\s*=\\s*${wholeName(owner)}`).test(text);
}

/** Whether the text says somewhere that what the place holds, or a copy of it, is closed. */
export function closesSomewhere(text: string, name: string): boolean {
  const held = name.split('.').at(-1) ?? name;
  for (const [, method] of text.matchAll(new RegExp(`${wholeName(held)}\\s*[?!]*\\.\\s*(\\w+)\\s*\\(`, 'g')))
    if (CLOSING.test(method ?? '')) return true;
  return false;
}

/** A place as text, where it is a name or a member of one: `client`, `this.#client`, `node.client`. */
export function placeText(target: TSESTree.Node): string | null {
  const node = unwrap(target);
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  if (node.type !== 'MemberExpression' || node.computed) return null;
  const owner = placeText(node.object);
  const name = propertyName(node);
  return owner === null || name === null ? null : `${owner}.${name}`;
}
