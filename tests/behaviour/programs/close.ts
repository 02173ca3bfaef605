import type { Program } from '../program.js';

/** Clients that live as long as the module or an object. */
export const close: readonly Program[] = [
  {
    name: 'a close function that forgets a client',
    fix: 'may',
    connections: { after: 20 },
    service: `import { Agent, Pool, request } from 'undici';
const agent = new Agent();
const other = new Agent({ connections: 5 });
export async function call(url: string): Promise<unknown> {
  const [first, second] = await Promise.all([request(url + '/ok', { dispatcher: agent }), request(url + '/ok', { dispatcher: other })]);
  return [await first.body.json(), await second.body.json(), typeof Pool];
}
export async function closeAll(): Promise<void> {
  await agent.close();
}
`,
  },
  {
    name: 'a pg pool that nothing ends, migrate',
    config: 'migrate',
    upstream: 'postgres',
    fix: 'may',
    service: `import pg from 'pg';
const pool = new pg.Pool({ max: 2, allowExitOnIdle: true, connectionString: process.argv[3] });
export async function call(_url: string, index: number): Promise<unknown> {
  return (await pool.query('select ' + index)).rows;
}
`,
  },
  {
    name: 'an agent that nothing closes, migrate',
    config: 'migrate',
    fix: 'may',
    connections: { after: 10 },
    service: `import { Agent, request } from 'undici';
const agent = new Agent();
export async function call(url: string): Promise<unknown> {
  const { body } = await request(url + '/ok', { dispatcher: agent });
  return body.json();
}
`,
  },
  {
    name: 'a class that forgets its agent, migrate',
    config: 'migrate',
    fix: 'may',
    connections: { after: 10 },
    service: `import { Agent, request } from 'undici';
class Api {
  readonly #agent = new Agent();
  constructor(private readonly url: string) {}
  async load(): Promise<unknown> {
    const { body } = await request(this.url + '/ok', { dispatcher: this.#agent });
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
    name: 'a class whose close forgets one of two',
    fix: 'may',
    connections: { after: 20 },
    service: `import { Agent, request } from 'undici';
class Api {
  readonly #first = new Agent();
  readonly #second = new Agent({ keepAliveTimeout: 2_000 });
  constructor(private readonly url: string) {}
  async load(): Promise<unknown> {
    const first = await request(this.url + '/ok', { dispatcher: this.#first });
    const second = await request(this.url + '/ok', { dispatcher: this.#second });
    return [await first.body.json(), await second.body.json()];
  }
  async close(): Promise<void> {
    await this.#first.close();
  }
}
let api: Api | undefined;
export function call(url: string): Promise<unknown> {
  api ??= new Api(url);
  return api.load();
}
export const closeApi = async (): Promise<void> => api?.close();
`,
  },
];
