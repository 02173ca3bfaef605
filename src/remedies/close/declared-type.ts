import type { TSESTree } from '@typescript-eslint/utils';
import type { Holder } from '../../analysis/clients/long-lived/holders.js';
import { glob } from '../../analysis/names/conventions.js';
import { membersNamed } from '../../analysis/names/members.js';
import type { FileView } from '../../ast/file-view.js';
import type { Library } from '../../catalog/types.js';

/** Type operators of TypeScript that lead from a class or factory of the library to what it makes. */
const RESULT_TYPES = new Set(['InstanceType', 'ReturnType', 'Awaited', 'NonNullable', 'Readonly']);

/**
 * Whether the declared type of a place has the close method of the library's client: none is declared, or it is a type
 * of the library. An interface of the project's own may hide the method.
 */
export function mayHaveMethod(file: FileView, holder: Holder, library: Library): boolean {
  const type = declaredType(holder);
  if (!type) return true;
  return holder.path.length === 0 && isOfLibrary(file, type, library);
}

function declaredType(holder: Holder): TSESTree.TypeNode | null {
  if (holder.kind === 'variable') {
    const [identifier] = holder.variable.identifiers;
    return identifier?.type === 'Identifier' ? (identifier.typeAnnotation?.typeAnnotation ?? null) : null;
  }
  const named = holder.owner ? membersNamed(holder.owner, holder.name) : [];
  const field = named.find((member) => member.type === 'PropertyDefinition');
  return field?.typeAnnotation?.typeAnnotation ?? null;
}

function isOfLibrary(file: FileView, type: TSESTree.TypeNode, library: Library): boolean {
  switch (type.type) {
    case 'TSAnyKeyword':
      return true;
    case 'TSUnionType': {
      const members = type.types.filter(
        (member) => member.type !== 'TSNullKeyword' && member.type !== 'TSUndefinedKeyword',
      );
      return members.length > 0 && members.every((member) => isOfLibrary(file, member, library));
    }
    case 'TSIntersectionType':
      return type.types.some((member) => isOfLibrary(file, member, library));
    case 'TSTypeReference': {
      const [argument] = type.typeArguments?.params ?? [];
      if (type.typeName.type === 'Identifier' && RESULT_TYPES.has(type.typeName.name) && argument)
        return isOfLibrary(file, argument, library);
      return type.typeName.type !== 'ThisExpression' && isImported(file, type.typeName, library);
    }
    case 'TSTypeQuery':
      return type.exprName.type !== 'TSImportType' && isImported(file, type.exprName, library);
    default:
      return false;
  }
}

function isImported(file: FileView, name: TSESTree.EntityName, library: Library): boolean {
  let root: TSESTree.Node = name;
  while (root.type === 'TSQualifiedName') root = root.left;
  if (root.type !== 'Identifier') return false;
  const definition = file.variableNamed(root.name, root)?.defs[0];
  if (definition?.type === 'ClassName') return definition.node.superClass !== null;
  if (definition?.type !== 'ImportBinding') return false;
  const { parent } = definition;
  const source =
    parent?.type === 'ImportDeclaration'
      ? parent.source.value
      : parent?.type === 'TSImportEqualsDeclaration' && parent.moduleReference.type === 'TSExternalModuleReference'
        ? String((parent.moduleReference.expression as TSESTree.Literal).value)
        : '';
  return library.modules.some((module) => matches(module, source));
}

/** Module names of the catalog may have `*` for any characters. */
function matches(pattern: string, source: string): boolean {
  if (!pattern.includes('*')) return pattern === source;
  return new RegExp(`^${glob(pattern, '.*')}$`).test(source);
}
