import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { functionOf } from '../../names/functions.js';
import type { Arrival } from '../engine/arrivals.js';
import { areAlike, raceOf, rivalsOf } from './rivals.js';

/** Types of which no member is known. */
const OPAQUE = new RegExp(
  String.raw`^TS(?:Unknown|Object|Void|String|Number|Boolean|BigInt|Symbol|Undefined|Null)Keyword$|` +
    String.raw`^TS(?:TypeLiteral|FunctionType|TupleType|ArrayType)$`,
);
/** Types of other types, with which nothing is said. */
const AROUND = /^(?:Promise|PromiseLike|Awaited|Readonly|NonNullable|Required)$/;

/**
 * Whether the types of a file keep a compiler from seeing what a call has delivered: a race against a promise of
 * something else, an annotation or a cast to less than it is, uses that cast it first.
 * @param uses Expressions that denote the value.
 */
export function hidesType(
  file: FileView,
  { call, at, received }: Pick<Arrival, 'at' | 'received'> & { readonly call: TSESTree.Node },
  uses: Iterable<TSESTree.Node>,
): boolean {
  for (const use of uses) if (use !== at && castOf(use)) return true;
  const declared = declaredType(file, at, received);
  if (declared) return isOpaque(file, declared);
  const helper = call.type === 'CallExpression' ? functionOf(file, call.callee) : null;
  if (helper?.returnType && isOpaque(file, helper.returnType.typeAnnotation)) return true;
  for (let node: TSESTree.Node = call; node.parent && node !== at; node = node.parent) {
    const cast = castOf(node);
    if (cast) return isOpaque(file, cast);
    const race = raceOf(node);
    if (race && !race.typeArguments && !rivalsOf(node).every((rival) => isTypedRival(file, rival, node))) {
      const outer = outerCast(race, at);
      return !outer || isOpaque(file, outer);
    }
  }
  return false;
}

/** A cast between the race and where it is awaited: `await (Promise.race([...]) as Promise<Response>)`. */
function outerCast(race: TSESTree.Node, at: TSESTree.Node | null): TSESTree.TypeNode | null {
  for (let node = race; node.parent && node !== at; node = node.parent) {
    const cast = castOf(node);
    if (cast) return cast;
  }
  return null;
}

function castOf({ parent }: TSESTree.Node): TSESTree.TypeNode | null {
  return parent?.type === 'TSAsExpression' || parent?.type === 'TSTypeAssertion' ? parent.typeAnnotation : null;
}

/** The type that the receiver has by declaration. */
function declaredType(
  file: FileView,
  at: TSESTree.Node | null,
  received: Arrival['received'],
): TSESTree.TypeNode | null {
  if (received.binding && 'typeAnnotation' in received.node)
    return received.node.typeAnnotation?.type === 'TSTypeAnnotation'
      ? received.node.typeAnnotation.typeAnnotation
      : null;
  if (!at) return null;
  const cast = castOf(at);
  if (cast) return cast;
  const { parent } = at;
  const target =
    parent?.type === 'VariableDeclarator' ? parent.id : parent?.type === 'AssignmentExpression' ? parent.left : null;
  if (target?.type !== 'Identifier') return null;
  const definition = file.variableOf(target)?.defs[0]?.name;
  return definition?.type === 'Identifier' ? (definition.typeAnnotation?.typeAnnotation ?? null) : null;
}

/** Whether a type says nothing of the members that the value has, or nobody can tell from this file. */
function isOpaque(file: FileView, type: TSESTree.TypeNode, depth = 0): boolean {
  if (OPAQUE.test(type.type) || depth > 4) return true;
  if (type.type === 'TSUnionType')
    return type.types.some(
      (part) => !/^TS(?:Undefined|Null)Keyword$/.test(part.type) && isOpaque(file, part, depth + 1),
    );
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return false;
  const { name } = type.typeName;
  const [inner] = type.typeArguments?.params ?? [];
  if (AROUND.test(name) && inner) return isOpaque(file, inner, depth + 1);
  const definition = file.variableNamed(name, type)?.defs[0];
  if (!definition) return false;
  if (definition.node.type === 'TSTypeAliasDeclaration')
    return isOpaque(file, definition.node.typeAnnotation, depth + 1);
  if (definition.node.type === 'TSInterfaceDeclaration') return definition.node.extends.length === 0;
  const module = definition.parent?.type === 'ImportDeclaration' ? definition.parent.source.value : null;
  return module === null || /^(?:\.|#|~|@\/)/.test(module);
}

/** Whether a promise that takes part in a race leaves its result the type that is expected. */
function isTypedRival(file: FileView, rival: TSESTree.Node, raced: TSESTree.Node): boolean {
  if (areAlike(file, rival, raced)) return true;
  const type =
    rival.type === 'NewExpression'
      ? rival.typeArguments?.params[0]
      : rival.type === 'CallExpression'
        ? functionOf(file, rival.callee)?.returnType?.typeAnnotation
        : castOf(rival);
  return type !== undefined && type !== null && !isOpaque(file, type);
}
