import type { TSESTree } from '@typescript-eslint/utils';
import type { UnheardEffect } from '../../catalog/error-events.js';
import type { Construction } from '../names/construction.js';

/** Something that emits `error`, and that nothing listens to. */
export interface Unheard {
  readonly node: TSESTree.Node;
  readonly effect: UnheardEffect;
  /** What emits it, as the subject of "ends the process". */
  readonly when: string;
  readonly recovers: boolean;
  readonly what:
    | { readonly kind: 'client'; readonly construction: Construction }
    | { readonly kind: 'request' }
    | { readonly kind: 'member'; readonly name: string }
    | { readonly kind: 'plain'; readonly name: string }
    | { readonly kind: 'accepted'; readonly parameter: TSESTree.Identifier };
}
