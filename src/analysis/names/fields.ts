import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { enclosingClass, propertyName } from '../../ast/nodes.js';
import { bindingsOf, readsOf } from '../../ast/variables.js';
import type { Use } from './use.js';
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** Where a class names its own fields: `this.name`, and `const { name } = this`. */
interface FieldIndex {
  readonly members: ReadonlyMap<string, readonly TSESTree.MemberExpression[]>;
  readonly patterns: readonly TSESTree.Node[];
}

const indexes = new WeakMap<TSESTree.Node, FieldIndex>();

/** All `this.<name>` expressions of a class by name, collected once per class. */
export function fieldIndexOf(file: FileView, owner: ClassNode): FieldIndex {
  const known = indexes.get(owner);
  if (known) return known;
  const members = new Map<string, TSESTree.MemberExpression[]>();
  const patterns: TSESTree.Node[] = [];
  for (const node of descendantsOf(owner.body, file.visitorKeys)) {
    if (node.type === 'MemberExpression' && isSelf(node.object, owner)) {
      const name = propertyName(node);
      if (name !== null) (members.get(name) ?? members.set(name, []).get(name))?.push(node);
    }
    if (node.type === 'VariableDeclarator' && node.init?.type === 'ThisExpression') patterns.push(node.id);
  }
  const index = { members, patterns };
  indexes.set(owner, index);
  return index;
}

/**
 * A function that computes its answer once for each field of a class, as long as the clients of the file are the same,
 * however many of them the field is given.
 */
export function onceForField<File extends { readonly clients: object }, Result>(
  compute: (file: File, owner: ClassNode, field: string) => Result,
): (file: File, owner: ClassNode, field: string) => Result {
  type Answers = WeakMap<ClassNode, Map<string, { readonly answer: Result }>>;
  const answersOf = memoized<object, [], Answers>(() => new WeakMap());
  return (file, owner, field) => {
    const answers = answersOf(file.clients);
    const fields = answers.get(owner) ?? new Map<string, { readonly answer: Result }>();
    answers.set(owner, fields);
    const known = fields.get(field) ?? { answer: compute(file, owner, field) };
    fields.set(field, known);
    return known.answer;
  };
}

function isSelf(object: TSESTree.Node, owner: ClassNode): boolean {
  if (object.type === 'ThisExpression') return true;
  return object.type === 'Identifier' && owner.id !== null && object.name === owner.id.name;
}

/** The class whose field a `this.x` target or a field definition names. */
export function fieldOwnerOf(target: TSESTree.MemberExpression | TSESTree.PropertyDefinition): ClassNode | null {
  if (target.type === 'PropertyDefinition') return enclosingClass(target);
  return target.object.type === 'ThisExpression' ? enclosingClass(target) : null;
}

/** Expressions that read the field which an assignment target or a field definition fills. */
export function* fieldUsesOf(
  file: FileView,
  target: TSESTree.MemberExpression | TSESTree.PropertyDefinition,
  path: readonly string[],
): Generator<Use> {
  const owner = fieldOwnerOf(target);
  const name = propertyName(target);
  if (!owner || name === null) return;
  for (const use of readsOfField(file, owner, name))
    if (use.node !== target) yield { node: use.node, path: [...path, ...use.path] };
}

/** Expressions that denote a field inside of its class, those that give it a value included. */
export function* readsOfField(file: FileView, owner: ClassNode, name: string): Generator<Use> {
  const index = fieldIndexOf(file, owner);
  for (const member of index.members.get(name) ?? []) yield { node: member, path: [] };
  for (const pattern of index.patterns) {
    for (const binding of bindingsOf(pattern)) {
      if (binding.path[0] !== name) continue;
      const variable = file.variableOf(binding.identifier);
      for (const reference of variable ? readsOf(variable) : [])
        yield { node: reference.identifier, path: binding.path.slice(1) };
    }
  }
}
