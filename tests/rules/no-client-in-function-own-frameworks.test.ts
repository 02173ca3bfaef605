import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { requireClientClose } from '../../src/rules/require-client-close.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const frameworks = [
  {
    name: 'acme-jobs',
    modules: ['@acme/jobs'],
    registrations: [
      { calls: ['defineJob'], members: ['run'], runs: 'many', why: 'for every job, as {member} of {call}' },
      { calls: ['onStart'], runs: 'once' },
      { calls: ['onStop'], runs: 'close' },
    ],
    methods: [{ classes: ['Controller'], names: ['get'], runs: 'many', why: 'for every request, in {method}' }],
  },
];
const settings = { 'client-lifecycle': { role: 'service', frameworks } };
const unknown = { 'client-lifecycle': { role: 'service' } };
const head = `import { Agent, request } from 'undici';\nimport { defineJob, onStart, onStop, Controller } from '@acme/jobs';\n`;

ruleTester.run('no-client-in-function: own frameworks', reportsOf(noClientInFunction), {
  valid: [
    {
      name: 'what the framework runs once',
      code: `${head}onStart(() => { const agent = new Agent(); agent.destroy(); });`,
      settings,
    },
    {
      name: 'a function of a framework that nothing describes',
      code: `${head}defineJob({ async run() { const agent = new Agent(); await request('https://a.test', { dispatcher: agent }); } });`,
      settings: unknown,
    },
    {
      name: 'a member of which the entry says nothing',
      code: `${head}defineJob({ async plan() { const agent = new Agent(); await request('https://a.test', { dispatcher: agent }); } });`,
      settings,
    },
  ],
  invalid: [
    {
      name: 'a job',
      code: `${head}defineJob({ async run() { const agent = new Agent(); await request('https://a.test', { dispatcher: agent }); } });`,
      settings,
      errors: [
        {
          messageId: 'constantArguments',
          data: {
            client: '`new Agent()` of undici',
            why: 'for every job, as run of defineJob()',
            place: '',
            explanation: '',
          },
        },
      ],
    },
    {
      name: 'a method of a class',
      code: `${head}class Users extends Controller { async get() { const agent = new Agent(); await request('https://a.test', { dispatcher: agent }); } }`,
      settings,
      errors: [{ messageId: 'constantArguments' }],
    },
  ],
});

const close = `import { Pool } from 'pg';\nimport { onStop } from '@acme/jobs';\nexport const pool = new Pool();\n`;

ruleTester.run('require-client-close: own frameworks', requireClientClose, {
  valid: [{ name: 'closed in its hook', code: `${close}onStop(async () => { await pool.end(); });`, settings }],
  invalid: [
    {
      name: 'not closed in its hook, where the fix writes it',
      code: `${close}onStop(async () => { console.log('stopped'); });`,
      settings,
      errors: [{ messageId: 'module' }],
      output: `${close}onStop(async () => { console.log('stopped'); await pool.end(); });`,
    },
  ],
});
