import { describe, expect, it } from 'vitest';
import { folderOf, put } from './folder.js';
import { fixFile, lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

function reports(files: Files, file: string, settings = {}): string[] {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  return lintFile(folder, file, { settings }).filter((message) => message.startsWith('require-client-close'));
}

const db = `import { Pool } from 'pg';\nexport const pool = new Pool();\nexport const find = (id) => pool.query('select $1', [id]);\n`;
const server = (head: string, end: string): string =>
  `import http from 'node:http';\n${head}\nconst server = http.createServer(() => {});\nserver.listen(80);\nprocess.on('SIGTERM', () => { server.close(async () => { ${end} }); });\n`;

describe('a client that a file exports', () => {
  it.each<[string, Files]>([
    ['directly', { 'src/server.js': server(`import { pool } from './db.js';`, `await pool.end();`) }],
    ['by another name', { 'src/server.js': server(`import { pool as db } from './db.js';`, `await db.end();`) }],
    ['through the namespace', { 'src/server.js': server(`import * as db from './db.js';`, `await db.pool.end();`) }],
    [
      'among others',
      {
        'src/server.js': server(
          `import { pool } from './db.js';`,
          `await Promise.all([pool].map((each) => each.end()));`,
        ),
      },
    ],
    [
      'by a function of which nothing is known',
      {
        'src/server.js': server(
          `import { pool } from './db.js';\nimport { closeAll } from 'closer';`,
          `await closeAll(pool);`,
        ),
      },
    ],
    [
      'behind a barrel',
      {
        'src/index.js': `export * from './db.js';`,
        'src/server.js': server(`import { pool } from './index.js';`, `await pool.end();`),
      },
    ],
    [
      'behind a barrel that renames',
      {
        'src/index.js': `export { pool as main } from './db.js';`,
        'src/server.js': server(`import { main } from '.';`, `await main.end();`),
      },
    ],
    [
      'behind an import that is exported',
      {
        'src/index.js': `import { pool } from './db.js';\nexport { pool };`,
        'src/server.js': server(`import { pool } from './index.js';`, `await pool.end();`),
      },
    ],
    [
      'with require',
      { 'src/server.cjs': `const { pool } = require('./db.js');\nprocess.on('SIGTERM', () => pool.end());` },
    ],
    ['with import()', { 'src/server.js': server('', `const { pool } = await import('./db.js'); await pool.end();`) }],
    [
      'by an alias',
      {
        'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
        'src/server.ts': server(`import { pool } from '@/db';`, `await pool.end();`),
      },
    ],
    ['in a file that cannot be read', { 'src/server.js': `import { pool } from './db.js'; pool.end( }` }],
  ])('and another one closes %s is not reported', (_name, files) => {
    expect(reports({ 'src/db.js': db, ...files }, 'src/db.js')).toEqual([]);
  });

  it.each<[string, Files]>([
    ['nobody imports', { 'src/server.js': server('', '') }],
    ['others only use', { 'src/server.js': server(`import { pool } from './db.js';`, `await pool.query('x');`) }],
    [
      'others use beside a response that they end',
      {
        'src/route.js': `import { pool } from './db.js';\nexport const get = async (req, res) => { const { rows } = await pool.query('x'); res.end(rows); };`,
      },
    ],
    [
      'another one imports only functions of',
      {
        'src/server.js': server(
          `import { find } from './db.js';\nimport { Pool } from 'pg';\nconst own = new Pool();`,
          `await own.end();`,
        ),
      },
    ],
    [
      'another one names like its own',
      { 'src/other/db.js': db, 'src/server.js': server(`import { pool } from './other/db.js';`, `await pool.end();`) },
    ],
    [
      'another one imports types of',
      { 'src/server.ts': `import type { pool } from './db.js';\nexport const end = (p: typeof pool) => p.end();` },
    ],
  ])('and %s is', (_name, files) => {
    expect(reports({ 'src/db.js': db, ...files }, 'src/db.js')).toHaveLength(1);
  });

  it('and that a function returns may be closed through it', () => {
    const lazy = `import { Pool } from 'pg';\nlet pool;\nexport function getPool() { return (pool ??= new Pool()); }\n`;
    const close = server(`import { getPool } from './db.js';`, `await getPool().end();`);
    const use = server(`import { getPool } from './db.js';`, `await getPool().query('x');`);
    expect(reports({ 'src/db.js': lazy, 'src/server.js': close }, 'src/db.js')).toEqual([]);
    expect(reports({ 'src/db.js': lazy, 'src/server.js': use }, 'src/db.js')).toHaveLength(1);
  });

  it('and whose close method has a name that is no word may be closed by it', () => {
    const prisma = `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`;
    const close = server(`import { prisma } from './db.js';`, 'await prisma.$disconnect();');
    const use = server(`import { prisma } from './db.js';`, 'await prisma.user.findMany();');
    expect(reports({ 'src/db.js': prisma, 'src/server.js': close }, 'src/db.js')).toEqual([]);
    expect(reports({ 'src/db.js': prisma, 'src/server.js': use }, 'src/db.js')).toHaveLength(1);
  });

  it('and that a class keeps may be closed through its field', () => {
    const store = `import { Pool } from 'pg';\nexport class Store { pool = new Pool(); find() { return this.pool.query('x'); } }\n`;
    const close = server(`import { Store } from './store.js';\nconst store = new Store();`, `await store.pool.end();`);
    const use = server(`import { Store } from './store.js';\nconst store = new Store();`, `await store.find();`);
    expect(reports({ 'src/store.js': store, 'src/server.js': close }, 'src/store.js')).toEqual([]);
    expect(reports({ 'src/store.js': store, 'src/server.js': use }, 'src/store.js')).toHaveLength(1);
  });

  it.each<[string, string, number]>([
    ['lives for one call', `export const find = (id) => new Store().find(id);`, 0],
    [
      'lives for one call in a variable',
      `export function find(id) { const store = new Store(); return store.find(id); }`,
      0,
    ],
    ['lives as long as the module', `const store = new Store();\nexport const find = (id) => store.find(id);`, 1],
    [
      'lives in a field',
      `export class Api { constructor() { this.store = new Store(); } find() { return this.store.find(); } }`,
      1,
    ],
    ['lives both ways', `const store = new Store();\nexport const find = (id) => new Store().find(id);`, 1],
    ['is only named', `export const isStore = (value) => value instanceof Store;`, 1],
  ])('and that a class keeps whose instance %s', (_name, use, count) => {
    const store = `import { Agent } from 'undici';\nexport class Store { agent = new Agent(); find(id) { return fetch(id, { dispatcher: this.agent }).then((r) => r.json()); } }\n`;
    const files = { 'src/store.js': store, 'src/use.js': `import { Store } from './store.js';\n${use}` };
    expect(reports(files, 'src/store.js')).toHaveLength(count);
    const common = {
      'src/store.js': `${store.replace('export class', 'class').replace(/^import (.*) from (.*);/, 'const $1 = require($2);')}module.exports = Store;`,
      'src/use.js': `const Store = require('./store');\n${use.replace(/export (const|class|function)/, '$1')}`,
    };
    expect(reports(common, 'src/store.js')).toHaveLength(count);
  });

  it('is judged by its own file alone with project: false', () => {
    const files = { 'src/db.js': db, 'src/server.js': server(`import { pool } from './db.js';`, `await pool.end();`) };
    expect(reports(files, 'src/db.js', { project: false })).toHaveLength(1);
  });

  it('is judged anew when another file changes', async () => {
    const folder = folderOf({
      'package.json': {},
      'db.js': db,
      'server.js': server(`import { pool } from './db.js';`, ''),
    });
    const found = (): number =>
      lintFile(folder, 'db.js').filter((each) => each.startsWith('require-client-close')).length;
    expect(found()).toBe(1);
    put(folder, 'server.js', server(`import { pool } from './db.js';`, `await pool.end();`));
    await expect.poll(found).toBe(0);
  });
});

describe('a function that closes a client and that nothing calls', () => {
  const closer = `${db}export async function closeDb() { await pool.end(); }\n`;

  it('closes nothing', () => {
    const files = { 'src/db.js': closer, 'src/server.js': server(`import { find } from './db.js';`, `await find(1);`) };
    expect(reports(files, 'src/db.js')).toEqual([
      'require-client-close:2 closeDb() would close `new Pool()` of pg, but nothing in the project calls closeDb(). Call it where the program shuts down.',
    ]);
  });

  const use = { 'src/user.js': `import { find } from './db.js';\nexport const get = (id) => find(id);` };
  it.each<[string, Files]>([
    [
      'is called by another file',
      { 'src/server.js': server(`import { closeDb } from './db.js';`, `await closeDb();`) },
    ],
    [
      'is called through a barrel',
      {
        'src/index.js': `export * from './db.js';`,
        'src/server.js': server(`import { closeDb } from './index.js';`, `await closeDb();`),
      },
    ],
    [
      'is called through the namespace',
      { 'src/server.js': server(`import * as db from './db.js';`, `await db.closeDb();`) },
    ],
    ['is called by the file itself', { 'src/db.js': `${closer}process.on('SIGTERM', () => closeDb());` }],
    ['is handed to something by the file itself', { 'src/db.js': `${closer}onShutdown(closeDb);` }],
    ['may be called by whoever loads the file', { 'src/user.js': '' }],
    [
      'is part of a published package',
      { 'package.json': { name: 'x', version: '1.0.0', main: 'src/db.js', types: 'x.d.ts' } },
    ],
    ['is the default export', { 'src/db.js': `${db}export default async () => { await pool.end(); };` }],
  ])('is one unless it %s', (_name, files) => {
    const role = 'package.json' in files ? { role: undefined } : {};
    expect(reports({ 'src/db.js': closer, ...use, ...files }, 'src/db.js', role)).toEqual([]);
  });
});

const connect = `import mongoose from 'mongoose';\nexport async function connectDb() {\n  const connected = await mongoose.connect(process.env.MONGO_URL);\n  console.log(connected.connection.host);\n}\n`;

describe('the one connection of a library', () => {
  it.each<[string, string]>([
    ['opened by an exported function', connect],
    ['returned', `import mongoose from 'mongoose';\nexport const connectDb = () => mongoose.connect('mongodb://a');\n`],
    [
      'opened with a continuation',
      `import mongoose from 'mongoose';\nmongoose.connect('mongodb://a').then(() => console.log('up')).catch(console.error);\n`,
    ],
  ])('is reported where nothing of the project closes it: %s', (_, text) => {
    expect(reports({ 'src/db.js': text, 'src/server.js': server(`import './db.js';`, '') }, 'src/db.js')).toHaveLength(
      1,
    );
  });

  it.each<[string, string]>([
    ['the module', `await mongoose.disconnect();`],
    ['its connection', `await mongoose.connection.close();`],
    ['a name of its connection', `const { connection } = mongoose; await connection.close();`],
  ])('is not reported where another file closes it by %s', (_, end) => {
    const files = { 'src/db.js': connect, 'src/server.js': server(`import mongoose from 'mongoose';`, end) };
    expect(reports(files, 'src/db.js')).toEqual([]);
  });

  it.each<[string, string, string, string]>([
    [
      'a connection',
      `export const db = mongoose.connection;`,
      `import { db } from './db.js';`,
      `await db.close(false);`,
    ],
    ['the package', `export { mongoose };`, `import { mongoose } from './db.js';`, `await mongoose.disconnect();`],
    ['a default', `export default mongoose.connection;`, `import conn from './db.js';`, `await conn.close();`],
    [
      'a function that returns it',
      `export function getDb() { return mongoose.connection; }`,
      `import { getDb } from './db.js';`,
      `await getDb().close();`,
    ],
  ])('is not reported where another file closes it under the name of an export: %s', (_, out, start, end) => {
    const files = { 'src/db.js': `${connect}${out}\n`, 'src/server.js': server(start, end) };
    expect(reports(files, 'src/db.js')).toEqual([]);
  });

  it('is reported where what another file closes is something else', () => {
    const files = {
      'src/db.js': `${connect}export const db = mongoose.connection;\n`,
      'src/server.js': server(`import { db } from './db.js';`, `console.log(db.readyState); server.close();`),
    };
    expect(reports(files, 'src/db.js')).toHaveLength(1);
  });

  it('is reported where only a test closes it, which it has opened itself', () => {
    const test = `import mongoose from 'mongoose';\nafterAll(() => mongoose.disconnect());\n`;
    expect(reports({ 'src/db.js': connect, 'tests/db.test.js': test }, 'src/db.js')).toHaveLength(1);
  });
});

describe('a client that a file exports without a name', () => {
  const user = (specifier: string): string => server(`import pool from '${specifier}';`, `await pool.end();`);

  it.each<[string, string]>([
    ['src/db.js', `import { Pool } from 'pg';\nexport default new Pool();\n`],
    ['src/db.cjs', `const { Pool } = require('pg');\nmodule.exports = new Pool();\n`],
  ])('may be closed by the file that imports it: %s', (file, code) => {
    const name = `./${file.replace('src/', '')}`;
    expect(reports({ [file]: code, 'src/server.js': user(name) }, file)).toEqual([]);
    expect(
      reports({ [file]: code, 'src/server.js': `import pool from '${name}';\npool.query('x');` }, file),
    ).toHaveLength(1);
  });
});

describe('a client that a class keeps for all', () => {
  const queue = `import { Pool } from 'pg';\nexport class Db {\n  static get() {\n    if (!Db.pool) Db.pool = new Pool();\n    return Db.pool;\n  }\n  static get shared() {\n    return Db.get();\n  }\n}\n`;

  it.each<[string, Files]>([
    ['by its static method', { 'src/server.js': server(`import { Db } from './db.js';`, `await Db.get().end();`) }],
    [
      'by a variable in between',
      { 'src/server.js': server(`import { Db } from './db.js';`, `const pool = Db.get(); await pool.end();`) },
    ],
    [
      'through a function of another file',
      {
        'src/get.js': `import { Db } from './db.js';\nexport const get = () => Db.get();`,
        'src/server.js': server(`import { get } from './get.js';`, `await get().end();`),
      },
    ],
    [
      'among others that a function of another file returns',
      {
        'src/get.js': `import { Db } from './db.js';\nexport const all = () => [Db.get()];`,
        'src/server.js': server(
          `import { all } from './get.js';`,
          `await Promise.all(all().map((each) => each.end()));`,
        ),
      },
    ],
  ])('is closed elsewhere: %s', (_name, files) => {
    expect(reports({ 'src/db.js': queue, ...files }, 'src/db.js')).toEqual([]);
  });

  it('is closed by nobody who only uses it', () => {
    const files = {
      'src/get.js': `import { Db } from './db.js';\nexport function get(name) { switch (name) { case 'main': return Db.get(); default: return null; } }`,
      'src/server.js': server(`import { get } from './get.js';`, `await get('main')?.query('select 1');`),
    };
    expect(reports({ 'src/db.js': queue, ...files }, 'src/db.js')).toHaveLength(1);
  });
});

describe('a client that a function of another file makes', () => {
  const make = `import { Pool } from 'pg';\nexport const makePool = (host) => new Pool({ host });\n`;
  const use = (code: string): Files => ({
    'src/make.js': make,
    'src/use.js': `import { makePool } from './make.js';\n${code}\n`,
  });

  it.each<[string, string]>([
    ['a module keeps', `const pool = makePool('a');\nexport const find = (id) => pool.query('select $1', [id]);`],
    [
      'a field keeps',
      `export class Users {\n  #pool = makePool('a');\n  find(id) { return this.#pool.query('select $1', [id]); }\n}`,
    ],
  ])('belongs to who calls it: %s', (_name, code) => {
    expect(reports(use(code), 'src/use.js')).toHaveLength(1);
  });

  it.each<[string, Files, string]>([
    [
      'closed where it is kept',
      use(`const pool = makePool('a');\nexport const stop = () => pool.end();`),
      'src/use.js',
    ],
    [
      'closed by a file that imports it',
      {
        ...use(`export const pool = makePool('a');`),
        'src/server.js': server(`import { pool } from './use.js';`, `await pool.end();`),
      },
      'src/use.js',
    ],
    ['in the file that makes it', use(`export const pool = makePool('a');`), 'src/make.js'],
    [
      'of a function that keeps them all',
      {
        'src/make.js': `import { Pool } from 'pg';\nconst pools = [];\nexport function makePool(host) { const pool = new Pool({ host }); pools.push(pool); return pool; }\nexport const stop = () => Promise.all(pools.map((each) => each.end()));\n`,
        'src/use.js': `import { makePool } from './make.js';\nconst pool = makePool('a');\nexport const find = (id) => pool.query('x', [id]);\n`,
      },
      'src/use.js',
    ],
    [
      'of a class, whose ends the class knows',
      {
        'src/make.js': `import { Pool } from 'pg';\nexport class Db { #pool = new Pool(); #end() { return this.#pool.end(); } async stop() { await this.#end(); } find(id) { return this.#pool.query('x', [id]); } }\n`,
        'src/use.js': `import { Db } from './make.js';\nclass Users { #db = new Db(); async quit() { await this.#db.stop(); } }\nexport const users = new Users();\nprocess.on('SIGTERM', () => users.quit());\n`,
      },
      'src/use.js',
    ],
  ])('is not reported: %s', (_name, files, file) => {
    expect(reports(files, file)).toEqual([]);
  });
});

describe('what migrate writes for a client that nothing closes', () => {
  const fixed = (files: Files, file: string): { readonly text: string; readonly left: number } => {
    const folder = folderOf({ 'package.json': { name: 'x', private: true }, ...files });
    const text = fixFile(folder, file, 'require-client-close');
    const left = lintFile(folder, file, { text }).filter((each) => each.startsWith('require-client-close'));
    return { text, left: left.length };
  };

  it('is a function that nothing calls yet: the report stays and names it', () => {
    const user = `import { find } from './db.js';\nexport const get = (id) => find(id);\n`;
    const { text, left } = fixed({ 'src/db.js': db, 'src/user.js': user }, 'src/db.js');
    expect(text).toContain('export async function closeClients() {');
    expect(left).toBe(1);
  });

  it('vanishes with the report where the file shuts down itself', () => {
    const code = server(
      `import { Pool } from 'pg';\nconst pool = new Pool();\nexport const find = () => pool.query('x');`,
      '',
    );
    const { text, left } = fixed(
      { 'src/server.js': code.replace('server.close(async () => {  });', 'server.close();') },
      'src/server.js',
    );
    expect(text).toContain('pool.end()');
    expect(left).toBe(0);
  });
});

describe('a program that its clients keep running', () => {
  const script = (code: string, name = 'scripts/run.js'): string[] =>
    reports({ 'package.json': { name: 'x', private: true }, [name]: code }, name, { role: undefined });
  const mongo = (end: string, start = 'main();'): string =>
    `import { MongoClient } from 'mongodb';\nasync function main() {\n  const client = new MongoClient('mongodb://a');\n  await client.connect();\n  await client.db('a').collection('b').insertOne({});\n${end}}\n${start}\n`;

  it.each<[string, string]>([
    ['ioredis', `import Redis from 'ioredis';\nconst redis = new Redis();\nawait redis.set('a', 'b');\n`],
    [
      'Client of pg',
      `import pg from 'pg';\nconst client = new pg.Client();\nawait client.connect();\nawait client.query('x');\n`,
    ],
    ['MongoDB', mongo('')],
    ['Mongoose', `import mongoose from 'mongoose';\nawait mongoose.connect('mongodb://a');\n`],
  ])('is told so: %s', (_name, code) => {
    const [report = '', ...others] = script(code);
    expect(report).toContain('keeps this program running, and nothing closes it');
    expect(others).toEqual([]);
  });

  it.each<[string, string]>([
    ['closes them', mongo('  await client.close();\n')],
    ['ends the process', mongo('', 'main().then(() => process.exit(0));')],
    [
      'only has idle ones, which end by themselves',
      `import pg from 'pg';\nconst pool = new pg.Pool();\nawait pool.query('x');\n`,
    ],
  ])('but not where it %s', (_name, code) => {
    expect(script(code)).toEqual([]);
  });
});

describe('a client of a class that an accessor hands out', () => {
  const provider = (member: string): string =>
    `import { Pool } from 'pg';\nexport class Provider { #pool = new Pool(); static one; static get instance() { return (Provider.one ??= new Provider()); } ${member} }\n`;
  const at = (member: string, code: string): string[] =>
    reports(
      { 'src/provider.js': provider(member), 'src/use.js': `import { Provider } from './provider.js';\n${code}\n` },
      'src/provider.js',
    );
  const getter = `get connection() { return this.#pool; }`;
  const context = `const context = { provider: Provider.instance };\nexport class Factory { get connection() { return context.provider.connection; }`;

  it.each<[string, string, string]>([
    ['at once', getter, `export const kill = () => Provider.instance.connection.end();`],
    ['by an accessor of another class', getter, `${context} async kill() { await this.connection.end(); } }`],
    ['by a variable', getter, `export async function kill(p) { const own = p.connection; await own?.end(); }`],
    ['as the result of a method', `getPool() { return this.#pool; }`, `export const kill = (p) => p.getPool().end();`],
  ])('may be closed there: %s', (_name, member, code) => {
    expect(at(member, code)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['only use it', getter, `${context} async find() { await this.connection.query('x'); } }`],
    ['end something else', getter, `export const handle = (res) => res.end(Provider.instance.find());`],
    [
      'do not know it',
      `#inner() { return this.#pool; } find() { return this.#inner().query('x'); }`,
      `export const kill = (p) => p.end();`,
    ],
  ])('is not closed where others %s', (_name, member, code) => {
    expect(at(member, code)).toHaveLength(1);
  });
});

describe('what tests close', () => {
  const user = { 'src/user.js': `import { pool } from './db.js';\nexport const get = (id) => pool.query('x', [id]);` };
  const test = (head: string, end: string): Files => ({
    'tests/db.test.js': `${head}\nafterAll(async () => { ${end} });\n`,
  });

  it.each<[string, string, Files]>([
    ['a client', db, test(`import { pool } from '../src/db.js';`, 'await pool.end();')],
    [
      'a client of a class',
      `import { Pool } from 'pg';\nexport class Store { pool = new Pool(); find() { return this.pool.query('x'); } }\n`,
      test(`import { Store } from '../src/db.js';\nconst store = new Store();`, 'await store.pool.end();'),
    ],
    [
      'an instance that lives for one test',
      `import { Pool } from 'pg';\nexport class Store { pool = new Pool(); find() { return this.pool.query('x'); } }\n`,
      {
        'tests/db.test.js': `import { Store } from '../src/db.js';\nit('finds', async () => { const store = new Store(); await store.find(); });\n`,
      },
    ],
  ])('is not closed in the program: %s', (_name, code, files) => {
    expect(reports({ 'src/db.js': code, ...user, ...files }, 'src/db.js')).toHaveLength(1);
  });

  it('by a function that nothing else calls is told so', () => {
    const closer = `${db}export async function closeDb() { await pool.end(); }\n`;
    const files = test(`import { closeDb } from '../src/db.js';`, 'await closeDb();');
    expect(reports({ 'src/db.js': closer, ...user, ...files }, 'src/db.js').join()).toContain(
      'nothing in the project calls closeDb() except tests. Call it',
    );
    // Nobody else imports it: who loads the module may call it as well.
    expect(reports({ 'src/db.js': closer, ...files }, 'src/db.js')).toEqual([]);
  });
});
