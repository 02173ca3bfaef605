import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import { enclosingClass, propertyName } from '../../ast/nodes.js';

type SourceCode = Readonly<TSESLint.SourceCode>;
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** Where a file names a member of anything: `x.name`, and `{ name }` or `{ name: target }` in patterns. */
interface MemberIndex {
  readonly expressions: ReadonlyMap<string, readonly TSESTree.MemberExpression[]>;
  readonly patterns: ReadonlyMap<string, readonly TSESTree.Property[]>;
}

const indexes = new WeakMap<TSESTree.Program, MemberIndex>();

/** All member names of a file, collected once, when first asked for. */
function memberIndexOf(sourceCode: SourceCode): MemberIndex {
  const known = indexes.get(sourceCode.ast);
  if (known) return known;
  const expressions = new Map<string, TSESTree.MemberExpression[]>();
  const patterns = new Map<string, TSESTree.Property[]>();
  for (const node of descendantsOf(sourceCode.ast, sourceCode.visitorKeys)) {
    if (node.type === 'MemberExpression') {
      const name = propertyName(node);
      if (name !== null) (expressions.get(name) ?? expressions.set(name, []).get(name))?.push(node);
    } else if (node.type === 'Property' && node.parent.type === 'ObjectPattern') {
      const name = propertyName(node);
      if (name !== null) (patterns.get(name) ?? patterns.set(name, []).get(name))?.push(node);
    }
  }
  const index = { expressions, patterns };
  indexes.set(sourceCode.ast, index);
  return index;
}

/**
 * Expressions that may denote a field of a class or object: `this.name` in the class and its relatives, and `x.name`
 * for any
 * other `x`, because what `x` is would need types. `owner` is `null` for fields of plain objects.
 */
export function fieldExpressionsOf(
  sourceCode: SourceCode,
  name: string,
  owner: ClassNode | null,
): TSESTree.MemberExpression[] {
  return (memberIndexOf(sourceCode).expressions.get(name) ?? []).filter((node) => {
    if (node.object.type !== 'ThisExpression') return true;
    const around = enclosingClass(node);
    return owner === null ? around === null : around !== null && areRelated(sourceCode, owner, around);
  });
}

/** Pattern properties that may take a field out of a class or object. */
export function fieldPatternsOf(sourceCode: SourceCode, name: string): readonly TSESTree.Property[] {
  return memberIndexOf(sourceCode).patterns.get(name) ?? [];
}

/** Whether one of two classes of a file extends the other one, or both extend the same. */
function areRelated(sourceCode: SourceCode, one: ClassNode, other: ClassNode): boolean {
  const lines = [lineageOf(sourceCode, one), lineageOf(sourceCode, other)] as const;
  return lines[0].some((ancestor) => lines[1].includes(ancestor));
}

/** A class and its superclasses, as far as they are declared in the file. */
function lineageOf(sourceCode: SourceCode, owner: ClassNode): ClassNode[] {
  const lineage: ClassNode[] = [];
  for (
    let current: ClassNode | null = owner;
    current && !lineage.includes(current);
    current = superclassOf(sourceCode, current)
  )
    lineage.push(current);
  return lineage;
}

/** The superclass of a class, when it is declared at the top level of the file. */
export function superclassOf(sourceCode: SourceCode, owner: ClassNode): ClassNode | null {
  return owner.superClass?.type === 'Identifier' ? classNamed(sourceCode, owner.superClass.name) : null;
}

/** The class that a top-level name of the file denotes. */
export function classNamed(sourceCode: SourceCode, name: string): ClassNode | null {
  for (const scope of sourceCode.scopeManager?.scopes.slice(0, 2) ?? []) {
    const definition = scope.set.get(name)?.defs[0];
    if (definition?.type === 'ClassName') return definition.node;
    const init =
      definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator' ? definition.node.init : null;
    if (init?.type === 'ClassExpression') return init;
  }
  return null;
}
