import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf } from '../ast/nodes.js';
import type { Edit } from './edits.js';
import { inFileStyle, lineEndOf } from './layout.js';
import { attachedComments } from './remove.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** The statement of the file's top level that a node lies in. */
export function topLevelStatement(node: TSESTree.Node): TSESTree.ProgramStatement | null {
  let current: TSESTree.Node = node;
  while (current.parent && current.parent.type !== 'Program') current = current.parent;
  return current.parent?.type === 'Program' ? (current as TSESTree.ProgramStatement) : null;
}

/**
 * Inserts a declaration, with a comment behind it, above a top-level statement, its comments, its decorators and the
 * overloads in front of it.
 */
export function declareAbove(
  sourceCode: SourceCode,
  statement: TSESTree.ProgramStatement,
  declaration: string,
  comment = '',
): Edit {
  const position = placeAbove(sourceCode, statement);
  const end = lineEndOf(sourceCode);
  return { range: [position, position], text: inFileStyle(sourceCode, declaration, null) + comment + end + end };
}

/** Where a declaration above a top-level statement goes. */
function placeAbove(sourceCode: SourceCode, statement: TSESTree.ProgramStatement): number {
  const { body } = sourceCode.ast;
  let first = body.indexOf(statement);
  const name = functionName(statement);
  while (first > 0 && name !== null && isOverload(body[first - 1], name)) first--;
  const top = body[first] ?? statement;
  const decorated = 'declaration' in top && top.declaration ? top.declaration : top;
  const [comment] = attachedComments(sourceCode, top);
  const starts = [top.range[0], ...decoratorsOf(decorated).map(({ range }) => range[0])];
  if (comment && comment.range[0] < top.range[0]) starts.push(comment.range[0]);
  return Math.min(...starts);
}

function functionName(statement: TSESTree.Node | undefined): string | null {
  if (!statement) return null;
  const declared =
    (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration') &&
    statement.declaration
      ? statement.declaration
      : statement;
  return declared.type === 'FunctionDeclaration' || declared.type === 'TSDeclareFunction'
    ? (declared.id?.name ?? '')
    : null;
}

function isOverload(statement: TSESTree.Node | undefined, name: string): boolean {
  const declared =
    statement &&
    (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration') &&
    statement.declaration
      ? statement.declaration
      : statement;
  return declared?.type === 'TSDeclareFunction' && functionName(statement) === name;
}
