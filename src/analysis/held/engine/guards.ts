import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Effects } from './effects.js';
import type { HeldKind } from './kind.js';

/** What conditions are judged by. */
export interface Guards {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly kind: HeldKind;
  readonly effects: Effects;
  readonly at: TSESTree.Node | null;
  readonly home: TSESTree.Node;
}
