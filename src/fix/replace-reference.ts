import type { TSESTree } from '@typescript-eslint/utils';
import type { Edit } from './edits.js';

/**
 * Replaces an expression by a text; a shorthand property gets its key, and one whose key equals the text becomes
 * shorthand.
 */
export function replaceExpression(node: TSESTree.Node, text: string): Edit {
  const { parent } = node;
  if (parent?.type === 'Property' && parent.value === node && !parent.computed && parent.key.type === 'Identifier') {
    if (parent.shorthand)
      return { range: parent.range, text: parent.key.name === text ? text : `${parent.key.name}: ${text}` };
    if (parent.key.name === text) return { range: parent.range, text };
  }
  return { range: node.range, text };
}
