import { join } from 'node:path';
import { runProgram, scratch } from '../../bench/measure/process.mjs';
import { writeRunnable } from '../../bench/measure/runnable.mjs';

/** What a program has seen in the end. */
export interface Seen {
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

/** A program that makes transfers with a pool of PostgreSQL, and says what it has seen. */
export function pgProgram(max: number, transfer: string): string {
  return `import pg from 'pg';

const address = { host: '127.0.0.1', port: Number(process.argv[2]), user: 'postgres', database: 'postgres' };
const pool = new pg.Pool({ ...address, max: ${String(max)}, connectionTimeoutMillis: 3_000 });

${transfer}
${PG_MAIN(max)}`;
}

const SET_UP = `DROP TABLE IF EXISTS accounts; DROP TABLE IF EXISTS notes;
CREATE TABLE accounts (id int PRIMARY KEY, cents int NOT NULL); CREATE TABLE notes (what int);
INSERT INTO accounts SELECT id, 100 FROM generate_series(1, 10) AS id; DROP SCHEMA IF EXISTS tenant CASCADE; CREATE SCHEMA tenant;`;

/** Accounts with money, no notes. */
export async function resetPostgresql(port: number): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  await client.connect();
  await client.query(SET_UP);
  await client.end();
}

/** What a program says in the end; `null` where it does not come that far. */
export async function outcome(name: string, text: string, port: number, deadline = 20_000): Promise<Seen | null> {
  const folder = join(scratch, 'sessions', name.replace(/\W+/g, '-'));
  writeRunnable(folder, { 'program.mjs': text });
  const { stdout } = await runProgram(join(folder, 'program.mjs'), { args: [String(port), '30'], deadline });
  const line = stdout.trim().split('\n').at(-1);
  return line?.startsWith('{') ? (JSON.parse(line) as Seen) : null;
}

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

/** The same with a pool of mysql2. */
export function mysqlProgram(transfer: string): string {
  return `import mysql from 'mysql2/promise';

const address = { host: '127.0.0.1', port: Number(process.argv[2]), user: 'root', database: 'shop' };
const pool = mysql.createPool({ ...address, connectionLimit: 1 });

${transfer}
${MYSQL_MAIN}`;
}

/** The same in MariaDB. */
export async function resetMariadb(port: number): Promise<void> {
  const { default: mysql } = await import('mysql2/promise');
  const client = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', multipleStatements: true });
  await client.query(`DROP DATABASE IF EXISTS shop; CREATE DATABASE shop; USE shop;
    CREATE TABLE accounts (id int PRIMARY KEY, cents int NOT NULL); CREATE TABLE notes (what int);
    INSERT INTO accounts SELECT seq, 100 FROM seq_1_to_10;`);
  await client.end();
}
