import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

function reports(files: Files, file: string, sourceType: 'module' | 'commonjs' = 'module'): string[] {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  return lintFile(folder, file, { sourceType }).filter((message) => message.startsWith('require-release'));
}

const user = (head: string, call: string): string =>
  `${head}\nexport async function save(rows) {\n  const client = await ${call};\n  await client.query('INSERT INTO a VALUES ($1)', rows);\n  client.release();\n}\n`;
const pool = `import { Pool } from 'pg';\n`;

describe('what is taken from a client that another file exports', () => {
  it.each<[string, string, string, string]>([
    ['a named pool', `${pool}export const pool = new Pool();`, `import { pool } from './db.js';`, 'pool.connect()'],
    [
      'a pool that is the default',
      `${pool}const p = new Pool();\nexport default p;`,
      `import db from './db.js';`,
      'db.connect()',
    ],
    [
      'a pool in an object',
      `${pool}const p = new Pool();\nexport const db = { p };`,
      `import { db } from './db.js';`,
      'db.p.connect()',
    ],
    ['a namespace', `${pool}export const pool = new Pool();`, `import * as db from './db.js';`, 'db.pool.connect()'],
    [
      'a function',
      `${pool}const p = new Pool();\nexport const take = () => p.connect();`,
      `import { take } from './db.js';`,
      'take()',
    ],
    [
      'a function that waits',
      `${pool}const p = new Pool();\nexport async function take() { const client = await p.connect(); return client; }`,
      `import { take } from './db.js';`,
      'take()',
    ],
    [
      'an instance of a class',
      `${pool}class Db { pool = new Pool(); take() { return this.pool.connect(); } }\nexport const db = new Db();`,
      `import { db } from './db.js';`,
      'db.take()',
    ],
    [
      'an instance of a class that makes its pool when it is made',
      `import mysql from 'mysql2/promise';\nclass Db { constructor() { this.pool = mysql.createPool({}); } async take() { return this.pool.getConnection(); } }\nexport const db = new Db();`,
      `import { db } from './db.js';`,
      'db.take()',
    ],
    [
      'a promise pool of one with callbacks',
      `import mysql from 'mysql2';\nclass Db { constructor() { this.pool = mysql.createPool({}); this.promises = this.pool.promise(); } take() { return this.promises.getConnection(); } }\nexport const db = new Db();`,
      `import { db } from './db.js';`,
      'db.take()',
    ],
    [
      'an instance that the file makes itself',
      `${pool}export class Db { pool = new Pool(); take() { return this.pool.connect(); } end() { return this.pool.end(); } }`,
      `import { Db } from './db.js';\nconst db = new Db();`,
      'db.take()',
    ],
    [
      'a pool that a statement adds to an object',
      `${pool}const p = new Pool();\nconst db = {};\ndb.p = p;\nexport default db;`,
      `import db from './db.js';`,
      'db.p.connect()',
    ],
    [
      'a pool of mysql2',
      `import mysql from 'mysql2/promise';\nexport const pool = mysql.createPool({ uri: 'a' });`,
      `import { pool } from './db.js';`,
      'pool.getConnection()',
    ],
  ])('has to be given back on every path: %s', (_name, db, head, call) => {
    expect(reports({ 'src/db.js': db, 'src/user.js': user(head, call) }, 'src/user.js')).toHaveLength(1);
  });

  it('through a barrel', () => {
    const files = {
      'src/db/pool.ts': `${pool}export const pool = new Pool();`,
      'src/db/index.ts': `export * from './pool.js';`,
      'src/user.ts': user(`import { pool } from './db/index.js';`, 'pool.connect()'),
    };
    expect(reports(files, 'src/user.ts')).toHaveLength(1);
  });

  it('in CommonJS', () => {
    const files = {
      'src/db.js': `const { Pool } = require('pg');\nconst pool = new Pool();\nmodule.exports = { pool, query: (text) => pool.query(text) };`,
      'src/user.js': `const db = require('./db');\nexports.save = async (rows) => {\n  const client = await db.pool.connect();\n  await client.query('A', rows);\n  client.release();\n};\n`,
    };
    expect(reports(files, 'src/user.js', 'commonjs')).toHaveLength(1);
  });

  it.each<[string, string, string, string]>([
    [
      'is given back by its function as well',
      `${pool}const p = new Pool();\nexport async function take() { const client = await p.connect(); try { return await client.query('A'); } finally { client.release(); } }`,
      `import { take } from './db.js';`,
      'take()',
    ],
    [
      'is something else',
      `${pool}export const pool = new Pool();`,
      `import { other } from './db.js';`,
      'other.connect()',
    ],
    [
      'may be kept',
      `${pool}const p = new Pool();\nlet held;\nexport async function take() { if (held) return held; held = await p.connect(); return held; }`,
      `import { take } from './db.js';`,
      'take()',
    ],
    [
      'is known to its class',
      `${pool}class Db { pool = new Pool(); taken = new Set(); async take() { const client = await this.pool.connect(); this.taken.add(client); return client; } giveBack() { for (const each of this.taken) each.release(); } }\nexport const db = new Db();`,
      `import { db } from './db.js';`,
      'db.take()',
    ],
    [
      'is of a client that is no pool',
      `import { Client } from 'pg';\nexport const c = new Client();`,
      `import { c } from './db.js';`,
      'c.connect()',
    ],
  ])('is left alone where it %s', (_name, db, head, call) => {
    expect(reports({ 'src/db.js': db, 'src/user.js': user(head, call) }, 'src/user.js')).toEqual([]);
  });

  it.each<[string, string]>([
    ['a field', `export class Users { constructor(private readonly db: Db) {} async save(rows) { TAKE } }`],
    ['a parameter', `export async function save(db: Db, rows) { TAKE }`],
  ])('is taken from %s that has the type of a class of the project', (where, code) => {
    const db = `${pool}export class Db { private pool = new Pool(); take() { return this.pool.connect(); } }`;
    const of = where === 'a field' ? 'this.db' : 'db';
    const take = (use: string): string =>
      `import type { Db } from './db.js';\n${code.replace('TAKE', `const client = await ${of}.take(); ${use}`)}`;
    const files = (use: string): Files => ({ 'src/db.ts': db, 'src/user.ts': take(use) });
    expect(reports(files(`await client.query('A', rows); client.release();`), 'src/user.ts')).toHaveLength(1);
    expect(
      reports(files(`try { await client.query('A', rows); } finally { client.release(); }`), 'src/user.ts'),
    ).toEqual([]);
    const handed = `try { await client.query('A', rows); } finally { await ${of}.giveBack(client); }`;
    expect(reports(files(handed), 'src/user.ts')).toEqual([]);
  });

  it.each([
    ['as the whole of a module', `const db = require('./db.js');`, 'db.p.connect()'],
    ['by its name', `const { p } = require('./db.js');`, 'p.connect()'],
  ])('is followed where a statement adds it to an object that is required %s', (_name, head, call) => {
    const db = `const { Pool } = require('pg');\nconst p = new Pool();\nconst db = {};\ndb.p = p;\nmodule.exports = db;`;
    const files = { 'src/db.js': db, 'src/user.js': user(head, call).replace('export ', '') };
    expect(reports(files, 'src/user.js', 'commonjs')).toHaveLength(1);
  });

  it('is left alone where a finally gives it back', () => {
    const files = {
      'src/db.js': `${pool}export const pool = new Pool();`,
      'src/user.js': `import { pool } from './db.js';\nexport async function save(rows) {\n  const client = await pool.connect();\n  try {\n    await client.query('A', rows);\n  } finally {\n    client.release();\n  }\n}\n`,
    };
    expect(reports(files, 'src/user.js')).toEqual([]);
  });
});
