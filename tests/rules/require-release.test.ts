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

/** A function whose `catch` gives the connection back where a test says that there is one. */
function releasedIf(test: string): string {
  return `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(id) {
        let client;
        try {
          await prepare(id);
          client = await pool.connect();
          await client.query('x', [id]);
          client.release();
        } catch (error) {
          if (${test}) client.release(error);
          throw error;
        }
      }
    `;
}

ruleTester.run('require-release: pg', reportsOf(requireRelease), {
  valid: silent({
    finally: `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(id) { const client = await pool.connect(); try { const { rows } = await client.query('x', [id]); return rows[0]; } finally { client.release(); } }
    `,
    transaction: `
      const { Pool } = require('pg');
      const pool = new Pool();
      async function f() { const client = await pool.connect(); try { await client.query('BEGIN'); await client.query('COMMIT'); } catch (e) { await client.query('ROLLBACK'); throw e; } finally { client.release(); } }
    `,
    wrapper: `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function withClient(fn) { const client = await pool.connect(); try { return await fn(client); } finally { client.release(); } }
      export const save = (x) => withClient((client) => client.query('insert', [x]));
    `,
    'asked whether it is there by its type': releasedIf("typeof client !== 'undefined'"),
    'given back by a function that listeners call': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function stream(query) {
        const client = await pool.connect();
        try {
          const rows = client.query(query);
          let released = false;
          const release = () => { if (released) return; released = true; client.release(); };
          rows.once('end', () => void release());
          rows.once('error', () => { release(); });
          return rows;
        } catch (error) {
          client.release(error);
          throw error;
        }
      }
    `,
    'given back by a function that another one calls, for a listener': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function stream(query, log) {
        const client = await pool.connect();
        const release = () => { client.release(); };
        const end = () => { log('end'); release(); };
        const rows = open(query);
        rows.once('end', () => end());
        return rows;
      }
    `,
    'a text in place of what was not waited for': `
      import { Mutex } from 'async-mutex';
      const mutex = new Mutex();
      export async function f(signal, work) {
        const release = signal ? await orAborted(mutex.acquire(), signal) : await mutex.acquire();
        if (release === 'aborted') throw new Error('aborted');
        try { return await work(); } finally { release(); }
      }
    `,
    'a symbol in place of it': `
      import { Pool } from 'pg';
      const LATE = Symbol('late');
      const pool = new Pool();
      export async function f(given) {
        const client = given ?? (await pool.connect());
        if (client === LATE) return null;
        try { return await client.query('select 1'); } finally { client.release(); }
      }
    `,
    'asked whether it is an object': releasedIf("typeof client === 'object'"),
    'asked by a function whether it is missing': releasedIf('!_.isNil(client)'),
    returned: `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function get() { const client = await pool.connect(); return client; }
    `,
    'returned promise': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export function get() { return pool.connect(); }
    `,
    stored: `
      import { Pool } from 'pg';
      class A { pool = new Pool(); async open() { this.client = await this.pool.connect(); await this.client.query('x'); } }
    `,
    'pool.query': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export const q = (t) => pool.query(t);
    `,
    'ctor param type only': `
      import type { Pool } from 'pg';
      export class Repo { constructor(private readonly pool: Pool) {} async find(id) { const client = await this.pool.connect(); try { return await client.query('x'); } finally { client.release(); } } }
    `,
    'client type outer let': `
      import type { PoolClient } from 'pg';
      import { pool } from './db.js';
      export async function find() { let client: PoolClient | undefined; try { client = await pool.connect(); const r = await client.query('x'); return r; } finally { client?.release(); } }
    `,
    'let client if': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function find() { let client; try { client = await pool.connect(); return await client.query('x'); } catch (e) { log(e); } finally { if (client) client.release(); } }
    `,
    'unknown pool': `
      import { pool } from './db.js';
      import { Pool } from 'pg';
      export async function find() { const client = await pool.connect(); await client.query('x'); client.release(); }
    `,
    callback: `
      const { Pool } = require('pg');
      const pool = new Pool();
      function f(cb) { pool.connect((err, client, release) => { if (err) return cb(err); client.query('x', (err, res) => { release(); if (err) return cb(err); cb(null, res.rows); }); }); }
    `,
    'callback done(err)': `
      const { Pool } = require('pg');
      const pool = new Pool();
      function f(cb) { pool.connect(function (err, client, done) { if (err) { done(); return cb(err); } client.query('x', function (err, res) { done(err); cb(err, res); }); }); }
    `,
    'then catch': `
      const { Pool } = require('pg');
      const pool = new Pool();
      function f() { return pool.connect().then((client) => client.query('x').then((res) => { client.release(); return res.rows; }).catch((e) => { client.release(); throw e; })); }
    `,
    'then finally': `
      const { Pool } = require('pg');
      const pool = new Pool();
      function f() { return pool.connect().then((client) => client.query('x').finally(() => client.release())); }
    `,
    'await finally chain': `
      const { Pool } = require('pg');
      const pool = new Pool();
      async function f() { const client = await pool.connect(); return await client.query('x').finally(() => client.release()); }
    `,
    'return finally chain': `
      const { Pool } = require('pg');
      const pool = new Pool();
      async function f() { const client = await pool.connect(); return run(client).finally(() => client.release()); }
    `,
    'then two handlers': `
      const { Pool } = require('pg');
      const pool = new Pool();
      function f() { return pool.connect().then((client) => client.query('x').then((r) => { client.release(); return r; }, (e) => { client.release(e); throw e; })); }
    `,
    helper: `
      import { Pool } from 'pg';
      const pool = new Pool();
      function done(client) { client.release(); }
      export async function f() { const client = await pool.connect(); try { await client.query('x'); } finally { done(client); } }
    `,
    'local cleanup': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f() { const client = await pool.connect(); const cleanup = () => client.release(); try { await client.query('x'); } finally { cleanup(); } }
    `,
    'destructured release': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f() { const client = await pool.connect(); const { release } = client; try { await client.query('x'); } finally { release(); } }
    `,
    'Client not pooled': `
      import { Client } from 'pg';
      export async function f() { const client = new Client(); await client.connect(); try { await client.query('x'); } finally { await client.end(); } }
    `,
    flag: `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f() { const client = await pool.connect(); let released = false; try { await client.query('x'); client.release(); released = true; } finally { if (!released) client.release(true); } }
    `,
    'owned external': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(existing) { const client = existing ?? (await pool.connect()); try { return await client.query('x'); } finally { if (!existing) client.release(); } }
    `,
    'owned external options': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(opts) { const owns = !opts.client; const client = owns ? await pool.connect() : opts.client; try { return await client.query('x'); } finally { if (owns) client.release(); } }
    `,
    'a constant that says whether one was given, before it is replaced': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(client = null) { const isOwn = client ? false : true; if (!client) client = await pool.connect(); try { return await client.query('x'); } finally { if (isOwn) client.release(); } }
    `,
    'such a constant and an assignment of what is missing': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(client) { const isOwn = !client; client ??= await pool.connect(); try { return await client.query('x'); } finally { if (isOwn) client.release(); } }
    `,
    listen: `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function listen(cb) { const client = await pool.connect(); client.on('notification', cb); await client.query('LISTEN x'); }
    `,
    'health check': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function ready() { const c = await pool.connect(); c.release(); return true; }
    `,
    loop: `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(ids) { for (const id of ids) { const client = await pool.connect(); try { if (!id) continue; await client.query('x'); } finally { client.release(); } } }
    `,
    'release in both': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(ids) { const client = await pool.connect(); let r; try { r = await client.query('x'); } catch (e) { client.release(e); throw e; } client.release(); return r.rows; }
    `,
    'express handler': `
      import express from 'express'; import { Pool } from 'pg';
      const pool = new Pool(); const app = express();
      app.get('/x', async (req, res, next) => { const client = await pool.connect(); try { res.json((await client.query('x')).rows); } catch (e) { next(e); } finally { client.release(); } });
    `,
    stack: `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(x) { await using stack = new AsyncDisposableStack(); const client = await pool.connect(); stack.defer(() => client.release()); await client.query('x'); }
    `,
    'using wrapper': `
      import { Pool } from 'pg';
      const pool = new Pool();
      async function lease() { const client = await pool.connect(); return { client, [Symbol.dispose]() { client.release(); } }; }
      export async function f() { using l = await lease(); await l.client.query('x'); }
    `,
    'promise executor resolve': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export const lease = () => new Promise((resolve, reject) => pool.connect((err, client, release) => { if (err) reject(err); else resolve({ client, release }); }));
    `,
    'db object other lib': `
      import { db } from './db.js'; import { Pool } from 'generic-pool';
      export async function f() { const c = await db.connect(); await c.query('x'); }
    `,
    'stream end release': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(res) { const client = await pool.connect(); const stream = client.query(new QueryStream('x')); stream.on('end', () => client.release()); stream.pipe(res); }
    `,
    'stream end release ref': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(res) { const client = await pool.connect(); const stream = client.query(new QueryStream('x')); stream.on('end', client.release); stream.pipe(res); }
    `,
    'tx helper obj': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function tx(fn) { const client = await pool.connect(); try { await client.query('BEGIN'); const out = await fn({ query: (t, p) => client.query(t, p) }); await client.query('COMMIT'); return out; } catch (e) { await client.query('ROLLBACK'); throw e; } finally { client.release(); } }
    `,
    'process exit': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f() { const c = await pool.connect(); try { await c.query('x'); } catch (e) { console.error(e); process.exit(1); } c.release(); }
    `,
    'promise catch swallow': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f() { const c = await pool.connect(); const r = await c.query('x').catch(() => null); c.release(); return r; }
    `,
    'generator finally': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function* rows() { const c = await pool.connect(); try { for (const r of (await c.query('x')).rows) yield r; } finally { c.release(); } }
    `,
    'Promise.all connect': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function two() { const [a, b] = await Promise.all([pool.connect(), pool.connect()]); try { await a.query('x'); await b.query('y'); } finally { a.release(); b.release(); } }
    `,
  }),
  invalid: reported({
    'given back by a function that nothing calls, but another such': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(query) {
        const client = await pool.connect();
        const release = () => { client.release(); };
        const end = () => { release(); };
        if (!query) { end(); return null; }
        return open(query);
      }
    `,
    ],
    'one that is no text': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f() {
        const client = await pool.connect();
        if (client !== 'aborted') throw new Error('x');
        client.release();
      }
    `,
    ],
    'the wrong way asked by a function': ['leftHeld', releasedIf('_.isUndefined(client)')],
    'the wrong way asked by its type': ['leftHeld', releasedIf("typeof client === 'undefined'")],
    'query throws': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(id) { const client = await pool.connect(); const { rows } = await client.query('x', [id]); client.release(); return rows[0]; }
    `,
    ],
    'a constant that says something else': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(client, keep) { const isOwn = keep; if (!client) client = await pool.connect(); try { return await client.query('x'); } finally { if (isOwn) client.release(); } }
    `,
    ],
    'early return': [
      'leftHeld',
      `
      import pg from 'pg';
      const pool = new pg.Pool({ max: 2 });
      export async function f(id) {
        const client = await pool.connect();
        try {
          const { rows } = await client.query('x', [id]);
          if (rows.length === 0) return null;
          client.release();
          return rows[0];
        } catch (e) { client.release(e); throw e; }
      }
    `,
    ],
    'catch without rethrow, release only in try': [
      'leftHeld',
      `
      const { Pool } = require('pg');
      const pool = new Pool();
      async function f() { const client = await pool.connect(); try { await client.query('BEGIN'); await client.query('COMMIT'); client.release(); } catch (e) { await client.query('ROLLBACK'); } }
    `,
    ],
    wrapper: [
      'leftHeld',
      `
      import { Pool, PoolClient } from 'pg';
      const pool = new Pool();
      export async function withClient<T>(fn: (c: PoolClient) => Promise<T>): Promise<T> { const client = await pool.connect(); const result = await fn(client); client.release(); return result; }
    `,
    ],
    'wrapper caller in file': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      async function get() { const client = await pool.connect(); return client; }
      export async function use() { const c = await get(); await c.query('x'); c.release(); }
    `,
    ],
    'setup throws before return': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function get() { const client = await pool.connect(); await client.query('SET x'); return client; }
    `,
    ],
    field: [
      'leftHeld',
      `
      import { Pool } from 'pg';
      export class Repo { private pool = new Pool(); async find(id) { const client = await this.pool.connect(); const r = await client.query('x'); client.release(); return r; } }
    `,
    ],
    'ctor param type': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      export class Repo { constructor(private readonly pool: Pool) {} async find(id) { const client = await this.pool.connect(); const r = await client.query('x'); client.release(); return r; } }
    `,
    ],
    'ctor param type only': [
      'leftHeld',
      `
      import type { Pool } from 'pg';
      export class Repo { constructor(private readonly pool: Pool) {} async find(id) { const client = await this.pool.connect(); const r = await client.query('x'); if (!r.rows.length) { return null; } client.release(); return r; } }
    `,
    ],
    'assigned in ctor': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      export class Repo { private pool: Pool; constructor() { this.pool = new Pool(); } async find(id) { const client = await this.pool.connect(); const r = await client.query('x'); client.release(); return r; } }
    `,
    ],
    'typed param': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      export async function find(pool: Pool) { const client = await pool.connect(); const r = await client.query('x'); client.release(); return r; }
    `,
    ],
    'interface deps': [
      'leftHeld',
      `
      import type { Pool } from 'pg';
      interface Deps { pool: Pool; log: any }
      export function make({ pool }: Deps) { return { async find() { const client = await pool.connect(); const r = await client.query('x'); client.release(); return r; } }; }
    `,
    ],
    getPool: [
      'leftHeld',
      `
      import { Pool } from 'pg';
      let pool;
      function getPool() { if (!pool) { pool = new Pool(); } return pool; }
      export async function find() { const client = await getPool().connect(); const r = await client.query('x'); client.release(); return r; }
    `,
    ],
    'client type': [
      'leftHeld',
      `
      import type { PoolClient } from 'pg';
      import { pool } from './db.js';
      export async function find() { let client: PoolClient | undefined; client = await pool.connect(); const r = await client.query('x'); client.release(); return r; }
    `,
    ],
    callback: [
      'leftHeld',
      `
      const { Pool } = require('pg');
      const pool = new Pool();
      function f(cb) { pool.connect((err, client, release) => { if (err) return cb(err); client.query('x', (err, res) => { if (err) return cb(err); release(); cb(null, res.rows); }); }); }
    `,
    ],
    'callback never': [
      'neverReleased',
      `
      const { Pool } = require('pg');
      const pool = new Pool();
      function f(cb) { pool.connect((err, client, release) => { if (err) return cb(err); client.query('x', (err, res) => { cb(err, res); }); }); }
    `,
    ],
    'callback early': [
      'leftHeld',
      `
      const { Pool } = require('pg');
      const pool = new Pool();
      function f(id, cb) { pool.connect((err, client, release) => { if (err) return cb(err); if (!id) return cb(new Error('id')); client.query('x', (err, res) => { release(); cb(err, res); }); }); }
    `,
    ],
    then: [
      'leftHeld',
      `
      const { Pool } = require('pg');
      const pool = new Pool();
      function f() { return pool.connect().then((client) => client.query('x').then((res) => { client.release(); return res.rows; })); }
    `,
    ],
    'local cleanup missing': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(x) { const client = await pool.connect(); const cleanup = () => client.release(); const r = await client.query('x'); if (!r) { return null; } cleanup(); return r; }
    `,
    ],
    end: [
      'closesPooled',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f() { const client = await pool.connect(); try { await client.query('x'); } finally { await client.end(); } }
    `,
    ],
    'error listener': [
      'neverReleased',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(cb) { const client = await pool.connect(); client.on('error', cb); await client.query('x'); }
    `,
    ],
    'loop continue': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(ids) { for (const id of ids) { const client = await pool.connect(); if (!id) continue; try { await client.query('x'); } finally { client.release(); } } }
    `,
    ],
    'BEGIN before try': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f() { const client = await pool.connect(); await client.query('BEGIN'); try { await client.query('COMMIT'); } catch (e) { await client.query('ROLLBACK'); throw e; } finally { client.release(); } }
    `,
    ],
    'nested fn uses': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(ids) { const client = await pool.connect(); await Promise.all(ids.map((id) => client.query('x', [id]))); client.release(); }
    `,
    ],
    'express handler': [
      'leftHeld',
      `
      import express from 'express'; import { Pool } from 'pg';
      const pool = new Pool(); const app = express();
      app.get('/x', async (req, res, next) => { try { const client = await pool.connect(); const r = await client.query('x'); client.release(); res.json(r.rows); } catch (e) { next(e); } });
    `,
    ],
    'validation throw': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(x) { const client = await pool.connect(); if (x < 0) throw new RangeError('x'); try { await client.query('x'); } finally { client.release(); } }
    `,
    ],
    switch: [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f(k) { const client = await pool.connect(); switch (k) { case 'a': await client.query('a'); client.release(); return 1; case 'b': return 2; default: client.release(); return 3; } }
    `,
    ],
    'class static': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      export class Db { static pool = new Pool(); static async q(t) { const c = await Db.pool.connect(); const r = await c.query(t); c.release(); return r; } }
    `,
    ],
    'tx fn': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function tx(fn) { const client = await pool.connect(); try { await client.query('BEGIN'); const out = await fn(client); await client.query('COMMIT'); client.release(); return out; } catch (e) { await client.query('ROLLBACK'); throw e; } }
    `,
    ],
    'pg-pool': [
      'leftHeld',
      `
      import Pool from 'pg-pool';
      const pool = new Pool();
      export async function f() { const c = await pool.connect(); const r = await c.query('x'); c.release(); return r; }
    `,
    ],
    never: [
      'neverReleased',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f() { const c = await pool.connect(); return c.query('x'); }
    `,
    ],
    dropped: [
      'neverReleased',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function check() { await pool.connect(); return true; }
    `,
    ],
    inline: [
      'neverReleased',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function check() { return (await pool.connect()).query('x'); }
    `,
    ],
    'a stream of it closes it, but not where an error comes first': [
      'leftHeld',
      `
      import { open } from 'node:fs/promises';
      export async function send(p) { const file = await open(p); const { size } = await file.stat(); if (size === 0) throw new Error('empty'); return Object.assign(file.createReadStream(), { size }); }
    `,
    ],
    'promise catch swallow': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function f() { const c = await pool.connect(); const r = await c.query('x').catch(() => null); if (!r) return; c.release(); }
    `,
    ],
    'drizzle-like multiple': [
      'leftHeld',
      `
      import { Pool } from 'pg';
      const read = new Pool(), write = new Pool();
      export async function copy() { const a = await read.connect(); const b = await write.connect(); try { await b.query((await a.query('x')).rows); } finally { b.release(); } a.release(); }
    `,
    ],
  }),
});
