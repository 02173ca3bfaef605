import type { Framework } from '../framework-types.js';

/** Processors run per job; worker.close() waits for the jobs in progress. */
export const bullmq = {
  name: 'bullmq',
  modules: ['bullmq', 'bull', 'bee-queue', '@taskforcesh/bullmq-pro'],
  source: ['bullmq@6.7.0 dist/cjs/classes/worker.js:793'],
  registrations: [
    { calls: ['Worker', 'WorkerPro', 'process'], runs: 'many', why: 'for every job, as processor of {call}' },
  ],
  place: 'In a queue worker: create it beside the worker and close it after worker.close().',
} satisfies Framework;
