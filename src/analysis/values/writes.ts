import type { TSESTree } from '@typescript-eslint/utils';
import { memoized } from '../../ast/memo.js';
import { bindingsOf, type Variable } from '../../ast/variables.js';

/** One assignment to a variable. */
export interface Write {
  /** The assigned expression; `null` where it cannot be told (an element of an iteration, `count++`). */
  readonly value: TSESTree.Node | null;
  /**
   * Members that lead from the expression to what the variable receives: `['agent']` for `const { agent } = options`.
   */
  readonly path: readonly string[];
  /** Whether it is the variable's own initial value. */
  readonly initial: boolean;
}

/** All assignments to a variable, with the defaults of parameters and patterns. */
export const writesOf = memoized((variable: Variable): readonly Write[] =>
  variable.references.flatMap((reference) => {
    if (!reference.isWrite()) return [];
    const { identifier, writeExpr = null } = reference;
    const write = writeExpr && identifier.type === 'Identifier' ? writeAt(identifier, writeExpr) : null;
    return [write ? { ...write, initial: reference.init === true } : { value: null, path: [], initial: false }];
  }),
);

function writeAt(identifier: TSESTree.Identifier, value: TSESTree.Node): Omit<Write, 'initial'> | null {
  const { parent } = identifier;
  if (parent.type === 'AssignmentPattern' && parent.left === identifier && parent.right === value)
    return { value, path: [] };
  const pattern = patternAround(identifier);
  const { parent: whole } = pattern;
  const isAssigned =
    (whole?.type === 'VariableDeclarator' && whole.id === pattern && whole.init === value) ||
    (whole?.type === 'AssignmentExpression' && whole.left === pattern && whole.right === value);
  if (!isAssigned) return null;
  const binding = [...bindingsOf(pattern)].find((each) => each.identifier === identifier);
  return binding && !binding.rest ? { value, path: binding.path } : null;
}

/** The whole pattern that a name stands in. */
function patternAround(identifier: TSESTree.Identifier): TSESTree.Node {
  let current: TSESTree.Node = identifier;
  for (;;) {
    const parent: TSESTree.Node | undefined = current.parent;
    if (!parent) return current;
    const inner =
      parent.type === 'ObjectPattern' ||
      parent.type === 'ArrayPattern' ||
      parent.type === 'RestElement' ||
      (parent.type === 'AssignmentPattern' && parent.left === current) ||
      (parent.type === 'Property' && parent.value === current && parent.parent.type === 'ObjectPattern');
    if (!inner) return current;
    current = parent;
  }
}
