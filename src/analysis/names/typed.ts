import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingClass, isFunction, propertyName } from '../../ast/nodes.js';
import { bindingsOf, type Variable } from '../../ast/variables.js';
import { fieldIndexOf, fieldUsesOf } from './fields.js';
import { callsOf } from './functions.js';
import { usesOf, usesOfVariable, type Use } from './uses.js';
import { inheritedFieldUses } from './heritage.js';

/** A type of a module that an annotation names. */
export interface TypeReference {
  readonly specifier: string;
  /** Export names from the module to the type: `['Pool']`, `['Knex', 'Transaction']`. */
  readonly path: readonly string[];
  readonly node: TSESTree.TSTypeReference;
}

/** Annotations that name a type of an imported module, also by type-only imports. */
export function* typeReferences(file: FileView): Generator<TypeReference> {
  for (const statement of file.ast.body) {
    if (
      statement.type === 'TSImportEqualsDeclaration' &&
      statement.moduleReference.type === 'TSExternalModuleReference'
    ) {
      const { expression } = statement.moduleReference;
      if (expression.type === 'Literal' && typeof expression.value === 'string')
        yield* referencesOf(file, statement, expression.value, []);
    }
    if (statement.type !== 'ImportDeclaration') continue;
    for (const specifier of statement.specifiers) {
      const path =
        specifier.type === 'ImportSpecifier'
          ? [specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value]
          : [];
      yield* referencesOf(file, specifier, statement.source.value, path);
    }
  }
}

function* referencesOf(
  file: FileView,
  declaration: TSESTree.Node,
  specifier: string,
  path: readonly string[],
): Generator<TypeReference> {
  for (const variable of file.getDeclaredVariables(declaration)) {
    for (const { identifier } of variable.references) {
      const members: string[] = [];
      let name: TSESTree.Node = identifier;
      while (name.parent?.type === 'TSQualifiedName' && name.parent.left === name) {
        name = name.parent;
        members.push(name.right.name);
      }
      if (name.parent?.type === 'TSTypeReference' && name.parent.typeName === name)
        yield { specifier, path: [...path, ...members].filter((each) => each !== 'default'), node: name.parent };
    }
  }
}

/**
 * Uses of a method whose declaration in an interface or a type of the file returns a type, or a promise of it:
 * `connect(): Promise<PoolClient>`, `getConnection: () => Promise<PoolConnection>`.
 */
export function* usesOfMethod(file: FileView, type: TSESTree.Node, name: string): Generator<Use> {
  const { parent } = type;
  if (parent?.type === 'TSTypeParameterInstantiation' || parent?.type === 'TSTypeReference') {
    yield* usesOfMethod(file, parent, name);
    return;
  }
  const declaration = parent?.type === 'TSTypeAnnotation' ? parent.parent : null;
  const typed = declaration?.type === 'TSFunctionType' ? declaration.parent.parent : declaration;
  if (typed?.type !== 'TSMethodSignature' && typed?.type !== 'TSPropertySignature') return;
  if (typed.computed || typed.key.type !== 'Identifier' || typed.key.name !== name) return;
  const holder = typed.parent;
  if (holder.type === 'TSInterfaceBody') yield* usesOfNamedType(file, holder.parent, [name], 0);
  else yield* usesOfType(file, holder, [name]);
}

/** Types which are the type in them, or something that is awaited, null or read-only besides. */
const AROUND = /^(?:Promise|PromiseLike|Awaited|Readonly|NonNullable|Required)$/;

/**
 * Variables and expressions whose declared type is, or has at `path`, a given type: annotated variables, parameters,
 * fields and results of functions, assertions, and members of interfaces of this file.
 */
export function* usesOfType(
  file: FileView,
  type: TSESTree.Node,
  path: readonly string[] = [],
  depth = 0,
): Generator<Use> {
  const { parent } = type;
  if (!parent || depth > 4) return;
  switch (parent.type) {
    case 'TSUnionType':
    case 'TSIntersectionType':
      yield* usesOfType(file, parent, path, depth);
      return;
    case 'TSTypeParameterInstantiation': {
      const outer = parent.parent;
      if (outer.type === 'ClassDeclaration' || outer.type === 'ClassExpression')
        yield* below(inheritedFieldUses(file, outer, parent.params.indexOf(type as TSESTree.TypeNode)), path);
      if (outer.type === 'TSTypeReference' && outer.typeName.type === 'Identifier' && AROUND.test(outer.typeName.name))
        yield* usesOfType(file, outer, path, depth);
      return;
    }
    case 'TSAsExpression':
    case 'TSTypeAssertion':
      yield* below(usesOf(file, parent), path);
      return;
    case 'TSTypeAnnotation':
      yield* usesOfAnnotated(file, parent, path, depth);
      return;
    case 'TSTypeAliasDeclaration':
      yield* usesOfNamedType(file, parent, path, depth);
      return;
    default:
  }
}

function* usesOfAnnotated(
  file: FileView,
  annotation: TSESTree.TSTypeAnnotation,
  path: readonly string[],
  depth: number,
): Generator<Use> {
  const target = annotation.parent;
  if (target.type === 'Identifier' || target.type === 'ObjectPattern') {
    yield* usesOfBinding(file, target, path);
  } else if (target.type === 'PropertyDefinition') {
    yield* below(usesOfField(file, target), path);
  } else if (isFunction(target) && target.returnType === annotation) {
    const calls = callsOf(file, target);
    for (const call of calls) yield* below(usesOf(file, call), path);
    if (target.parent.type === 'MethodDefinition' && target.parent.kind === 'get') {
      for (const read of membersNamed(file, target.parent)) yield* below(usesOf(file, read), path);
    }
  } else if (target.type === 'TSPropertySignature' && !target.computed && target.key.type === 'Identifier') {
    const holder = target.parent;
    const members = [target.key.name, ...path];
    if (holder.type === 'TSInterfaceBody') yield* usesOfNamedType(file, holder.parent, members, depth);
    else yield* usesOfType(file, holder, members, depth + 1);
  }
}

function membersNamed(
  file: FileView,
  member: TSESTree.MethodDefinition | TSESTree.Node,
): readonly TSESTree.MemberExpression[] {
  const owner = enclosingClass(member);
  const name = member.type === 'MethodDefinition' ? propertyName(member) : null;
  return owner && name !== null ? (fieldIndexOf(file, owner).members.get(name) ?? []) : [];
}

/** The names of a pattern that hold the value at `path`; parameters that are fields too are read through `this`. */
export function* usesOfBinding(
  file: FileView,
  target: TSESTree.Identifier | TSESTree.ObjectPattern,
  path: readonly string[],
): Generator<Use> {
  for (const { identifier, path: members, rest } of bindingsOf(target)) {
    if (rest || members.some((name, index) => name !== path[index])) continue;
    const variable: Variable | null = file.variableOf(identifier);
    if (variable) yield* below(usesOfVariable(file, variable), path.slice(members.length));
  }
  const property = target.parent.type === 'AssignmentPattern' ? target.parent.parent : target.parent;
  if (property.type !== 'TSParameterProperty' || target.type !== 'Identifier') return;
  const owner = enclosingClass(property);
  for (const read of owner ? (fieldIndexOf(file, owner).members.get(target.name) ?? []) : [])
    yield* below(usesOf(file, read), path);
}

/** The uses of all that denotes a field. */
export function* usesOfField(
  file: FileView,
  field: TSESTree.PropertyDefinition | TSESTree.MemberExpression,
): Generator<Use> {
  for (const { node, path } of fieldUsesOf(file, field, [])) yield* usesOf(file, node, path);
}

/** Those of some uses that are below a path of members, as uses of what is there. */
function* below(uses: Iterable<Use>, path: readonly string[]): Generator<Use> {
  for (const use of uses) {
    if (path.every((name, index) => use.path[index] === name)) yield { ...use, path: use.path.slice(path.length) };
  }
}

function* usesOfNamedType(
  file: FileView,
  declaration: TSESTree.Node,
  path: readonly string[],
  depth: number,
): Generator<Use> {
  for (const variable of file.getDeclaredVariables(declaration)) {
    for (const { identifier } of variable.references) {
      if (identifier.parent?.type === 'TSTypeReference') yield* usesOfType(file, identifier.parent, path, depth + 1);
    }
  }
}
