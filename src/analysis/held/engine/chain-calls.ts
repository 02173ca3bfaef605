import type { TSESTree } from '@typescript-eslint/utils';
import { callAround, propertyName, wrapped } from '../../../ast/nodes.js';
import { CONTINUATION_METHODS } from '../../values/closures.js';

/** Whether a call is `promise.then()`, `.catch()` or `.finally()`. */
export function isContinuation(call: TSESTree.CallExpression): boolean {
  return call.callee.type === 'MemberExpression' && CONTINUATION_METHODS.has(propertyName(call.callee) ?? '');
}

/** The outermost call of a chain of `.then()`, `.catch()` and `.finally()`. */
export function topOfChain(call: TSESTree.CallExpression): TSESTree.CallExpression {
  let top = call;
  for (;;) {
    const member = wrapped(top).parent;
    const next = member?.type === 'MemberExpression' ? callAround(member) : null;
    if (!next || !isContinuation(next)) return top;
    top = next;
  }
}
