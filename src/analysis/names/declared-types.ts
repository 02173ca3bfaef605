import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingClass, isFunction, propertyName, unwrap } from '../../ast/nodes.js';
import { bindingsOf } from '../../ast/variables.js';
import { ownMember, type ClassNode } from './members.js';

/** What an annotation says: a type, or a method of an interface. */
export type Declared = TSESTree.TypeNode | TSESTree.TSMethodSignature;

/** How deep names of types and members are followed. */
const MAX_DEPTH = 8;
/** Types that have the members of their argument. */
const SAME_MEMBERS = /^(?:Partial|Required|Readonly|NonNullable)$/;

/**
 * What the annotations of the file say of an expression, without type information: of variables, parameters, fields
 * and members of interfaces and type aliases that the file declares. `null` where they say nothing.
 */
export function declaredType(file: FileView, expression: TSESTree.Node, depth = 0): Declared | null {
  const node = unwrap(expression);
  if (depth > MAX_DEPTH) return null;
  if (node.type === 'Identifier') return ofVariable(file, node);
  if (node.type !== 'MemberExpression') return null;
  const name = propertyName(node);
  if (name === null) return null;
  if (node.object.type === 'ThisExpression') {
    const owner = enclosingClass(node);
    const type = owner && ofField(owner, name);
    return type ? memberType(file, type, []) : null;
  }
  const object = declaredType(file, node.object, depth + 1);
  return object && object.type !== 'TSMethodSignature' ? memberType(file, object, [name]) : null;
}

function ofVariable(file: FileView, identifier: TSESTree.Identifier): Declared | null {
  const definition = file.variableOf(identifier)?.defs[0];
  const patterns: readonly TSESTree.Node[] =
    definition?.type === 'Parameter' && isFunction(definition.node)
      ? definition.node.params
      : definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator'
        ? [definition.node.id]
        : [];
  for (const pattern of patterns) {
    const plain = plainPattern(pattern);
    const binding = [...bindingsOf(plain)].find((each) => each.identifier === definition?.name);
    const type = 'typeAnnotation' in plain ? plain.typeAnnotation : undefined;
    if (binding && !binding.rest && type?.type === 'TSTypeAnnotation')
      return memberType(file, type.typeAnnotation, binding.path);
  }
  return null;
}

function plainPattern(pattern: TSESTree.Node): TSESTree.Node {
  const inner = pattern.type === 'TSParameterProperty' ? pattern.parameter : pattern;
  return inner.type === 'AssignmentPattern' ? inner.left : inner;
}

/** The annotation of a field, or of the parameter that the constructor makes one of. */
function ofField(owner: ClassNode, name: string): TSESTree.TypeNode | null {
  const member = ownMember(owner, name);
  if (member?.type === 'PropertyDefinition') return member.typeAnnotation?.typeAnnotation ?? null;
  const made = ownMember(owner, 'constructor')?.value;
  for (const param of isFunction(made) ? made.params : []) {
    const plain = param.type === 'TSParameterProperty' ? plainPattern(param) : null;
    if (plain?.type === 'Identifier' && plain.name === name) return plain.typeAnnotation?.typeAnnotation ?? null;
  }
  return null;
}

/** The type of a member of a type; the type itself for an empty path, through the names that the file declares. */
function memberType(file: FileView, type: Declared, path: readonly string[], depth = 0): Declared | null {
  if (depth > MAX_DEPTH || type.type === 'TSMethodSignature') return path.length === 0 ? type : null;
  const further = (next: Declared, rest = path): Declared | null => memberType(file, next, rest, depth + 1);
  if (type.type === 'TSUnionType' || type.type === 'TSIntersectionType') {
    const parts = type.types.filter((each) => !/^TS(?:Null|Undefined)Keyword$/.test(each.type));
    if (type.type === 'TSUnionType') return parts.length === 1 && parts[0] ? further(parts[0]) : null;
    return path.length === 0 ? type : (parts.map((each) => further(each)).find((found) => found !== null) ?? null);
  }
  if (type.type === 'TSTypeReference' && type.typeName.type === 'Identifier') {
    const [inner] = type.typeArguments?.params ?? [];
    if (inner && SAME_MEMBERS.test(type.typeName.name)) return further(inner);
    const named = file.variableNamed(type.typeName.name, type)?.defs[0]?.node;
    if (named?.type === 'TSTypeAliasDeclaration') return further(named.typeAnnotation);
    return named?.type === 'TSInterfaceDeclaration' && path.length > 0
      ? inMembers(named.body.body, path, further)
      : path.length === 0
        ? type
        : null;
  }
  if (path.length === 0) return type;
  return type.type === 'TSTypeLiteral' ? inMembers(type.members, path, further) : null;
}

function inMembers(
  members: readonly TSESTree.TypeElement[],
  [name, ...rest]: readonly string[],
  further: (next: Declared, rest: readonly string[]) => Declared | null,
): Declared | null {
  for (const member of members) {
    if (member.type !== 'TSPropertySignature' && member.type !== 'TSMethodSignature') continue;
    const { key } = member;
    if (member.computed || (key.type === 'Identifier' ? key.name : key.type === 'Literal' ? key.value : null) !== name)
      continue;
    if (member.type === 'TSMethodSignature') return rest.length === 0 ? member : null;
    return member.typeAnnotation ? further(member.typeAnnotation.typeAnnotation, rest) : null;
  }
  return null;
}

/** The type that a call of something with a declared type returns; `null` where it is no function. */
export function returnedType(declared: Declared | null): TSESTree.TypeNode | null {
  return functionTypeOf(declared)?.returnType?.typeAnnotation ?? null;
}

/** The signature of something with a declared type; `null` where it is no function. */
export function functionTypeOf(declared: Declared | null): TSESTree.TSFunctionType | TSESTree.TSMethodSignature | null {
  return declared?.type === 'TSFunctionType' || declared?.type === 'TSMethodSignature' ? declared : null;
}
