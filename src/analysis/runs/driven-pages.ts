import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { memoized } from '../../ast/memo.js';
import { enclosingFunction, propertyName, wrapped, type FunctionNode } from '../../ast/nodes.js';
import { pageMethods } from '../../catalog/conventions/browser.js';
import { referencesTo } from '../names/functions.js';

/** Whether code stands in a function that a program sends to a browser which it drives: `page.evaluate(() => ...)`. */
export function runsInDrivenPage(file: FileView, node: TSESTree.Node): boolean {
  const fn = enclosingFunction(node);
  return fn !== null && isInDrivenPage(fn, file);
}

const isInDrivenPage = memoized((fn: FunctionNode, file: FileView): boolean => {
  if (isSent(fn) || runsInDrivenPage(file, fn)) return true;
  // A function with a name is one of the page where that is all that is done with it.
  const references = referencesTo(file, fn);
  return references.length > 0 && references.every(isSent);
});

/** Whether a function, or what names it, is an argument of a call that sends it to a page. */
function isSent(node: TSESTree.Node): boolean {
  const value = wrapped(node);
  const call = value.parent?.type === 'CallExpression' && value.parent.callee !== value ? value.parent : null;
  const method = call?.callee.type === 'MemberExpression' ? propertyName(call.callee) : null;
  return method !== null && pageMethods.includes(method);
}
