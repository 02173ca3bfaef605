import type { Framework } from '../framework-types.js';

/** The handler runs per event, the module once per environment; no hook runs at shutdown. */
export const lambda = {
  name: 'aws-lambda',
  modules: ['aws-lambda', '@middy/*', '@aws-lambda-powertools/*'],
  ambient: true,
  source: ['https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html'],
  registrations: [
    { calls: ['middy', 'default'], runs: 'many', why: 'for every event, as handler given to {call}' },
    { calls: ['streamifyResponse'], runs: 'many', why: 'for every event, as handler given to {call}' },
  ],
  exports: [{ names: ['handler', 'lambdaHandler'], runs: 'many', why: 'for every event, in the handler' }],
  place: 'In a managed function: create it at module level, where the environment keeps it between events.',
} satisfies Framework;
