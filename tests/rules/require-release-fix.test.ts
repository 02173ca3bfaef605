import { requireRelease } from '../../src/rules/require-release.js';
import { ruleTester } from '../rule-tester.js';

ruleTester.run('require-release: fixes', requireRelease, {
  valid: [],
  invalid: [
    {
      name: 'around the use',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  const { rows } = await client.query('x', [id]);
  client.release();
  return rows[0];
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('x', [id]);
    return rows[0];
  } finally {
    client.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'what is used later is declared in front',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  const { rows } = await client.query('x', [id]); // the rows
  client.release();

  const more = await load(rows);
  return more;
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  let rows;
  try {
    ({ rows } = await client.query('x', [id])); // the rows
  } finally {
    client.release();
  }

  const more = await load(rows);
  return more;
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'releases before early returns go',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  const { rows } = await client.query('x', [id]);
  if (rows.length === 0) {
    client.release();
    return null;
  }
  // second
  await client.query('y');
  client.release();
  return rows[0];
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('x', [id]);
    if (rows.length === 0) {
      return null;
    }
    // second
    await client.query('y');
    return rows[0];
  } finally {
    client.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'a catch that rolls back stays',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    await client.query('ROLLBACK');
    client.release();
    throw error;
  }
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'a catch that only released becomes the finally',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  try {
    const r = await client.query('x');
    if (!r.rows.length) return null;
    client.release();
    return r.rows;
  } catch (error) {
    client.release();
    throw error;
  }
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  try {
    const r = await client.query('x');
    if (!r.rows.length) return null;
    return r.rows;
  } finally {
    client.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'a finally that only released moves outwards',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  await client.query('BEGIN');
  try {
    await client.query('x');
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    try {
      await client.query('x');
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  } finally {
    client.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'the start of the try moves up',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  await client.query('SET x');
  try {
    await client.query('RESET x');
    return 1;
  } finally {
    client.release();
  }
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  let failed = false;
  try {
    await client.query('SET x');
    await client.query('RESET x');
    return 1;
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    client.release(failed);
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'assigned in a try block',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  let client;
  try {
    client = await pool.connect();
    const r = await client.query('x');
    client.release();
    return r.rows;
  } catch (error) {
    console.error(error);
    return [];
  }
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  let client;
  try {
    client = await pool.connect();
    const r = await client.query('x');
    return r.rows;
  } catch (error) {
    console.error(error);
    return [];
  } finally {
    client?.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'let in try with if',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  let client;
  try {
    client = await pool.connect();
    const r = await client.query('x');
    if (!r.rows.length) return [];
    client.release();
    return r.rows;
  } catch (error) {
    if (client) client.release();
    throw error;
  }
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  let client;
  try {
    client = await pool.connect();
    const r = await client.query('x');
    if (!r.rows.length) return [];
    return r.rows;
  } finally {
    client?.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'const in try',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(req, res, next) {
  try {
    const client = await pool.connect();
    const r = await client.query('x');
    client.release();
    res.json(r.rows);
  } catch (error) {
    next(error);
  }
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(req, res, next) {
  try {
    const client = await pool.connect();
    let r;
    try {
      r = await client.query('x');
    } finally {
      client.release();
    }
    res.json(r.rows);
  } catch (error) {
    next(error);
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'never, returned promise',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f() {
  const client = await pool.connect();
  return client.query('x');
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f() {
  const client = await pool.connect();
  try {
    return await client.query('x');
  } finally {
    client.release();
  }
}
`,
      errors: [{ messageId: 'neverReleased' }],
    },
    {
      name: 'typeorm',
      code: `import { DataSource } from 'typeorm';
const ds = new DataSource({});
export async function f() {
  const qr = ds.createQueryRunner();
  await qr.connect();
  await qr.query('x');
  await qr.release();
}
`,
      output: `import { DataSource } from 'typeorm';
const ds = new DataSource({});
export async function f() {
  const qr = ds.createQueryRunner();
  try {
    await qr.connect();
    await qr.query('x');
  } finally {
    await qr.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'without semicolons',
      code: `import { Pool } from 'pg'
const pool = new Pool()
export async function withClient(fn) {
  const client = await pool.connect()
  const out = await fn(client)
  client.release()
  return out
}
`,
      output: `import { Pool } from 'pg'
const pool = new Pool()
export async function withClient(fn) {
  const client = await pool.connect()
  let failed = false
  try {
    const out = await fn(client)
    return out
  } catch (error) {
    failed = true
    throw error
  } finally {
    client.release(failed)
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'generic pool',
      code: `import { createPool } from 'generic-pool';
const pool = createPool({});
export async function f() {
  const r = await pool.acquire();
  await r.run();
  await pool.release(r);
}
`,
      output: `import { createPool } from 'generic-pool';
const pool = createPool({});
export async function f() {
  const r = await pool.acquire();
  try {
    await r.run();
  } finally {
    await pool.release(r);
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'mutex',
      code: `import { Mutex } from 'async-mutex';
const mutex = new Mutex();
export async function f(x) {
  const release = await mutex.acquire();
  if (x) return;
  await work();
  release();
}
`,
      output: `import { Mutex } from 'async-mutex';
const mutex = new Mutex();
export async function f(x) {
  const release = await mutex.acquire();
  try {
    if (x) return;
    await work();
  } finally {
    release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'loop',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(ids) {
  for (const id of ids) {
    const client = await pool.connect();
    await client.query('x', [id]);
    client.release();
  }
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(ids) {
  for (const id of ids) {
    const client = await pool.connect();
    try {
      await client.query('x', [id]);
    } finally {
      client.release();
    }
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'file',
      code: `import fs from 'node:fs/promises';
export async function head(p) {
  const fh = await fs.open(p, 'r');
  const b = Buffer.alloc(4);
  await fh.read(b, 0, 4, 0);
  await fh.close();
  return b;
}
`,
      output: `import fs from 'node:fs/promises';
export async function head(p) {
  const fh = await fs.open(p, 'r');
  try {
    const b = Buffer.alloc(4);
    await fh.read(b, 0, 4, 0);
    return b;
  } finally {
    await fh.close();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'validation before try',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(x) {
  const client = await pool.connect();
  if (x < 0) throw new RangeError('x');
  try {
    return await client.query('x');
  } finally {
    client.release();
  }
}
`,
      output: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(x) {
  const client = await pool.connect();
  try {
    if (x < 0) throw new RangeError('x');
    return await client.query('x');
  } finally {
    client.release();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'mongo',
      code: `import { MongoClient } from 'mongodb';
const client = new MongoClient('x');
export async function f() {
  const session = client.startSession();
  await session.withTransaction(async () => {
    await client.db().collection('a').insertOne({}, { session });
  });
  await session.endSession();
}
`,
      output: `import { MongoClient } from 'mongodb';
const client = new MongoClient('x');
export async function f() {
  const session = client.startSession();
  try {
    await session.withTransaction(async () => {
      await client.db().collection('a').insertOne({}, { session });
    });
  } finally {
    await session.endSession();
  }
}
`,
      errors: [{ messageId: 'leftHeld' }],
    },
  ],
});

ruleTester.run('require-release: no fix', requireRelease, {
  valid: [],
  invalid: [
    {
      name: 'callbacks',
      code: `const { Pool } = require('pg');
const pool = new Pool();
function f(cb) { pool.connect((err, client, release) => { if (err) return cb(err); client.query('x', (err, res) => { if (err) return cb(err); release(); cb(null, res.rows); }); }); }
`,
      output: `const { Pool } = require('pg');
const pool = new Pool();
function f(cb) { pool.connect((err, client, release) => { if (err) return cb(err); client.query('x', (err, res) => { if (err) {
  release();
  return cb(err);
} release(); cb(null, res.rows); }); }); }
`,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'slow after early release',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  const { rows } = await client.query('x', [id]);
  if (rows.length === 0) {
    client.release();
    await notify();
    return null;
  }
  client.release();
  return rows[0];
}
`,
      output: null,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'nobody waits for what it still does',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(res) {
  const client = await pool.connect();
  client.query('x').then((r) => res.json(r.rows));
}
`,
      output: null,
      errors: [{ messageId: 'neverReleased' }],
    },
    {
      name: 'a function declared within the use',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f() {
  const client = await pool.connect();
  function run() {
    return client.query('x');
  }
  await run();
  client.release();
}
`,
      output: null,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'released with an error elsewhere',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  if (!id) return null;
  try {
    const r = await client.query('x');
    client.release();
    return r;
  } catch (error) {
    client.release(error);
    throw error;
  }
}
`,
      output: null,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'a helper releases it on some way',
      code: `import { Pool } from 'pg';
const pool = new Pool();
function done(client) {
  client.release();
}
export async function f(id) {
  const client = await pool.connect();
  if (!id) return null;
  const r = await client.query('x');
  done(client);
  return r;
}
`,
      output: null,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'a transaction that its catch clause leaves open',
      code: `import knex from 'knex';
const db = knex({});
export async function f(next) {
  const trx = await db.transaction();
  try {
    await trx('a').insert({});
    await trx.commit();
  } catch (error) {
    next(error);
  }
}
`,
      output: null,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'a transaction that an early return leaves open',
      code: `import knex from 'knex';
const db = knex({});
export async function f() {
  const trx = await db.transaction();
  const row = await trx('a').first();
  if (!row) return;
  await trx.commit();
}
`,
      output: null,
      errors: [{ messageId: 'leftHeld' }],
    },
    {
      name: 'a comment in the clause that would go',
      code: `import { Pool } from 'pg';
const pool = new Pool();
export async function f(id) {
  const client = await pool.connect();
  try {
    const r = await client.query('x');
    if (!r.rows.length) return null;
    client.release();
    return r.rows;
  } catch (error) {
    // give it back
    client.release();
    throw error;
  }
}
`,
      output: null,
      errors: [{ messageId: 'leftHeld' }],
    },
  ],
});
