import { requirePoolLimits } from '../../src/rules/require-pool-limits.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const service = { 'client-lifecycle': { role: 'service' } };
const reported = (
  messageId: 'unlimited' | 'byDefault',
  cases: Readonly<Record<string, string>>,
): { name: string; code: string; settings: typeof service; errors: { messageId: typeof messageId }[] }[] =>
  Object.entries(cases).map(([name, code]) => ({ name, code, settings: service, errors: [{ messageId }] }));

ruleTester.run('require-pool-limits', reportsOf(requirePoolLimits), {
  valid: [
    ...Object.entries({
      'a number of connections': `import { Agent } from 'undici'; export const agent = new Agent({ connections: 50 });`,
      'a number from the configuration': `import { Pool } from 'pg'; export const pool = new Pool({ max: config.max });`,
      'options that are not known': `import { Pool } from 'pg'; export const pool = new Pool(config.db);`,
      'all sockets together': `import https from 'node:https'; export const agent = new https.Agent({ keepAlive: true, maxTotalSockets: 100 });`,
      'an agent that keeps nothing': `import https from 'node:https'; export const agent = new https.Agent({ rejectUnauthorized: true });`,
      'one for each call': `import { Agent, request } from 'undici'; export const load = (url) => request(url, { dispatcher: new Agent() });`,
      'an address that may hold it': `import { MongoClient } from 'mongodb'; export const client = new MongoClient(process.env.MONGO_URL);`,
      'a single connection': `import { Client } from 'undici'; export const client = new Client('https://a.example');`,
    }).map(([name, code]) => ({ name, code, settings: service })),
    {
      name: 'a function of a platform serves one call at a time',
      code: `import { Pool } from 'pg'; export const pool = new Pool();`,
      settings: { 'client-lifecycle': { role: 'lambda' } },
    },
  ],
  invalid: [
    ...reported('unlimited', {
      undici: `import { Agent, setGlobalDispatcher } from 'undici'; setGlobalDispatcher(new Agent({ headersTimeout: 5000 }));`,
      'an agent of Node': `import https from 'node:https'; export const agent = new https.Agent({ keepAlive: true, timeout: 4000 });`,
      'a field': `import { Pool } from 'undici'; export class Api { pool = new Pool('https://a.example'); load(path) { return this.pool.request({ path, method: 'GET' }); } }`,
    }),
    ...reported('byDefault', {
      pg: `import { Pool } from 'pg'; export const pool = new Pool({ connectionString: process.env.DATABASE_URL });`,
      mysql2: `import mysql from 'mysql2/promise'; export const pool = mysql.createPool({ host: 'db', waitForConnections: true });`,
      mongodb: `import { MongoClient } from 'mongodb'; export const client = new MongoClient('mongodb://db', { serverSelectionTimeoutMS: 5000 });`,
    }),
  ],
});

ruleTester.run('require-pool-limits: suggestions', requirePoolLimits, {
  valid: [],
  invalid: [
    {
      name: 'a named constant',
      code: `import { Pool } from 'pg';

export const pool = new Pool({ connectionTimeoutMillis: 1_000 });`,
      settings: service,
      errors: [
        {
          messageId: 'byDefault',
          suggestions: [
            {
              messageId: 'choose',
              data: { option: 'max', start: '10' },
              output: `import { Pool } from 'pg';

const MAX_CONNECTIONS = 10;
export const pool = new Pool({ connectionTimeoutMillis: 1_000, max: MAX_CONNECTIONS });`,
            },
          ],
        },
      ],
    },
  ],
});
