import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import { isDirective } from '../ast/nodes.js';
import { inBraces, isInList } from './braces.js';
import type { Edits } from './edits.js';
import { insertAfter } from './insert-statement.js';
import { indentOf, inFileStyle, lineEndOf, startsLine, unitOf } from './layout.js';
type Anchor = TSESTree.Node | TSESTree.Comment;

/** Inserts lines in front of a statement and of the comments that belong to it. */
export function insertAbove(file: FileView, statement: TSESTree.Node, lines: readonly string[]): Edits {
  if (!isInList(statement)) return inBraces(file, statement, { before: lines });
  const anchor = anchorOf(file, statement);
  const between = lineEndOf(file) + indentOf(file, statement);
  const inline = !startsLineAt(file, anchor);
  const text = lines.map((each) => {
    const styled = inFileStyle(file, each, statement);
    return inline ? `${closed(styled)} ` : styled + between;
  });
  return [{ range: [anchor.range[0], anchor.range[0]], text: text.join('') }];
}

/** Inserts a statement at the start of a block: behind its brace and directives, in front of all comments. */
export function insertFirst(file: FileView, block: TSESTree.BlockStatement, text: string): Edits {
  const directive = block.body.filter(isDirective).at(-1);
  if (directive) return insertAfter(file, directive, text);
  const [first] = block.body;
  const styled = inFileStyle(file, text, first ?? null);
  const opening = block.range[0] + 1;
  const content = file.text.slice(opening, block.range[1] - 1);
  if (content.trim() === '') return [{ range: [opening, block.range[1] - 1], text: ` ${styled} ` }];
  const head = /^[ \t]*(?:(?:\/\/.*|\/\*(?:[^*\n]|\*(?!\/))*\*\/)[ \t]*)?(?=\r?\n)/.exec(content);
  if (!head) return [{ range: [opening, opening], text: ` ${closed(styled)}` }];
  const position = opening + head[0].trimEnd().length;
  const indent = first && startsLine(file, first) ? indentOf(file, first) : indentOf(file, block) + unitOf(file);
  return [{ range: [position, position], text: lineEndOf(file) + indent + styled }];
}

/** Gives an `if` without one an `else` branch. */
export function addElse(file: FileView, node: TSESTree.IfStatement, text: string): Edits {
  const { consequent } = node;
  if (consequent.type !== 'BlockStatement') return inBraces(file, consequent, { otherwise: [text] });
  const styled = inFileStyle(file, text, null);
  const position: [number, number] = [consequent.range[1], consequent.range[1]];
  if (node.loc.start.line === node.loc.end.line) return [{ range: position, text: ` else { ${styled} }` }];
  const end = lineEndOf(file);
  const outer = indentOf(file, node);
  const inner = outer + unitOf(file);
  return [{ range: position, text: ` else {${end}${inner}${styled}${end}${outer}}` }];
}

/** Turns the expression of an arrow function into a block that runs these lines and returns the expression. */
export function arrowBlock(
  file: FileView,
  arrow: TSESTree.ArrowFunctionExpression,
  lines: readonly string[],
  result: string | null = file.getText(arrow.body),
): Edits {
  const sign = file.sourceCode.getTokenBefore(arrow.body, (token) => token.value === '=>');
  if (!sign || arrow.body.type === 'BlockStatement') return { refused: 'the arrow has no expression' };
  const around = [sign.range[1], arrow.body.range[0], arrow.body.range[1], arrow.range[1]] as const;
  const rest = file.text.slice(around[0], around[1]) + file.text.slice(around[2], around[3]);
  if (/\/[/*]/.test(rest)) return { refused: 'a comment stands beside the expression' };
  const end = lineEndOf(file);
  const outer = indentOf(file, arrow);
  const inner = outer + unitOf(file);
  const body = [...lines, ...(result === null ? [] : [`return ${result};`])]
    .map((line) => inner + inFileStyle(file, line, null))
    .join(end);
  return [{ range: [around[0], around[3]], text: ` {${end}${body}${end}${outer}}` }];
}

/** A statement, or the first of the comments on the lines directly above it. */
function anchorOf(file: FileView, statement: TSESTree.Node): Anchor {
  let anchor: Anchor = statement;
  for (const comment of file.sourceCode.getCommentsBefore(statement).toReversed()) {
    const adjacent = anchor.loc.start.line - comment.loc.end.line <= 1;
    if (!adjacent || !startsLineAt(file, comment)) break;
    anchor = comment;
  }
  return anchor;
}

function startsLineAt(file: FileView, { loc }: Anchor): boolean {
  return /^\s*$/.test((file.lines[loc.start.line - 1] ?? '').slice(0, loc.start.column));
}

/** A statement that others follow on its line. */
function closed(statement: string): string {
  return /[;}]$/.test(statement) ? statement : `${statement};`;
}
