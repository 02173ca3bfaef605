import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { perFile } from '../../ast/memo.js';
import { propertyName, unwrap } from '../../ast/nodes.js';

/** The last name of a callee: `on` of `socket.on(...)`, `fetch` of `fetch(...)`; empty where there is none. */
export function lastNameOf(callee: TSESTree.Node): string {
  const node = unwrap(callee);
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? (propertyName(node) ?? '') : '';
}

/** All calls of a file by the last name of what they call, in the order of the text. */
export function callsNamed(file: FileView, ...names: readonly string[]): TSESTree.CallExpression[] {
  const index = callIndex(file);
  return names.flatMap((name) => index.get(name) ?? []).sort((one, other) => one.range[0] - other.range[0]);
}

const callIndex = perFile((file: FileView) => {
  const index = new Map<string, TSESTree.CallExpression[]>();
  for (const node of descendantsOf(file.ast, file.visitorKeys)) {
    if (node.type !== 'CallExpression') continue;
    const name = lastNameOf(node.callee);
    (index.get(name) ?? index.set(name, []).get(name))?.push(node);
  }
  return index;
});

/** Whether a callee is a global of that name, or a member of a global of that name. */
export function isGlobalCall(file: FileView, { callee }: TSESTree.CallExpression, root: string): boolean {
  const value = unwrap(callee);
  const object = value.type === 'MemberExpression' ? unwrap(value.object) : value;
  if (object.type !== 'Identifier' || object.name !== root) return false;
  return (file.variableOf(object)?.defs.length ?? 0) === 0;
}
