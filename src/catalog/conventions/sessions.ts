import type { NameConvention } from './types.js';

/**
 * Names of functions that end a transaction of a connection which they are given: `rollback(client)`,
 * `commitOrAbort(client)`, `releaseSafely(client)`. From transaction helpers of services on GitHub.
 */
export const transactionEnds: NameConvention = {
  names: [
    '*rollback*',
    '*roll_back*',
    '*commit*',
    '*abort*',
    '*finish*',
    '*finalise*',
    '*finalize*',
    '*endtx*',
    '*end_tx*',
    '*endtransaction*',
    '*end_transaction*',
    '*release*',
    '*clean*',
    '*reset*',
    '*dispose*',
  ],
  ignoreCase: true,
};

/** Functions, as written where they are called, that look at what they are given and do nothing with it. */
export const watchingFunctions: NameConvention = {
  names: [
    'console.*',
    'Boolean',
    'String',
    'util.inspect',
    'inspect',
    'typeof',
    'expect',
    'assert',
    'assert.*',
    ...['log', 'logger'].flatMap((name) => [name, `${name}.*`, `this.${name}`, `this.${name}.*`]),
  ],
};
