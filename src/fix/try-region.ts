import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import type { Edit, Edits } from './edits.js';
import { indentOf, inFileStyle, lineEndOf, startsLine, unitOf } from './layout.js';
import { attachedComments } from './remove.js';

/** What a `try` does when it fails and in the end: statements of one or several lines. */
export interface TryClauses {
  /** In front of the `throw error` of a `catch` clause; `null`: there is none. */
  readonly failed: string | null;
  readonly finally: string | null;
}

/** The clauses of a `try` statement from behind its block, for a statement with this indentation. */
export function clausesText(file: FileView, clauses: TryClauses, outer: string): string {
  const end = lineEndOf(file);
  const unit = unitOf(file);
  const body = (text: string): string =>
    text
      .split('\n')
      .map((line) => end + outer + unit + inFileStyle(file, line, null))
      .join('') +
    end +
    outer;
  const failed = clauses.failed === null ? '' : ` catch (error) {${body(`${clauses.failed}\nthrow error;`)}}`;
  return clauses.finally === null ? failed : `${failed} finally {${body(clauses.finally)}}`;
}

/**
 * Puts neighbouring statements of a block into a `try` whose `finally` runs a statement (its text, perhaps of several
 * lines), or which does more. `inner` are edits among these statements; lines which they remove or replace from their
 * start stay as those edits make them. `before`: a statement that goes in front of the `try`.
 */
export function wrapStatements(
  file: FileView,
  first: TSESTree.Node,
  last: TSESTree.Node,
  cleanup: string | TryClauses,
  inner: readonly Edit[],
  before: string | null = null,
): Edits {
  const end = lineEndOf(file);
  const unit = unitOf(file);
  const outer = indentOf(file, first);
  const [comment] = attachedComments(file, first);
  const start = comment && comment.range[0] < first.range[0] ? comment : first;
  if (!startsLine(file, first)) return { refused: 'the statements stand on one line' };
  const finish = Math.max(last.range[1], ...attachedComments(file, last).map(({ range }) => range[1]));
  const clauses = typeof cleanup === 'string' ? { failed: null, finally: cleanup } : cleanup;
  const lead = (before?.split('\n') ?? []).map((line) => inFileStyle(file, line, null) + end + outer).join('');
  const edits: Edit[] = [{ range: [start.range[0], start.range[0]], text: `${lead}try {${end}${outer}${unit}` }];
  const templates = file.sourceCode
    .getTokens({ range: [start.range[0], finish], loc: { start: start.loc.start, end: last.loc.end } } as TSESTree.Node)
    .filter(
      ({ type, loc }) =>
        (type === 'Template' || type === 'String' || type === 'JSXText') && loc.start.line !== loc.end.line,
    );
  for (let line = start.loc.start.line + 1; line <= last.loc.end.line; line++) {
    const at = file.sourceCode.getIndexFromLoc({ line, column: 0 });
    const inside = templates.some(({ loc }) => line > loc.start.line && line <= loc.end.line);
    const gone = inner.some(({ range }) => range[0] <= at && at < range[1]);
    if (!inside && !gone && (file.lines[line - 1] ?? '').trim() !== '') edits.push({ range: [at, at], text: unit });
  }
  return [...edits, ...inner, { range: [finish, finish], text: `${end}${outer}}${clausesText(file, clauses, outer)}` }];
}
