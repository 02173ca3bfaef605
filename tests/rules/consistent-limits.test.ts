import { consistentLimits } from '../../src/rules/consistent-limits.js';
import { ruleTester } from '../rule-tester.js';

type Kind = 'above' | 'wait' | 'bound' | 'allIdle' | 'idle' | 'server' | 'retries';
const reported = (
  cases: Readonly<Record<string, readonly [Kind, string]>>,
): { name: string; code: string; errors: { messageId: Kind }[] }[] =>
  Object.entries(cases).map(([name, [messageId, code]]) => ({ name, code, errors: [{ messageId }] }));

ruleTester.run('consistent-limits', consistentLimits, {
  valid: Object.entries({
    'limits within each other': `import { Pool } from 'pg'; export const pool = new Pool({ min: 2, max: 10, connectionTimeoutMillis: 1000, query_timeout: 5000 });`,
    'a dispatcher whose requests have limits of their own': `import { Agent, request } from 'undici'; const dispatcher = new Agent({ headersTimeout: 20_000 }); export const fast = () => request('https://a.example/x', { dispatcher, signal: AbortSignal.timeout(5_000) }); export const slow = () => request('https://a.example/y', { dispatcher, signal: AbortSignal.timeout(60_000) });`,
    'a dispatcher that others may use': `import { Agent, request } from 'undici'; export const dispatcher = new Agent({ headersTimeout: 20_000 }); export const fast = () => request('https://a.example/x', { dispatcher, signal: AbortSignal.timeout(5_000) });`,
    'attempts that fit': `import got from 'got'; export const load = () => got('https://a.example/x', { timeout: { request: 2_000 }, retry: { limit: 2 }, signal: AbortSignal.timeout(15_000) }).json();`,
    'a limit of ky counts all attempts': `import ky from 'ky'; export const load = () => ky('https://a.example/x', { timeout: 10_000, retry: { limit: 3 }, signal: AbortSignal.timeout(15_000) }).json();`,
    'a number of retries that nobody wrote': `import got from 'got'; export const load = () => got('https://a.example/x', { timeout: { request: 10_000 }, signal: AbortSignal.timeout(15_000) }).json();`,
    'as many idle ones as mysql2 keeps by default': `import mysql from 'mysql2/promise'; export const pool = mysql.createPool({ host: 'db', connectionLimit: 10, maxIdle: 10, queueLimit: 50 });`,
    'a pool of one': `import https from 'node:https'; export const agent = new https.Agent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 });`,
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
    'attempts that each have a signal of their own': [
      'retries',
      `import pRetry from 'p-retry'; export const load = (url) => pRetry(() => fetch(url, { signal: AbortSignal.timeout(10_000) }), { retries: 4, maxRetryTime: 20_000 });`,
    ],
    'a dispatcher above its requests': [
      'above',
      `import { Agent, fetch } from 'undici'; const dispatcher = new Agent({ headersTimeout: 60_000 }); export const load = () => fetch('https://a.example/x', { dispatcher, signal: AbortSignal.timeout(10_000) });`,
    ],
    'connecting by a dispatcher longer than its requests wait': [
      'wait',
      `import { Agent, request } from 'undici'; const dispatcher = new Agent({ connect: { timeout: 20_000 } }); export const load = () => request('https://a.example/x', { dispatcher, headersTimeout: 5_000 });`,
    ],
    'a pool of MongoDB that waits longer than its answers take': [
      'wait',
      `import { MongoClient } from 'mongodb'; export const client = new MongoClient('mongodb://db', { waitQueueTimeoutMS: 60_000, socketTimeoutMS: 20_000 });`,
    ],
    'more attempts than the caller waits for': [
      'retries',
      `import got from 'got'; export const load = () => got('https://a.example/x', { timeout: { request: 10_000 }, retry: { limit: 3 }, signal: AbortSignal.timeout(15_000) }).json();`,
    ],
    'attempts of an SDK': [
      'retries',
      `import OpenAI from 'openai'; const openai = new OpenAI({ timeout: 20_000, maxRetries: 4 }); export const ask = (messages) => openai.chat.completions.create({ model: 'm', messages }, { signal: AbortSignal.timeout(30_000) });`,
    ],
    'attempts of a helper, within a limit': [
      'retries',
      `import pRetry from 'p-retry'; import pTimeout from 'p-timeout'; import axios from 'axios'; export const load = () => pTimeout(pRetry(() => axios.get('https://a.example/x', { timeout: 10_000 }), { retries: 5 }), { milliseconds: 20_000 });`,
    ],
    'attempts of a helper with a signal': [
      'retries',
      `import pRetry from 'p-retry'; import axios from 'axios'; export const load = () => pRetry(() => axios.get('https://a.example/x', { timeout: 10_000 }), { retries: 5, signal: AbortSignal.timeout(20_000) });`,
    ],
    'all sockets idle': [
      'allIdle',
      `import https from 'node:https'; export const agent = new https.Agent({ keepAlive: true, maxSockets: 20, maxFreeSockets: 20 });`,
    ],
    'a server of Express': [
      'above',
      `import express from 'express'; const server = express().listen(80); server.headersTimeout = 90_000; server.requestTimeout = 60_000;`,
    ],
    'waiting for a connection longer than for the answer': [
      'wait',
      `import { Pool } from 'pg'; export const pool = new Pool({ connectionTimeoutMillis: 10_000, query_timeout: 5_000 });`,
    ],
    'connecting longer than for the headers': [
      'wait',
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

ruleTester.run('consistent-limits: what the peers keep', consistentLimits, {
  valid: [
    {
      code: `import { Agent } from 'undici'; export const agent = new Agent({ keepAliveTimeout: 90_000 });`,
      options: [{ peerKeepAlive: 600_000 }],
    },
  ],
  invalid: [
    {
      code: `import { Agent } from 'undici'; export const agent = new Agent({ keepAliveTimeout: 10_000 });`,
      options: [{ peerKeepAlive: 5_000 }],
      errors: [{ messageId: 'idle', data: { first: '`keepAliveTimeout` (10 s)', second: '5 s' } }],
    },
  ],
});
