import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import type { Edits } from './edits.js';
import { insertAtStart } from './insert-statement.js';
import { indentOf, indented, inFileStyle, lineEndOf, startsLine, unitOf } from './layout.js';

/** Wraps one statement in `try { ... } finally { <text> }`; a statement that declares something is refused. */
export function wrapInTryFinally(file: FileView, statement: TSESTree.Node, text: string): Edits {
  if (/Declaration$/.test(statement.type)) return { refused: 'what the statement declares is used after it' };
  if (statement.parent?.type !== 'BlockStatement' && statement.parent?.type !== 'Program')
    return { refused: 'the statement is not in a block' };
  if (!startsLine(file, statement)) {
    return [{ range: statement.range, text: `try { ${file.getText(statement)} } finally { ${text} }` }];
  }
  const end = lineEndOf(file);
  const outer = indentOf(file, statement);
  const unit = unitOf(file);
  const body = indented(file, statement, unit);
  const cleanup = inFileStyle(file, text, null);
  return [
    {
      range: statement.range,
      text: `try {${end}${outer}${unit}${body}${end}${outer}} finally {${end}${outer}${unit}${cleanup}${end}${outer}}`,
    },
  ];
}

/** Adds a statement to what a `try` statement does finally. */
export function addToFinally(file: FileView, statement: TSESTree.TryStatement, text: string): Edits {
  if (statement.finalizer) return insertAtStart(file, statement.finalizer, text);
  return [{ range: [statement.range[1], statement.range[1]], text: ` ${finallyClause(file, statement, text)}` }];
}

/** `finally { <text> }` for a `try` statement that has none. */
export function finallyClause(file: FileView, statement: TSESTree.TryStatement, text: string): string {
  const styled = inFileStyle(file, text, null);
  if (statement.loc.start.line === statement.loc.end.line) return `finally { ${styled} }`;
  const end = lineEndOf(file);
  const outer = indentOf(file, statement);
  return `finally {${end}${outer}${unitOf(file)}${styled}${end}${outer}}`;
}
