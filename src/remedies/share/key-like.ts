import type { TSESTree } from '@typescript-eslint/utils';
import { wholeName } from '../../analysis/names/conventions.js';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, propertyName, unwrap } from '../../ast/nodes.js';
import { initializerOf, type Variable } from '../../ast/variables.js';
import type { ClassNode } from './receiver.js';
import { numberOptions, textOptions } from '../../catalog/conventions/sharing.js';
import { stringMembers } from '../../catalog/conventions/pure-calls.js';

/** Types whose values are equal when they look equal, so that a Map finds them again. */
const PRIMITIVE = /^(?:string|number|boolean|bigint|undefined|null|'[^']*'|"[^"]*"|\d+)$/;
/** What stands around a function whose comment is in front of all of it. */
const AROUND_FUNCTION: ReadonlySet<string> = new Set([
  ...['VariableDeclarator', 'VariableDeclaration', 'ExportNamedDeclaration', 'ExportDefaultDeclaration'],
  ...['MethodDefinition', 'Property', 'ExpressionStatement', 'AssignmentExpression'],
]);
const STRING_MEMBERS = new Set(stringMembers);

/** The primitive type of an expression as far as the code proves it; `null` where it may be an object. */
export function primitiveTypeOf(file: FileView, node: TSESTree.Node): string | null {
  const value = unwrap(node);
  switch (value.type) {
    case 'TemplateLiteral':
      return 'string';
    case 'Literal':
      return typeof value.value === 'string' || typeof value.value === 'number' ? typeof value.value : null;
    case 'BinaryExpression':
      return value.operator === '+' &&
        [value.left, value.right].some((side) => primitiveTypeOf(file, side) === 'string')
        ? 'string'
        : null;
    case 'LogicalExpression': {
      const [left, right] = [primitiveTypeOf(file, value.left), primitiveTypeOf(file, value.right)];
      return left === right ? left : null;
    }
    case 'CallExpression': {
      const callee = unwrap(value.callee);
      if (callee.type === 'Identifier')
        return callee.name === 'String' ? 'string' : callee.name === 'Number' ? 'number' : null;
      return callee.type === 'MemberExpression' && STRING_MEMBERS.has(propertyName(callee) ?? '') ? 'string' : null;
    }
    case 'MemberExpression':
      return ofMember(file, value);
    case 'Identifier': {
      const variable = file.variableOf(value);
      return variable && ofVariable(file, variable);
    }
    default:
      return null;
  }
}

function ofMember(file: FileView, node: TSESTree.MemberExpression): string | null {
  const name = propertyName(node);
  const object = unwrap(node.object);
  const variable = object.type === 'Identifier' ? file.variableOf(object) : null;
  if (!variable || name === null) return null;
  const init = initializerOf(variable);
  const made = init && unwrap(init);
  if (made?.type === 'NewExpression' && made.callee.type === 'Identifier' && made.callee.name === 'URL')
    return STRING_MEMBERS.has(name) ? 'string' : null;
  return ofParameterMember(file, variable, name);
}

/** The type of a member of a parameter, as its type or its comment says. */
function ofParameterMember(file: FileView, variable: Variable, name: string): string | null {
  const [definition] = variable.defs;
  const [identifier] = variable.identifiers;
  const type = identifier?.type === 'Identifier' ? identifier.typeAnnotation?.typeAnnotation : undefined;
  if (type) return memberType(file, type, name);
  return definition?.type === 'Parameter' ? documentedType(file, definition.node, `${variable.name}.${name}`) : null;
}

function ofVariable(file: FileView, variable: Variable): string | null {
  const [definition] = variable.defs;
  const [identifier] = variable.identifiers;
  if (identifier?.type !== 'Identifier' || !definition) return null;
  const annotation = identifier.typeAnnotation?.typeAnnotation;
  if (annotation) {
    const text = primitive(file, annotation);
    return text !== null && identifier.optional ? `${text} | undefined` : text;
  }
  const init = initializerOf(variable);
  if (init) return primitiveTypeOf(file, init);
  if (definition.type === 'Variable') return ofTakenMember(file, definition.node, identifier);
  if (definition.type !== 'Parameter') return null;
  const { parent } = identifier;
  if (parent.type === 'AssignmentPattern' && parent.left === identifier && isFunction(parent.parent))
    return primitiveTypeOf(file, parent.right);
  const property = parent.type === 'AssignmentPattern' ? parent.parent : parent;
  if (property?.type === 'Property' && property.parent.type === 'ObjectPattern')
    return memberType(file, property.parent.typeAnnotation?.typeAnnotation, propertyName(property));
  return documentedType(file, definition.node, variable.name);
}

/** `const { region } = options` */
function ofTakenMember(file: FileView, { init }: TSESTree.VariableDeclarator, name: TSESTree.Node): string | null {
  const property = name.parent;
  const from = init?.type === 'Identifier' ? file.variableOf(init) : null;
  const isTaken = property?.type === 'Property' && property.value === name && property.parent.parent === init?.parent;
  const member = isTaken ? propertyName(property) : null;
  return from && member !== null ? ofParameterMember(file, from, member) : null;
}

/** The type of a member of an inline object type, or of an interface or type alias of the file. */
function memberType(file: FileView, type: TSESTree.TypeNode | undefined, name: string | null): string | null {
  const members = type && membersOf(file, type);
  const member = members?.find(
    (element) =>
      element.type === 'TSPropertySignature' && element.key.type === 'Identifier' && element.key.name === name,
  );
  if (member?.type !== 'TSPropertySignature' || !member.typeAnnotation) return null;
  const text = primitive(file, member.typeAnnotation.typeAnnotation);
  return text !== null && member.optional ? `${text} | undefined` : text;
}

function membersOf(file: FileView, type: TSESTree.TypeNode): readonly TSESTree.TypeElement[] | null {
  if (type.type === 'TSTypeLiteral') return type.members;
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return null;
  const declared = file.variableOf(type.typeName)?.defs[0]?.node;
  if (declared?.type === 'TSInterfaceDeclaration') return declared.body.body;
  return declared?.type === 'TSTypeAliasDeclaration' && declared.typeAnnotation.type === 'TSTypeLiteral'
    ? declared.typeAnnotation.members
    : null;
}

function primitive(file: FileView, type: TSESTree.TypeNode): string | null {
  const text = file.getText(type);
  return text.split(' | ').every((part) => PRIMITIVE.test(part)) ? text : null;
}

/** `@param {string} name` in the comment in front of a function. */
function documentedType(file: FileView, fn: TSESTree.Node, name: string): string | null {
  let holder: TSESTree.Node = fn;
  while (holder.parent && AROUND_FUNCTION.has(holder.parent.type)) holder = holder.parent;
  const comment = file.sourceCode.getCommentsBefore(holder).at(-1);
  const [, type] = new RegExp(`@param\\s+\\{(\\w+)\\}\\s+\\[?${wholeName(name)}`).exec(comment?.value ?? '') ?? [];
  return type !== undefined && PRIMITIVE.test(type) ? type : null;
}

/** The primitive type that a class declares for a field, also as a parameter of its constructor. */
export function fieldType(file: FileView, owner: ClassNode, name: string): string | null {
  for (const member of owner.body.body) {
    if (member.type === 'PropertyDefinition' && propertyName(member) === name) {
      const type = member.typeAnnotation && primitive(file, member.typeAnnotation.typeAnnotation);
      return type ?? (member.value && member.readonly ? primitiveTypeOf(file, member.value) : null);
    }
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    for (const param of member.value.params) {
      const { parameter } = param.type === 'TSParameterProperty' ? param : { parameter: null };
      const target = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter;
      if (target?.type === 'Identifier' && target.name === name)
        return target.typeAnnotation ? primitive(file, target.typeAnnotation.typeAnnotation) : null;
    }
  }
  return null;
}

/** Options that take a string or number in every catalogued library; in TypeScript the declared types say more. */
export function scalarOptionType({ parent }: TSESTree.Node): string | null {
  const name = parent?.type === 'Property' ? propertyName(parent) : null;
  if (name === null) return null;
  return textOptions.includes(name) ? 'string' : numberOptions.includes(name) ? 'number' : null;
}
