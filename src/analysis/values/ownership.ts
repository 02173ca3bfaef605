import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../../ast/nodes.js';

/** What the code does with a client, or with an object that holds it, at one place. */
export type Sink =
  /** A method of it is called, or it is lent to one request. */
  | { readonly kind: 'used'; readonly node: TSESTree.Node; readonly method: string | null }
  | { readonly kind: 'borrowed'; readonly node: TSESTree.Node }
  | { readonly kind: 'closed'; readonly node: TSESTree.CallExpression; readonly method: string }
  /** Put into the options of one request, which the function hands to its caller. */
  | { readonly kind: 'request-options'; readonly node: TSESTree.Node }
  /** The caller gets it; `path` are the members of the returned value that lead to it. */
  | {
      readonly kind: 'returned';
      readonly node: TSESTree.Node;
      readonly fn: FunctionNode;
      readonly path: readonly string[];
    }
  /** Something that lives longer than the call keeps it; `path` are the members of what is kept that lead to it. */
  | { readonly kind: 'kept'; readonly node: TSESTree.Node; readonly by: Keeper; readonly path: readonly string[] }
  /** Handed to code of which nothing is known; `inOptions` when inside the options object of a request. */
  | { readonly kind: 'escaped'; readonly node: TSESTree.Node; readonly inOptions?: boolean };

/** Who keeps a client beyond the call that constructed it. */
export type Keeper = 'module' | 'outer variable' | 'field' | 'container' | 'closure' | 'global dispatcher';

/** The places a client goes to, summed up. */
export interface Ownership {
  readonly sinks: readonly Sink[];
  /**
   * `kept` and `escaped` mean silence; `returned` makes calls of the function constructions; `local` lives for one
   * call.
   */
  readonly kind: 'kept' | 'escaped' | 'returned' | 'local';
}

/** Sums up sinks: one long-lived owner or one unknown place outweighs any number of local uses. */
export function summarize(sinks: readonly Sink[]): Ownership {
  // Helpers that complete the options of a request do not keep them.
  const lent = sinks.some((sink) => sink.kind === 'borrowed');
  const kinds = new Set(
    sinks.flatMap((sink) => (sink.kind === 'escaped' && sink.inOptions && lent ? [] : [sink.kind])),
  );
  const kind = kinds.has('kept')
    ? 'kept'
    : kinds.has('escaped')
      ? 'escaped'
      : kinds.has('returned')
        ? 'returned'
        : 'local';
  return { sinks, kind };
}
