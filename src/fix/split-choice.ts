import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { unwrap } from '../ast/nodes.js';
import type { Edits } from './edits.js';
import { arrowBlock, insertAbove } from './insert-in-branch.js';
import { indentOf, lineEndOf, unitOf } from './layout.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

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
export function splitChoice(sourceCode: SourceCode, choice: SplitChoice): Edits {
  const { node, statement, when, text } = choice;
  const end = lineEndOf(sourceCode);
  const arrow = statement.parent?.type === 'ArrowFunctionExpression' ? statement.parent : null;
  const outer = indentOf(sourceCode, statement) + (arrow ? unitOf(sourceCode) : '');
  const inner = outer + unitOf(sourceCode);
  const head = `if (${when === 'truthy' ? sourceCode.getText(choice.test) : negated(sourceCode, choice.test)}) {`;
  const returned = arrow ? statement : statement.type === 'ReturnStatement' ? statement.argument : null;
  if (node.type !== 'ConditionalExpression' || returned !== node) {
    const lines = [`${head}${end}${inner}${text}${end}${outer}}`];
    return arrow ? arrowBlock(sourceCode, arrow, lines) : insertAbove(sourceCode, statement, lines);
  }
  if (sourceCode.getCommentsInside(node).length > 0) return { refused: 'comments stand in the choice' };
  const [now, later] = when === 'truthy' ? [node.consequent, node.alternate] : [node.alternate, node.consequent];
  const first = `${head}${end}${inner}${text}${end}${inner}return ${sourceCode.getText(now)};${end}${outer}}`;
  if (arrow) return arrowBlock(sourceCode, arrow, [first], sourceCode.getText(later));
  const above = insertAbove(sourceCode, statement, [first]);
  if ('refused' in above || above.some(({ range }) => range[1] > node.range[0]))
    return { refused: 'the choice stands where no other statement can be put beside it' };
  return [...above, { range: outside(sourceCode, node), text: sourceCode.getText(later) }];
}

/** The range of an expression with the parentheses around it. */
function outside(sourceCode: SourceCode, node: TSESTree.Node): [number, number] {
  const before = sourceCode.getTokenBefore(node);
  const after = sourceCode.getTokenAfter(node);
  return before?.value === '(' && after?.value === ')' ? [before.range[0], after.range[1]] : [...node.range];
}

const OPPOSITE: Readonly<Record<string, string>> = { '===': '!==', '!==': '===', '==': '!=', '!=': '==' };

/** The text of a condition that is true when another one is not. */
function negated(sourceCode: SourceCode, test: TSESTree.Expression): string {
  const node = unwrap(test);
  if (node.type === 'UnaryExpression' && node.operator === '!') return sourceCode.getText(node.argument);
  if (node.type === 'BinaryExpression') {
    const opposite = OPPOSITE[node.operator];
    if (opposite) return `${sourceCode.getText(node.left)} ${opposite} ${sourceCode.getText(node.right)}`;
  }
  const text = sourceCode.getText(test);
  return /^(?:Identifier|MemberExpression|ChainExpression|CallExpression)$/.test(test.type) ? `!${text}` : `!(${text})`;
}
