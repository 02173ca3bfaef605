import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import type { Edit, Edits } from './edits.js';
import { startsLine } from './layout.js';

/** Whether a comment belongs to a statement: on the lines directly above it, or behind it on its last line. */
export function attachedComments(file: FileView, statement: TSESTree.Node): TSESTree.Comment[] {
  const above: TSESTree.Comment[] = [];
  let line = statement.loc.start.line;
  for (const comment of file.sourceCode.getCommentsBefore(statement).reverse()) {
    if (comment.loc.end.line < line - 1 || /\S/.test(lineHead(file, comment))) break;
    above.unshift(comment);
    line = comment.loc.start.line;
  }
  const behind = file.sourceCode
    .getCommentsAfter(statement)
    .filter((comment) => comment.loc.start.line === statement.loc.end.line);
  return [...above, ...behind];
}

function lineHead(file: FileView, node: TSESTree.Comment): string {
  return (file.lines[node.loc.start.line - 1] ?? '').slice(0, node.loc.start.column);
}

/** Removes a statement with its line; refused where a comment would be lost or be left without its object. */
export function removeStatement(file: FileView, statement: TSESTree.Node): Edits {
  if (attachedComments(file, statement).length > 0)
    return { refused: `a comment belongs to what would be removed on line ${String(statement.loc.start.line)}` };
  if (file.sourceCode.getCommentsInside(statement).length > 0)
    return { refused: `there is a comment inside what would be removed on line ${String(statement.loc.start.line)}` };
  return [removal(file, statement, statement.range)];
}

/** Removes a range that holds a statement (and perhaps its comments) with the white space that only served it. */
export function removal(file: FileView, statement: TSESTree.Node, range: readonly [number, number]): Edit {
  const { text } = file;
  let [start, end] = range;
  while (text[end] === ' ' || text[end] === '\t') end++;
  const alone = startsLine(file, statement) && (text[end] === '\n' || text[end] === '\r' || end === text.length);
  if (!alone) {
    // A neighbour on the same line keeps one space on its side.
    if (text[end] === '\n' || text[end] === '\r') while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
    return { range: [start, end], text: '' };
  }
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
  end = lineBreakAfter(text, end);
  // No two blank lines in a row, and none at the start or the end of a block.
  const before = text.slice(endOfCode(text, start), start);
  const opens = /[{[(:]\s*$/.test(before) || /\n[ \t]*\r?\n$/.test(before) || start === 0;
  const blank = /^(?:[ \t]*\r?\n)+/.exec(text.slice(end))?.[0] ?? '';
  if (opens && blank) end += blank.length;
  else if (/^[ \t]*\}/.test(text.slice(end)))
    start -= /(?:[ \t]*\r?\n)(?=$)/.test(before) ? blankLinesBefore(before) : 0;
  return { range: [start, end], text: '' };
}

/** Where the last sign in front of a place begins that is no white space. */
function endOfCode(text: string, place: number): number {
  let end = place;
  while (end > 0 && /\s/.test(text[end - 1] ?? '')) end--;
  return Math.max(end - 1, 0);
}

function lineBreakAfter(text: string, position: number): number {
  if (text.startsWith('\r\n', position)) return position + 2;
  return text[position] === '\n' ? position + 1 : position;
}

/** How many characters of blank lines stand at the end of a text that ends with a line break. */
function blankLinesBefore(text: string): number {
  const blank = /\n((?:[ \t]*\r?\n)+)$/.exec(text);
  return blank?.[1]?.length ?? 0;
}
