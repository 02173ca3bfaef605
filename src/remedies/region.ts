import type { TSESTree } from '@typescript-eslint/utils';
import { childrenOf, descendantsOf } from '../ast/children.js';
import type { FileView } from '../ast/file-view.js';
import { enclosingFunction, isFunction } from '../ast/nodes.js';
import { bindingsOf } from '../ast/variables.js';
import type { Edit, Refusal } from '../fix/edits.js';
import { inFileStyle } from '../fix/layout.js';

/** Declarations among statements whose names are used behind `end`. */
export function neededAfter(
  file: FileView,
  statements: readonly TSESTree.Node[],
  end: number,
): { readonly declarations: readonly TSESTree.VariableDeclaration[] } | Refusal {
  const declarations: TSESTree.VariableDeclaration[] = [];
  for (const statement of statements) {
    if (statement.type !== 'VariableDeclaration' || statement.kind === 'var') continue;
    const variables = file.getDeclaredVariables(statement);
    if (!variables.some(({ references }) => references.some(({ identifier }) => identifier.range[0] > end))) continue;
    if (/using$/.test(statement.kind))
      return { refused: 'a resource that is declared with `using` is used after the close' };
    declarations.push(statement);
  }
  return { declarations };
}

/** Whether a statement behind the close takes no time and does not depend on the connection being closed. */
export function isShort(file: FileView, statement: TSESTree.Node): boolean {
  if (statement.type !== 'ReturnStatement' && statement.type !== 'VariableDeclaration') return false;
  return [...descendantsOf(statement, file.visitorKeys, (node) => !isFunction(node))].every(
    ({ type }) => type !== 'AwaitExpression' && type !== 'YieldExpression',
  );
}

/** The names in front of the `try`, and assignments in place of their declarations. */
export function hoistedNames(
  file: FileView,
  declarations: readonly TSESTree.VariableDeclaration[],
): { readonly declaration: string | null; readonly edits: readonly Edit[] } | Refusal {
  if (declarations.length === 0) return { declaration: null, edits: [] };
  // Without semicolons, a line that starts with a bracket continues the one above it.
  const open = inFileStyle(file, 'x;', null) === 'x' ? ';(' : '(';
  const names: string[] = [];
  const edits: Edit[] = [];
  for (const declaration of declarations) {
    const [declarator] = declaration.declarations;
    if (
      declaration.declarations.length > 1 ||
      !declarator?.init ||
      file.sourceCode.getCommentsInside(declaration).length > 0
    )
      return { refused: 'a declaration that is used after the close cannot be split' };
    const { id } = declarator;
    if (id.typeAnnotation || childrenOf(id, file.visitorKeys).some((child) => child.type === 'TSTypeAnnotation'))
      return { refused: 'a declaration that is used after the close has a type' };
    const inFunction = file
      .getDeclaredVariables(declaration)
      .some(({ references }) =>
        references.some(({ identifier }) => enclosingFunction(identifier) !== enclosingFunction(declaration)),
      );
    if (inFunction) return { refused: 'a nested function uses what is declared before the close' };
    names.push(...[...bindingsOf(id)].map(({ identifier }) => identifier.name));
    const pattern = id.type !== 'Identifier';
    edits.push({ range: [declaration.range[0], id.range[0]], text: pattern ? open : '' });
    if (pattern) edits.push({ range: [declarator.range[1], declarator.range[1]], text: ')' });
  }
  return { declaration: `let ${names.join(', ')};`, edits };
}
