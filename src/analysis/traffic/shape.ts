import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { propertyName, stringOf, unwrap } from '../../ast/nodes.js';

/** What an expression says, whatever way it is laid out: the same for two that are written alike. */
export function shapeOf(file: FileView, node: TSESTree.Node): string {
  const value = unwrap(node);
  const all = (nodes: readonly TSESTree.Node[]): string => nodes.map((each) => shapeOf(file, each)).join();
  switch (value.type) {
    case 'Literal':
      return typeof value.value === 'string' ? JSON.stringify(value.value) : value.raw;
    case 'TemplateLiteral':
      return value.expressions.length === 0 ? JSON.stringify(stringOf(value)) : tokensOf(file, value);
    case 'Identifier':
      return value.name;
    case 'MemberExpression':
      return `${shapeOf(file, value.object)}.${propertyName(value) ?? tokensOf(file, value.property)}`;
    case 'ObjectExpression':
      return `{${all(value.properties)}}`;
    case 'Property':
      return `${propertyName(value) ?? tokensOf(file, value.key)}:${shapeOf(file, value.value)}`;
    case 'SpreadElement':
      return `...${shapeOf(file, value.argument)}`;
    case 'ArrayExpression':
      return `[${all(value.elements.filter((each) => each !== null))}]`;
    case 'NewExpression':
    case 'CallExpression':
      return `${value.type} ${shapeOf(file, value.callee)}(${all(value.arguments)})`;
    case 'LogicalExpression':
    case 'BinaryExpression':
      return `(${shapeOf(file, value.left)}${value.operator}${shapeOf(file, value.right)})`;
    default:
      return tokensOf(file, value);
  }
}

function tokensOf(file: FileView, node: TSESTree.Node): string {
  return file.sourceCode
    .getTokens(node)
    .map(({ value }) => value)
    .join(' ');
}
