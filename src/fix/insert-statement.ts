import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { inBraces, isInList } from './braces.js';
import type { Edits } from './edits.js';
import { endOfCode } from './gap.js';
import { indentOf, inFileStyle, lineEndOf, startsLine } from './layout.js';
import { attachedComments } from './remove.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** First characters of a line that continue the statement above it, where that has no semicolon. */
const JOINING = /^[([`+\-/]/;

/**
 * Inserts a statement in front of another one and of the comments directly above it; the body of an `if` or a loop
 * without braces gets them.
 */
export function insertBefore(sourceCode: SourceCode, statement: TSESTree.Node, text: string): Edits {
  if (!isInList(statement)) return inBraces(sourceCode, statement, { before: [text] });
  if (!startsLine(sourceCode, statement)) {
    const styled = inFileStyle(sourceCode, text, statement);
    return [{ range: [statement.range[0], statement.range[0]], text: `${styled.replace(/;?$/, ';')} ` }];
  }
  const [comment] = attachedComments(sourceCode, statement).filter(({ range }) => range[1] <= statement.range[0]);
  const position = (comment ?? statement).range[0];
  const line = lineEndOf(sourceCode) + indentOf(sourceCode, comment ?? statement);
  return [{ range: [position, position], text: inFileStyle(sourceCode, text, statement) + line }];
}

/** Inserts a statement behind another one. */
export function insertAfter(sourceCode: SourceCode, statement: TSESTree.Node, text: string): Edits {
  if (!isInList(statement)) return inBraces(sourceCode, statement, { after: [text] });
  const end = endOfCode(sourceCode, statement);
  const rest = sourceCode.text.slice(end, lineEndAt(sourceCode, end));
  const next = sourceCode.getTokenAfter(statement);
  const styled = inFileStyle(sourceCode, text, null);
  const closed =
    next !== null && end === statement.range[1] && JOINING.test(next.value) ? styled.replace(/;?$/, ';') : styled;
  if (startsLine(sourceCode, statement) && /^\s*(?:\/\/.*)?$/.test(rest)) {
    // A comment at the end of the line stays with its statement.
    const position = end + (/^\s*\/\/.*$/.exec(rest)?.[0].trimEnd().length ?? 0);
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

function lineEndAt({ text }: SourceCode, position: number): number {
  return position + text.slice(position).search(/\r?\n|$/);
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
