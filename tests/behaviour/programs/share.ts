import type { Program } from '../program.js';

const FEW = { before: 20, after: 10 } as const;

/** Clients that are constructed in every call and may be one. */
export const share: readonly Program[] = [
  {
    name: 'undici agent per call, never closed',
    fix: 'must',
    connections: FEW,
    service: `import { Agent, request } from 'undici';
export async function call(url: string): Promise<unknown> {
  const dispatcher = new Agent();
  const { body } = await request(url + '/ok', { dispatcher });
  return body.json();
}
`,
  },
  {
    name: 'undici agent per call, closed in finally',
    fix: 'must',
    connections: FEW,
    service: `import { Agent, request } from 'undici';
export async function call(url: string): Promise<unknown> {
  const agent = new Agent();
  try {
    const { body } = await request(url + '/ok', { dispatcher: agent });
    return await body.json();
  } finally {
    await agent.close();
  }
}
`,
  },
  {
    name: 'undici agent per call over TLS, closed in finally',
    upstream: 'https',
    fix: 'must',
    handshakes: 5,
    connections: FEW,
    service: `import { Agent, request } from 'undici';
export async function call(url: string): Promise<unknown> {
  const agent = new Agent();
  try {
    const { body } = await request(url + '/ok', { dispatcher: agent });
    return await body.json();
  } finally {
    await agent.close();
  }
}
`,
  },
  {
    name: 'undici agent per call, destroyed before the return',
    fix: 'must',
    connections: FEW,
    service: `import { Agent, request } from 'undici';
export const call = async (url: string, index: number): Promise<unknown> => {
  const agent = new Agent();
  const { body } = await request(\`\${url}/echo?\${index}\`, { dispatcher: agent });
  const answer = await body.json();
  await agent.destroy();
  return answer;
};
`,
  },
  {
    name: 'undici agent in the options of the request',
    fix: 'must',
    connections: FEW,
    service: `import { Agent, request } from 'undici';

/** One call. */
export async function call(url: string): Promise<unknown> {
  const { body } = await request(url + '/ok', { dispatcher: new Agent() });
  return body.json();
}
`,
  },
  {
    name: 'undici agent in a loop',
    fix: 'must',
    calls: 5,
    connections: FEW,
    service: `import { Agent, request } from 'undici';
export async function call(url: string): Promise<unknown> {
  const answers: unknown[] = [];
  for (const name of ['a', 'b', 'c', 'd']) {
    const dispatcher = new Agent();
    const { body } = await request(url + '/echo?' + name, { dispatcher });
    answers.push(await body.json());
    await dispatcher.close();
  }
  return answers;
}
`,
  },
  {
    name: 'undici fetch with an agent per call',
    fix: 'must',
    connections: FEW,
    service: `import { Agent, fetch } from 'undici';
export async function call(url: string): Promise<unknown> {
  const dispatcher = new Agent({ keepAliveTimeout: 2_000 });
  const response = await fetch(url + '/ok', { dispatcher });
  return response.json();
}
`,
  },
  {
    name: 'two functions with equal agents',
    fix: 'must',
    connections: { before: 40, after: 10 },
    service: `import { Agent, request } from 'undici';

async function first(url: string): Promise<unknown> {
  const agent = new Agent();
  const { body } = await request(url + '/echo?1', { dispatcher: agent });
  return body.json();
}

async function second(url: string): Promise<unknown> {
  const agent = new Agent();
  const { body } = await request(url + '/echo?2', { dispatcher: agent });
  return body.json();
}

export async function call(url: string): Promise<unknown> {
  return [await first(url), await second(url)];
}
`,
  },
  {
    name: 'two functions with different agents',
    fix: 'must',
    connections: { before: 40, after: 20 },
    service: `import { Agent, request } from 'undici';

async function first(url: string): Promise<unknown> {
  const agent = new Agent({ keepAliveTimeout: 1_000 });
  const { body } = await request(url + '/echo?1', { dispatcher: agent });
  return body.json();
}

async function second(url: string): Promise<unknown> {
  const agent = new Agent({ keepAliveTimeout: 2_000 });
  const { body } = await request(url + '/echo?2', { dispatcher: agent });
  return body.json();
}

export async function call(url: string): Promise<unknown> {
  return [await first(url), await second(url)];
}
`,
  },
  {
    name: 'a name that the module has already',
    fix: 'must',
    connections: FEW,
    service: `import { Agent, request } from 'undici';
const agent = 'a user agent';
export async function call(url: string): Promise<unknown> {
  async function load(): Promise<unknown> {
    const agent = new Agent();
    const { body } = await request(url + '/ok', { dispatcher: agent });
    return body.json();
  }
  return [agent, await load()];
}
`,
  },
  {
    name: 'comments around what goes',
    fix: 'may',
    connections: { before: 20 },
    contains: ['// One call.', '// Every call needs this.', '/* the answer */'],
    service: `import { Agent, request } from 'undici';
// One call.
export async function call(url: string): Promise<unknown> {
  // Every call needs this.
  const agent = new Agent();
  try {
    const { body } = await request(url + '/ok', { dispatcher: agent });
    return await body.json(); /* the answer */
  } finally {
    // Nobody else needs it.
    await agent.close();
  }
}
`,
  },
  {
    name: 'a method of a class',
    fix: 'must',
    connections: FEW,
    service: `import { Agent, request } from 'undici';
class Api {
  constructor(private readonly url: string) {}
  async load(): Promise<unknown> {
    const dispatcher = new Agent();
    const { body } = await request(this.url + '/ok', { dispatcher });
    return body.json();
  }
}
let api: Api | undefined;
export function call(url: string): Promise<unknown> {
  api ??= new Api(url);
  return api.load();
}
`,
  },
  {
    name: 'two agents closed together',
    fix: 'must',
    connections: { before: 40, after: 20 },
    service: `import { Agent, request } from 'undici';
export async function call(url: string): Promise<unknown> {
  const one = new Agent({ keepAliveTimeout: 1_000 });
  const two = new Agent({ keepAliveTimeout: 2_000 });
  try {
    const [first, second] = await Promise.all([request(url + '/echo?1', { dispatcher: one }), request(url + '/echo?2', { dispatcher: two })]);
    return [await first.body.json(), await second.body.json()];
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
}
`,
  },
  {
    name: 'a close in a promise chain',
    fix: 'must',
    connections: FEW,
    service: `import { Agent, request } from 'undici';
export function call(url: string): Promise<unknown> {
  const agent = new Agent();
  return request(url + '/ok', { dispatcher: agent })
    .then(({ body }) => body.json())
    .finally(() => agent.close());
}
`,
  },
  {
    name: 'a factory of the module',
    fix: 'may',
    connections: { before: 20 },
    service: `import { Agent, request } from 'undici';
function createAgent(): Agent {
  return new Agent();
}
export async function call(url: string): Promise<unknown> {
  const dispatcher = createAgent();
  const { body } = await request(url + '/ok', { dispatcher });
  return body.json();
}
`,
  },
  {
    name: 'CommonJS',
    language: 'cjs',
    fix: 'must',
    connections: FEW,
    service: `'use strict';
const { Agent, request } = require('undici');

exports.call = async function call(url) {
  const dispatcher = new Agent();
  const { body } = await request(url + '/ok', { dispatcher });
  return body.json();
};
`,
  },
  {
    name: 'a namespace import in JavaScript',
    language: 'mjs',
    fix: 'must',
    connections: FEW,
    service: `import * as undici from 'undici';

export async function call(url) {
  const dispatcher = new undici.Agent();
  const { body } = await undici.request(url + '/ok', { dispatcher });
  return body.json();
}
`,
  },
  {
    name: 'options in a constant of the module',
    fix: 'must',
    connections: FEW,
    service: `import { Agent, request } from 'undici';
const KEEP_ALIVE = 2_000;
export async function call(url: string): Promise<unknown> {
  const dispatcher = new Agent({ keepAliveTimeout: KEEP_ALIVE });
  const { body } = await request(url + '/ok', { dispatcher });
  return body.json();
}
`,
  },
  {
    name: 'axios with keep-alive agents per call, recommended',
    fix: 'never',
    connections: { before: 20 },
    service: `import http from 'node:http';
import axios from 'axios';
export async function call(url: string): Promise<unknown> {
  const { data } = await axios.get<unknown>(url + '/ok', { httpAgent: new http.Agent({ keepAlive: true }) });
  return data;
}
`,
  },
  {
    name: 'axios with keep-alive agents per call, migrate',
    config: 'migrate',
    fix: 'must',
    connections: { before: 20, after: 5 },
    service: `import http from 'node:http';
import axios from 'axios';
export async function call(url: string): Promise<unknown> {
  const { data } = await axios.get<unknown>(url + '/ok', { httpAgent: new http.Agent({ keepAlive: true }), timeout: 5_000 });
  return data;
}
`,
  },
  {
    name: 'axios instance with an agent per call, migrate',
    config: 'migrate',
    fix: 'must',
    connections: { before: 20, after: 5 },
    service: `import http from 'node:http';
import axios from 'axios';
export async function call(url: string): Promise<unknown> {
  const client = axios.create({ timeout: 5_000, httpAgent: new http.Agent({ keepAlive: true }) });
  const { data } = await client.get<unknown>(url + '/ok');
  return data;
}
`,
  },
  {
    name: 'got with an agent per call, migrate',
    config: 'migrate',
    fix: 'must',
    connections: FEW,
    service: `import http from 'node:http';
import got from 'got';
export async function call(url: string): Promise<unknown> {
  const agent = new http.Agent({ keepAlive: true });
  return got(url + '/ok', { agent: { http: agent }, timeout: { request: 5_000 } }).json();
}
`,
  },
  {
    name: 'node-fetch with an agent per call, migrate',
    config: 'migrate',
    fix: 'must',
    connections: FEW,
    service: `import http from 'node:http';
import fetch from 'node-fetch';
export async function call(url: string): Promise<unknown> {
  const agent = new http.Agent({ keepAlive: true });
  const response = await fetch(url + '/ok', { agent, signal: AbortSignal.timeout(5_000) });
  return response.json();
}
`,
  },
  {
    name: 'S3 client per call, migrate',
    config: 'migrate',
    fix: 'may',
    connections: { before: 20 },
    service: `import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
let endpoint = '';
export async function call(url: string): Promise<unknown> {
  endpoint = url;
  const client = new S3Client({ region: 'eu-central-1', endpoint, forcePathStyle: true, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const { $metadata } = await client.send(new HeadBucketCommand({ Bucket: 'bucket' }));
  return $metadata.httpStatusCode;
}
`,
  },
  {
    name: 'S3 client of constant arguments',
    fix: 'must',
    connections: FEW,
    service: `import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
process.env['AWS_ENDPOINT_URL'] = process.argv[3];
export async function call(): Promise<unknown> {
  const client = new S3Client({ region: 'eu-central-1', forcePathStyle: true, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const { $metadata } = await client.send(new HeadBucketCommand({ Bucket: 'bucket' }));
  return $metadata.httpStatusCode;
}
`,
  },
  {
    name: 'S3 client of a function that is called for each request',
    fix: 'must',
    connections: FEW,
    service: `import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
process.env['AWS_ENDPOINT_URL'] = process.argv[3];
let calls = 0;
function client(): S3Client {
  calls += 1;
  return new S3Client({ region: 'eu-central-1', forcePathStyle: true, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
}
export async function call(): Promise<unknown> {
  const { $metadata } = await client().send(new HeadBucketCommand({ Bucket: 'bucket' }));
  return [$metadata.httpStatusCode, calls > 0];
}
`,
  },
  {
    name: 'agent from the environment, migrate',
    config: 'migrate',
    fix: 'must',
    connections: FEW,
    service: `import { Agent, request } from 'undici';
export async function call(url: string): Promise<unknown> {
  const dispatcher = new Agent({ keepAliveTimeout: Number(process.env['KEEP_ALIVE'] ?? 2_000) });
  const { body } = await request(url + '/ok', { dispatcher });
  return body.json();
}
`,
  },
  {
    name: 'a shared client of the project',
    config: 'recommended',
    settings: { sharedClients: [{ construct: 'undici#Agent', module: './clients.js', export: 'apiAgent' }] },
    fix: 'must',
    contains: [`import { apiAgent } from './clients.js'`],
    connections: { before: 20, after: 10 },
    files: {
      'clients.ts': `import { Agent } from 'undici';\nexport const apiAgent = new Agent();\nexport const closeClients = (): Promise<void> => apiAgent.close();\n`,
    },
    service: `import { Agent, request } from 'undici';
export async function call(url: string): Promise<unknown> {
  const dispatcher = new Agent();
  const { body } = await request(url + '/ok', { dispatcher });
  return body.json();
}
`,
  },
  {
    name: 'pg pool per call, migrate',
    config: 'migrate',
    upstream: 'postgres',
    fix: 'may',
    connections: { before: 20 },
    service: `import pg from 'pg';
let connectionString = '';
export async function call(url: string, index: number): Promise<unknown> {
  connectionString = url;
  const pool = new pg.Pool({ connectionString, allowExitOnIdle: true });
  try {
    const { rows } = await pool.query('select ' + index);
    return rows;
  } finally {
    await pool.end();
  }
}
`,
  },
  {
    name: 'pg client closed on success only',
    upstream: 'postgres',
    fix: 'must',
    contains: ['finally'],
    service: `import pg from 'pg';
export async function call(url: string, index: number): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select ' + index);
  await client.end();
  return rows;
}
`,
  },
  {
    name: 'an undici agent for each number of a call',
    fix: 'must',
    connections: { before: 20, after: 10 },
    service: `import { Agent, request } from 'undici';
async function load(url: string, ms: number): Promise<unknown> {
  const dispatcher = new Agent({ keepAliveTimeout: ms });
  const { body } = await request(url + '/ok', { dispatcher });
  return body.json();
}
export function call(url: string, index: number): Promise<unknown> {
  return load(url, index % 2 === 0 ? 3_000 : 4_000);
}
`,
    contains: ['new Map<number, Agent>()'],
  },
];
