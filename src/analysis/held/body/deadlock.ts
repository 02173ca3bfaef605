import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { finalizedTry, isWithin, propertyName, wrapped } from '../../../ast/nodes.js';
import { readsOf } from '../../../ast/variables.js';
import type { RequestCall } from '../../names/clients.js';
import type { Effects } from '../engine/effects.js';
import { senderOf } from './sender.js';

/** A close that waits for a body which the caller can only read after it. */
export interface Deadlock {
  readonly close: TSESTree.CallExpression;
  /** The statement that hands the response to the caller. */
  readonly leaving: TSESTree.Node;
}

/**
 * Finds `await client.close()` in a `finally` block whose `try` returns the response unread: undici's graceful close
 * waits for the body (measured: from 66 KB on it never ends), the caller for the close.
 */
export function deadlockOf(file: FileView, request: RequestCall, effects: readonly Effects[]): Deadlock | null {
  const variable = senderOf(file, request);
  for (const { identifier } of variable ? readsOf(variable) : []) {
    const close = awaitedClose(identifier);
    const guarded = close && finalizedTry(close);
    if (!close || !guarded || !isWithin(request.node, guarded.block)) continue;
    const leaving = leavingStatement(request.node, effects, guarded.block);
    if (leaving) return { close, leaving };
  }
  return null;
}

function awaitedClose(identifier: TSESTree.Node): TSESTree.CallExpression | null {
  const { parent } = identifier;
  if (parent?.type !== 'MemberExpression' || parent.object !== identifier || propertyName(parent) !== 'close')
    return null;
  return parent.parent.type === 'CallExpression' && parent.parent.parent.type === 'AwaitExpression'
    ? parent.parent
    : null;
}

/** The `return` in a block that hands on the response, or something with it. */
function leavingStatement(
  call: TSESTree.Node,
  effects: readonly Effects[],
  block: TSESTree.Node,
): TSESTree.Node | null {
  for (const effect of effects) {
    for (const [node, { kind }] of effect.at) {
      const returned = kind === 'escape' && isWithin(node, block) ? returnAround(node) : null;
      if (returned) return returned;
    }
  }
  let value = wrapped(call);
  while (
    value.parent &&
    (value.parent.type === 'AwaitExpression' ||
      (value.parent.type === 'MemberExpression' && propertyName(value.parent) === 'body'))
  )
    value = wrapped(value.parent);
  return value.parent?.type === 'ReturnStatement' && isWithin(value.parent, block) ? value.parent : null;
}

function returnAround(node: TSESTree.Node): TSESTree.Node | null {
  let current: TSESTree.Node | undefined = node;
  while (current && /^(?:Identifier|MemberExpression|Property|ObjectExpression|ArrayExpression)$/.test(current.type))
    current = current.parent;
  return current?.type === 'ReturnStatement' ? current : null;
}
