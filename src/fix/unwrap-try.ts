import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import type { Edit, Edits } from './edits.js';
import { indentOf, startsLine } from './layout.js';

/**
 * Takes the block of a `try` out of it and moves its lines to the left. `inner` are edits inside the block; lines which
 * they change from their start stay as those edits make them.
 */
export function unwrapTry(file: FileView, statement: TSESTree.TryStatement, inner: readonly Edit[]): Edits {
  const { block } = statement;
  const first = file.sourceCode.getFirstToken(block, 1);
  const last = file.sourceCode.getLastToken(block, { skip: 1 });
  const { text } = file;
  if (block.body.length === 0 || !first || !last) return { refused: 'the try block is empty' };
  if (declaresTakenName(file, block)) return { refused: 'a name that the try block declares is used outside of it' };
  const tail = { start: block.range[1], end: statement.range[1] };
  if (
    file.sourceCode
      .getCommentsInside(statement)
      .some(({ range }) => range[0] >= tail.start || range[1] <= block.range[0])
  )
    return { refused: 'a comment stands in the clauses of the try statement' };
  const oneLine = statement.loc.start.line === block.body[0]?.loc.start.line || !startsLine(file, statement);
  if (oneLine) {
    return [
      { range: [statement.range[0], first.range[0]], text: '' },
      { range: [last.range[1], statement.range[1]], text: '' },
    ];
  }
  const contentStart = text.indexOf('\n', block.range[0]) + 1;
  const contentEnd = text.lastIndexOf('\n', block.range[1] - 1) + 1;
  const behindBrace = text.slice(block.range[0] + 1, contentStart).trim();
  if (behindBrace !== '') return { refused: 'a comment follows the brace of the try statement' };
  const lineStart = statement.range[0] - statement.loc.start.column;
  const outer = indentOf(file, statement);
  const own = indentOf(file, block.body[0] ?? block);
  const step = own.startsWith(outer) ? own.slice(outer.length) : '';
  const edits: Edit[] = [{ range: [lineStart, contentStart], text: '' }];
  const touched = (at: number): boolean => inner.some(({ range }) => range[0] <= at && range[1] > at);
  const templates = file.sourceCode
    .getTokens(block)
    .filter(({ type, loc }) => type === 'Template' && loc.start.line !== loc.end.line);
  for (let line = statement.loc.start.line + 1; line < block.loc.end.line; line++) {
    const at = file.sourceCode.getIndexFromLoc({ line, column: 0 });
    const inTemplate = templates.some(({ loc }) => line > loc.start.line && line <= loc.end.line);
    if (at >= contentStart && at < contentEnd && step !== '' && !inTemplate && !touched(at) && text.startsWith(own, at))
      edits.push({ range: [at, at + step.length], text: '' });
  }
  // The line break in front of the closing brace goes too, the one behind the statement stays.
  const end = text[contentEnd - 2] === '\r' ? contentEnd - 2 : contentEnd - 1;
  return [...edits, { range: [end, statement.range[1]], text: '' }];
}

/** Whether moving the block's declarations outwards would meet another variable of the same name. */
function declaresTakenName(file: FileView, block: TSESTree.BlockStatement): boolean {
  const scope = file.scopeManager?.acquire(block);
  if (!scope) return false;
  const outer = scope.upper;
  return scope.variables.some((variable) => {
    if (outer?.set.has(variable.name)) return true;
    return outer?.references
      .concat(outer.childScopes.filter((child) => child !== scope).flatMap((child) => child.through))
      .some(({ identifier }) => identifier.name === variable.name);
  });
}
