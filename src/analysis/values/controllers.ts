import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { callAround, enclosingFunction, isFunction, propertyName, wrapped } from '../../ast/nodes.js';
import { readsOf } from '../../ast/variables.js';

/** `new AbortController()` */
export function isController(node: TSESTree.Node): boolean {
  return node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'AbortController';
}

/** A controller that a timer aborts which nothing clears. */
export function isOnTimer(file: FileView, object: TSESTree.Node): boolean {
  const variable = object.type === 'Identifier' ? file.variableOf(object) : null;
  return (variable ? readsOf(variable) : []).some(({ identifier }) => {
    const { parent } = identifier;
    if (parent.type !== 'MemberExpression' || parent.object !== identifier || propertyName(parent) !== 'abort')
      return false;
    const timer = timerOf(parent);
    return timer !== null && !isCleared(file, timer);
  });
}

/** `setTimeout(() => controller.abort(), ms)`. */
function timerOf(abort: TSESTree.MemberExpression): TSESTree.CallExpression | null {
  const fn = callAround(abort) ? enclosingFunction(abort) : null;
  const call = fn?.parent;
  return isFunction(fn) &&
    call?.type === 'CallExpression' &&
    call.callee.type === 'Identifier' &&
    call.callee.name === 'setTimeout'
    ? call
    : null;
}

/** Whether the timer's name is used for anything but `unref()`. */
function isCleared(file: FileView, timer: TSESTree.CallExpression): boolean {
  const { parent } = wrapped(timer);
  if (parent?.type === 'ExpressionStatement') return false;
  if (parent?.type === 'MemberExpression') return propertyName(parent) !== 'unref';
  const variable =
    parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? file.variableOf(parent.id) : null;
  if (!variable) return true;
  return readsOf(variable).some(({ identifier: { parent: use } }) => {
    return use.type !== 'MemberExpression' || propertyName(use) !== 'unref';
  });
}
