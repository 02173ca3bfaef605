import { consistentLimits } from '../../src/rules/consistent-limits.js';
import { ruleTester } from '../rule-tester.js';

type Kind = 'above' | 'bound' | 'idle' | 'server';
const reported = (
  cases: Readonly<Record<string, readonly [Kind, string]>>,
): { name: string; code: string; errors: { messageId: Kind }[] }[] =>
  Object.entries(cases).map(([name, [messageId, code]]) => ({ name, code, errors: [{ messageId }] }));

ruleTester.run('consistent-limits', consistentLimits, {
  valid: Object.entries({
    'limits within each other': `import { Pool } from 'pg'; export const pool = new Pool({ min: 2, max: 10, connectionTimeoutMillis: 1000, query_timeout: 5000 });`,
    'numbers that are not known': `import { Pool } from 'pg'; export const pool = new Pool({ min: config.min, max: 10, connectionTimeoutMillis: config.wait, query_timeout: 5000 });`,
    'an explicit off': `import { Agent } from 'undici'; export const agent = new Agent({ connectTimeout: 5000, headersTimeout: 0 });`,
    'an agent with a limit of idle time': `import https from 'node:https'; export const agent = new https.Agent({ keepAlive: true, maxSockets: 50, timeout: 4000 });`,
    'an agent that goes by what the server announces': `import https from 'node:https'; export const agent = new https.Agent({ keepAlive: true, maxSockets: 50 });`,
    'an agent without keep-alive': `import https from 'node:https'; export const agent = new https.Agent({ maxSockets: 50 });`,
    'agentkeepalive has one': `import { HttpsAgent } from 'agentkeepalive'; export const agent = new HttpsAgent({ maxSockets: 50 });`,
    'an agent whose options are not known': `import https from 'node:https'; export const make = (options) => new https.Agent({ keepAlive: true, ...options });`,
    'a server': `import http from 'node:http'; const server = http.createServer(); server.keepAliveTimeout = 65_000; server.headersTimeout = 66_000;`,
    'a server whose requests and headers end together': `import http from 'node:http'; const server = http.createServer(); server.requestTimeout = 60_000; server.headersTimeout = 60_000;`,
    'two servers': `import http from 'node:http'; const a = http.createServer(); const b = http.createServer(); a.keepAliveTimeout = 65_000; b.headersTimeout = 60_000;`,
  })
    .map(([name, code]): { name: string; code: string; settings?: Record<string, unknown> } => ({ name, code }))
    .concat({
      name: 'a server on a Node.js that measures from the start of a request',
      code: `import http from 'node:http'; const server = http.createServer(); server.keepAliveTimeout = 65_000; server.headersTimeout = 60_000;`,
      settings: { 'client-lifecycle': { versions: { node: '20' } } },
    }),
  invalid: reported({
    'waiting for a connection longer than for the answer': [
      'above',
      `import { Pool } from 'pg'; export const pool = new Pool({ connectionTimeoutMillis: 10_000, query_timeout: 5_000 });`,
    ],
    'connecting longer than for the headers': [
      'above',
      `import { Agent } from 'undici'; export const agent = new Agent({ connect: { timeout: 10_000 }, headersTimeout: 5_000 });`,
    ],
    'headers longer than the signal': [
      'above',
      `import { request } from 'undici'; export const load = (url) => request(url, { headersTimeout: 30_000, signal: AbortSignal.timeout(5 * 1000) });`,
    ],
    'by a constant': [
      'above',
      `import { Redis } from 'ioredis'; const SECOND = 1000; export const redis = new Redis({ connectTimeout: 10 * SECOND, commandTimeout: 2 * SECOND });`,
    ],
    'more at least than at most': [
      'bound',
      `import { MongoClient } from 'mongodb'; export const client = new MongoClient('mongodb://db', { minPoolSize: 50, maxPoolSize: 20 });`,
    ],
    'more idle than all': [
      'bound',
      `import https from 'node:https'; export const agent = new https.Agent({ maxSockets: 20, maxFreeSockets: 256 });`,
    ],
    'idle longer than a load balancer allows': [
      'idle',
      `import { Agent } from 'undici'; export const agent = new Agent({ keepAliveTimeout: 10 * 60_000 });`,
    ],
    'a server that ends what a client reuses': [
      'server',
      `import http from 'node:http'; const server = http.createServer(); server.keepAliveTimeout = 65_000; server.headersTimeout = 60_000;`,
    ],
    'headers of a server that may take longer than the request': [
      'above',
      `import http from 'node:http'; export const server = http.createServer({ headersTimeout: 90_000, requestTimeout: 60_000 });`,
    ],
    'a server of an application, in its options': [
      'server',
      `import http from 'node:http'; export const server = http.createServer({ keepAliveTimeout: 120_000, headersTimeout: 60_000 });`,
    ],
  }),
});
