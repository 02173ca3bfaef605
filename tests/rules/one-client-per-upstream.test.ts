import { oneClientPerUpstream } from '../../src/rules/one-client-per-upstream.js';
import { ruleTester } from '../rule-tester.js';

ruleTester.run('one-client-per-upstream', oneClientPerUpstream, {
  valid: Object.entries({
    'one for each': `import { Pool } from 'undici'; export const a = new Pool('https://a.example', { connections: 5 }); export const b = new Pool('https://b.example', { connections: 5 });`,
    'other limits': `import { Pool } from 'undici'; export const fast = new Pool('https://a.example', { headersTimeout: 1000 }); export const slow = new Pool('https://a.example', { headersTimeout: 60000 });`,
    'two databases': `import { Pool } from 'pg'; export const a = new Pool({ connectionString: process.env.A_URL, max: 10 }); export const b = new Pool({ connectionString: process.env.B_URL, max: 10 });`,
    'one database, other limits': `import { Pool } from 'pg'; export const web = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 }); export const reports = new Pool({ connectionString: process.env.DATABASE_URL, max: 2 });`,
    'two regions': `import { S3Client } from '@aws-sdk/client-s3'; export const eu = new S3Client({ region: 'eu-west-1' }); export const us = new S3Client({ region: 'us-east-1' });`,
    'options that differ by call': `import { Pool } from 'pg'; export const a = new Pool({ host: 'db', ...read() }); export const b = new Pool({ host: 'db', ...read() });`,
    'a subscriber': `import Redis from 'ioredis'; export const cache = new Redis(process.env.REDIS_URL); export const subscriber = new Redis(process.env.REDIS_URL);`,
    'an agent for each origin': `import https from 'node:https'; import axios from 'axios'; export const a = axios.create({ baseURL: 'https://a.example', httpsAgent: new https.Agent({ keepAlive: true, maxSockets: 20 }) }); export const b = axios.create({ baseURL: 'https://b.example', httpsAgent: new https.Agent({ keepAlive: true, maxSockets: 20 }) });`,
    'an origin that is not known': `import { Pool } from 'undici'; export const a = new Pool(config.a); export const b = new Pool(config.a);`,
    'a limit per host': `import https from 'node:https'; import axios from 'axios'; const httpsAgent = new https.Agent({ keepAlive: true, maxSockets: 10 }); export const a = () => axios.get('https://a.example/x', { httpsAgent }); export const b = () => axios.get('https://b.example/x', { httpsAgent });`,
    'one origin, several paths': `import https from 'node:https'; import axios from 'axios'; const httpsAgent = new https.Agent({ keepAlive: true, maxTotalSockets: 10 }); export const a = () => axios.get('https://a.example/x', { httpsAgent }); export const b = () => axios.get('https://a.example/y', { httpsAgent });`,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    {
      name: 'two pools',
      code: `import { Pool } from 'undici';
export const users = new Pool('https://a.example', { connections: 5 });
export const orders = new Pool('https://a.example', { connections: 5 });`,
      errors: [
        {
          messageId: 'several',
          line: 3,
          data: { client: '`new Pool()` of undici', origin: 'https://a.example', line: '2' },
        },
      ],
    },
    {
      name: 'two pools, by a constant',
      code: `const { Pool } = require('undici');
const ORIGIN = 'https://a.example';
exports.users = new Pool(ORIGIN);
exports.orders = new Pool(ORIGIN);`,
      errors: [{ messageId: 'several', line: 4 }],
    },
    {
      name: 'two pools of one database',
      code: `import { Pool } from 'pg';
export const users = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
export const orders = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });`,
      errors: [
        {
          messageId: 'several',
          line: 3,
          data: { client: '`new Pool()` of pg', origin: '`connectionString: process.env.DATABASE_URL`', line: '2' },
        },
      ],
    },
    {
      name: 'two clients of one region',
      code: `import { S3Client } from '@aws-sdk/client-s3';
export const uploads = new S3Client({ region: 'eu-west-1', maxAttempts: 2 });
export const downloads = new S3Client({ region: 'eu-west-1', maxAttempts: 2 });`,
      errors: [{ messageId: 'several', line: 3 }],
    },
    {
      name: 'two agents for one origin, in the options of clients',
      code: `import https from 'node:https';
import axios from 'axios';
export const users = axios.create({ baseURL: 'https://a.example', httpsAgent: new https.Agent({ keepAlive: true, maxSockets: 20 }) });
export const orders = axios.create({ baseURL: 'https://a.example', httpsAgent: new https.Agent({ keepAlive: true, maxSockets: 20 }) });`,
      errors: [{ messageId: 'several', line: 4 }],
    },
    {
      name: 'two agents for one origin, in the options of requests',
      code: `import https from 'node:https';
import axios from 'axios';
const one = new https.Agent({ keepAlive: true, maxSockets: 20 });
const other = new https.Agent({ keepAlive: true, maxSockets: 20 });
export const users = (id) => axios.get(\`https://a.example/users/\${id}\`, { httpsAgent: one });
export const orders = (id) => axios.get(\`https://a.example/orders/\${id}\`, { httpsAgent: other });`,
      errors: [{ messageId: 'several', line: 4 }],
    },
    {
      name: 'one limit for two instances of got',
      code: `import http from 'node:http';
import got from 'got';
const agent = { http: new http.Agent({ keepAlive: true, maxTotalSockets: 20 }) };
export const billing = got.extend({ prefixUrl: 'http://billing.internal', agent });
export const search = got.extend({ prefixUrl: 'http://search.internal', agent });`,
      errors: [{ messageId: 'shared', line: 3 }],
    },
    {
      name: 'one limit for two upstreams',
      code: `import https from 'node:https';
import axios from 'axios';
const httpsAgent = new https.Agent({ keepAlive: true, maxTotalSockets: 10 });
export const a = () => axios.get('https://a.example/x', { httpsAgent });
export const b = (id) => axios.get(\`https://b.example/x/\${id}\`, { httpsAgent });`,
      errors: [{ messageId: 'shared', line: 3 }],
    },
    {
      name: 'one limit for two clients',
      code: `import https from 'node:https';
import axios from 'axios';
const agent = new https.Agent({ keepAlive: true, maxTotalSockets: 10 });
const users = axios.create({ baseURL: 'https://a.example', httpsAgent: agent });
const orders = axios.create({ baseURL: 'https://b.example', httpsAgent: agent });
export const load = () => [users.get('/x'), orders.get('/y')];`,
      errors: [{ messageId: 'shared', line: 3 }],
    },
  ],
});

const AGENT = `import https from 'node:https'; import got from 'got'; const agent = new https.Agent({ keepAlive: true, maxTotalSockets: 10 });`;

ruleTester.run('one-client-per-upstream: hosts and agents in objects', oneClientPerUpstream, {
  valid: [
    {
      name: 'one host',
      code: `${AGENT} export const a = (cb) => https.get({ host: 'a.example', path: '/x', agent }, cb); export const b = (cb) => https.get({ hostname: 'A.example', path: '/y', agent }, cb);`,
    },
  ],
  invalid: [
    {
      name: 'two hosts',
      code: `${AGENT} export const a = (cb) => https.get({ host: 'a.example', path: '/x', agent }, cb); export const b = (cb) => https.get({ hostname: 'b.example', path: '/y', agent }, cb);`,
      errors: [{ messageId: 'shared' }],
    },
    {
      name: 'two clients of got',
      code: `${AGENT} export const a = got.extend({ prefixUrl: 'https://a.example', agent: { https: agent } }); export const b = got.extend({ prefixUrl: 'https://b.example', agent: { https: agent } });`,
      errors: [{ messageId: 'shared' }],
    },
  ],
});
