import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized, perFile } from '../../ast/memo.js';
import { enclosingClass, propertyName } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;
type OwnMember = TSESTree.MethodDefinition | TSESTree.PropertyDefinition;

/** Where a file names a member of anything: `x.name`, and `{ name }` or `{ name: target }` in patterns. */
interface MemberIndex {
  readonly expressions: ReadonlyMap<string, NamedMembers>;
  readonly patterns: ReadonlyMap<string, readonly TSESTree.Property[]>;
}

/** Members of one name: of anything, and of `this` by the topmost superclass of the class around it. */
interface NamedMembers {
  readonly others: TSESTree.MemberExpression[];
  readonly own: Map<ClassNode | null, TSESTree.MemberExpression[]>;
}

const indexes = new WeakMap<TSESTree.Program, MemberIndex>();

/** All member names of a file, collected once, when first asked for. */
function memberIndexOf(file: FileView): MemberIndex {
  const known = indexes.get(file.ast);
  if (known) return known;
  const expressions = new Map<string, NamedMembers>();
  const patterns = new Map<string, TSESTree.Property[]>();
  for (const node of descendantsOf(file.ast, file.visitorKeys)) {
    if (node.type === 'MemberExpression') {
      const name = propertyName(node);
      if (name !== null) addMember(file, expressions, name, node);
    } else if (node.type === 'Property' && node.parent.type === 'ObjectPattern') {
      const name = propertyName(node);
      if (name !== null) (patterns.get(name) ?? patterns.set(name, []).get(name))?.push(node);
    }
  }
  const index = { expressions, patterns };
  indexes.set(file.ast, index);
  return index;
}

/**
 * Expressions that may denote a field of a class or object: `this.name` in the class and its relatives, and `x.name`
 * for any other `x`, because what `x` is would need types. `owner` is `null` for fields of plain objects.
 */
export function fieldExpressionsOf(file: FileView, name: string, owner: ClassNode | null): TSESTree.MemberExpression[] {
  const named = memberIndexOf(file).expressions.get(name);
  if (!named) return [];
  const own = named.own.get(owner && familyOf(file, owner)) ?? [];
  return [...named.others, ...own].sort((left, right) => left.range[0] - right.range[0]);
}

function addMember(
  file: FileView,
  members: Map<string, NamedMembers>,
  name: string,
  node: TSESTree.MemberExpression,
): void {
  const named = members.get(name) ?? { others: [], own: new Map<ClassNode | null, TSESTree.MemberExpression[]>() };
  members.set(name, named);
  if (node.object.type !== 'ThisExpression') {
    named.others.push(node);
    return;
  }
  const around = enclosingClass(node);
  const family = around && familyOf(file, around);
  const own = named.own.get(family) ?? [];
  named.own.set(family, own);
  own.push(node);
}

/** Pattern properties that may take a field out of a class or object. */
export function fieldPatternsOf(file: FileView, name: string): readonly TSESTree.Property[] {
  return memberIndexOf(file).patterns.get(name) ?? [];
}

/** The topmost superclass of a class that the file declares: classes that have it in common may share fields. */
function familyOf(file: FileView, owner: ClassNode): ClassNode {
  return lineageOf(file, owner).at(-1) ?? owner;
}

/** A class and its superclasses that the file declares, each once, in the order in which members are looked for. */
export function lineageOf(file: FileView, owner: ClassNode): ClassNode[] {
  const lineage = new Set<ClassNode>([owner]);
  for (const each of lineage) {
    const parent = superclassOf(file, each);
    if (parent) lineage.add(parent);
  }
  return [...lineage];
}

/** The superclass of a class, when it is declared at the top level of the file. */
export function superclassOf(file: FileView, owner: ClassNode): ClassNode | null {
  return owner.superClass?.type === 'Identifier' ? classNamed(file, owner.superClass.name) : null;
}

/** The class that a top-level name of the file denotes. */
export function classNamed(file: FileView, name: string): ClassNode | null {
  for (const scope of file.scopeManager?.scopes.slice(0, 2) ?? []) {
    const definition = scope.set.get(name)?.defs[0];
    if (definition?.type === 'ClassName') return definition.node;
    const init =
      definition?.type === 'Variable' && definition.node.type === 'VariableDeclarator' ? definition.node.init : null;
    if (init?.type === 'ClassExpression') return init;
  }
  return null;
}

/** The variable by which code outside of a class names it; the class body has one of its own of the same name. */
export function variableOfClass(file: FileView, owner: ClassNode): Variable | null {
  return (owner.id && file.getDeclaredVariables(owner)[0]) ?? null;
}

/** The classes at the top level of the file that extend a class of it, at any distance. */
export function subclassesOf(file: FileView, owner: ClassNode): ClassNode[] {
  const children = childrenOf(file);
  const heirs = new Set<ClassNode>(children.get(owner));
  for (const heir of heirs) for (const child of children.get(heir) ?? []) if (child !== owner) heirs.add(child);
  return [...heirs];
}

/** The classes at the top level that extend a class directly, by that class. */
const childrenOf = perFile((file: FileView) => {
  const [global, module] = file.scopeManager?.scopes ?? [];
  const children = new Map<ClassNode, ClassNode[]>();
  for (const { defs } of [...(module?.variables ?? []), ...(global?.variables ?? [])]) {
    const [definition] = defs;
    const parent = definition?.type === 'ClassName' ? superclassOf(file, definition.node) : null;
    if (definition?.type === 'ClassName' && parent)
      (children.get(parent) ?? children.set(parent, []).get(parent))?.push(definition.node);
  }
  return children;
});

/** What a class itself has under a name: a method, a field of any kind, or nothing. */
export function ownMember(owner: ClassNode, name: string): OwnMember | null {
  return membersNamed(owner, name)[0] ?? null;
}

/** All that a class itself has under a name, in the order of the text. */
export function membersNamed(owner: ClassNode, name: string): readonly OwnMember[] {
  return membersByName(owner).get(name) ?? [];
}

/** The members of a class that may give a field its first value: those of its name, and the constructor. */
export function declaring(owner: ClassNode, name: string): OwnMember[] {
  const makers = name === 'constructor' ? [] : membersNamed(owner, 'constructor');
  return [...membersNamed(owner, name), ...makers].sort((left, right) => left.range[0] - right.range[0]);
}

/** The members of a class by name, in the order of the text; collected once for each class. */
const membersByName = memoized(({ body }: ClassNode) => {
  const byName = new Map<string, OwnMember[]>();
  for (const member of body.body) {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue;
    const name = propertyName(member);
    if (name !== null) (byName.get(name) ?? byName.set(name, []).get(name))?.push(member);
  }
  return byName;
});
