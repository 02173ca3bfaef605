import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { isTransparent, propertyName } from '../../ast/nodes.js';
import { readsOf, type Variable } from '../../ast/variables.js';
import { fieldOwnerOf, readsOfField, type ClassNode } from './fields.js';
import type { Use } from './use.js';
import { readsOfWrite } from './written-reads.js';

/** A value that a statement gives to one name, through which all of its other uses go. */
export interface Naming {
  /** What denotes the value in front of the name: the expression itself, what stands around it. */
  readonly before: readonly TSESTree.Node[];
  /** The assignment, which denotes the value as well; `null` for declarations. */
  readonly assignment: TSESTree.AssignmentExpression | null;
  readonly name: Name;
}

/** A name that all values which are given to it have in common. */
export type Name =
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'field'; readonly owner: ClassNode; readonly field: string };

/** Where a value gets its only name: `const agent = new Agent()`, `this.agent = new Agent();`. */
export function namingOf(file: FileView, value: TSESTree.Node): Naming | null {
  const before = [value];
  let last = value;
  while (last.parent && (isTransparent(last.parent) || last.parent.type === 'AwaitExpression')) {
    last = last.parent;
    before.push(last);
  }
  const { parent } = last;
  if (parent?.type === 'VariableDeclarator') {
    const variable = parent.init === last && parent.id.type === 'Identifier' ? file.variableOf(parent.id) : null;
    return variable && { before, assignment: null, name: { kind: 'variable', variable } };
  }
  if (parent?.type !== 'AssignmentExpression' || parent.right !== last || parent.parent.type !== 'ExpressionStatement')
    return null;
  const name = nameOf(file, parent);
  return name && { before, assignment: parent, name };
}

function nameOf(file: FileView, assignment: TSESTree.AssignmentExpression): Name | null {
  const { left } = assignment;
  if (left.type === 'Identifier') {
    const variable = file.variableOf(left);
    return variable && readsOfWrite(variable, assignment) === null ? { kind: 'variable', variable } : null;
  }
  const owner = left.type === 'MemberExpression' ? fieldOwnerOf(left) : null;
  const field = left.type === 'MemberExpression' ? propertyName(left) : null;
  return owner && field !== null ? { kind: 'field', owner, field } : null;
}

/** What was found of a name, for each variable and for each field of a class. */
const usesOfVariables = memoized<object, [], { uses?: readonly Use[] }>(() => ({}));
const usesOfFields = memoized<object, [], Map<string, readonly Use[]>>(() => new Map());

/** The uses of a name, found once however many values are given to it. */
export function usesOfName(
  file: FileView,
  name: Name,
  follow: (reads: Use[], seen: Set<TSESTree.Node | Variable>) => Iterable<Use>,
): readonly Use[] {
  if (name.kind === 'variable') {
    const { variable } = name;
    const reads = (): Use[] => readsOf(variable).map(({ identifier }) => ({ node: identifier, path: [] }));
    return (usesOfVariables(variable).uses ??= [...follow(reads(), new Set([variable]))]);
  }
  const known = usesOfFields(name.owner);
  const uses = known.get(name.field) ?? [...follow([...readsOfField(file, name.owner, name.field)], new Set())];
  known.set(name.field, uses);
  return uses;
}
