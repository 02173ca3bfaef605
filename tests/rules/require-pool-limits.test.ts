import { requirePoolLimits } from '../../src/rules/require-pool-limits.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const service = { 'client-lifecycle': { role: 'service' } };
const reported = (
  messageId: 'unlimited' | 'byDefault' | 'queue',
  cases: Readonly<Record<string, string>>,
): { name: string; code: string; settings: typeof service; errors: { messageId: typeof messageId }[] }[] =>
  Object.entries(cases).map(([name, code]) => ({ name, code, settings: service, errors: [{ messageId }] }));

const HANDLER = `import { NodeHttpHandler } from '@smithy/node-http-handler'; import { Agent } from 'node:https';\n`;
ruleTester.run('require-pool-limits: handlers of the AWS SDK', requirePoolLimits, {
  valid: Object.entries({
    'an agent of its own': `export const handler = new NodeHttpHandler({ httpsAgent: new Agent({ keepAlive: true, maxSockets: 100 }) });`,
    'options of an agent': `export const handler = new NodeHttpHandler({ httpsAgent: { maxSockets: 200 }, requestTimeout: 5_000 });`,
    'plain HTTP': `export const handler = new NodeHttpHandler({ httpAgent: agent });`,
    'a client without a handler': `import { S3Client } from '@aws-sdk/client-s3'; export const s3 = new S3Client({ region: 'eu-west-1' });`,
    'options from elsewhere': `import { options } from './options.js'; export const handler = new NodeHttpHandler(options);`,
  }).map(([name, code]) => ({ name, code: HANDLER + code, settings: service })),
  invalid: [
    {
      name: 'without a number',
      code: `${HANDLER}\nexport const handler = new NodeHttpHandler({ requestTimeout: 5_000 });`,
      settings: service,
      errors: [
        {
          messageId: 'byDefault',
          suggestions: [
            {
              messageId: 'choose',
              output: `${HANDLER}\nconst MAX_CONNECTIONS = 50;\nexport const handler = new NodeHttpHandler({ requestTimeout: 5_000, httpsAgent: { maxSockets: MAX_CONNECTIONS } });`,
            },
          ],
        },
      ],
    },
  ],
});

ruleTester.run('require-pool-limits: idle sockets', requirePoolLimits, {
  // All of the chosen sockets may stay open: 256 free ones are the default of Node.js.
  valid: [
    {
      code: `import { Agent } from 'node:https'; export const agent = new Agent({ keepAlive: true, maxSockets: 50 });`,
      settings: service,
    },
  ],
  invalid: [],
});

ruleTester.run('require-pool-limits', reportsOf(requirePoolLimits), {
  valid: [
    ...Object.entries({
      'a number of connections': `import { Agent } from 'undici'; export const agent = new Agent({ connections: 50 });`,
      'a queue with an end': `import mysql from 'mysql2/promise'; export const pool = mysql.createPool({ host: 'db', connectionLimit: 20, queueLimit: 50 });`,
      'a queue of the configuration': `import mysql from 'mysql2/promise'; export const pool = mysql.createPool({ host: 'db', connectionLimit: 20, queueLimit: config.queue });`,
      'calls that do not wait': `import mysql from 'mysql2/promise'; export const pool = mysql.createPool({ host: 'db', connectionLimit: 20, waitForConnections: false });`,
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
      'no limit, in so many words': `import https from 'node:https'; export const agent = new https.Agent({ keepAlive: true, maxSockets: Infinity });`,
      'no limit of undici': `import { Pool } from 'undici'; export const pool = new Pool('https://a.example', { connections: null });`,
      'a field': `import { Pool } from 'undici'; export class Api { pool = new Pool('https://a.example'); load(path) { return this.pool.request({ path, method: 'GET' }); } }`,
    }),
    ...reported('queue', {
      'an endless queue by default': `import mysql from 'mysql2/promise'; export const pool = mysql.createPool({ host: 'db', connectionLimit: 20, waitForConnections: true });`,
      'an endless queue': `import mysql from 'mysql2'; export const pool = mysql.createPool({ host: 'db', connectionLimit: 20, queueLimit: 0 });`,
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
      name: 'the numbers that nobody chose, as named constants',
      code: `import { Pool } from 'pg';

export const pool = new Pool({ connectionTimeoutMillis: 1_000 });`,
      settings: service,
      errors: [
        {
          messageId: 'byDefault',
          suggestions: [
            {
              messageId: 'choose',
              data: { options: '`max`, `idleTimeoutMillis`' },
              output: `import { Pool } from 'pg';

const MAX_CONNECTIONS = 10;
const IDLE_MS = 10_000;
export const pool = new Pool({ connectionTimeoutMillis: 1_000, max: MAX_CONNECTIONS, idleTimeoutMillis: IDLE_MS });`,
            },
          ],
        },
      ],
    },
    {
      name: 'without options',
      code: `import { Agent } from 'undici'

export const agent = new Agent()`,
      settings: service,
      errors: [
        {
          messageId: 'unlimited',
          suggestions: [
            {
              messageId: 'choose',
              data: { options: '`connections`' },
              output: `import { Agent } from 'undici'

const MAX_CONNECTIONS = 50
export const agent = new Agent({ connections: MAX_CONNECTIONS })`,
            },
          ],
        },
      ],
    },
    {
      name: 'how many are idle, and how many wait',
      code: `import mysql from 'mysql2/promise';

export const pool = mysql.createPool({
  host: 'db',
});`,
      settings: { 'client-lifecycle': { role: 'service', versions: { mysql2: '3' } } },
      errors: [
        {
          messageId: 'byDefault',
          suggestions: [
            {
              messageId: 'choose',
              data: { options: '`connectionLimit`, `maxIdle`, `queueLimit`' },
              output: `import mysql from 'mysql2/promise';

const MAX_CONNECTIONS = 10;
const MAX_IDLE_CONNECTIONS = 3;
const MAX_WAITING_CALLS = 50;
export const pool = mysql.createPool({
  host: 'db',
  connectionLimit: MAX_CONNECTIONS,
  maxIdle: MAX_IDLE_CONNECTIONS,
  queueLimit: MAX_WAITING_CALLS,
});`,
            },
          ],
        },
      ],
    },
  ],
});

const MIGRATE = `import pg from 'pg'; export async function migrate(url) { const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 1_000 });`;

ruleTester.run('require-pool-limits: pools of one piece of work', reportsOf(requirePoolLimits), {
  valid: [
    {
      name: 'closed by the function that makes it',
      code: `${MIGRATE} await run(pool); await pool.end(); } await migrate(process.env.DATABASE_URL);`,
      settings: service,
    },
  ],
  invalid: reported('byDefault', {
    'closed when the program ends': `${MIGRATE} process.on('SIGTERM', () => pool.end()); return pool; } export const pool = await migrate(process.env.DATABASE_URL);`,
  }),
});
