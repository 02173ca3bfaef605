import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, stringOf } from '../../../ast/nodes.js';

/** Events behind which nothing of the response is left to lose. */
const LATE_EVENTS: ReadonlySet<string> = new Set(['error', 'close', 'aborted', 'end', 'finish', 'timeout', 'abort']);

/** A listener for an event that the open body of a response does not bring about. */
export function isLateListener(fn: TSESTree.Node | null): boolean {
  const call = fn?.parent;
  return (
    call?.type === 'CallExpression' &&
    call.callee.type === 'MemberExpression' &&
    /^(?:on|once|addListener|addEventListener|setTimeout)$/.test(propertyName(call.callee) ?? '') &&
    (propertyName(call.callee) === 'setTimeout' || LATE_EVENTS.has(stringOf(call.arguments[0]) ?? ''))
  );
}
