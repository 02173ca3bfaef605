import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { enclosingFunction, unwrap, type FunctionNode } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import { variableOfFunction } from '../names/functions.js';

/**
 * Whether a named inner function looks at a local variable before it puts something new there:
 * `const renew = async () => { await browser.close(); browser = await launch(); }`. Such a variable holds one client
 * after the other, as a module's variable does, and when the inner function runs is not known.
 */
export function isRenewed(file: FileView, variable: Variable, home: TSESTree.Node | null): boolean {
  return variable.references.some(({ writeExpr, identifier }) => {
    const inner = writeExpr && makesSomething(writeExpr) ? enclosingFunction(identifier) : null;
    if (!inner || inner === home || variableOfFunction(file, inner) === null) return false;
    return variable.references.some((read) => read.isRead() && isBefore(read.identifier, identifier, inner));
  });
}

function makesSomething(expression: TSESTree.Node): boolean {
  const value = unwrap(expression);
  if (value.type === 'AwaitExpression') return makesSomething(value.argument);
  return value.type === 'CallExpression' || value.type === 'NewExpression';
}

function isBefore(read: TSESTree.Node, write: TSESTree.Node, inner: FunctionNode): boolean {
  return read.range[0] < write.range[0] && enclosingFunction(read) === inner;
}
