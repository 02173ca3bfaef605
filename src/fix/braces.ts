import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import type { Edit, Edits } from './edits.js';
import { indentOf, indented, inFileStyle, lineEndOf, startsLine, unitOf } from './layout.js';

/** What comes to stand with a statement: lines in front of it and behind it, and a change of its own text. */
export interface Surroundings {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly inside?: Edit;
  /** Lines of an `else` branch, where the statement is what an `if` does. */
  readonly otherwise?: readonly string[];
}

/** Whether statements can be put beside a node without braces. */
export function isInList(node: TSESTree.Node): boolean {
  return /^(?:BlockStatement|Program|StaticBlock|SwitchCase|TSModuleBlock)$/.test(node.parent?.type ?? '');
}

/** Gives the body of an `if`, `else` or loop braces, with other statements beside it; its comments stay with it. */
export function inBraces(file: FileView, statement: TSESTree.Node, around: Surroundings): Edits {
  const { parent } = statement;
  const opening = file.sourceCode.getTokenBefore(statement);
  if (!parent || !opening || !/^(?:If|For|ForIn|ForOf|While|DoWhile)Statement$/.test(parent.type))
    return { refused: 'the statement stands where no other one can be put beside it' };
  const [comment] = file.sourceCode.getCommentsBefore(statement);
  if (comment && comment.loc.start.line === opening.loc.end.line)
    return { refused: 'a comment precedes the statement' };
  const next = file.sourceCode.getTokenAfter(statement);
  const continues =
    (parent.type === 'IfStatement' && parent.consequent === statement && next?.value === 'else') ||
    parent.type === 'DoWhileStatement';
  const end = endWithComment(file, statement);
  if (continues && next && file.text.slice(end, next.range[0]).trim() !== '')
    return { refused: 'a comment follows the statement' };
  const own = ownText(file, statement, comment?.range[0] ?? statement.range[0], end, around.inside);
  const line = lineEndOf(file);
  const outer = indentOf(file, parent);
  const block = (lines: readonly string[]): string =>
    ['{', ...lines.map((each) => outer + unitOf(file) + each), `${outer}}`].join(line);
  const styled = (lines: readonly string[] = []): string[] => lines.map((each) => inFileStyle(file, each, null));
  const otherwise = around.otherwise ? ` else ${block(styled(around.otherwise))}` : '';
  const text = ` ${block([...styled(around.before), own, ...styled(around.after)])}${otherwise}`;
  return [{ range: [opening.range[1], continues && next ? next.range[0] : end], text: continues ? `${text} ` : text }];
}

/** Where a statement ends together with the comment that ends its line. */
function endWithComment(file: FileView, statement: TSESTree.Node): number {
  const [comment] = file.sourceCode.getCommentsAfter(statement);
  const belongs = comment?.type === 'Line' && comment.loc.start.line === statement.loc.end.line;
  return belongs ? comment.range[1] : statement.range[1];
}

function ownText(
  file: FileView,
  statement: TSESTree.Node,
  start: number,
  end: number,
  inside: Edit | undefined,
): string {
  const moved = startsLine(file, statement)
    ? file.text.slice(start, end)
    : indented(file, statement, unitOf(file)) + file.text.slice(statement.range[1], end);
  if (!inside) return moved;
  // What is changed lies on lines that the move may have indented: so it is looked up by its text.
  const old = file.text.slice(inside.range[0], inside.range[1]);
  const position = old === '' ? statement.range[0] - start : moved.indexOf(old);
  if (position < 0) return moved;
  return moved.slice(0, position) + inside.text + moved.slice(position + old.length);
}
