import type { Program } from '../program.js';

const HALF_SECOND = { timeouts: { connect: 500, headers: 500, body: 500, total: 500 } } as const;
/** Calls of a peer that takes the request and never answers. */
const ENDS = { config: 'migrate', settings: HALF_SECOND, before: 'hangs', fix: 'must', calls: 5 } as const;
/** A download of 800 ms, longer than any single limit. */
const HEALTHY = { config: 'migrate', settings: HALF_SECOND, fix: 'may', calls: 5 } as const;

/** Clients without limits, against peers that are silent and peers that are slow. */
export const timeouts: readonly Program[] = [
  {
    name: 'undici agent, a silent peer',
    ...ENDS,
    service: `import { Agent, request } from 'undici';
const dispatcher = new Agent();
export async function call(url: string): Promise<unknown> {
  const { body } = await request(url + '/never', { dispatcher });
  return body.json();
}
export const closeDispatcher = (): Promise<void> => dispatcher.destroy();
`,
  },
  {
    name: 'undici agent, a peer that stalls',
    ...ENDS,
    service: `import { Agent, request } from 'undici';
const dispatcher = new Agent({ connections: 10 });
export async function call(url: string): Promise<unknown> {
  const { body } = await request(url + '/stall', { dispatcher });
  return body.json();
}
export const closeDispatcher = (): Promise<void> => dispatcher.destroy();
`,
  },
  {
    name: 'undici agent, a slow download',
    ...HEALTHY,
    service: `import { Agent, request } from 'undici';
const dispatcher = new Agent();
export async function call(url: string): Promise<number> {
  const { body } = await request(url + '/drip', { dispatcher });
  return (await body.text()).length;
}
export const closeDispatcher = (): Promise<void> => dispatcher.close();
`,
  },
  {
    name: 'fetch, a silent peer',
    ...ENDS,
    service: `export async function call(url: string): Promise<unknown> {
  const response = await fetch(url + '/never');
  return response.json();
}
`,
  },
  {
    name: 'fetch, a slow download that is streamed',
    ...HEALTHY,
    service: `export async function call(url: string): Promise<number> {
  const response = await fetch(url + '/drip');
  let bytes = 0;
  for await (const chunk of response.body ?? []) bytes += (chunk as Uint8Array).length;
  return bytes;
}
`,
  },
  {
    name: 'fetch, a response that its caller reads',
    ...HEALTHY,
    service: `function load(url: string): Promise<Response> {
  return fetch(url + '/drip');
}
export async function call(url: string): Promise<number> {
  const response = await load(url);
  const reader = response.body?.getReader();
  let bytes = 0;
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) return bytes;
    bytes += part.value.length;
  }
}
`,
  },
  {
    name: 'axios instance, a silent peer',
    ...ENDS,
    service: `import axios from 'axios';
const api = axios.create({ headers: { 'x-tenant': 'one' } });
export async function call(url: string): Promise<unknown> {
  const { data } = await api.get<unknown>(url + '/never');
  return data;
}
`,
  },
  {
    name: 'got, a silent peer',
    ...ENDS,
    service: `import got from 'got';
const api = got.extend({ retry: { limit: 0 } });
export function call(url: string): Promise<unknown> {
  return api(url + '/never').json();
}
`,
  },
  {
    name: 'http.get, a silent peer',
    ...ENDS,
    service: `import http from 'node:http';
export function call(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get(url + '/never', (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
`,
  },
  {
    name: 'http.get, a timeout that nothing listens to',
    ...ENDS,
    service: `import http from 'node:http';
export function call(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get(url + '/never', { timeout: 300 }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
`,
  },
  {
    name: 'node-fetch, a silent peer',
    ...ENDS,
    fix: 'may',
    service: `import fetch from 'node-fetch';
export async function call(url: string): Promise<unknown> {
  const response = await fetch(url + '/never');
  return response.json();
}
`,
  },
  {
    name: 'a signal of its own for each call',
    ...HEALTHY,
    service: `export async function call(url: string): Promise<unknown> {
  const response = await fetch(url + '/slow', { signal: AbortSignal.timeout(5_000) });
  return response.json();
}
`,
  },
  {
    name: 'a signal of the caller',
    ...HEALTHY,
    service: `async function load(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url + '/slow', { signal });
  return response.json();
}
export async function call(url: string): Promise<unknown> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 5_000);
  try {
    return await load(url, controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
`,
  },
];
