import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { memoized } from '../../../ast/memo.js';
import { enclosingClass, propertyName, unwrap } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import { fieldExpressionsOf } from '../../names/members.js';

/**
 * Containers whose elements only the file itself can reach; what others (caches with an eviction hook) do is unknown.
 */
const PLAIN_CONTAINER = /^(?:Map|Set|WeakMap|Array|Object)$/;
/** Methods of arrays and maps which return the same elements in another container. */
export const RESHAPING_METHODS = new Set([
  'values',
  'entries',
  'slice',
  'concat',
  'reverse',
  'toReversed',
  'flat',
  'splice',
  'at',
  'get',
  'pop',
  'shift',
  'find',
  'filter',
  'sort',
  'toSorted',
  'toArray',
]);

/** Whether everything assigned to a variable or field is an array, an object or a `Map`. */
export function isPlainContainer(file: FileView, root: TSESTree.Node, names: readonly string[]): boolean {
  if (root.type === 'Identifier') {
    const variable = file.variableOf(root);
    return !variable || holdsPlain(variable);
  }
  return root.type !== 'ThisExpression' || names.length === 0 || isPlainField(file, names[0] ?? '', root);
}

/** Asked once for each variable, however many clients are put into it. */
const holdsPlain = memoized((variable: Variable): boolean =>
  variable.references.every(({ writeExpr }) => !writeExpr || isPlain(writeExpr)),
);

const plainFields = memoized<object, [], Map<string, boolean>>(() => new Map());

function isPlainField(file: FileView, name: string, self: TSESTree.Node): boolean {
  const fields = plainFields(enclosingClass(self) ?? file.ast);
  const known = fields.get(name) ?? valuesOfField(file, name, self).every(isPlain);
  fields.set(name, known);
  return known;
}

function isPlain(value: TSESTree.Node): boolean {
  const inner = unwrap(value);
  if (inner.type === 'LogicalExpression') return true;
  if (inner.type === 'NewExpression')
    return inner.callee.type === 'Identifier' && PLAIN_CONTAINER.test(inner.callee.name);
  return inner.type !== 'CallExpression' && inner.type !== 'AwaitExpression';
}

function valuesOfField(file: FileView, name: string, self: TSESTree.Node): TSESTree.Node[] {
  const owner = enclosingClass(self);
  const assigned = fieldExpressionsOf(file, name, owner).flatMap(({ parent }) =>
    parent.type === 'AssignmentExpression' &&
    parent.left.type === 'MemberExpression' &&
    propertyName(parent.left) === name
      ? [parent.right]
      : [],
  );
  const declared =
    owner?.body.body.flatMap((member) =>
      member.type === 'PropertyDefinition' && propertyName(member) === name && member.value ? [member.value] : [],
    ) ?? [];
  return [...declared, ...assigned];
}
