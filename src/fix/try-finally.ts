import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Edits } from './edits.js';
import { insertAtStart } from './insert-statement.js';
import { indentOf, indented, inFileStyle, lineEndOf, startsLine, unitOf } from './layout.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Wraps one statement in `try { ... } finally { <text> }`; a statement that declares something is refused. */
export function wrapInTryFinally(sourceCode: SourceCode, statement: TSESTree.Node, text: string): Edits {
  if (/Declaration$/.test(statement.type)) return { refused: 'what the statement declares is used after it' };
  if (statement.parent?.type !== 'BlockStatement' && statement.parent?.type !== 'Program')
    return { refused: 'the statement is not in a block' };
  if (!startsLine(sourceCode, statement)) {
    return [{ range: statement.range, text: `try { ${sourceCode.getText(statement)} } finally { ${text} }` }];
  }
  const end = lineEndOf(sourceCode);
  const outer = indentOf(sourceCode, statement);
  const unit = unitOf(sourceCode);
  const body = indented(sourceCode, statement, unit);
  const cleanup = inFileStyle(sourceCode, text, null);
  return [
    {
      range: statement.range,
      text: `try {${end}${outer}${unit}${body}${end}${outer}} finally {${end}${outer}${unit}${cleanup}${end}${outer}}`,
    },
  ];
}

/** Adds a statement to what a `try` statement does finally. */
export function addToFinally(sourceCode: SourceCode, statement: TSESTree.TryStatement, text: string): Edits {
  if (statement.finalizer) return insertAtStart(sourceCode, statement.finalizer, text);
  return [{ range: [statement.range[1], statement.range[1]], text: ` ${finallyClause(sourceCode, statement, text)}` }];
}

/** `finally { <text> }` for a `try` statement that has none. */
export function finallyClause(sourceCode: SourceCode, statement: TSESTree.TryStatement, text: string): string {
  const styled = inFileStyle(sourceCode, text, null);
  if (statement.loc.start.line === statement.loc.end.line) return `finally { ${styled} }`;
  const end = lineEndOf(sourceCode);
  const outer = indentOf(sourceCode, statement);
  return `finally {${end}${outer}${unitOf(sourceCode)}${styled}${end}${outer}}`;
}
