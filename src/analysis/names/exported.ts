import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { propertyName, wrapped } from '../../ast/nodes.js';
import { readsOf, type Variable } from '../../ast/variables.js';

/** Names under which a file exports a variable; members of an exported object joined by dots. */
export function exportedNames(file: FileView, variable: Variable): string[] {
  const names = new Set<string>();
  const declarator = variable.defs[0]?.node;
  const declaration =
    declarator?.type === 'VariableDeclarator'
      ? declarator.parent.parent
      : declarator?.type === 'FunctionDeclaration' || declarator?.type === 'ClassDeclaration'
        ? declarator.parent
        : null;
  if (declaration?.type === 'ExportNamedDeclaration') names.add(variable.name);
  if (declaration?.type === 'ExportDefaultDeclaration') names.add('default');
  for (const { identifier } of variable.references) {
    const name = exportOf(wrapped(identifier));
    if (name !== null) names.add(name);
  }
  for (const reference of readsOf(variable)) {
    const name = exportOf(wrapped(reference.identifier));
    if (name !== null) names.add(name);
  }
  return [...names];
}

/** The name under which a value is exported where it stands; `null` where it is not. */
export function exportOf(value: TSESTree.Node): string | null {
  const { parent } = value;
  switch (parent?.type) {
    case 'ExportSpecifier':
      return parent.exported.type === 'Identifier' ? parent.exported.name : parent.exported.value;
    case 'ExportDefaultDeclaration':
    case 'TSExportAssignment':
      return 'default';
    case 'Property': {
      const name = propertyName(parent);
      const holder =
        parent.value === value && parent.parent.type === 'ObjectExpression' ? exportOf(wrapped(parent.parent)) : null;
      return holder === null || name === null ? null : holder === 'default' ? name : `${holder}.${name}`;
    }
    case 'AssignmentExpression':
      return parent.right === value ? exportsMember(parent.left) : null;
    default:
      return null;
  }
}

/** `default` for `module.exports`, the name for `exports.name` and `module.exports.name`. */
function exportsMember(target: TSESTree.Node): string | null {
  if (target.type !== 'MemberExpression') return null;
  const { object } = target;
  const name = propertyName(target);
  if (object.type === 'Identifier' && object.name === 'exports') return name;
  if (object.type === 'Identifier' && object.name === 'module') return name === 'exports' ? 'default' : null;
  return object.type === 'MemberExpression' && exportsMember(object) === 'default' ? name : null;
}
