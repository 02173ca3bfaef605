import type { TSESTree } from '@typescript-eslint/utils';

/** Two limits of which one makes the other one useless, or an idle time that is too long. */
export interface Contradiction {
  readonly node: TSESTree.Node;
  /**
   * `above`: a part may take longer than the whole; `wait`: what comes before the answer may take longer than that;
   * `bound`: a number above its maximum; `allIdle`: idle ones up to it; `idle`: idle sockets; `server`: its own;
   * `retries`: all attempts take longer than their caller waits.
   */
  readonly kind: 'above' | 'wait' | 'bound' | 'allIdle' | 'idle' | 'server' | 'retries';
  readonly first: string;
  readonly second: string;
  /** How many attempts there are. */
  readonly attempts?: number;
}
