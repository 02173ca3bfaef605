import type { Program } from '../program.js';

const POOL = `import pg from 'pg';
const pool = new pg.Pool({ connectionString: process.argv[3], max: 2, allowExitOnIdle: true });
export const closePool = (): Promise<void> => pool.end();
`;
const STOPS = { upstream: 'postgres', before: 'hangs', fix: 'must', connections: { after: 2 } } as const;
const RIGHT = { upstream: 'postgres', fix: 'never', connections: { after: 2 } } as const;

/** Connections of a pool of two. */
export const release: readonly Program[] = [
  {
    name: 'pg, a query that fails',
    ...STOPS,
    service: `${POOL}
export async function call(_url: string, index: number): Promise<unknown> {
  const client = await pool.connect();
  const { rows } = await client.query(index % 2 ? 'select broken' : 'select 1');
  client.release();
  return rows;
}
`,
  },
  {
    name: 'pg, an early return',
    ...STOPS,
    service: `${POOL}
export async function call(_url: string, index: number): Promise<unknown> {
  const client = await pool.connect();
  const { rows } = await client.query('select 1');
  if (index % 2) return null;
  client.release();
  return rows;
}
`,
  },
  {
    name: 'pg, never released',
    ...STOPS,
    fix: 'may',
    service: `${POOL}
export async function call(_url: string, index: number): Promise<unknown> {
  const client = await pool.connect();
  const { rows } = await client.query('select 1');
  return rows;
}
`,
  },
  {
    name: 'pg, a transaction that fails',
    ...STOPS,
    // Each failed one costs a connection, which nobody gets with its transaction.
    connections: { after: 12 },
    service: `${POOL}
export async function call(_url: string, index: number): Promise<unknown> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query(index % 2 ? 'insert broken' : 'insert ' + index);
  await client.query('commit');
  client.release();
  return index;
}
`,
  },
  {
    name: 'pg, a release in finally',
    ...RIGHT,
    service: `${POOL}
export async function call(_url: string, index: number): Promise<unknown> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query(index % 2 ? 'select broken' : 'select ' + index);
    return rows;
  } finally {
    client.release();
  }
}
`,
  },
  {
    name: 'pg, a release on both ways',
    ...RIGHT,
    fix: 'may',
    service: `${POOL}
export async function call(_url: string, index: number): Promise<unknown> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query(index % 2 ? 'select broken' : 'select ' + index);
    client.release();
    return rows;
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}
`,
  },
  {
    name: 'pg, a client that is lent to a function',
    ...RIGHT,
    service: `${POOL}
async function withClient<T>(use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await use(client);
  } finally {
    client.release();
  }
}
export function call(_url: string, index: number): Promise<unknown> {
  return withClient(async (client) => (await client.query('select ' + index)).rows);
}
`,
  },
  {
    name: 'pg, a client that its caller releases',
    ...RIGHT,
    service: `${POOL}
async function take(): Promise<pg.PoolClient> {
  const client = await pool.connect();
  await client.query('set timezone');
  return client;
}
export async function call(_url: string, index: number): Promise<unknown> {
  const client = await take();
  try {
    return (await client.query('select ' + index)).rows;
  } finally {
    client.release();
  }
}
`,
    fix: 'may',
  },
];
