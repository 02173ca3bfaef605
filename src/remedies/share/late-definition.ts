import type { TSESTree } from '@typescript-eslint/utils';
import { isConstant, type Variable } from '../../ast/variables.js';

/** Why a module-level variable has no value yet above a statement. */
export function lateDefinition(variable: Variable, top: TSESTree.Node): string | null {
  const [definition] = variable.defs;
  if (definition?.type === 'ImportBinding' || definition?.type === 'FunctionName') return null;
  if (!isConstant(variable)) return `${variable.name} is assigned again`;
  const at = definition?.name.range[0] ?? 0;
  return at < top.range[0] ? null : `${variable.name} is declared further down`;
}
