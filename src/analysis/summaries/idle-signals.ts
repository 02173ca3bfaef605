import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../ast/file-view.js';
import { isNothing, rootOf, unwrap } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import { isController, isOnTimer } from '../values/controllers.js';
import { valuesOf } from './untouched.js';

/**
 * Whether a signal is known to leave the body alone: only the caller's, of whom nothing is known yet, or that of a
 * controller of the function whose timers are cleared.
 */
export function isIdle(file: FileView, node: TSESTree.Node): boolean {
  const value = unwrap(node);
  if (isNothing(value)) return true;
  if (value.type === 'LogicalExpression') return isIdle(file, value.left) && isIdle(file, value.right);
  if (value.type === 'ConditionalExpression') return isIdle(file, value.consequent) && isIdle(file, value.alternate);
  if (value.type === 'Identifier') {
    const resolved = file.resolveConstant(value);
    return resolved !== value && isIdle(file, resolved);
  }
  const root = value.type === 'MemberExpression' ? rootOf(value) : null;
  const variable = root && file.variableOf(root);
  if (!variable) return false;
  if (isOfParameter(file, variable)) return true;
  const values = valuesOf(variable)?.map(unwrap);
  return (
    values?.some(isController) === true &&
    values.every((each) => isNothing(each) || isController(each)) &&
    !isOnTimer(file, unwrap(root))
  );
}

/** A parameter, or what is left of one: `const { timeout, ...rest } = init ?? {}`. */
function isOfParameter(file: FileView, variable: Variable): boolean {
  const [definition] = variable.defs;
  if (definition?.type === 'Parameter') return true;
  if (definition?.type !== 'Variable' || definition.node.id.type !== 'ObjectPattern' || !definition.node.init)
    return false;
  const init = unwrap(definition.node.init);
  const source = init.type === 'LogicalExpression' ? unwrap(init.left) : init;
  return source.type === 'Identifier' && file.variableOf(source)?.defs[0]?.type === 'Parameter';
}
