import type { Framework } from '../framework-types.js';

/** Tasks run at every tick of their schedule. */
export const nodeCron = {
  name: 'node-cron',
  modules: ['node-cron', 'cron', 'croner', 'node-schedule', 'toad-scheduler', 'bree'],
  source: ['node-cron@4.6.0 dist/node-cron.d.ts:106'],
  registrations: [
    {
      calls: ['schedule', 'scheduleJob', 'createTask', 'CronJob', 'Cron', 'AsyncTask', 'Task'],
      runs: 'many',
      why: 'at every run of the task of {call}',
    },
    {
      calls: ['CronJob', 'from', 'schedule'],
      members: ['onTick', 'onComplete'],
      runs: 'many',
      why: 'at every run of the task of {call}',
    },
  ],
  place: 'Create it beside the schedule, once for all runs.',
} satisfies Framework;
