import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { ancestorsUntil, isFunction, isNothing, isWithin, unwrap } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';

/** `(error, value) => ...`: the variables with which nothing was delivered to a parameter. */
export function errorsOf(file: FileView, fn: TSESTree.Node, parameter: TSESTree.Node): readonly Variable[] {
  const error = isFunction(fn) && fn.params[1] === parameter ? fn.params[0] : null;
  const variable = error?.type === 'Identifier' ? file.variableOf(error) : null;
  return variable ? [variable] : [];
}

/**
 * Whether a variable is only set where an acquisition failed: `let failed = false; try { response = await fetch(url); }
 * catch { failed = true; }`, with nothing behind the acquisition that could fail as well.
 */
export function isSetByFailure({ references, defs: [definition] }: Variable, at: TSESTree.Node): boolean {
  if (definition?.type !== 'Variable') return false;
  const writes = references.flatMap(({ writeExpr }) => (writeExpr ? [writeExpr] : []));
  const later = writes.filter((value) => value.parent !== definition.node || !isFalsy(value));
  return later.length > 0 && later.every((value) => isInHandlerOf(value, at));
}

function isFalsy(value: TSESTree.Node): boolean {
  const node = unwrap(value);
  return isNothing(node) || (node.type === 'Literal' && !node.value);
}

/** Whether a node stands in the `catch` clause of a `try` whose block ends with an acquisition. */
function isInHandlerOf(node: TSESTree.Node, at: TSESTree.Node): boolean {
  for (const around of ancestorsUntil(node, null)) {
    if (isFunction(around)) return false;
    const attempt = around.type === 'CatchClause' ? around.parent : null;
    const last = attempt?.block.body.at(-1);
    if (last && isWithin(at, last)) return true;
  }
  return false;
}
