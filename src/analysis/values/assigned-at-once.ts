import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../../ast/variables.js';

/** Whether the statement behind a declaration without a value gives the variable one whichever way it takes. */
export function isAssignedAtOnce({ name, defs: [definition] }: Variable): boolean {
  const declaration = definition?.type === 'Variable' ? definition.parent : null;
  const list = declaration?.parent && 'body' in declaration.parent ? declaration.parent.body : null;
  if (!declaration || !Array.isArray(list)) return false;
  const statements = list as readonly TSESTree.Node[];
  const next = statements[statements.indexOf(declaration) + 1];
  return next !== undefined && assigns(next, name);
}

function assigns(statement: TSESTree.Node, name: string): boolean {
  switch (statement.type) {
    case 'IfStatement':
      return statement.alternate !== null && assigns(statement.consequent, name) && assigns(statement.alternate, name);
    case 'BlockStatement':
      return statement.body.some((inner) => inner.type === 'ThrowStatement' || assigns(inner, name));
    case 'ExpressionStatement': {
      const { expression } = statement;
      return (
        expression.type === 'AssignmentExpression' &&
        expression.operator === '=' &&
        expression.left.type === 'Identifier' &&
        expression.left.name === name
      );
    }
    default:
      return false;
  }
}
