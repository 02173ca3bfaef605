import type { TSESTree } from '@typescript-eslint/utils';

/** What is wrong with a retry; of several faults the first one that is listed here. */
export type RetryFaultKind =
  | 'stream'
  | 'unsafe'
  | 'methods'
  | 'condition'
  | 'permanent'
  | 'statuses'
  | 'endless'
  | 'retryAfter'
  | 'atOnce'
  | 'constant'
  | 'inStep';

/** A retry that does harm, or no good. */
export interface RetryFault {
  readonly kind: RetryFaultKind;
  readonly node: TSESTree.Node;
  /** Details for the message: the method, the statuses, the line of a stream. */
  readonly detail: string;
}
