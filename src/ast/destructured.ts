import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from './file-view.js';
import { isConstant, isTopLevel, type Variable } from './variables.js';

/**
 * What a constant takes a member of, where that is there for longer than the function: `settings.aws` of
 * `const { region } = settings.aws`, `process.env`, a field. `null` for all else, also for one that has a default or
 * takes the rest.
 */
export function destructuredFrom(file: FileView, variable: Variable): TSESTree.Expression | null {
  const [definition] = variable.defs;
  if (variable.defs.length !== 1 || definition?.type !== 'Variable' || !isConstant(variable)) return null;
  const { id, init } = definition.node;
  if (id.type !== 'ObjectPattern' || !init) return null;
  const isPlain = id.properties.some(
    (property) => property.type === 'Property' && !property.computed && property.value === definition.name,
  );
  let root: TSESTree.Node = init;
  while (root.type === 'MemberExpression' && !root.computed) root = root.object;
  const named = root.type === 'Identifier' ? file.variableOf(root) : null;
  const lasts = root.type === 'ThisExpression' || (root.type === 'Identifier' && (named === null || isTopLevel(named)));
  return isPlain && lasts ? init : null;
}
