import type { Program } from '../program.js';

const TEN = `const dispatcher = new Agent({ connections: 10 });`;
const GLOBAL_TEN = `import { Agent, setGlobalDispatcher } from 'undici';\nsetGlobalDispatcher(new Agent({ connections: 10 }));`;
const STOPS = { before: 'hangs', fix: 'must', calls: 30 } as const;

/** Responses that some way leaves unread; thirty calls over ten connections. */
export const bodies: readonly Program[] = [
  {
    name: 'undici, a throw before reading',
    ...STOPS,
    service: `import { Agent, request } from 'undici';
${TEN}
export async function call(url: string): Promise<unknown> {
  const { statusCode, body } = await request(url + '/bad', { dispatcher });
  if (statusCode !== 200) throw new Error('refused');
  return body.json();
}
`,
  },
  {
    name: 'undici, only the status',
    ...STOPS,
    service: `import { Agent, request } from 'undici';
${TEN}
export async function call(url: string): Promise<boolean> {
  const { statusCode } = await request(url + '/big', { dispatcher });
  return statusCode === 200;
}
`,
  },
  {
    name: 'undici, only the status, through the response',
    ...STOPS,
    service: `import { Agent, request } from 'undici';
${TEN}
export async function call(url: string): Promise<boolean> {
  const response = await request(url + '/big', { dispatcher });
  return response.statusCode === 200;
}
`,
  },
  {
    name: 'undici pool, success unread',
    ...STOPS,
    service: `import { Pool } from 'undici';
let pool: Pool | undefined;
export async function call(url: string): Promise<void> {
  pool ??= new Pool(url, { connections: 10 });
  const response = await pool.request({ path: '/big', method: 'GET' });
  if (response.statusCode !== 200) throw new Error(await response.body.text());
}
export const closePool = async (): Promise<void> => pool?.close();
`,
  },
  {
    name: 'undici, retries that drop the answer before',
    ...STOPS,
    service: `import { Agent, request } from 'undici';
${TEN}
export async function call(url: string, index: number): Promise<unknown> {
  for (let attempt = 0; attempt < 4; attempt++) {
    const { statusCode, body } = await request(url + '/flaky?' + index, { dispatcher });
    if (statusCode === 503) continue;
    return body.json();
  }
  throw new Error('too busy');
}
`,
  },
  {
    name: 'undici, a redirect followed by hand',
    ...STOPS,
    service: `import { Agent, request } from 'undici';
${TEN}
export async function call(url: string): Promise<unknown> {
  let { statusCode, headers, body } = await request(url + '/redirect', { dispatcher });
  if (statusCode === 302) {
    const location = String(headers['location']);
    return (await request(url + location, { dispatcher })).body.json();
  }
  return body.json();
}
`,
  },
  {
    name: 'fetch, a throw before reading',
    ...STOPS,
    service: `${GLOBAL_TEN}
const kept: unknown[] = [];
export async function call(url: string): Promise<unknown> {
  const response = await fetch(url + '/bad');
  kept.push(response.headers);
  if (!response.ok) throw new Error('refused ' + kept.length % 1);
  return response.json();
}
`,
  },
  {
    name: 'fetch, a switch of statuses',
    ...STOPS,
    service: `${GLOBAL_TEN}
export async function call(url: string): Promise<unknown> {
  const response = await fetch(url + '/bad');
  switch (response.status) {
    case 200:
      return response.json();
    case 404:
      return null;
    default:
      throw new Error('status ' + response.status);
  }
}
`,
  },
  {
    name: 'fetch, a reader that stops early',
    ...STOPS,
    service: `${GLOBAL_TEN}
export async function call(url: string): Promise<boolean> {
  const response = await fetch(url + '/big');
  if (!response.body) return false;
  const reader = response.body.getReader();
  let bytes = 0;
  while (bytes < 1000) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
  }
  return bytes > 0;
}
`,
  },
  {
    name: 'fetch, a reader that only releases its lock',
    ...STOPS,
    service: `${GLOBAL_TEN}
export async function call(url: string): Promise<boolean> {
  const response = await fetch(url + '/big');
  if (!response.body) return false;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return false;
      if (value.length > 0) return true;
    }
  } finally {
    reader.releaseLock();
  }
}
`,
  },
  {
    name: 'http, a return before reading',
    ...STOPS,
    service: `import http from 'node:http';
const agent = new http.Agent({ keepAlive: true, maxSockets: 10 });
export function call(url: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    http
      .get(url + '/bad', { agent }, (response) => {
        if (response.statusCode !== 200) {
          resolve(false);
          return;
        }
        response.resume();
        response.on('end', () => resolve(true));
      })
      .on('error', reject);
  });
}
`,
  },
  {
    name: 'axios, a stream that is not wanted',
    ...STOPS,
    service: `import http from 'node:http';
import axios from 'axios';
const httpAgent = new http.Agent({ keepAlive: true, maxSockets: 10 });
export async function call(url: string): Promise<unknown> {
  const response = await axios.get(url + '/big', { httpAgent, responseType: 'stream' });
  if (response.status === 200) return null;
  return response.data;
}
`,
  },
  {
    name: 'S3, an object that is not wanted',
    ...STOPS,
    fix: 'may',
    service: `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import http from 'node:http';
let client: S3Client | undefined;
export async function call(url: string): Promise<unknown> {
  client ??= new S3Client({
    region: 'eu-central-1',
    endpoint: url,
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: { httpAgent: new http.Agent({ keepAlive: true, maxSockets: 10 }) },
  });
  const { ContentLength } = await client.send(new GetObjectCommand({ Bucket: 'big', Key: 'object' }));
  return ContentLength === undefined;
}
`,
  },
  {
    name: 'a stream that its caller reads',
    fix: 'never',
    service: `import { Agent, request, type Dispatcher } from 'undici';
const dispatcher = new Agent({ connections: 2 });
async function open(url: string): Promise<Dispatcher.ResponseData['body']> {
  const { statusCode, body } = await request(url + '/big', { dispatcher });
  if (statusCode !== 200) throw new Error(await body.text());
  return body;
}
export async function call(url: string): Promise<number> {
  let bytes = 0;
  for await (const chunk of await open(url)) bytes += (chunk as Buffer).length;
  return bytes;
}
export const closeDispatcher = (): Promise<void> => dispatcher.close();
`,
  },
  {
    name: 'responses kept in a cache',
    fix: 'never',
    service: `const cache = new Map<string, Promise<Response>>();
function load(url: string): Promise<Response> {
  let response = cache.get(url);
  if (!response) {
    response = fetch(url);
    cache.set(url, response);
  }
  return response;
}
export async function call(url: string, index: number): Promise<number> {
  const response = await load(url + '/big?' + (index % 2));
  return (await response.clone().text()).length;
}
`,
  },
  {
    name: 'a loop over the body that breaks',
    fix: 'never',
    calls: 30,
    service: `import { Agent, request } from 'undici';
const dispatcher = new Agent({ connections: 10 });
export async function call(url: string): Promise<boolean> {
  const { body } = await request(url + '/big', { dispatcher });
  for await (const chunk of body) {
    if ((chunk as Buffer).length > 0) break;
  }
  return true;
}
export const closeDispatcher = (): Promise<void> => dispatcher.close();
`,
  },
  {
    name: 'an error that reads the body',
    fix: 'never',
    calls: 30,
    service: `import { Agent, request } from 'undici';
const dispatcher = new Agent({ connections: 10 });
export async function call(url: string): Promise<unknown> {
  const { statusCode, body } = await request(url + '/bad', { dispatcher });
  if (statusCode !== 200) throw new Error('refused: ' + (await body.text()).length);
  return body.json();
}
export const closeDispatcher = (): Promise<void> => dispatcher.close();
`,
  },
];
