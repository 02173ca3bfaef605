import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, propertyName, unwrap } from '../../../ast/nodes.js';

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** The names of a class, its super class, its interfaces and its decorators. */
export function marksOf(owner: ClassNode): string[] {
  const superClass = owner.superClass && unwrap(owner.superClass);
  const base = superClass?.type === 'CallExpression' ? unwrap(superClass.callee) : superClass;
  return [
    owner.id?.name ?? '',
    base?.type === 'Identifier' ? base.name : '',
    ...(owner.implements ?? []).flatMap(({ expression }) =>
      expression.type === 'Identifier' ? [expression.name] : [],
    ),
    ...namedDecorators(owner).map(({ name }) => name),
  ];
}

/** The decorators of a class or a member, with the member expressions in their options. */
export function namedDecorators(node: TSESTree.Node): { readonly name: string; readonly text: string }[] {
  return decoratorsOf(node).flatMap(({ expression }) => {
    const callee = expression.type === 'CallExpression' ? unwrap(expression.callee) : unwrap(expression);
    const name =
      callee.type === 'Identifier'
        ? callee.name
        : callee.type === 'MemberExpression'
          ? (propertyName(callee) ?? '')
          : '';
    const args = expression.type === 'CallExpression' ? expression.arguments : [];
    return [{ name, text: args.map((argument) => scopeText(argument)).join(' ') }];
  });
}

/** The member expressions in the options of a decorator: `{ scope: Scope.REQUEST }`. */
function scopeText(argument: TSESTree.Node): string {
  return argument.type === 'ObjectExpression' ? membersIn(argument, null).join(' ') : '';
}

/** The member expressions that are values of an object, or of one option of it. */
export function membersIn(object: TSESTree.ObjectExpression, option: string | null): string[] {
  return object.properties.flatMap((property) => {
    if (property.type !== 'Property' || (option !== null && propertyName(property) !== option)) return [];
    const value = unwrap(property.value);
    return value.type === 'MemberExpression' && value.object.type === 'Identifier'
      ? [`${value.object.name}.${propertyName(value) ?? ''}`]
      : [];
  });
}
