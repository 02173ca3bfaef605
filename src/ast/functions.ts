import { descendantsOf } from './children.js';
import type { FileView } from './file-view.js';
import { perFile } from './memo.js';
import { isFunction, type FunctionNode } from './nodes.js';

/** All functions of a file, in the order of its text. Their scopes name them; a walk through the tree costs more. */
export const functionsOf = perFile(({ scopeManager, ast, visitorKeys }: FileView): readonly FunctionNode[] => {
  if (!scopeManager) return [...descendantsOf(ast, visitorKeys)].filter((node) => isFunction(node));
  return scopeManager.scopes
    .flatMap(({ type, block }) => (type === 'function' && isFunction(block) ? [block] : []))
    .sort((left, right) => left.range[0] - right.range[0]);
});
