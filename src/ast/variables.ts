import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { memoized } from './memo.js';

export type Variable = TSESLint.Scope.Variable;
export type Reference = TSESLint.Scope.Reference;

/** References that read the variable's value (not type-only uses). */
export const readsOf = memoized((variable: Variable): readonly Reference[] =>
  variable.references.filter((reference) => reference.isRead() && reference.isValueReference !== false),
);

/** References that give the variable another value than the one of its declaration. */
export const assignmentsOf = memoized((variable: Variable): readonly Reference[] =>
  variable.references.filter((reference) => reference.isWrite() && reference.init !== true && reference.writeExpr),
);

/** Whether a variable lives at the top level of the file. */
export function isTopLevel(variable: Variable): boolean {
  const { scope } = variable;
  if (scope.type === 'module' || scope.type === 'global') return true;
  return scope.type === 'function' && scope.block.type === 'Program';
}

/** Whether a variable is assigned only where it is declared. */
export const isConstant = memoized((variable: Variable): boolean =>
  variable.references.every((reference) => !reference.isWrite() || reference.init === true),
);

/** The declarator that gives a constant its value, when the binding is a plain name (`const a = <init>`). */
export function initializerOf(variable: Variable): TSESTree.Expression | null {
  const [definition] = variable.defs;
  if (variable.defs.length !== 1 || definition?.type !== 'Variable') return null;
  const declarator = definition.node;
  return declarator.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' && isConstant(variable)
    ? declarator.init
    : null;
}

/** Variables bound by a pattern, with the member path from the destructured value to each (`null`: not known). */
export function* bindingsOf(
  pattern: TSESTree.Node,
  path: readonly string[] = [],
): Generator<{ readonly identifier: TSESTree.Identifier; readonly path: readonly string[]; readonly rest: boolean }> {
  switch (pattern.type) {
    case 'Identifier':
      yield { identifier: pattern, path, rest: false };
      return;
    case 'AssignmentPattern':
      yield* bindingsOf(pattern.left, path);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') {
          if (property.argument.type === 'Identifier') yield { identifier: property.argument, path, rest: true };
          continue;
        }
        const key = property.key;
        const name =
          !property.computed && key.type === 'Identifier'
            ? key.name
            : key.type === 'Literal'
              ? String(key.value)
              : null;
        if (name !== null) yield* bindingsOf(property.value, [...path, name]);
      }
      return;
    case 'ArrayPattern':
      for (const [index, element] of pattern.elements.entries()) {
        if (element && element.type !== 'RestElement') yield* bindingsOf(element, [...path, String(index)]);
      }
      return;
    default:
  }
}
