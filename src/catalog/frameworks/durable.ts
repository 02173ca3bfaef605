import type { Framework } from '../framework-types.js';

/** Functions and tasks of Inngest and Trigger.dev run for every event. */
export const durable = {
  name: 'durable functions',
  modules: ['inngest', '@trigger.dev/sdk', '@trigger.dev/sdk/*'],
  source: ['inngest@4.24.0 components/Inngest.js:636', 'https://trigger.dev/docs/tasks/overview'],
  registrations: [
    { calls: ['createFunction'], runs: 'many', why: 'for every event, in {call}' },
    {
      calls: ['task', 'schemaTask'],
      members: ['run', 'onStart', 'onSuccess', 'onFailure'],
      runs: 'many',
      why: 'for every run of the task, as {member} of {call}',
    },
  ],
  place: 'Create it beside the function, once for all events.',
} satisfies Framework;
