import type { Program } from '../program.js';

const COMPOSED = (key: string): string =>
  `new Agent().compose((dispatch) => (options, handler) => dispatch({ ...options, headers: { 'x-tenant': ${key} } }, handler))`;

/** Clients that must stay as many as they are, with the config that changes most. */
export const unshared: readonly Program[] = [
  {
    name: 'headers per tenant, in the client',
    config: 'migrate',
    fix: 'may',
    service: `import { Agent, request } from 'undici';
export async function call(url: string, index: number): Promise<unknown> {
  const tenant = 'tenant-' + (index % 3);
  const dispatcher = ${COMPOSED('tenant')};
  const { body } = await request(url + '/echo', { dispatcher });
  return body.json();
}
`,
  },
  {
    name: 'credentials per tenant, in an axios instance',
    config: 'migrate',
    fix: 'may',
    service: `import http from 'node:http';
import axios from 'axios';
async function load(url: string, token: string): Promise<unknown> {
  const client = axios.create({ baseURL: url, timeout: 5_000, headers: { authorization: token }, httpAgent: new http.Agent({ keepAlive: true }) });
  const { data } = await client.get<unknown>('/echo');
  return data;
}
export function call(url: string, index: number): Promise<unknown> {
  return load(url, 'Bearer ' + (index % 3));
}
`,
  },
  {
    name: 'a cookie jar per call',
    config: 'migrate',
    fix: 'may',
    service: `import { Agent, request } from 'undici';
export async function call(url: string, index: number): Promise<unknown> {
  const jar: string[] = [];
  const dispatcher = new Agent().compose((dispatch) => (options, handler) => dispatch({ ...options, headers: { cookie: jar.join('; ') } }, handler));
  const login = await request(url + '/login', { dispatcher });
  await login.body.dump();
  if (index % 2 === 0) jar.push(String(login.headers['set-cookie']) + index);
  const { body } = await request(url + '/echo', { dispatcher });
  return body.json();
}
`,
  },
  {
    name: 'got with a jar per call',
    config: 'migrate',
    fix: 'may',
    service: `import got from 'got';
export async function call(url: string, index: number): Promise<unknown> {
  const cookies: string[] = [];
  const client = got.extend({
    timeout: { request: 5_000 },
    cookieJar: { getCookieString: async () => cookies.join('; '), setCookie: async (cookie: string) => void cookies.push(cookie + index) },
  });
  await client(url + '/login').text();
  return client(url + '/echo').json();
}
`,
  },
  {
    name: 'an undici client per call keeps its own limit',
    fix: 'never',
    concurrency: 10,
    service: `import { Client } from 'undici';
export async function call(url: string): Promise<unknown> {
  const client = new Client(url);
  try {
    const { body } = await client.request({ path: '/slow', method: 'GET' });
    return await body.json();
  } finally {
    await client.close();
  }
}
`,
  },
  {
    name: 'a bounded pool whose response leaves the function',
    fix: 'never',
    concurrency: 1,
    service: `import { Agent, request, type Dispatcher } from 'undici';
async function open(url: string): Promise<Dispatcher.ResponseData> {
  const dispatcher = new Agent({ connections: 1 });
  return request(url + '/big', { dispatcher });
}
export async function call(url: string): Promise<unknown> {
  const [first, second] = [await open(url), await open(url)];
  return (await first.body.text()).length + (await second.body.text()).length;
}
`,
  },
  {
    name: 'a nested call on a client with one connection',
    config: 'migrate',
    fix: 'may',
    concurrency: 1,
    calls: 5,
    service: `import { Agent, request } from 'undici';
async function walk(url: string, depth: number): Promise<number> {
  const dispatcher = new Agent({ connections: 1, headersTimeout: 5_000, bodyTimeout: 5_000, connect: { timeout: 5_000 } });
  const { body } = await request(url + '/big', { dispatcher });
  const below = depth > 0 ? await walk(url, depth - 1) : 0;
  return below + (await body.text()).length;
}
export function call(url: string): Promise<number> {
  return walk(url, 2);
}
`,
  },
  {
    name: 'recursion with an unlimited agent',
    fix: 'may',
    calls: 5,
    service: `import { Agent, request } from 'undici';
async function walk(url: string, depth: number): Promise<number> {
  const dispatcher = new Agent();
  try {
    const { body } = await request(url + '/big', { dispatcher });
    const { length } = await body.text();
    return length + (depth > 0 ? await walk(url, depth - 1) : 0);
  } finally {
    await dispatcher.close();
  }
}
export function call(url: string): Promise<number> {
  return walk(url, 2);
}
`,
  },
  {
    name: 'a callback of map',
    config: 'migrate',
    fix: 'may',
    calls: 5,
    service: `import http from 'node:http';
import axios from 'axios';
async function load(url: string, index = 7): Promise<unknown> {
  const httpAgent = new http.Agent({ keepAlive: true });
  const { data } = await axios.get<unknown>(url + '?' + index, { httpAgent, timeout: 5_000 });
  return data;
}
export function call(url: string): Promise<unknown> {
  return Promise.all([url + '/a', url + '/b', url + '/c'].map(load));
}
`,
  },
  {
    name: 'a function that looks at its arguments',
    config: 'migrate',
    language: 'mjs',
    fix: 'may',
    service: `import http from 'node:http';
import axios from 'axios';
async function load(url) {
  const httpAgent = new http.Agent({ keepAlive: true });
  const { data } = await axios.get(url + '/echo?' + arguments.length, { httpAgent, timeout: 5_000 });
  return data;
}
export function call(url, index) {
  return index % 2 ? load(url) : load(url, index, index);
}
`,
  },
  {
    name: 'a client for each key, kept',
    config: 'migrate',
    fix: 'may',
    connections: { before: 3, after: 15 },
    service: `import { Agent, request, type Dispatcher } from 'undici';
const clients = new Map<string, Dispatcher>();
function clientOf(key: string): Dispatcher {
  let client = clients.get(key);
  if (!client) {
    client = ${COMPOSED('key')};
    clients.set(key, client);
  }
  return client;
}
export async function call(url: string, index: number): Promise<unknown> {
  const { body } = await request(url + '/echo', { dispatcher: clientOf('key-' + (index % 3)), headersTimeout: 5_000, bodyTimeout: 5_000 });
  return body.json();
}
`,
  },
  {
    name: 'a client made once, later',
    fix: 'never',
    connections: { after: 10 },
    service: `import { Agent, request } from 'undici';
let agent: Agent | undefined;
export async function call(url: string): Promise<unknown> {
  agent ??= new Agent();
  const { body } = await request(url + '/ok', { dispatcher: agent });
  return body.json();
}
export const closeAgent = async (): Promise<void> => agent?.close();
`,
  },
  {
    name: 'a generator that is left early',
    config: 'migrate',
    fix: 'may',
    service: `import { Agent, request } from 'undici';
async function* pages(url: string): AsyncGenerator<unknown> {
  const dispatcher = new Agent({ headersTimeout: 5_000, bodyTimeout: 5_000, connect: { timeout: 5_000 } });
  try {
    for (let page = 0; ; page++) {
      const { body } = await request(url + '/echo?' + page, { dispatcher });
      yield await body.json();
    }
  } finally {
    await dispatcher.close();
  }
}
export async function call(url: string): Promise<unknown> {
  const seen: unknown[] = [];
  for await (const page of pages(url)) {
    seen.push(page);
    if (seen.length === 2) break;
  }
  return seen;
}
`,
  },
  {
    name: 'options built from this',
    config: 'migrate',
    fix: 'must',
    service: `import { Agent, request } from 'undici';
class Tenant {
  constructor(private readonly url: string, private readonly name: string) {}
  async load(): Promise<unknown> {
    const dispatcher = new Agent({ keepAliveTimeout: 1_000 + this.name.length, headersTimeout: 5_000, bodyTimeout: 5_000, connect: { timeout: 5_000 } });
    try {
      const { body } = await request(this.url + '/echo?' + this.name, { dispatcher });
      return await body.json();
    } finally {
      await dispatcher.close();
    }
  }
}
export function call(url: string, index: number): Promise<unknown> {
  return new Tenant(url, 'tenant'.repeat(index % 3)).load();
}
`,
  },
  {
    name: 'a name that something else shadows',
    fix: 'may',
    service: `import { Agent, request } from 'undici';
export async function call(url: string): Promise<unknown> {
  const answers: unknown[] = [];
  for (const agent of ['first', 'second']) {
    const answer = await (async () => {
      const dispatcher = new Agent();
      const { body } = await request(url + '/echo?' + agent, { dispatcher });
      return body.json();
    })();
    answers.push(answer);
  }
  const dispatcher = 'not a dispatcher';
  return [...answers, dispatcher];
}
`,
  },
  {
    name: 'a factory that its callers close',
    config: 'migrate',
    fix: 'may',
    service: `import { Agent, request } from 'undici';
export function createAgent(): Agent {
  return new Agent({ headersTimeout: 5_000, bodyTimeout: 5_000, connect: { timeout: 5_000 } });
}
export async function call(url: string): Promise<unknown> {
  const dispatcher = createAgent();
  try {
    const { body } = await request(url + '/ok', { dispatcher });
    return await body.json();
  } finally {
    await dispatcher.close();
  }
}
`,
  },
  {
    name: 'an agent that is closed in some calls only',
    config: 'migrate',
    fix: 'may',
    service: `import { Agent, request } from 'undici';
const kept = new Set<Agent>();
export async function call(url: string, index: number): Promise<unknown> {
  const dispatcher = new Agent({ headersTimeout: 5_000, bodyTimeout: 5_000, connect: { timeout: 5_000 } });
  const { body } = await request(url + '/ok', { dispatcher });
  const answer = await body.json();
  if (index % 2 === 0) await dispatcher.close();
  else kept.add(dispatcher);
  return answer;
}
export const closeAll = (): Promise<unknown> => Promise.all([...kept].map((agent) => agent.close()));
`,
  },
  {
    name: 'an agent of undici 7 for the global fetch',
    fix: 'may',
    connections: { before: 20 },
    service: `import { Agent } from 'undici';
export async function call(url: string): Promise<unknown> {
  const dispatcher = new Agent();
  const options: object = { dispatcher };
  const response = await fetch(url + '/ok', options);
  return response.json();
}
`,
  },
  {
    name: 'a mock of a test',
    fix: 'never',
    connections: { after: 0 },
    service: `import { MockAgent, request } from 'undici';
export async function call(url: string, index: number): Promise<unknown> {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  dispatcher.get(url).intercept({ path: '/ok' }).reply(200, { index });
  const { body } = await request(url + '/ok', { dispatcher });
  const answer = await body.json();
  await dispatcher.close();
  return answer;
}
`,
  },
  {
    name: 'a site that a comment switches off',
    fix: 'never',
    connections: { before: 20 },
    service: `import { Agent, request } from 'undici';
export async function call(url: string): Promise<unknown> {
  // eslint-disable-next-line client-lifecycle/no-client-in-function
  const dispatcher = new Agent();
  const { body } = await request(url + '/ok', { dispatcher });
  return body.json();
}
`,
  },
  {
    name: 'a client that is used while the module loads',
    fix: 'may',
    service: `import { Agent, request } from 'undici';
const first = load('http://127.0.0.1:1').catch((error: unknown) => String(error));
async function load(url: string): Promise<unknown> {
  const dispatcher = new Agent();
  const { body } = await request(url + '/ok', { dispatcher });
  return body.json();
}
export async function call(url: string): Promise<unknown> {
  return [await first, await load(url)];
}
`,
  },
  {
    name: 'an undici agent whose limit differs per call',
    fix: 'never',
    service: `import { Agent, request } from 'undici';
async function load(url: string, most: number): Promise<unknown> {
  const dispatcher = new Agent({ connections: most });
  const { body } = await request(url + '/ok', { dispatcher });
  return body.json();
}
export function call(url: string, index: number): Promise<unknown> {
  return load(url, 1 + (index % 2));
}
`,
  },
  {
    name: 'an undici agent for a number, closed by the callers of its factory',
    fix: 'never',
    service: `import { Agent, request } from 'undici';
function agentOf(ms: number): Agent {
  return new Agent({ keepAliveTimeout: ms });
}
export async function call(url: string, index: number): Promise<unknown> {
  const dispatcher = agentOf(index % 2 === 0 ? 3_000 : 4_000);
  const { body } = await request(url + '/ok', { dispatcher });
  const answer = await body.json();
  if (index > 3) await dispatcher.close();
  return answer;
}
`,
  },
];
