import type { TSESTree } from '@typescript-eslint/utils';
import { callAround, propertyName, wrapped } from '../../ast/nodes.js';
import type { FileView } from '../../ast/file-view.js';
import type { CloseMethod } from '../../catalog/types.js';
import type { Construction } from '../names/clients.js';
import { usesOf } from '../names/uses.js';

/** A call that closes a client. */
export interface CloseCall {
  readonly node: TSESTree.CallExpression;
  readonly method: string;
}

/** The close call that a member expression on a client begins: `client.close()`, `db.$client.end()`. */
export function closeCallOn(closes: readonly CloseMethod[], member: TSESTree.MemberExpression): CloseCall | null {
  let current: TSESTree.Node = member;
  for (
    let path = propertyName(member) ?? '';
    current.type === 'MemberExpression';
    path = `${path}.${propertyName(current) ?? ''}`
  ) {
    const call = callAround(current);
    const close = call && closes.find(({ method, on }) => method === path && on !== 'module');
    if (close) return { node: call, method: close.method };
    const next: TSESTree.Node | undefined = wrapped(current).parent;
    if (next?.type !== 'MemberExpression') return null;
    current = next;
  }
  return null;
}

/** The calls of a file that close a client by its name, or by the field that has it. */
export function* closeCallsOf(file: FileView, { node, construct }: Construction): Generator<TSESTree.CallExpression> {
  for (const { node: use, path } of usesOf(file, node)) {
    const closed = use.type === 'MemberExpression' && path.length === 1 ? closeCallOn(construct.close, use) : null;
    if (closed) yield closed.node;
  }
}
