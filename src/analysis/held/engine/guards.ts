import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import type { Effects } from './effects.js';
import type { HeldKind } from './kind.js';

/** What conditions are judged by. */
export interface Guards {
  readonly file: FileView;
  readonly kind: HeldKind;
  readonly effects: Effects;
  readonly at: TSESTree.Node | null;
  readonly home: TSESTree.Node;
  /** Expressions that tell whether a settled promise has delivered it: `result.status`. */
  readonly statuses?: ReadonlySet<TSESTree.Node>;
}
