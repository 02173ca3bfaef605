import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram, scratch } from '../../bench/measure/process.mjs';
import { writeRunnable } from '../../bench/measure/runnable.mjs';
import { pluginFixer } from './harness.js';

/** Five calls over a pool of two connections; each call fails or leaves early, and what was done is counted. */
function program(one: string): string {
  return `import pg from 'pg';

const url = new URL(process.argv[2]);
const pool = new pg.Pool({ host: url.hostname, port: Number(url.port), user: 'postgres', database: 'postgres', max: 2 });

${one}

let done = 0;
for (let i = 0; i < 5; i++) {
  try {
    await one(i);
  } catch (error) {
    if (error.code !== '42P01') throw error;
  }
  done++;
  console.log('done ' + done);
}
await pool.end();
console.log('ended');
`;
}

const PROGRAMS: Readonly<Record<string, string>> = {
  'a query that throws': program(`async function one() {
  const client = await pool.connect();
  const { rows } = await client.query('SELECT * FROM missing');
  client.release();
  return rows;
}`),
  'an early return': program(`async function one() {
  const client = await pool.connect();
  const { rows } = await client.query('SELECT 1 AS one WHERE false');
  if (rows.length === 0) return null;
  client.release();
  return rows[0];
}`),
  'a rollback without a release': program(`async function one() {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('INSERT INTO missing VALUES (1)');
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}`),
  'never released': program(`async function one() {
  const client = await pool.connect();
  return client.query('SELECT 1');
}`),
};

describe('programs that wait for a connection which nobody gives back', () => {
  let db: PGlite;
  let server: PGLiteSocketServer;
  let url = '';

  async function run(name: string, text: string, deadline: number): ReturnType<typeof runProgram> {
    const folder = join(scratch, 'release', name.replaceAll(' ', '-'));
    writeRunnable(folder, { 'program.mjs': text });
    return runProgram(join(folder, 'program.mjs'), { args: [url], deadline });
  }

  beforeAll(async () => {
    db = await PGlite.create();
    // PGlite runs one query at a time; the server lets several connections take turns.
    server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 4 });
    await server.start();
    url = `postgres://${server.getServerConn()}`;
  }, 90_000);

  afterAll(async () => {
    await server.stop();
    await db.close();
  });

  for (const [name, before] of Object.entries(PROGRAMS)) {
    it(`${name}: hangs on the third call, and ends after --fix`, async () => {
      const hanging = await run(`${name} before`, before, 4_000);
      expect(hanging.ended).toBe(false);
      expect(hanging.stdout).toMatch(/done 2\n$/);
      const after = pluginFixer({}, scratch)(before, join(scratch, 'program.mjs'));
      expect(after).not.toBe(before);
      const { stdout, stderr, ended } = await run(`${name} after`, after, 20_000);
      expect(`${stdout}${stderr}`).toMatch(/done 5\nended\n$/);
      expect(ended).toBe(true);
    }, 90_000);
  }
});
