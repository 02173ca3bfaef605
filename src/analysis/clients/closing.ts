import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import { ancestorsUntil, enclosingFunction, isFunction, isWithin, propertyName, stringOf } from '../../ast/nodes.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * On which paths of a call a client is closed again. `success`: not when something throws or returns before the close.
 */
export type Closing = 'never' | 'success' | 'always';

/** Judges the close calls of a client that lives for one call. */
export function closingOf(
  sourceCode: SourceCode,
  construction: TSESTree.Node,
  closes: readonly TSESTree.Node[],
): Closing {
  // What only errors reach closes nothing where all goes well.
  if (closes.every((close) => isAfterFailure(close, enclosingFunction(construction)))) return 'never';
  const fn = enclosingFunction(construction);
  const nested = closes.some((close) => enclosingFunction(close) !== fn);
  // Closes in callbacks follow the library's own events, which this analysis does not order.
  if (nested || closes.some((close) => isInFinally(close, fn))) return 'always';
  const inCatch = closes.filter((close) => isInCatch(close, fn));
  if (inCatch.length > 0 && inCatch.length < closes.length) return 'always';
  return closes.every((close) => mayLeaveBefore(sourceCode, construction, close, fn)) ? 'success' : 'always';
}

function isInFinally(node: TSESTree.Node, fn: TSESTree.Node | null): boolean {
  for (const ancestor of ancestorsUntil(node, fn)) {
    if (ancestor.parent?.type === 'TryStatement' && ancestor.parent.finalizer === ancestor) return true;
  }
  return false;
}

/**
 * Whether a node runs only after something failed: in `catch`, in `.catch(...)`, in the second function of `.then()`,
 * as listener of an error.
 */
function isAfterFailure(node: TSESTree.Node, fn: TSESTree.Node | null): boolean {
  for (const ancestor of ancestorsUntil(node, fn)) {
    if (ancestor.type === 'CatchClause') return true;
    if (
      !isFunction(ancestor) ||
      ancestor.parent.type !== 'CallExpression' ||
      ancestor.parent.callee.type !== 'MemberExpression'
    )
      continue;
    const name = propertyName(ancestor.parent.callee);
    const [first, second] = ancestor.parent.arguments;
    if (name === 'catch' && first === ancestor) return true;
    if (name === 'then' && second === ancestor) return true;
    if ((name === 'on' || name === 'once') && stringOf(first) === 'error') return true;
  }
  return false;
}

function isInCatch(node: TSESTree.Node, fn: TSESTree.Node | null): boolean {
  for (const ancestor of ancestorsUntil(node, fn)) if (ancestor.type === 'CatchClause') return true;
  return false;
}

/** Whether an `await`, a `return` or a `throw` lies between the construction and the close. */
function mayLeaveBefore(
  sourceCode: SourceCode,
  construction: TSESTree.Node,
  close: TSESTree.Node,
  fn: TSESTree.Node | null,
): boolean {
  for (const node of descendantsOf(fn ?? sourceCode.ast, sourceCode.visitorKeys, (inner) => !isFunction(inner))) {
    const leaves = node.type === 'AwaitExpression' || node.type === 'ReturnStatement' || node.type === 'ThrowStatement';
    if (leaves && node.range[0] > construction.range[1] && node.range[1] < close.range[0] && !isWithin(close, node))
      return true;
  }
  return false;
}
