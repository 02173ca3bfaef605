import type { Framework } from '../framework-types.js';

/** Jobs run as often as they are scheduled. */
export const agenda = {
  name: 'agenda',
  modules: ['agenda', '@hokify/agenda', 'pg-boss', 'graphile-worker', '@pulsecron/pulse'],
  source: ['agenda@6.2.6 dist/index.d.ts:453'],
  registrations: [
    { calls: ['define', 'work', 'subscribe'], runs: 'many', why: 'for every job, in {call}' },
    { calls: ['run', 'runOnce'], members: ['taskList.*'], runs: 'many', why: 'for every job, in {call}' },
  ],
  place: 'Create it beside the definition of the job, once for all runs.',
} satisfies Framework;
