import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  mariadbProgram,
  postgresPrograms,
  startMariadb,
  startPostgresql,
  type DatabaseServer,
} from '../behaviour/database-servers.js';
import { pack, Project, temporaryFolder } from './project.js';

/** What a program has seen in the end: the sum of all accounts, and how many acknowledged notes are there. */
interface Seen {
  readonly sum: number;
  readonly acknowledged: number;
  readonly present: number;
}

/** A library, how it is set up, how it asks, and a transfer as people write it. */
interface Case {
  readonly setUp: string;
  /** Runs a statement outside of transactions; resolves to rows. */
  readonly ask: string;
  readonly end: string;
  readonly transfer: string;
}

const REQUESTS = 30;
/** Milliseconds after which a program that waits for a connection in vain tells how far it has come. */
const DEADLINE = 15_000;
const RIGHT: Seen = { sum: 1000, acknowledged: REQUESTS, present: REQUESTS };

/** Every third transfer fails half-way; a note of another request follows each; the looks come from outside. */
function program({ setUp, ask, end, transfer }: Case): string {
  return `${setUp}
${transfer}
const ask = ${ask};
async function settled(work) { try { await work; return true; } catch { return false; } }
let acknowledged = 0;
function tell() { console.log(JSON.stringify({ acknowledged })); process.exit(0); }
setTimeout(tell, ${String(DEADLINE)});
for (let i = 0; i < ${String(REQUESTS)}; i++) {
  await settled(transfer(1 + (i % 5), 6 + (i % 5), i % 3 === 0));
  if (await settled(ask(\`INSERT INTO notes (what) VALUES (\${i})\`))) acknowledged++;
}
await settled(${end});
tell();
`;
}

const PG = `{ host: '127.0.0.1', port: Number(process.argv[2]), user: 'postgres', database: 'postgres' }`;

const POSTGRESQL: Readonly<Record<string, Case>> = {
  typeorm: {
    setUp: `import { DataSource } from 'typeorm';
const source = new DataSource({ type: 'postgres', host: '127.0.0.1', port: Number(process.argv[2]), username: 'postgres', database: 'postgres', extra: { max: 1, connectionTimeoutMillis: 2000 } });
await source.initialize();`,
    ask: '(sql) => source.query(sql)',
    end: 'source.destroy()',
    transfer: `async function transfer(from, to, fails) {
  const runner = source.createQueryRunner();
  await runner.connect();
  await runner.startTransaction();
  try {
    await runner.query('UPDATE accounts SET cents = cents - 7 WHERE id = $1', [from]);
    if (fails) throw new Error('refused');
    await runner.query('UPDATE accounts SET cents = cents + 7 WHERE id = $1', [to]);
    await runner.commitTransaction();
  } finally {
    await runner.release();
  }
}`,
  },
  knex: {
    setUp: `import knex from 'knex';
const db = knex({ client: 'pg', connection: ${PG}, pool: { min: 0, max: 2 }, acquireConnectionTimeout: 1000 });`,
    ask: '(sql) => db.raw(sql)',
    end: 'db.destroy()',
    transfer: `async function transfer(from, to, fails) {
  const trx = await db.transaction();
  await trx('accounts').where({ id: from }).decrement('cents', 7);
  if (fails) throw new Error('refused');
  await trx('accounts').where({ id: to }).increment('cents', 7);
  await trx.commit();
}`,
  },
  postgres: {
    setUp: `import postgres from 'postgres';
const sql = postgres({ ...${PG}, max: 1, onnotice() {} });`,
    ask: '(text) => sql.unsafe(text)',
    end: 'sql.end({ timeout: 1 })',
    transfer: `async function transfer(from, to, fails) {
  const reserved = await sql.reserve();
  try {
    await reserved\`BEGIN\`;
    await reserved\`UPDATE accounts SET cents = cents - 7 WHERE id = \${from}\`;
    if (fails) throw new Error('refused');
    await reserved\`UPDATE accounts SET cents = cents + 7 WHERE id = \${to}\`;
    await reserved\`COMMIT\`;
  } finally {
    reserved.release();
  }
}`,
  },
};

const MARIADB: Readonly<Record<string, Case>> = {
  mariadb: {
    setUp: `import mariadb from 'mariadb';
const pool = mariadb.createPool({ host: '127.0.0.1', port: Number(process.argv[2]), user: 'root', database: 'shop', connectionLimit: 1, acquireTimeout: 500 });`,
    ask: '(sql) => pool.query(sql)',
    end: 'pool.end()',
    transfer: `async function transfer(from, to, fails) {
  const connection = await pool.getConnection();
  await connection.beginTransaction();
  await connection.query('UPDATE accounts SET cents = cents - 7 WHERE id = ?', [from]);
  if (fails) throw new Error('refused');
  await connection.query('UPDATE accounts SET cents = cents + 7 WHERE id = ?', [to]);
  await connection.commit();
  connection.release();
}`,
  },
  mysql2: {
    setUp: `import mysql from 'mysql2/promise';
const pool = mysql.createPool({ host: '127.0.0.1', port: Number(process.argv[2]), user: 'root', database: 'shop', connectionLimit: 1 });`,
    ask: '(sql) => pool.query(sql)',
    end: 'pool.end()',
    transfer: `async function transfer(from, to, fails) {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.query('UPDATE accounts SET cents = cents - 7 WHERE id = ?', [from]);
    if (fails) throw new Error('refused');
    await connection.query('UPDATE accounts SET cents = cents + 7 WHERE id = ?', [to]);
    await connection.commit();
  } finally {
    connection.release();
  }
}`,
  },
};

const CONFIG = `import clientLifecycle from 'eslint-plugin-client-lifecycle';
export default [clientLifecycle.configs.recommended, { settings: { 'client-lifecycle': { role: 'service' } } }];
`;
/** Looks from outside of the program that is tested. */
const LOOKS = {
  postgresql: `import pg from 'pg';
const client = new pg.Client(${PG});
await client.connect();
const set = process.argv[3] === 'reset';
if (set) await client.query(\`DROP TABLE IF EXISTS accounts; DROP TABLE IF EXISTS notes;
  CREATE TABLE accounts (id int PRIMARY KEY, cents int NOT NULL); CREATE TABLE notes (what int);
  INSERT INTO accounts SELECT id, 100 FROM generate_series(1, 10) AS id;\`);
const { rows: [row] } = await client.query('SELECT (SELECT sum(cents)::int FROM accounts) AS sum, (SELECT count(*)::int FROM notes) AS present');
console.log(JSON.stringify(row));
await client.end();
`,
  mariadb: `import mysql from 'mysql2/promise';
const client = await mysql.createConnection({ host: '127.0.0.1', port: Number(process.argv[2]), user: 'root', multipleStatements: true });
if (process.argv[3] === 'reset') await client.query(\`DROP DATABASE IF EXISTS shop; CREATE DATABASE shop; USE shop;
  CREATE TABLE accounts (id int PRIMARY KEY, cents int NOT NULL); CREATE TABLE notes (what int);
  INSERT INTO accounts SELECT seq, 100 FROM seq_1_to_10;\`);
const [[row]] = await client.query('SELECT (SELECT CAST(sum(cents) AS SIGNED) FROM shop.accounts) AS sum, (SELECT count(*) FROM shop.notes) AS present');
console.log(JSON.stringify(row));
await client.end();
`,
};

const work = temporaryFolder();
afterAll(() => {
  work.remove();
});

function suite(
  name: keyof typeof LOOKS,
  cases: Readonly<Record<string, Case>>,
  start: (() => Promise<DatabaseServer>) | null,
): void {
  if (!start) console.warn(`${name} is not installed: what its libraries do to transactions is left out.`);
  describe.skipIf(!start)(`a transfer that fails half-way, with ${name}`, () => {
    let server: DatabaseServer;
    let project: Project;

    beforeAll(async () => {
      if (!start) return;
      server = await start();
      const { tarball } = await pack(work.path);
      project = new Project(`${work.path}/${name}`, { 'eslint.config.js': CONFIG, 'look.js': LOOKS[name] });
      await project.install(tarball, 'eslint', 'pg', 'mysql2', 'reflect-metadata', ...Object.keys(cases));
    });
    afterAll(async () => {
      if (start) await server.stop();
    });

    /** Runs a program on fresh tables. */
    async function seen(file: string): Promise<Seen> {
      const port = String(server.port);
      await project.tool('../look.js', port, 'reset');
      const { output, errors } = await project.tool(`../${file}`, port);
      if (output === '') throw new Error(errors);
      const look = await project.tool('../look.js', port);
      // Libraries print warnings of their own.
      const last = output.trim().split('\n').at(-1) ?? '';
      return { ...(JSON.parse(last) as object), ...(JSON.parse(look.output) as object) } as Seen;
    }

    it.each(Object.entries(cases))(
      '%s: money and notes are lost before --fix, and none after it',
      async (library, each) => {
        const file = `${library}.js`;
        project.write({ [file]: program(each) });
        expect(await seen(file)).not.toEqual(RIGHT);
        await project.lint('--fix');
        expect(await seen(file)).toEqual(RIGHT);
      },
    );
  });
}

const programs = postgresPrograms();
suite('postgresql', POSTGRESQL, programs === null ? null : () => startPostgresql(programs));
const mariadb = mariadbProgram();
suite('mariadb', MARIADB, mariadb === null ? null : () => startMariadb(mariadb));
