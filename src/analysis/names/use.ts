import type { TSESTree } from '@typescript-eslint/utils';

/** An expression that denotes a tracked value, or the member at `path` of it. */
export interface Use {
  readonly node: TSESTree.Node;
  /** Member names from the tracked value to what the expression denotes. */
  readonly path: readonly string[];
}
