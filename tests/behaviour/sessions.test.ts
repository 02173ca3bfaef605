import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram, scratch } from '../../bench/measure/process.mjs';
import { writeRunnable } from '../../bench/measure/runnable.mjs';
import {
  mariadbProgram,
  postgresPrograms,
  startMariadb,
  startPostgresql,
  type DatabaseServer,
} from './database-servers.js';
import { pluginFixer } from './harness.js';

/** What a program has seen in the end. */
interface Seen {
  /** Of all accounts; 1000 unless money was made or lost. */
  readonly sum: number;
  /** Notes that were acknowledged, and those that are there. */
  readonly acknowledged: number;
  readonly present: number;
  /** What the next requests read from their own schema. */
  readonly schemas: readonly string[];
}

/** Transfers of which every third fails half-way, notes of other requests between them, and a look from outside. */
const PG_MAIN = (max: number): string => `
const limit = Number(process.argv[3]);
async function settled(work) { try { await work; return true; } catch { return false; } }
async function turn(i) {
  await settled(transfer(1 + (i % 5), 6 + (i % 5), 7, i % 3 === 0));
  if (await settled(pool.query('INSERT INTO notes (what) VALUES ($1)', [i]))) acknowledged++;
}
let acknowledged = 0;
let next = 0;
await Promise.all(Array.from({ length: ${String(max)} }, async () => { for (let i = next++; i < limit; i = next++) await turn(i); }));
const schemas = [];
for (let i = 0; i < 4; i++) schemas.push((await pool.query('SELECT current_schema() AS name')).rows[0].name);
await pool.end();
const outside = new pg.Client(address);
await outside.connect();
const { rows: [{ sum }] } = await outside.query('SELECT sum(cents)::int AS sum FROM accounts');
const { rows: [{ present }] } = await outside.query('SELECT count(*)::int AS present FROM notes');
await outside.end();
console.log(JSON.stringify({ sum, acknowledged, present, schemas }));
`;

function pgProgram(max: number, transfer: string): string {
  return `import pg from 'pg';

const address = { host: '127.0.0.1', port: Number(process.argv[2]), user: 'postgres', database: 'postgres' };
const pool = new pg.Pool({ ...address, max: ${String(max)}, connectionTimeoutMillis: 3_000 });

${transfer}
${PG_MAIN(max)}`;
}

const SET_UP = `DROP TABLE IF EXISTS accounts; DROP TABLE IF EXISTS notes;
CREATE TABLE accounts (id int PRIMARY KEY, cents int NOT NULL); CREATE TABLE notes (what int);
INSERT INTO accounts SELECT id, 100 FROM generate_series(1, 10) AS id; DROP SCHEMA IF EXISTS tenant CASCADE; CREATE SCHEMA tenant;`;

const DEBIT = `await client.query('UPDATE accounts SET cents = cents - $2 WHERE id = $1', [from, cents]);`;
const CREDIT = `await client.query('UPDATE accounts SET cents = cents + $2 WHERE id = $1', [to, cents]);`;

/** Transfers as people write them; all are put right by `--fix`. */
const TRANSFERS: Readonly<Record<string, string>> = {
  'nothing gives it back when it fails': `async function transfer(from, to, cents, fails) {
  const client = await pool.connect();
  await client.query('BEGIN');
  ${DEBIT}
  if (fails) throw new Error('refused');
  ${CREDIT}
  await client.query('COMMIT');
  client.release();
}`,
  'given back without a rollback': `async function transfer(from, to, cents, fails) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    ${DEBIT}
    if (fails) throw new Error('refused');
    ${CREDIT}
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}`,
  'a statement fails, and the catch clause goes on': `async function transfer(from, to, cents, fails) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    ${DEBIT}
    await client.query(fails ? 'SELECT broken' : 'SELECT 1');
    ${CREDIT}
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    console.error(error.message);
  }
}`,
  'a schema that stays': `async function transfer(from, to, cents, fails) {
  const client = await pool.connect();
  await client.query('SET search_path TO tenant, public');
  if (fails) throw new Error('refused');
  await client.query('SELECT sum(cents) FROM accounts');
  await client.query('RESET search_path');
  client.release();
}`,
  'helpers of the file begin and commit': `async function begin(client) {
  await client.query('BEGIN');
}
async function transfer(from, to, cents, fails) {
  const client = await pool.connect();
  await begin(client);
  ${DEBIT}
  if (fails) throw new Error('refused');
  ${CREDIT}
  await client.query('COMMIT');
  client.release();
}`,
};

async function outcome(name: string, text: string, port: number, deadline = 20_000): Promise<Seen | null> {
  const folder = join(scratch, 'sessions', name.replace(/\W+/g, '-'));
  writeRunnable(folder, { 'program.mjs': text });
  const { stdout } = await runProgram(join(folder, 'program.mjs'), { args: [String(port), '30'], deadline });
  const line = stdout.trim().split('\n').at(-1);
  return line?.startsWith('{') ? (JSON.parse(line) as Seen) : null;
}

const programs = postgresPrograms();
if (!programs) console.warn('PostgreSQL is not installed (Debian: postgresql): its behaviour tests are left out.');

describe.skipIf(!programs)('a transfer that fails half-way, with PostgreSQL', () => {
  let server: DatabaseServer;

  async function reset(): Promise<void> {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres' });
    await client.connect();
    await client.query(SET_UP);
    await client.end();
  }

  beforeAll(async () => {
    server = await startPostgresql(programs ?? '');
  }, 90_000);
  afterAll(() => server.stop());

  it('goes wrong without a fix: the next request commits the half, or loses its own work', async () => {
    await reset();
    const text = pgProgram(1, TRANSFERS['given back without a rollback'] ?? '');
    const seen = await outcome('without a fix', text, server.port);
    expect(seen).not.toBeNull();
    expect(seen?.sum === 1000 && seen.present === seen.acknowledged).toBe(false);
  }, 90_000);

  for (const [name, transfer] of Object.entries(TRANSFERS)) {
    it.each([1, 3])(
      `${name}: is right after --fix, with %i connections`,
      async (max) => {
        await reset();
        const before = pgProgram(max, transfer);
        const after = pluginFixer({}, scratch)(before, join(scratch, 'program.mjs'));
        expect(after).not.toBe(before);
        expect(await outcome(`${name} ${String(max)}`, after, server.port)).toEqual({
          sum: 1000,
          acknowledged: 30,
          present: 30,
          schemas: ['public', 'public', 'public', 'public'],
        });
      },
      90_000,
    );
  }
});

const mariadb = mariadbProgram();
if (!mariadb) console.warn('MariaDB is not installed (Debian: mariadb-server): its behaviour tests are left out.');

const MYSQL_MAIN = `
const limit = Number(process.argv[3]);
async function settled(work) { try { await work; return true; } catch { return false; } }
let acknowledged = 0;
for (let i = 0; i < limit; i++) {
  await settled(transfer(1 + (i % 5), 6 + (i % 5), 7, i % 3 === 0));
  if (await settled(pool.query('INSERT INTO notes (what) VALUES (?)', [i]))) acknowledged++;
}
await pool.end();
const outside = await mysql.createConnection(address);
const [[{ total }]] = await outside.query('SELECT CAST(sum(cents) AS SIGNED) AS total FROM accounts');
const [[{ present }]] = await outside.query('SELECT count(*) AS present FROM notes');
await outside.end();
console.log(JSON.stringify({ sum: Number(total), acknowledged, present, schemas: [] }));
`;

function mysqlProgram(transfer: string): string {
  return `import mysql from 'mysql2/promise';

const address = { host: '127.0.0.1', port: Number(process.argv[2]), user: 'root', database: 'shop' };
const pool = mysql.createPool({ ...address, connectionLimit: 1 });

${transfer}
${MYSQL_MAIN}`;
}

const MYSQL_TRANSFERS: Readonly<Record<string, string>> = {
  'nothing gives it back when it fails': `async function transfer(from, to, cents, fails) {
  const connection = await pool.getConnection();
  await connection.beginTransaction();
  await connection.execute('UPDATE accounts SET cents = cents - ? WHERE id = ?', [cents, from]);
  if (fails) throw new Error('refused');
  await connection.execute('UPDATE accounts SET cents = cents + ? WHERE id = ?', [cents, to]);
  await connection.commit();
  connection.release();
}`,
  'a lock is held besides': `async function transfer(from, to, cents, fails) {
  const connection = await pool.getConnection();
  try {
    await connection.query("SELECT GET_LOCK('transfer', 5)");
    await connection.query('START TRANSACTION');
    await connection.execute('UPDATE accounts SET cents = cents - ? WHERE id = ?', [cents, from]);
    if (fails) throw new Error('refused');
    await connection.execute('UPDATE accounts SET cents = cents + ? WHERE id = ?', [cents, to]);
    await connection.query('COMMIT');
    await connection.query("SELECT RELEASE_LOCK('transfer')");
  } finally {
    connection.release();
  }
}`,
};

describe.skipIf(!mariadb)('a transfer that fails half-way, with MariaDB', () => {
  let server: DatabaseServer;

  async function reset(): Promise<void> {
    const { default: mysql } = await import('mysql2/promise');
    const client = await mysql.createConnection({
      host: '127.0.0.1',
      port: server.port,
      user: 'root',
      multipleStatements: true,
    });
    await client.query(`DROP DATABASE IF EXISTS shop; CREATE DATABASE shop; USE shop;
      CREATE TABLE accounts (id int PRIMARY KEY, cents int NOT NULL); CREATE TABLE notes (what int);
      INSERT INTO accounts SELECT seq, 100 FROM seq_1_to_10;`);
    await client.end();
  }

  beforeAll(async () => {
    server = await startMariadb(mariadb ?? '');
  }, 90_000);
  afterAll(() => server.stop());

  it.each(Object.entries(MYSQL_TRANSFERS))(
    '%s: is right after --fix',
    async (name, transfer) => {
      await reset();
      const before = mysqlProgram(transfer);
      const after = pluginFixer({}, scratch)(before, join(scratch, 'program.mjs'));
      expect(after).not.toBe(before);
      const seen = await outcome(`mysql ${name}`, after, server.port);
      expect(seen).toEqual({ sum: 1000, acknowledged: 30, present: 30, schemas: [] });
    },
    90_000,
  );
});
