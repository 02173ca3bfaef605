import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { unwrap } from '../../../ast/nodes.js';
import type { Effects } from './effects.js';
import { EMPTY } from './holding.js';

/** `resource = null` or another value: the only variable that holds it no longer does. */
export function isOverwriting(file: FileView, target: TSESTree.Identifier, { variables, values }: Effects): boolean {
  const { parent } = target;
  if (parent.type !== 'AssignmentExpression' || parent.left !== target || variables.size !== 1) return false;
  const variable = file.variableOf(target);
  return variable !== null && variables.has(variable) && !values.has(parent.right) && !values.has(unwrap(parent.right));
}

/**
 * What is true of the variable when it gets what another call like the one of what is held delivers: that can be
 * released just as well.
 */
export function replaced(
  file: FileView,
  target: TSESTree.Identifier,
  { variables, values }: Effects,
  like: TSESTree.CallExpression | null,
): number | null {
  const { parent } = target;
  const value =
    parent.type === 'AssignmentExpression' && parent.left === target
      ? parent.right
      : parent.type === 'VariableDeclarator' && parent.id === target
        ? parent.init
        : null;
  const next = value?.type === 'AwaitExpression' ? unwrap(value.argument) : null;
  if (!like || !value || next?.type !== 'CallExpression' || values.has(value)) return null;
  if (file.getText(next.callee) !== file.getText(like.callee)) return null;
  const variable = file.variableOf(target);
  return variable && variables.size === 1 && variables.has(variable) ? EMPTY : null;
}
