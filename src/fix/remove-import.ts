import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../ast/file-view.js';
import type { Variable } from '../ast/variables.js';
import type { Edit, Edits } from './edits.js';
import { removeStatement } from './remove.js';

/** Removes what imports or requires variables that nothing uses any more; the statement goes with its last name. */
export function removeImports(file: FileView, variables: ReadonlySet<Variable>): Edits {
  const edits: Edit[] = [];
  for (const statement of file.ast.body) {
    const names = namesIn(statement);
    const gone = names.filter(({ name }) =>
      [...variables].some(({ defs }) => defs.some((definition) => definition.name === name)),
    );
    if (gone.length === 0) continue;
    if (gone.length === names.length) {
      const removed = removeStatement(file, statement);
      if ('refused' in removed) return removed;
      edits.push(...removed);
    } else if (gone.every(({ node }) => node.type === 'ImportSpecifier' || node.type === 'Property')) {
      edits.push(...gone.map(({ node }) => withComma(file, node)));
    } else {
      return { refused: 'an import would stay unused' };
    }
  }
  return edits;
}

/** The names that an import or a `require` statement declares, with what is to be removed for each. */
function namesIn(
  statement: TSESTree.ProgramStatement,
): { readonly name: TSESTree.Node; readonly node: TSESTree.Node }[] {
  if (statement.type === 'ImportDeclaration') return statement.specifiers.map((node) => ({ name: node.local, node }));
  const [declarator, ...others] = statement.type === 'VariableDeclaration' ? statement.declarations : [];
  if (!declarator || others.length > 0 || declarator.init?.type !== 'CallExpression') return [];
  if (declarator.id.type === 'Identifier') return [{ name: declarator.id, node: declarator }];
  return declarator.id.type === 'ObjectPattern'
    ? declarator.id.properties.map((node) => ({ name: node.type === 'Property' ? node.value : node.argument, node }))
    : [];
}

/** A list member with the comma and space behind it, or before it when it is the last one. */
function withComma(file: FileView, node: TSESTree.Node): Edit {
  const after = file.sourceCode.getTokenAfter(node);
  const before = file.sourceCode.getTokenBefore(node);
  if (after?.value === ',') {
    const next = file.sourceCode.getTokenAfter(after);
    return { range: [node.range[0], next && next.value !== '}' ? next.range[0] : after.range[1]], text: '' };
  }
  return { range: [before?.value === ',' ? before.range[0] : node.range[0], node.range[1]], text: '' };
}
