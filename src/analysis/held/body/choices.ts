import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isWithin } from '../../../ast/nodes.js';

/** An expression that decides whether a body is read, and the statement whose condition it can become. */
export interface Choice {
  readonly node: TSESTree.ConditionalExpression | TSESTree.LogicalExpression;
  readonly test: TSESTree.Expression;
  /** The operand that is evaluated in the other case. */
  readonly other: TSESTree.Expression;
  /** With which outcome of the test nothing reads the body. */
  readonly when: 'truthy' | 'falsy';
  /** The statement, or the arrow's expression, that holds it. */
  readonly statement: TSESTree.Node;
}

/**
 * The choice whose condition a node belongs to, for what it decides when control goes on at `to`:
 * `response.ok ? response.json() : null`, `response.ok && read(response)`. `null` where evaluating the condition first
 * and twice could make a difference.
 */
export function choiceAt(
  node: TSESTree.Node,
  home: TSESTree.Node,
  to: (test: TSESTree.Node) => TSESTree.Node,
): Choice | null {
  for (let current = node.parent; current && current !== home; current = current.parent) {
    if (current.type !== 'ConditionalExpression' && current.type !== 'LogicalExpression') continue;
    const test = current.type === 'ConditionalExpression' ? current.test : current.left;
    if (!isWithin(node, test) || isPartOfTest(current)) continue;
    const statement = isPure(test) ? statementOf(current, home) : null;
    const cases = statement && casesOf(current, to(test));
    return cases && { node: current, test, statement, ...cases };
  }
  return null;
}

function casesOf(node: Choice['node'], to: TSESTree.Node): Pick<Choice, 'other' | 'when'> | null {
  if (node.type === 'ConditionalExpression') {
    if (isWithin(to, node.alternate)) return { other: node.consequent, when: 'falsy' };
    return isWithin(to, node.consequent) ? { other: node.alternate, when: 'truthy' } : null;
  }
  if (node.operator === '??' || isWithin(to, node.right)) return null;
  return { other: node.right, when: node.operator === '&&' ? 'falsy' : 'truthy' };
}

/** Whether a logical expression only is a condition itself. */
function isPartOfTest(node: Choice['node']): boolean {
  const { parent } = node;
  return (
    (parent.type === 'ConditionalExpression' && parent.test === node) ||
    (parent.type === 'LogicalExpression' && parent.left === node) ||
    parent.type === 'UnaryExpression' ||
    (parent.type === 'IfStatement' && parent.test === node)
  );
}

/** The statement around an expression that it always evaluates, whatever else the statement does. */
function statementOf(node: TSESTree.Node, home: TSESTree.Node): TSESTree.Node | null {
  let current = node;
  while (current.parent && current.parent !== home) {
    const { parent } = current;
    if (/^(?:Return|Expression)Statement$/.test(parent.type)) return parent;
    if (parent.type === 'VariableDeclaration')
      return parent.declarations.length === 1 && !/^For/.test(parent.parent.type) ? parent : null;
    const always =
      parent.type === 'AwaitExpression' ||
      parent.type === 'VariableDeclarator' ||
      parent.type === 'TSAsExpression' ||
      parent.type === 'Property' ||
      parent.type === 'ObjectExpression' ||
      parent.type === 'ArrayExpression' ||
      (parent.type === 'AssignmentExpression' && parent.operator === '=');
    if (!always) return null;
    current = parent;
  }
  return isFunction(home) && home.body === current && current.type !== 'BlockStatement' ? current : null;
}

/** Whether evaluating an expression twice changes nothing. */
function isPure(node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'Literal':
      return true;
    case 'MemberExpression':
      return !node.computed && isPure(node.object);
    case 'ChainExpression':
      return isPure(node.expression);
    case 'UnaryExpression':
      return /^[!+-]$/.test(node.operator) && isPure(node.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return node.left.type !== 'PrivateIdentifier' && isPure(node.left) && isPure(node.right);
    default:
      return false;
  }
}
