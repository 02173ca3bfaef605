import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Edits } from './edits.js';
import { indentOf, indented, inFileStyle, lineEndOf, startsLine, unitOf } from './layout.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** First characters of a line that continue the statement above it, where that has no semicolon. */
const JOINING = /^[([`+\-/]/;

function isInList(node: TSESTree.Node): boolean {
  const type = node.parent?.type;
  return type === 'BlockStatement' || type === 'Program' || type === 'StaticBlock' || type === 'SwitchCase';
}

/** Inserts a statement in front of another one; the body of an `if` or a loop without braces gets them. */
export function insertBefore(sourceCode: SourceCode, statement: TSESTree.Node, text: string): Edits {
  if (!isInList(statement))
    return inBraces(sourceCode, statement, (inner) => [inFileStyle(sourceCode, text, statement), inner]);
  const styled = inFileStyle(sourceCode, text, statement);
  const line = lineEndOf(sourceCode) + indentOf(sourceCode, statement);
  const inserted = startsLine(sourceCode, statement) ? styled + line : `${styled.replace(/;?$/, ';')} `;
  return [{ range: [statement.range[0], statement.range[0]], text: inserted }];
}

/** Inserts a statement behind another one. */
export function insertAfter(sourceCode: SourceCode, statement: TSESTree.Node, text: string): Edits {
  if (!isInList(statement))
    return inBraces(sourceCode, statement, (inner) => [inner, inFileStyle(sourceCode, text, null)]);
  const rest = sourceCode.lines[statement.loc.end.line - 1]?.slice(statement.loc.end.column) ?? '';
  const next = sourceCode.getTokenAfter(statement);
  const styled = inFileStyle(sourceCode, text, null);
  const closed = next !== null && JOINING.test(next.value) ? styled.replace(/;?$/, ';') : styled;
  if (startsLine(sourceCode, statement) && /^\s*(?:\/\/.*)?$/.test(rest)) {
    // A comment at the end of the line stays with its statement.
    const position = statement.range[1] + (/^\s*\/\/.*$/.exec(rest)?.[0].trimEnd().length ?? 0);
    return [{ range: [position, position], text: lineEndOf(sourceCode) + indentOf(sourceCode, statement) + closed }];
  }
  const ends = sourceCode.getLastToken(statement)?.value;
  return [
    {
      range: [statement.range[1], statement.range[1]],
      text: (ends === ';' || ends === '}' ? ' ' : '; ') + closed.replace(/;?$/, ';'),
    },
  ];
}

/** Inserts a statement at the end of a block. */
export function insertAtEnd(sourceCode: SourceCode, block: TSESTree.BlockStatement, text: string): Edits {
  const last = block.body.at(-1);
  if (last) return insertAfter(sourceCode, last, text);
  if (sourceCode.getCommentsInside(block).length > 0) return { refused: 'the block holds only comments' };
  return [{ range: [block.range[0] + 1, block.range[1] - 1], text: ` ${text} ` }];
}

/** Inserts a statement at the start of a block. */
export function insertAtStart(sourceCode: SourceCode, block: TSESTree.BlockStatement, text: string): Edits {
  const [first] = block.body;
  return first ? insertBefore(sourceCode, first, text) : insertAtEnd(sourceCode, block, text);
}

function inBraces(
  sourceCode: SourceCode,
  statement: TSESTree.Node,
  lines: (inner: string) => readonly string[],
): Edits {
  const { parent } = statement;
  if (!parent || !/^(?:If|For|ForIn|ForOf|While|DoWhile)Statement$/.test(parent.type)) {
    return { refused: 'the statement stands where no other one can be put beside it' };
  }
  const before = sourceCode.getTokenBefore(statement);
  if (!before || sourceCode.getCommentsBefore(statement).length > 0)
    return { refused: 'a comment stands in front of the statement' };
  const end = lineEndOf(sourceCode);
  const outer = indentOf(sourceCode, parent);
  const inner = outer + unitOf(sourceCode);
  const own = startsLine(sourceCode, statement)
    ? sourceCode.getText(statement)
    : indented(sourceCode, statement, unitOf(sourceCode));
  const body = lines(own)
    .map((line) => inner + line)
    .join(end);
  const after =
    sourceCode.getTokenAfter(statement)?.value === 'else' &&
    parent.type === 'IfStatement' &&
    parent.consequent === statement;
  const gapEnd = after ? (sourceCode.getTokenAfter(statement)?.range[0] ?? statement.range[1]) : statement.range[1];
  if (after && sourceCode.commentsExistBetween(statement, sourceCode.getTokenAfter(statement) ?? statement))
    return { refused: 'a comment stands behind the statement' };
  return [{ range: [before.range[1], gapEnd], text: ` {${end}${body}${end}${outer}}${after ? ' ' : ''}` }];
}
