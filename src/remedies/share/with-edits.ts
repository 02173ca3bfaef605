import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import type { Edit } from '../../fix/edits.js';

/** A node's text with edits applied that lie in it. */
export function withEdits(file: FileView, node: TSESTree.Node, edits: readonly Edit[]): string {
  let text = file.getText(node);
  for (const { range, text: replacement } of [...edits].sort((a, b) => b.range[0] - a.range[0])) {
    text = text.slice(0, range[0] - node.range[0]) + replacement + text.slice(range[1] - node.range[0]);
  }
  return text;
}
