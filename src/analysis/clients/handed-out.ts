import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { wrapped } from '../../ast/nodes.js';
import { closeMethodNames } from '../../catalog/conventions/closing.js';
import { isOnlyNamed, usesOf } from '../names/uses.js';
import type { ClientPlace } from './places.js';

/** Whether other code gets the client out of an instance of a class, so that nothing is known of its end. */
export function isHandedOut(file: FileView, { construction, sinks }: ClientPlace): boolean {
  const { handsOut } = construction.construct.constructedIn ?? {};
  if (handsOut === undefined) return false;
  return sinks.some(
    (sink) =>
      sink.kind === 'used' &&
      (sink.method === null || (handsOut.includes(sink.method) && !isUsedInPlace(file, sink.node))),
  );
}

/** Whether the result of a method is only there to call methods of it, none of which ends it. */
function isUsedInPlace(file: FileView, method: TSESTree.Node): boolean {
  const call = wrapped(method).parent;
  return (
    call?.type === 'CallExpression' &&
    [...usesOf(file, call)].every(({ node, path }) =>
      path[0] === undefined ? isOnlyNamed(node) || isObject(node) : !closeMethodNames.includes(path[0]),
    )
  );
}

/** Whether a value is there to take a member of it, to wait for it, or for nothing. */
function isObject(node: TSESTree.Node): boolean {
  const value = wrapped(node);
  const { parent } = value;
  if (parent?.type === 'MemberExpression') return parent.object === value;
  return parent?.type === 'AwaitExpression' || parent?.type === 'ExpressionStatement';
}
