import { requireRelease } from '../../src/rules/require-release.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

type MessageId = 'neverReleased' | 'leftHeld' | 'overwritten' | 'closesPooled';

function silent(cases: Readonly<Record<string, string>>): { name: string; code: string }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code }));
}

function reported(
  cases: Readonly<Record<string, readonly [MessageId, string]>>,
): { name: string; code: string; errors: { messageId: MessageId }[] }[] {
  return Object.entries(cases).map(([name, [messageId, code]]) => ({ name, code, errors: [{ messageId }] }));
}

ruleTester.run('require-release: other libraries', reportsOf(requireRelease), {
  valid: silent({
    'imapflow lock': `
      import { ImapFlow } from 'imapflow';
      const client = new ImapFlow({ host: 'a' });
      export async function f(seq) { const lock = await client.getMailboxLock('INBOX'); try { return await client.fetchOne(seq, {}); } finally { lock.release(); } }
    `,
    'typeorm, left before anything worked with it': `
      import { DataSource } from 'typeorm';
      export class S { constructor(private dataSource: DataSource) {} async f(at, now) { const runner = this.dataSource.createQueryRunner(); if (now < at) throw new Error('time'); try { return await runner.query('x'); } finally { await runner.release(); } } }
    `,
    mysql2: `
      import mysql from 'mysql2/promise';
      const pool = mysql.createPool({});
      export async function f(id) { const conn = await pool.getConnection(); try { const [rows] = await conn.query('x'); return rows; } finally { conn.release(); } }
    `,
    'mysql2 begin before try': `
      import mysql from 'mysql2/promise';
      const pool = mysql.createPool({});
      export async function f(id) { const conn = await pool.getConnection(); await conn.beginTransaction(); try { await conn.query('x'); await conn.commit(); } catch (e) { await conn.rollback(); throw e; } finally { conn.release(); } }
    `,
    'mysql2 callback': `
      const mysql = require('mysql2');
      const pool = mysql.createPool({});
      exports.f = (cb) => { pool.getConnection((err, conn) => { if (err) return cb(err); conn.query('x', (err, rows) => { conn.release(); cb(err, rows); }); }); };
    `,
    releaseConnection: `
      const mysql = require('mysql2');
      const pool = mysql.createPool({});
      exports.f = (cb) => { pool.getConnection((err, conn) => { if (err) return cb(err); conn.query('x', (err, rows) => { pool.releaseConnection(conn); cb(err, rows); }); }); };
    `,
    destroy: `
      import mysql from 'mysql2/promise';
      const pool = mysql.createPool({});
      export async function f() { const c = await pool.getConnection(); try { await c.query('x'); c.release(); } catch (e) { c.destroy(); throw e; } }
    `,
    'await using': `
      import mysql from 'mysql2/promise';
      const pool = mysql.createPool({});
      export async function f() { await using c = await pool.getConnection(); await c.query('x'); }
    `,
    'single connection': `
      import mysql from 'mysql2/promise';
      export async function f() { const c = await mysql.createConnection({}); await c.query('x'); await c.end(); }
    `,
    'mariadb end': `
      import mariadb from 'mariadb';
      const pool = mariadb.createPool({});
      export async function f() { let conn; try { conn = await pool.getConnection(); return await conn.query('x'); } finally { if (conn) conn.end(); } }
    `,
    'knex trx': `
      import knex from 'knex';
      const db = knex({});
      export async function f() { const trx = await db.transaction(); try { await trx('a').insert({}); await trx.commit(); } catch (e) { await trx.rollback(e); throw e; } }
    `,
    'knex cb': `
      import knex from 'knex';
      const db = knex({});
      export async function f() { await db.transaction(async (trx) => { await trx('a').insert({}); }); }
    `,
    'knex connection': `
      import knex from 'knex';
      const db = knex({});
      export async function f() { const c = await db.client.acquireConnection(); try { return await db.select().connection(c); } finally { await db.client.releaseConnection(c); } }
    `,
    'a connection of something else': `
      import { pool } from './pool';
      export async function f(ok) { const c = await pool.client.acquireConnection(); if (!ok) return; await pool.client.releaseConnection(c); }
    `,
    'knex transacting': `
      import knex from 'knex';
      const db = knex({});
      export async function f() { const trx = await db.transaction(); try { await db('a').transacting(trx).insert({}); await trx.commit(); } catch (e) { await trx.rollback(); throw e; } }
    `,
    'knex isCompleted': `
      import knex from 'knex';
      const db = knex({});
      export async function f() { const trx = await db.transaction(); try { await trx('a').insert({}); await trx.commit(); } finally { if (!trx.isCompleted()) await trx.rollback(); } }
    `,
    sequelize: `
      import { Sequelize } from 'sequelize';
      const sequelize = new Sequelize('x');
      export async function f(User) { const t = await sequelize.transaction(); try { const u = await User.create({}, { transaction: t }); await t.commit(); return u; } catch (e) { await t.rollback(); throw e; } }
    `,
    'sequelize managed': `
      import { Sequelize } from 'sequelize';
      const sequelize = new Sequelize('x');
      export const f = (User) => sequelize.transaction(async (t) => { await User.create({}, { transaction: t }); });
      export const g = (User) => sequelize.transaction({ isolationLevel: 'x' }, (t) => User.create({}, { transaction: t }));
    `,
    'sequelize, asked by a function whether one is given': `
      import { Sequelize } from 'sequelize';
      const sequelize = new Sequelize('x');
      export async function f(User, given) { let t; if (_.isUndefined(given)) { t = await sequelize.transaction(); } else { t = given; } try { await User.create({}, { transaction: t }); if (_.isUndefined(given)) await t.commit(); } catch (e) { if (_.isUndefined(given)) await t.rollback(); throw e; } }
    `,
    'sequelize options given': `
      import { Sequelize } from 'sequelize';
      const sequelize = new Sequelize('x');
      export async function f(User, options) { const transaction = options.transaction || (await sequelize.transaction()); try { await User.create({}, { transaction }); if (!options.transaction) await transaction.commit(); } catch (e) { if (!options.transaction) await transaction.rollback(); throw e; } }
    `,
    'mongo session': `
      import { MongoClient } from 'mongodb';
      const client = new MongoClient('x');
      export async function f() { const session = client.startSession(); try { await session.withTransaction(async () => { await client.db().collection('a').insertOne({}, { session }); }); } finally { await session.endSession(); } }
    `,
    withSession: `
      import { MongoClient } from 'mongodb';
      const client = new MongoClient('x');
      export const f = () => client.withSession((session) => client.db().collection('a').insertOne({}, { session }));
    `,
    mongoose: `
      import mongoose from 'mongoose';
      export async function f(User) { const session = await mongoose.startSession(); session.startTransaction(); try { await User.create([{}], { session }); await session.commitTransaction(); } catch (e) { await session.abortTransaction(); throw e; } finally { session.endSession(); } }
    `,
    neo4j: `
      import neo4j from 'neo4j-driver';
      const driver = neo4j.driver('bolt://x');
      export async function f() { const session = driver.session(); try { return await session.run('x'); } finally { await session.close(); } }
    `,
    'typeorm nest docs': `
      import { DataSource } from 'typeorm';
      export class S { constructor(private dataSource: DataSource) {} async f() { const queryRunner = this.dataSource.createQueryRunner(); await queryRunner.connect(); await queryRunner.startTransaction(); try { await queryRunner.manager.save({}); await queryRunner.commitTransaction(); } catch (err) { await queryRunner.rollbackTransaction(); } finally { await queryRunner.release(); } } }
    `,
    'generic-pool': `
      import genericPool from 'generic-pool';
      const pool = genericPool.createPool({});
      export async function f() { const r = await pool.acquire(); try { return await r.run(); } finally { pool.release(r); } }
    `,
    'generic-pool destroy': `
      import genericPool from 'generic-pool';
      const pool = genericPool.createPool({});
      export async function f() { const r = await pool.acquire(); try { await r.run(); await pool.release(r); } catch (e) { await pool.destroy(r); throw e; } }
    `,
    'generic-pool use': `
      import genericPool from 'generic-pool';
      const pool = genericPool.createPool({});
      export const f = () => pool.use((r) => r.run());
    `,
    mutex: `
      import { Mutex } from 'async-mutex';
      const mutex = new Mutex();
      export async function f() { const release = await mutex.acquire(); try { await work(); } finally { release(); } }
    `,
    'mutex.release': `
      import { Mutex } from 'async-mutex';
      const mutex = new Mutex();
      export async function f() { await mutex.acquire(); try { await work(); } finally { mutex.release(); } }
    `,
    runExclusive: `
      import { Mutex } from 'async-mutex';
      const mutex = new Mutex();
      export const f = () => mutex.runExclusive(work);
    `,
    semaphore: `
      import { Semaphore } from 'async-mutex';
      const s = new Semaphore(2);
      export async function f() { const [, release] = await s.acquire(); try { await work(); } finally { release(); } }
    `,
    sema: `
      import { Sema } from 'async-sema';
      const s = new Sema(2);
      export async function f() { await s.acquire(); try { await work(); } finally { s.release(); } }
    `,
    file: `
      import { open } from 'node:fs/promises';
      export async function head(p) { const fh = await open(p, 'r'); try { const b = Buffer.alloc(4); await fh.read(b, 0, 4, 0); return b; } finally { await fh.close(); } }
    `,
    'file stream': `
      import { open } from 'node:fs/promises';
      export async function lines(p) { const fh = await open(p); for await (const line of fh.readLines()) { use(line); } }
    `,
    'file stream 2': `
      import { open } from 'node:fs/promises';
      export async function send(p, res) { const fh = await open(p); fh.createReadStream().pipe(res); }
    `,
    'open package': `
      import open from 'open';
      export async function f() { const c = await open('x'); }
    `,
    'mssql tx': `
      import sql from 'mssql';
      export async function f(pool) { const transaction = new sql.Transaction(pool); await transaction.begin(); try { const request = new sql.Request(transaction); await request.query('x'); await transaction.commit(); } catch (e) { await transaction.rollback(); throw e; } }
    `,
    'pg-promise, what listens': `
      import pgPromise from 'pg-promise';
      const db = pgPromise()('x');
      export async function listen(heard) { const sco = await db.connect({ direct: true }); await sco.none('LISTEN x'); sco.client.on('notification', heard); }
    `,
    'pg-promise, managed': `
      import pgPromise from 'pg-promise';
      const db = pgPromise()('x');
      export const f = (id) => db.tx(async (t) => { await t.none('UPDATE a SET x = 1'); return t.one('SELECT 1 WHERE 1 = $1', [id]); });
    `,
    'pg-promise, given back behind a chain': `
      import pgPromise from 'pg-promise';
      const db = pgPromise()('x');
      export function f() { let sco; return db.connect().then((found) => { sco = found; return sco.any('SELECT 1'); }).finally(() => { if (sco) sco.done(); }); }
    `,
    'pg-promise, what a type says': `
      import type { IDatabase } from 'pg-promise';
      export class S { constructor(private db: IDatabase<object>) {} async f() { const c = await this.db.connect(); try { return await c.any('SELECT 1'); } finally { c.done(); } } }
    `,
    'oracledb, which rolls back what it gets': `
      import oracledb from 'oracledb';
      export async function f() { const c = await oracledb.getConnection(); try { await c.execute('UPDATE a SET x = 1'); await c.commit(); } finally { await c.close(); } }
    `,
    'oracledb, dropped': `
      import oracledb from 'oracledb';
      export async function f() { const c = await oracledb.getConnection(); try { await c.execute('UPDATE a SET x = 1'); await c.close(); } catch (e) { await c.close({ drop: true }); throw e; } }
    `,
    'redis dup that works before it subscribes': `
      import { createClient } from 'redis';
      const client = createClient();
      export async function sub(cb) { const s = client.duplicate(); await s.connect(); await s.get('last'); await s.subscribe('x', cb); }
    `,
    'redis dup lasting': `
      import { createClient } from 'redis';
      const client = createClient();
      export async function sub(cb) { const s = client.duplicate(); await s.connect(); await s.subscribe('x', cb); }
    `,
    'redis dup': `
      import { createClient } from 'redis';
      const client = createClient();
      export async function once() { const s = client.duplicate(); await s.connect(); try { return await s.get('x'); } finally { await s.quit(); } }
    `,
    'postgres begin': `
      import postgres from 'postgres';
      const sql = postgres('x');
      export const f = () => sql.begin(async (tx) => { await tx\`select 1\`; });
    `,
    'amqp channel': `
      import amqp from 'amqplib';
      export async function f() { const conn = await amqp.connect('x'); const ch = await conn.createChannel(); await ch.assertQueue('x'); ch.consume('x', cb); }
    `,
    puppeteer: `
      import puppeteer from 'puppeteer';
      export async function f() { const b = await puppeteer.launch(); try { const page = await b.newPage(); await page.goto('x'); return await page.pdf(); } finally { await b.close(); } }
    `,
    'the data source goes with all of its query runners': `
      import { DataSource } from 'typeorm';
      export async function f() { const ds = new DataSource({}); await ds.initialize(); try { const qr = ds.createQueryRunner(); await qr.query('x'); await qr.release(); } finally { await ds.destroy(); } }
    `,
    'mysql2 pool of one script': `
      import mysql from 'mysql2/promise';
      export async function main() { const pool = mysql.createPool({}); try { const c = await pool.getConnection(); await c.query('x'); c.release(); } finally { await pool.end(); } }
    `,
  }),
  invalid: reported({
    'imapflow lock': [
      'leftHeld',
      `
      import { ImapFlow } from 'imapflow';
      const client = new ImapFlow({ host: 'a' });
      export async function f(seq) { const lock = await client.getMailboxLock('INBOX'); if (!seq) return null; const found = await client.fetchOne(seq, {}); lock.release(); return found; }
    `,
    ],
    'typeorm, left after something worked with it': [
      'leftHeld',
      `
      import { DataSource } from 'typeorm';
      export class S { constructor(private dataSource: DataSource) {} async f(at) { const runner = this.dataSource.createQueryRunner(); const now = await this.now(runner); if (now < at) throw new Error('time'); try { return await runner.query('x'); } finally { await runner.release(); } } async now(runner) { return runner.query('now'); } }
    `,
    ],
    'typeorm in a loop, used in the second round': [
      'leftHeld',
      `
      import { DataSource } from 'typeorm';
      export class S { constructor(private dataSource: DataSource) {} async f(ids) { for (const id of ids) { const runner = this.dataSource.createQueryRunner(); if (id.odd) continue; await runner.query('x'); if (id.none) continue; await runner.release(); } } }
    `,
    ],
    'mysql2 early return': [
      'leftHeld',
      `
      import mysql from 'mysql2/promise';
      const pool = mysql.createPool({});
      export async function f(id) { const conn = await pool.getConnection(); const [rows] = await conn.query('x'); if (!rows.length) return null; conn.release(); return rows[0]; }
    `,
    ],
    'mysql2 callback': [
      'leftHeld',
      `
      const mysql = require('mysql2');
      const pool = mysql.createPool({});
      exports.f = (cb) => { pool.getConnection((err, conn) => { if (err) return cb(err); conn.query('x', (err, rows) => { if (err) return cb(err); conn.release(); cb(null, rows); }); }); };
    `,
    ],
    'promise()': [
      'leftHeld',
      `
      const mysql = require('mysql2');
      const pool = mysql.createPool({}).promise();
      exports.f = async () => { const c = await pool.getConnection(); const r = await c.query('x'); c.release(); return r; };
    `,
    ],
    'mysql type': [
      'leftHeld',
      `
      import type { Pool, PoolConnection } from 'mysql2/promise';
      export class R { constructor(private pool: Pool) {} async f() { const c = await this.pool.getConnection(); await c.beginTransaction(); await c.query('x'); await c.commit(); c.release(); } }
    `,
    ],
    'mysql ns type': [
      'leftHeld',
      `
      import mysql from 'mysql2/promise';
      export async function f(pool: mysql.Pool) { const c = await pool.getConnection(); await c.query('x'); c.release(); }
    `,
    ],
    mariadb: [
      'neverReleased',
      `
      import mariadb from 'mariadb';
      const pool = mariadb.createPool({});
      export async function f() { let conn; try { conn = await pool.getConnection(); return await conn.query('x'); } catch (e) { console.error(e); } }
    `,
    ],
    'knex trx': [
      'leftHeld',
      `
      import knex from 'knex';
      const db = knex({});
      export async function f() { const trx = await db.transaction(); await trx('a').insert({}); await trx.commit(); }
    `,
    ],
    'knex connection': [
      'leftHeld',
      `
      import knex from 'knex';
      const db = knex({});
      export async function f(ok) { const c = await db.client.acquireConnection(); if (!ok) return; await db.select().connection(c); await db.client.releaseConnection(c); }
    `,
    ],
    'knex early return': [
      'leftHeld',
      `
      import type { Knex } from 'knex';
      export async function f(db: Knex, x) { const trx = await db.transaction(); try { const r = await trx('a').first(); if (!r) return null; await trx('a').insert({}); await trx.commit(); return r; } catch (e) { await trx.rollback(); throw e; } }
    `,
    ],
    sequelize: [
      'leftHeld',
      `
      import { Sequelize } from 'sequelize';
      const sequelize = new Sequelize('x');
      export async function f(User) { const t = await sequelize.transaction(); await User.create({}, { transaction: t }); await t.commit(); }
    `,
    ],
    'sequelize return in try': [
      'leftHeld',
      `
      import { Sequelize } from 'sequelize';
      const sequelize = new Sequelize('x');
      export async function f(User) { const transaction = await sequelize.transaction(); try { const u = await User.findOne({ transaction }); if (!u) { return null; } await u.destroy({ transaction }); await transaction.commit(); } catch (e) { await transaction.rollback(); throw e; } }
    `,
    ],
    'sequelize no commit': [
      'neverReleased',
      `
      import { Sequelize } from 'sequelize';
      const sequelize = new Sequelize('x');
      export async function f(User) { const t = await sequelize.transaction(); await User.create({}, { transaction: t }); }
    `,
    ],
    'mongo session': [
      'leftHeld',
      `
      import { MongoClient } from 'mongodb';
      const client = new MongoClient('x');
      export async function f() { const session = client.startSession(); await session.withTransaction(async () => { await client.db().collection('a').insertOne({}, { session }); }); await session.endSession(); }
    `,
    ],
    'mongo never': [
      'neverReleased',
      `
      import { MongoClient } from 'mongodb';
      const client = new MongoClient('x');
      export async function f() { const session = client.startSession(); session.startTransaction(); try { await client.db().collection('a').insertOne({}, { session }); await session.commitTransaction(); } catch (e) { await session.abortTransaction(); throw e; } }
    `,
    ],
    mongoose: [
      'leftHeld',
      `
      import mongoose from 'mongoose';
      export async function f(User) { const session = await mongoose.startSession(); session.startTransaction(); await User.create([{}], { session }); await session.commitTransaction(); session.endSession(); }
    `,
    ],
    neo4j: [
      'leftHeld',
      `
      import neo4j from 'neo4j-driver';
      const driver = neo4j.driver('bolt://x');
      export async function f() { const session = driver.session(); const r = await session.run('x'); await session.close(); return r; }
    `,
    ],
    typeorm: [
      'leftHeld',
      `
      import { DataSource } from 'typeorm';
      export class S { constructor(private dataSource: DataSource) {} async f() { const queryRunner = this.dataSource.createQueryRunner(); await queryRunner.connect(); await queryRunner.startTransaction(); try { await queryRunner.manager.save({}); await queryRunner.commitTransaction(); await queryRunner.release(); } catch (err) { await queryRunner.rollbackTransaction(); throw err; } } }
    `,
    ],
    'typeorm manager var': [
      'leftHeld',
      `
      import { DataSource } from 'typeorm';
      const ds = new DataSource({});
      export async function f() { const qr = ds.createQueryRunner(); const repo = qr.manager.getRepository(X); await repo.save({}); await qr.release(); }
    `,
    ],
    'typeorm repo': [
      'leftHeld',
      `
      import { Repository } from 'typeorm';
      export class S { constructor(private readonly repo: Repository<X>) {} async f() { const qr = this.repo.manager.connection.createQueryRunner(); await qr.query('x'); await qr.release(); } }
    `,
    ],
    'generic-pool': [
      'leftHeld',
      `
      import { createPool } from 'generic-pool';
      const pool = createPool({});
      export async function f() { const r = await pool.acquire(); await r.run(); await pool.release(r); }
    `,
    ],
    mutex: [
      'leftHeld',
      `
      import { Mutex } from 'async-mutex';
      const mutex = new Mutex();
      export async function f() { const release = await mutex.acquire(); if (done) return; await work(); release(); }
    `,
    ],
    semaphore: [
      'leftHeld',
      `
      import { Semaphore } from 'async-mutex';
      const s = new Semaphore(2);
      export async function f() { const [value, release] = await s.acquire(); if (value > 1) return; release(); }
    `,
    ],
    sema: [
      'leftHeld',
      `
      import { Sema } from 'async-sema';
      const s = new Sema(2);
      export async function f(x) { await s.acquire(); if (!x) return; await work(); s.release(); }
    `,
    ],
    file: [
      'leftHeld',
      `
      import fs from 'node:fs/promises';
      export async function head(p) { const fh = await fs.open(p, 'r'); const b = Buffer.alloc(4); await fh.read(b, 0, 4, 0); await fh.close(); return b; }
    `,
    ],
    'file promises': [
      'leftHeld',
      `
      import { promises as fs } from 'fs';
      export async function head(p) { const fh = await fs.open(p, 'r'); const b = Buffer.alloc(4); const { bytesRead } = await fh.read(b, 0, 4, 0); if (bytesRead < 4) throw new Error('short'); await fh.close(); return b; }
    `,
    ],
    'mssql tx': [
      'leftHeld',
      `
      import sql from 'mssql';
      export async function f(pool) { const transaction = new sql.Transaction(pool); await transaction.begin(); const request = new sql.Request(transaction); await request.query('x'); await transaction.commit(); }
    `,
    ],
    'pg-promise': [
      'leftHeld',
      `
      import pgPromise from 'pg-promise';
      const db = pgPromise()('x');
      export async function f() { const sco = await db.connect(); const rows = await sco.any('SELECT 1'); sco.done(); return rows; }
    `,
    ],
    'pg-promise, by its type': [
      'leftHeld',
      `
      import type { IDatabase } from 'pg-promise';
      export class S { constructor(private db: IDatabase<object>) {} async f() { const c = await this.db.connect(); const rows = await c.any('SELECT 1'); c.done(); return rows; } }
    `,
    ],
    'redis dup': [
      'leftHeld',
      `
      import { createClient } from 'redis';
      const client = createClient();
      export async function once() { const s = client.duplicate(); await s.connect(); const v = await s.get('x'); if (!v) return null; await s.quit(); return v; }
    `,
    ],
    'postgres reserve': [
      'leftHeld',
      `
      import postgres from 'postgres';
      const sql = postgres('x');
      export async function f() { const r = await sql.reserve(); await r\`select 1\`; r.release(); }
    `,
    ],
  }),
});

const fastifyRoute = (body: string, plugin = '@fastify/postgres'): string =>
  `import postgres from '${plugin}'; export default async function routes(fastify) { fastify.register(postgres); fastify.get('/a', async (request, reply) => { ${body} }); }`;

ruleTester.run('require-release: pools that a plugin puts on the application', reportsOf(requireRelease), {
  valid: silent({
    'given back in finally': fastifyRoute(
      `const client = await fastify.pg.connect(); try { return await client.query('A'); } finally { client.release(); }`,
    ),
    'without the plugin': fastifyRoute(
      `const client = await fastify.pg.connect(); await client.query('A'); client.release();`,
      'other',
    ),
    'a member of something else': fastifyRoute(
      `const client = await request.pg.connect(); await client.query('A'); client.release();`,
    ),
  }),
  invalid: reported(
    Object.fromEntries(
      ['fastify.pg', 'request.server.pg', 'this.pg'].map((pool) => [
        pool,
        [
          'leftHeld',
          fastifyRoute(`const client = await ${pool}.connect(); await client.query('A'); client.release();`),
        ] as const,
      ]),
    ),
  ),
});
