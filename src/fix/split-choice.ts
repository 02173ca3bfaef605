import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import { unwrap } from '../ast/nodes.js';
import type { Edits } from './edits.js';
import { arrowBlock, insertAbove } from './insert-in-branch.js';
import { indentOf, lineEndOf, unitOf } from './layout.js';

/** What is to be done in one case of a choice that an expression makes. */
export interface SplitChoice {
  readonly node: TSESTree.ConditionalExpression | TSESTree.LogicalExpression;
  readonly test: TSESTree.Expression;
  /** The outcome of the test in which it is done. */
  readonly when: 'truthy' | 'falsy';
  /** The statement, or the expression of an arrow, that holds the choice. */
  readonly statement: TSESTree.Node;
  readonly text: string;
}

/** `return ok ? read() : null;` becomes `if (!ok) { <text> return null; } return read();`; others get an `if` above. */
export function splitChoice(file: FileView, choice: SplitChoice): Edits {
  const { node, statement, when, text } = choice;
  const end = lineEndOf(file);
  const arrow = statement.parent?.type === 'ArrowFunctionExpression' ? statement.parent : null;
  const outer = indentOf(file, statement) + (arrow ? unitOf(file) : '');
  const inner = outer + unitOf(file);
  const head = `if (${when === 'truthy' ? file.getText(choice.test) : negated(file, choice.test)}) {`;
  const returned = arrow ? statement : statement.type === 'ReturnStatement' ? statement.argument : null;
  if (node.type !== 'ConditionalExpression' || returned !== node) {
    const lines = [`${head}${end}${inner}${text}${end}${outer}}`];
    return arrow ? arrowBlock(file, arrow, lines) : insertAbove(file, statement, lines);
  }
  if (file.sourceCode.getCommentsInside(node).length > 0) return { refused: 'comments stand in the choice' };
  const [now, later] = when === 'truthy' ? [node.consequent, node.alternate] : [node.alternate, node.consequent];
  const first = `${head}${end}${inner}${text}${end}${inner}return ${file.getText(now)};${end}${outer}}`;
  if (arrow) return arrowBlock(file, arrow, [first], file.getText(later));
  const above = insertAbove(file, statement, [first]);
  if ('refused' in above || above.some(({ range }) => range[1] > node.range[0]))
    return { refused: 'the choice stands where no other statement can be put beside it' };
  return [...above, { range: outside(file, node), text: file.getText(later) }];
}

/** The range of an expression with the parentheses around it. */
function outside(file: FileView, node: TSESTree.Node): [number, number] {
  const before = file.sourceCode.getTokenBefore(node);
  const after = file.sourceCode.getTokenAfter(node);
  return before?.value === '(' && after?.value === ')' ? [before.range[0], after.range[1]] : [...node.range];
}

const OPPOSITE: Readonly<Record<string, string>> = { '===': '!==', '!==': '===', '==': '!=', '!=': '==' };

/** The text of a condition that is true when another one is not. */
function negated(file: FileView, test: TSESTree.Expression): string {
  const node = unwrap(test);
  if (node.type === 'UnaryExpression' && node.operator === '!') return file.getText(node.argument);
  if (node.type === 'BinaryExpression') {
    const opposite = OPPOSITE[node.operator];
    if (opposite) return `${file.getText(node.left)} ${opposite} ${file.getText(node.right)}`;
  }
  const text = file.getText(test);
  return /^(?:Identifier|MemberExpression|ChainExpression|CallExpression)$/.test(test.type) ? `!${text}` : `!(${text})`;
}
