import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import { inBraces, isInList } from './braces.js';
import type { Edits } from './edits.js';
import { endOfCode } from './gap.js';
import { indentOf, inFileStyle, lineEndOf, startsLine } from './layout.js';
import { attachedComments } from './remove.js';

/** First characters of a line that continue the statement above it, where that has no semicolon. */
const JOINING = /^[([`+\-/]/;

/**
 * Inserts a statement in front of another one and of the comments directly above it; the body of an `if` or a loop
 * without braces gets them.
 */
export function insertBefore(file: FileView, statement: TSESTree.Node, text: string): Edits {
  if (!isInList(statement)) return inBraces(file, statement, { before: [text] });
  if (!startsLine(file, statement)) {
    const styled = inFileStyle(file, text, statement);
    return [{ range: [statement.range[0], statement.range[0]], text: `${styled.replace(/;?$/, ';')} ` }];
  }
  const [comment] = attachedComments(file, statement).filter(({ range }) => range[1] <= statement.range[0]);
  const position = (comment ?? statement).range[0];
  const line = lineEndOf(file) + indentOf(file, comment ?? statement);
  return [{ range: [position, position], text: inFileStyle(file, text, statement) + line }];
}

/** Inserts a statement behind another one. */
export function insertAfter(file: FileView, statement: TSESTree.Node, text: string): Edits {
  if (!isInList(statement)) return inBraces(file, statement, { after: [text] });
  const end = endOfCode(file, statement);
  const rest = file.text.slice(end, lineEndAt(file, end));
  const next = file.sourceCode.getTokenAfter(statement);
  const styled = inFileStyle(file, text, null);
  const closed =
    next !== null && end === statement.range[1] && JOINING.test(next.value) ? styled.replace(/;?$/, ';') : styled;
  if (startsLine(file, statement) && /^\s*(?:\/\/.*)?$/.test(rest)) {
    // A comment at the end of the line stays with its statement.
    const position = end + (/^\s*\/\/.*$/.exec(rest)?.[0].trimEnd().length ?? 0);
    return [{ range: [position, position], text: lineEndOf(file) + indentOf(file, statement) + closed }];
  }
  const ends = file.sourceCode.getLastToken(statement)?.value;
  return [
    {
      range: [statement.range[1], statement.range[1]],
      text: (ends === ';' || ends === '}' ? ' ' : '; ') + closed.replace(/;?$/, ';'),
    },
  ];
}

function lineEndAt({ text }: FileView, position: number): number {
  return position + text.slice(position).search(/\r?\n|$/);
}

/** Inserts a statement at the end of a block. */
export function insertAtEnd(file: FileView, block: TSESTree.BlockStatement, text: string): Edits {
  const last = block.body.at(-1);
  if (last) return insertAfter(file, last, text);
  if (file.sourceCode.getCommentsInside(block).length > 0) return { refused: 'the block holds only comments' };
  return [{ range: [block.range[0] + 1, block.range[1] - 1], text: ` ${text} ` }];
}

/** Inserts a statement at the start of a block. */
export function insertAtStart(file: FileView, block: TSESTree.BlockStatement, text: string): Edits {
  const [first] = block.body;
  return first ? insertBefore(file, first, text) : insertAtEnd(file, block, text);
}
