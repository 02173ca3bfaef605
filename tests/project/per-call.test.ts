import { describe, expect, it } from 'vitest';
import { folderOf, put } from './folder.js';
import { lintFile, type LintOptions } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

/** Reports of no-client-in-function in `src/route.js` (or another file) of a project of these files. */
function reports(files: Files, options: LintOptions & { readonly file?: string } = {}): string[] {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  const { file = Object.keys(files).find((name) => /\broute\./.test(name)) ?? '' } = options;
  return lintFile(folder, file, options).filter((message) => message.startsWith('no-client-in-function'));
}

const PLACES = /`([^`]+)` makes a new client \(([^,]+), ([^)]+)\)/;
const placesOf = (messages: readonly string[]): (string | undefined)[][] =>
  messages.map((message) => (PLACES.exec(message) ?? []).slice(1));

const route = (head: string, use: string): string =>
  `${head}\nexport async function handler(id) {\n  ${use}\n  return id;\n}\n`;
const call = (specifier: string): string =>
  route(`import { createDb } from '${specifier}';`, `const db = createDb();\n  await db.query('select 1');`);
const db = `import pg from 'pg';\nexport function createDb() {\n  return new pg.Pool();\n}\n`;

describe('a factory whose name says that it makes an agent, in a file of the project', () => {
  const use = route(
    `import { request } from 'undici';\nimport { createDispatcher } from './dispatcher.js';`,
    `await (await request(id, { dispatcher: createDispatcher() })).body.dump();`,
  );
  const factory = (made: string): Files => ({
    'src/dispatcher.js': `import { Agent } from 'undici';\nlet kept;\nexport const createDispatcher = () => ${made};\n`,
    'src/route.js': use,
  });

  it('is reported by what it makes, not by its name', () => {
    expect(placesOf(reports(factory('new Agent()')))).toEqual([
      ['createDispatcher()', 'new Agent() of undici', 'src/dispatcher.js:3'],
    ]);
  });

  it('is reported by its name where its file keeps nothing, however it makes the agent', () => {
    const files = {
      'src/proxy.js': `import { HttpsProxyAgent } from 'https-proxy-agent';\nimport { SocksProxyAgent } from 'socks-proxy-agent';\nfunction select(url) {\n  switch (url.protocol) {\n    case 'http:':\n      return new HttpsProxyAgent(url);\n    case 'socks:':\n      return new SocksProxyAgent(url);\n    default:\n      throw new Error('x');\n  }\n}\nexport function makeProxyAgent(proxy) {\n  return select(new URL(proxy));\n}\n`,
      'src/route.js': route(
        `import axios from 'axios';\nimport { makeProxyAgent } from './proxy.js';`,
        `await axios.get('https://a.example', { httpsAgent: makeProxyAgent(id) });`,
      ),
    };
    expect(reports(files)).toHaveLength(1);
  });

  it('is right where it keeps the agent', () => {
    expect(reports(factory('(kept ??= new Agent())'))).toEqual([]);
  });
});

describe('a factory of another file that several functions of a file call', () => {
  const files: Files = {
    'src/db.js': `const pg = require('pg');\nfunction createDb(name = 'main') {\n  return new pg.Pool(poolsOf()[name]);\n}\nmodule.exports = { createDb };\n`,
    'src/route.js': [
      `const { createDb } = require('./db');`,
      `exports.one = async () => (await createDb().query('select 1')).rows;`,
      `exports.two = async () => (await createDb().query('select 2')).rows;`,
      `exports.three = async () => (await createDb().query('select 3')).rows;`,
      `exports.four = async (name) => (await createDb(name).query('select 4')).rows;`,
    ].join('\n'),
  };

  it('is reported once, with the lines, and where its arguments tell its clients apart', () => {
    const found = reports(files).map(
      (message) => /(?:each time that .* run|on every call to the exported .*?)\. .*? it/.exec(message)?.[0],
    );
    expect(found).toEqual([
      'each time that lines 2, 3 and 4 run. Call it',
      'on every call to the exported four(). Let it',
    ]);
  });
});

describe('a method of an object that another file exports', () => {
  const factory = (body: string): Files => ({
    'src/db.js': `import pg from 'pg';\nclass Databases {\n  ${body}\n}\nexport const databases = new Databases();\n`,
    'src/route.js': route(
      `import { databases } from './db.js';`,
      `const db = databases.open();\n  await db.query('select 1');`,
    ),
  });

  it('is reported where it makes a client whenever it is called', () => {
    expect(placesOf(reports(factory('open() { return new pg.Pool(); }')))).toEqual([
      ['databases.open()', 'new pg.Pool()', 'src/db.js:3'],
    ]);
  });

  it.each([
    '#pool; open() { return (this.#pool ??= new pg.Pool()); }',
    'pool = new pg.Pool(); open() { return this.pool; }',
  ])('is right where it keeps the client: %s', (body) => {
    expect(reports(factory(body))).toEqual([]);
  });
});

describe('a method of a class whose base class is in another file', () => {
  const command = (base: string): string =>
    `import { Queue } from 'bullmq';\nimport { ${base} } from './base.js';\nexport default class Route extends ${base} {\n  async run() {\n    const jobs = new Queue('jobs');\n    await jobs.add('x');\n  }\n}\n`;

  it('runs as often as the framework says that the base class imports', () => {
    const base = `import { Command } from '@oclif/core';\nexport class BaseCommand extends Command {}\n`;
    expect(reports({ 'src/base.js': base, 'src/route.js': command('BaseCommand') })).toEqual([]);
  });

  it('runs whenever somebody calls it where the base class imports none', () => {
    const base = `export class BaseCommand {}\n`;
    expect(reports({ 'src/base.js': base, 'src/route.js': command('BaseCommand') })).toHaveLength(1);
  });
});

describe('a factory of another file that is called per request', () => {
  it('is reported with the place where it constructs the client', () => {
    const [message] = reports({ 'src/db.js': db, 'src/route.js': call('./db.js') });
    expect(message).toBe(
      'no-client-in-function:3 `createDb()` makes a new client (new pg.Pool(), src/db.js:3) for every event, in the handler. Call it once and share the client, or let it make one for all.',
    );
  });

  it.each<[string, string, string]>([
    ['expression', `export const createDb = () => new pg.Pool();`, './db.js'],
    ['constant', `export function createDb() { const pool = new pg.Pool(); return pool; }`, './db.js'],
    [
      'listener',
      `export function createDb() { const pool = new pg.Pool(); pool.on('error', log); return pool; }`,
      './db.js',
    ],
    [
      'branches',
      `export function createDb(a) { if (a) { return new pg.Pool(a); } else { return new pg.Pool(); } }`,
      './db.js',
    ],
    ['choice', `export const createDb = (a) => (a ? new pg.Pool(a) : new pg.Pool());`, './db.js'],
    [
      'switch',
      `export function createDb(a) { switch (a) { case 1: return new pg.Pool(a); default: return new pg.Pool(); } }`,
      './db.js',
    ],
    [
      'promise',
      `export async function createDb() { const pool = new pg.Pool(); await pool.query('x'); return pool; }`,
      './db.js',
    ],
    [
      'inner function',
      `function inner() { return new pg.Pool(); }\nexport function createDb() { return inner(); }`,
      './db.js',
    ],
    ['or nothing', `export function createDb(url) { if (!url) return null; return new pg.Pool(url); }`, './db.js'],
    ['or no value', `export function createDb(url) { if (url) return new pg.Pool(url); }`, './db.js'],
    ['or a bare return', `export function createDb(url) { if (!url) return; return new pg.Pool(url); }`, './db.js'],
    ['or what is no address', `export const createDb = (url) => url && new pg.Pool(url);`, './db.js'],
    [
      'filled in a branch',
      `export function createDb(url) { let pool = null; if (url) { pool = new pg.Pool(url); } return pool; }`,
      './db.js',
    ],
    ['subclass', `class Db extends pg.Pool {}\nexport const createDb = () => new Db();`, './db.js'],
    ['specifier without extension', `export const createDb = () => new pg.Pool();`, './db'],
    ['export list', `const make = () => new pg.Pool();\nexport { make as createDb };`, './db.js'],
  ])('%s', (_name, code, specifier) => {
    expect(reports({ 'src/db.js': `import pg from 'pg';\n${code}`, 'src/route.js': call(specifier) })).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['kept in a variable', `let pool;\nexport function createDb() { if (!pool) pool = new pg.Pool(); return pool; }`],
    ['kept with ??=', `let pool;\nexport const createDb = () => (pool ??= new pg.Pool());`],
    [
      'kept in a map',
      `const pools = new Map();\nexport function createDb(id) { const known = pools.get(id); if (known) return known; const pool = new pg.Pool(); pools.set(id, pool); return pool; }`,
    ],
    ['registered as well', `export function createDb() { const pool = new pg.Pool(); register(pool); return pool; }`],
    ['given by the caller', `export const createDb = (pool) => pool ?? new pg.Pool();`],
    ['nothing at all', `export function createDb(url) { if (!url) return null; return undefined; }`],
    [
      'the one that there is, or a new one',
      `let pool;\nexport function createDb(url) { if (pool) return pool; return url ? new pg.Pool(url) : null; }`,
    ],
    ['shared', `const pool = new pg.Pool();\nexport const createDb = () => pool;`],
    ['memoized', `export const createDb = memoize(() => new pg.Pool());`],
    ['a function that nobody calls', `export const createDb = () => () => new pg.Pool();`],
    [
      'made from itself',
      `export function createDb() { let pool = new pg.Pool(); pool = pool.then(log); return pool; }`,
    ],
    ['a function that calls itself', `export function createDb(n) { return n ? createDb(n - 1) : createDb(n - 2); }`],
    ['types', `export type createDb = pg.Pool;`],
  ])('%s: nothing is certain, nothing is said', (_name, code) => {
    expect(reports({ 'src/db.ts': `import pg from 'pg';\n${code}`, 'src/route.ts': call('./db') })).toEqual([]);
  });

  it('once, or outside of functions, is what it is for', () => {
    const code = `import { createDb } from './db.js';\nconst db = createDb();\nexport const handler = (id) => db.query(id);\n`;
    expect(reports({ 'src/db.js': db, 'src/route.js': code })).toEqual([]);
  });

  it('the arguments of the call matter only where the client is made from them', () => {
    const use = route(`import { a, b } from './db.js';`, `await a(id).query('x');\n  await b(id).query('x');`);
    const code = `import pg from 'pg';\nexport const a = (id) => new pg.Pool({ database: id });\nexport const b = (id) => new pg.Pool({ max: 5 });`;
    const found = reports({ 'src/db.js': code, 'src/route.js': use });
    expect(found.map((message) => /Let it keep one for each distinct argument/.test(message))).toEqual([true, false]);
  });

  it.each<LintOptions>([{ parser: 'espree' }, { parser: 'typescript' }])(
    'with the parser %o, in both module systems',
    (options) => {
      const common = `const { Pool } = require('pg');\nfunction createDb() { return new Pool(); }\nmodule.exports = { createDb };`;
      const use = `const { createDb } = require('./db');\nexports.handler = async (id) => { await createDb().query(id); };`;
      expect(
        reports({ 'src/db.js': common, 'src/route.js': use }, { ...options, sourceType: 'commonjs' }),
      ).toHaveLength(1);
      expect(reports({ 'src/db.js': db, 'src/route.js': call('./db.js') }, options)).toHaveLength(1);
    },
  );

  it('by default export, namespace, static method and member of an object', () => {
    const files = {
      'src/a.js': `import { Pool } from 'pg';\nexport default () => new Pool();`,
      'src/b.js': `import { Pool } from 'pg';\nexport class Db { static create() { return new Pool(); } }\nexport const dbs = { make: () => new Pool(), open() { return new Pool(); } };`,
      'src/c.js': `const { Pool } = require('pg');\nmodule.exports = () => new Pool();`,
      'src/route.js': route(
        `import make from './a.js';\nimport * as b from './b.js';\nimport c from './c.js';`,
        `await make().query(id);\n  await b.Db.create().query(id);\n  await b.dbs.make().query(id);\n  await b.dbs.open().query(id);\n  await c().query(id);`,
      ),
    };
    expect(placesOf(reports(files)).map(([called]) => called)).toEqual([
      'make()',
      'Db.create()',
      'dbs.make()',
      'dbs.open()',
      'c()',
    ]);
  });

  it('in an object that holds the client', () => {
    const files = {
      'src/net.js': `import { Agent } from 'undici';\nexport function makeOptions() { return { retries: 3, dispatcher: new Agent() }; }`,
      'src/route.js': route(
        `import { makeOptions } from './net.js';`,
        `await fetch('https://a.example', { ...makeOptions(), signal: AbortSignal.timeout(5) }).then((r) => r.text());`,
      ),
    };
    expect(placesOf(reports(files))).toEqual([['makeOptions()', 'new Agent() of undici', 'src/net.js:2']]);
  });
});

describe('a class of another file whose client opens when it is first used', () => {
  const api = `import { Agent } from 'undici';
export class Api {
  #agent = new Agent({ headersTimeout: 5 });
  url = 'https://a.example';
  load(path) { return fetch(this.url + path, { dispatcher: this.#agent }).then((r) => r.json()); }
  loadAll(paths) { return Promise.all(paths.map((path) => this.load(path))); }
  sign(path) { return this.url + path; }
}
`;
  const using = (source: string, use: string): number =>
    reports({ 'src/api.js': source, 'src/route.js': route(`import { Api } from './api.js';`, use) }).length;

  it.each<[string, string, number]>([
    ['the method that uses it', `await new Api().load(id);`, 1],
    ['a method that calls it', `const api = new Api();\n  await api.loadAll([id]);`, 1],
    ['one of several methods', `const api = new Api();\n  api.sign(id);\n  await api.load(id);`, 1],
    ['a method that does not', `const api = new Api();\n  api.sign(id);`, 0],
    ['a method of the call', `new Api().sign(id);`, 0],
    ['a method whose name is not known', `await new Api()[id]();`, 1],
  ])('%s', (_name, use, count) => {
    expect(using(api, use)).toBe(count);
  });

  it.each<[string, string]>([
    ['used when it is made', api.replace('url =', `first = this.load('/'); url =`)],
    ['given away with the instance', api.replace('sign(path) {', 'sign(path) { register(this);')],
    ['used by a superclass, perhaps', api.replace('class Api', 'class Api extends Base')],
    [
      'opened when it is made',
      `import Redis from 'ioredis';\nexport class Api { redis = new Redis(); load(id) { return this.redis.get(id); } sign(path) { return path; } }`,
    ],
  ])('%s: any method may need it', (_name, source) => {
    expect(using(source, `new Api().sign(id);`)).toBe(1);
  });

  it('a class around such a class', () => {
    const files = (use: string): Files => ({
      'src/api.js': api,
      'src/hub.js': `import { Api } from './api.js';\nexport class Hub { api = new Api(); all(id) { return this.api.load(id); } name() { return 'hub'; } load() { return 1; } }`,
      'src/route.js': route(`import { Hub } from './hub.js';`, use),
    });
    expect(reports(files(`new Hub().name(id);`))).toEqual([]);
    expect(reports(files(`new Hub().load(id);`))).toEqual([]);
    expect(reports(files(`await new Hub().all(id);`))).toHaveLength(1);
  });
});

describe('the way to another file', () => {
  it.each<[string, Files]>([
    ['a barrel', { 'src/db.js': db, 'src/index.js': `export * from './db.js';`, 'src/route.js': call('./index.js') }],
    [
      'a named re-export',
      {
        'src/make.js': db.replace('createDb', 'make'),
        'src/index.js': `export { make as createDb } from './make.js';`,
        'src/route.js': call('.'),
      },
    ],
    [
      'an import that is exported',
      {
        'src/db.js': db,
        'src/x.js': `import { createDb } from './db.js';\nexport { createDb };`,
        'src/route.js': call('./x.js'),
      },
    ],
    [
      'a wrapper of a wrapper',
      {
        'src/db.js': db,
        'src/x.js': `import { createDb as make } from './db.js';\nexport const createDb = () => make();`,
        'src/route.js': call('./x.js'),
      },
    ],
    [
      'CommonJS that requires',
      {
        'src/db.cjs': `exports.createDb = () => new (require('pg').Pool)();`,
        'src/x.cjs': `module.exports = require('./db.cjs');`,
        'src/route.js': call('./x.cjs'),
      },
    ],
    ['TypeScript under the name of its output', { 'src/db.ts': db, 'src/route.ts': call('./db.js') }],
    ['an index file', { 'src/db/index.ts': db, 'src/route.ts': call('./db') }],
    [
      'package imports',
      { 'package.json': { imports: { '#db': './src/db.js' } }, 'src/db.js': db, 'src/route.js': call('#db') },
    ],
    [
      'package imports with conditions and patterns',
      {
        'package.json': { imports: { '#lib/*': { types: './dist/*.d.ts', default: './dist/*.js' } } },
        'src/db.ts': db,
        'src/route.ts': call('#lib/db'),
      },
    ],
    [
      'paths of tsconfig.json',
      {
        'tsconfig.json': `{ // aliases\n "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"], }, }, }`,
        'src/db.ts': db,
        'src/route.ts': call('@/db'),
      },
    ],
    [
      'paths of a base',
      {
        'tsconfig.base.json': { compilerOptions: { paths: { '~db': ['./src/db.ts'] } } },
        'tsconfig.json': { extends: './tsconfig.base.json' },
        'src/db.ts': db,
        'src/route.ts': call('~db'),
      },
    ],
    [
      'paths of a referred project',
      {
        'tsconfig.app.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
        'tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }] },
        'src/db.ts': db,
        'src/route.ts': call('@/db'),
      },
    ],
    [
      'baseUrl',
      {
        'tsconfig.json': { compilerOptions: { baseUrl: './src' } },
        'src/lib/db.ts': db,
        'src/route.ts': call('lib/db'),
      },
    ],
    [
      'a workspace package by main',
      {
        'package.json': { workspaces: ['packages/*'] },
        'packages/db/package.json': { name: '@x/db', main: './dist/index.js' },
        'packages/db/src/index.ts': db,
        'packages/app/route.ts': call('@x/db'),
      },
    ],
    [
      'a workspace package by exports',
      {
        'package.json': { workspaces: ['packages/*'] },
        'packages/db/package.json': {
          name: '@x/db',
          exports: { './pool': { types: './dist/types/pool.d.ts', import: './dist/esm/pool.js' } },
        },
        'packages/db/src/pool.ts': db,
        'packages/app/route.ts': call('@x/db/pool'),
      },
    ],
    [
      'a package of pnpm',
      {
        'pnpm-workspace.yaml': `packages:\n  - "libs/**"\n`,
        'libs/a/db/package.json': { name: 'db' },
        'libs/a/db/src/index.ts': db,
        'apps/route.ts': call('db'),
      },
    ],
    [
      'a package of a workspace below the folder of the run',
      {
        'repo/package.json': { workspaces: ['packages/*'] },
        'repo/packages/db/package.json': { name: '@x/db', main: './dist/index.js' },
        'repo/packages/db/src/index.ts': db,
        'repo/packages/app/route.ts': call('@x/db'),
      },
    ],
    [
      'the package itself',
      {
        'package.json': { name: 'self', exports: { './db': './src/db.js' } },
        'src/db.js': db,
        'src/route.js': call('self/db'),
      },
    ],
  ])('is %s', (_name, files) => {
    expect(reports(files)).toHaveLength(1);
  });

  it.each<[string, Files]>([
    [
      'node_modules',
      {
        'node_modules/db/package.json': { name: 'db', main: 'index.js' },
        'node_modules/db/index.js': db,
        'src/route.js': call('db'),
      },
    ],
    ['a file that is not there', { 'src/route.js': call('./none.js') }],
    ['a file that does not parse', { 'src/db.js': `${db} }`, 'src/route.js': call('./db.js') }],
    [
      'a cycle',
      { 'src/a.js': `export * from './b.js';`, 'src/b.js': `export * from './a.js';`, 'src/route.js': call('./a.js') },
    ],
    [
      'too many modules',
      {
        'src/a.js': db,
        'src/b.js': `import { createDb as make } from './a.js';\nexport const createDb = () => make();`,
        'src/c.js': `import { createDb as make } from './b.js';\nexport const createDb = () => make();`,
        'src/d.js': `import { createDb as make } from './c.js';\nexport const createDb = () => make();`,
        'src/route.js': call('./d.js'),
      },
    ],
    ['an export of another name', { 'src/db.js': db.replace('createDb', 'makeDb'), 'src/route.js': call('./db.js') }],
    ['a type', { 'src/db.ts': db, 'src/x.ts': `export type * from './db';`, 'src/route.ts': call('./x') }],
    [
      'a subpath that exports do not name',
      {
        'package.json': { workspaces: ['packages/*'] },
        'packages/db/package.json': { name: '@x/db', exports: { '.': './index.js' } },
        'packages/db/src/pool.js': db,
        'packages/app/route.js': call('@x/db/src/pool.js'),
      },
    ],
  ])('is not %s', (_name, files) => {
    expect(reports(files)).toEqual([]);
  });

  it('is not taken with project: false, or without a disk', () => {
    const files = { 'src/db.js': db, 'src/route.js': call('./db.js') };
    expect(reports(files, { settings: { project: false } })).toEqual([]);
    expect(lintFile(folderOf({}), 'src/route.js', { text: call('./db.js') })).toEqual([]);
  });

  it('shows an edit of another file at the next lint, also two modules away', () => {
    const shared = `import pg from 'pg';\nconst pool = new pg.Pool();\nexport const createDb = () => pool;\n`;
    const folder = folderOf({
      'package.json': {},
      'db.js': shared,
      'index.js': `export * from './db.js';`,
      'route.js': call('./index.js'),
    });
    const found = (): number =>
      lintFile(folder, 'route.js').filter((message) => message.startsWith('no-client-in-function')).length;
    expect(found()).toBe(0);
    put(folder, 'db.js', db);
    expect(found()).toBe(1);
    put(folder, 'db.js', shared);
    expect(found()).toBe(0);
  });
});

describe('a class of another file that opens a client', () => {
  const use = route(`import { Store } from './store.js';`, `const store = new Store(id);\n  await store.save(id);`);

  it.each<[string, string]>([
    ['in a field', `export class Store { client = new S3Client({}); save(id) { return this.client.send(id); } }`],
    ['in a private field', `export class Store { #client = new S3Client({}); save() { return this.#client.send(); } }`],
    [
      'in its constructor',
      `export class Store { constructor(id) { this.client = new S3Client({}); } save(id) { return this.client.send(id); } }`,
    ],
    ['by extending it', `export class Store extends S3Client { save() {} }`],
    [
      'through a function of its file',
      `const make = () => new S3Client({});\nexport class Store { client = make(); save() {} }`,
    ],
  ])('is reported where it is constructed per request: %s', (_name, code) => {
    const found = reports({
      'src/store.js': `import { S3Client } from '@aws-sdk/client-s3';\n${code}`,
      'src/route.js': use,
    });
    expect(found).toHaveLength(_name === 'through a function of its file' ? 0 : 1);
  });

  it.each<[string, string]>([
    ['injected', `export class Store { constructor(client) { this.client = client ?? new S3Client({}); } save() {} }`],
    ['static', `export class Store { static client = new S3Client({}); save() {} }`],
    ['lazy', `export class Store { get client() { return (this.c ??= new S3Client({})); } save() {} }`],
    ['shared', `const client = new S3Client({});\nexport class Store { client = client; save() {} }`],
    ['handed out', `export class Store { client = new S3Client({}); get raw() { return this.client; } save() {} }`],
    [
      'in a branch',
      `export class Store { constructor(id) { if (id) this.client = new S3Client({}); } save(id) { return this.client.send(id); } }`,
    ],
  ])('%s: is not', (_name, code) => {
    expect(
      reports({ 'src/store.js': `import { S3Client } from '@aws-sdk/client-s3';\n${code}`, 'src/route.js': use }),
    ).toEqual([]);
  });
});

describe('functions that return the client they are given', () => {
  const store = (head: string, wrap: string): string =>
    `import { S3Client } from '@aws-sdk/client-s3';\n${head}\nexport class Store { constructor(o) { this.client = ${wrap}(new S3Client(o)); } save(id) { return this.client.send(id); } }\nexport const make = (o) => ${wrap}(new S3Client(o));`;
  const use = route(
    `import { make, Store } from './store.js';`,
    `await new Store({}).save(id);\n  await make({}).send(id);`,
  );

  it.each<[string, Files]>([
    ['of npm', { 'src/store.js': store(`import { captureAWSv3Client } from 'aws-xray-sdk';`, 'captureAWSv3Client') }],
    [
      'of its file',
      { 'src/store.js': store(`function trace(client) { client.middlewareStack.use(x); return client; }`, 'trace') },
    ],
    [
      'of the project',
      {
        'src/trace.js': `import { addProxyToClient } from 'aws-sdk-v3-proxy';\nexport function trace(client, options) { if (!options) { return client; } return addProxyToClient(client, options); }`,
        'src/store.js': store(`import { trace } from './trace.js';`, 'trace'),
      },
    ],
    [
      'by their types',
      {
        'src/trace.ts': `export function trace<T extends object>(client: T, name: string): T { return proxied(client) as T; }`,
        'src/store.js': store(`import { trace } from './trace';`, 'trace'),
      },
    ],
  ])('do not hide it: %s', (_name, files) => {
    expect(reports({ ...files, 'src/route.js': use })).toHaveLength(2);
  });

  it.each<[string, Files]>([
    ['another package', { 'src/store.js': store(`import { trace } from 'some-tracer';`, 'trace') }],
    [
      'one that keeps it as well',
      {
        'src/trace.js': `const clients = new Set();\nexport function trace(client) { clients.add(client); return client; }`,
        'src/store.js': store(`import { trace } from './trace.js';`, 'trace'),
      },
    ],
    [
      'one that may return another one',
      {
        'src/trace.js': `export function trace(client) { return shared ?? client; }`,
        'src/store.js': store(`import { trace } from './trace.js';`, 'trace'),
      },
    ],
  ])('%s may do anything', (_name, files) => {
    expect(reports({ ...files, 'src/route.js': use })).toEqual([]);
  });
});

describe('a factory whose variable is assigned from itself', () => {
  it('is followed to an end, and says nothing for certain', () => {
    const text = `import pg from 'pg';\nexport function createDb(n) { let db = new pg.Pool(); db = db.on('error', () => db.size); db = make(db).on('x'); return db; }\n`;
    expect(reports({ 'src/db.js': text, 'src/route.js': call('./db.js') })).toEqual([]);
  });
});

describe('a class of the same file that opens a client', () => {
  const service = (end = ''): string =>
    `import { PrismaClient } from '@prisma/client';\nclass Access {\n  constructor(key) { this.db = new PrismaClient(); this.key = key; }\n  verify() { return this.db.key.findFirst(this.key); }\n  ${end}\n}\n`;
  const lint = (code: string): string[] => reports({ 'src/route.js': code });

  it('is reported where it is constructed per request', () => {
    const code = `${service()}export async function handler(id) { const access = new Access(id); return access.verify(); }`;
    expect(placesOf(lint(code))).toEqual([['new Access()', 'new PrismaClient() of @prisma/client', 'src/route.js:3']]);
  });

  it('also where the call closes it again', () => {
    const code = `${service('async end() { await this.db.$disconnect(); }')}export async function handler(id) { const access = new Access(id); try { return await access.verify(); } finally { await access.end(); } }`;
    expect(lint(code)).toHaveLength(1);
  });

  it.each([
    ['once', `const access = new Access(1);\nexport const handler = () => access.verify();`],
    [
      'kept',
      `const all = new Map();\nexport function handler(id) { const access = new Access(id); all.set(id, access); return access.verify(); }`,
    ],
    ['by whoever asks', `export const make = (id) => new Access(id);`],
  ])('and %s is not', (_name, code) => {
    expect(lint(service() + code)).toEqual([]);
  });
});

describe('an exported function that constructs a client', () => {
  const code = `import pg from 'pg';\nexport async function loadSecrets() {\n  const pool = new pg.Pool();\n  return pool.query('select 1');\n}\n`;
  const of = (files: Files): string[] => reports({ 'src/secrets.js': code, ...files }, { file: 'src/secrets.js' });
  const head = `import { loadSecrets } from './secrets.js';\n`;

  it.each<[string, Files]>([
    ['awaits', { 'src/main.js': `${head}await loadSecrets();\n` }],
    ['keeps the result of', { 'src/main.js': `${head}export const secrets = await loadSecrets();\n` }],
    [
      'and another one call',
      { 'src/main.js': `${head}void loadSecrets();\n`, 'src/worker.js': `${head}loadSecrets();\n` },
    ],
    [
      'and its main() call',
      {
        'src/main.js': `${head}const prepare = async () => { await loadSecrets().catch(console.error); };\nasync function main() { await prepare(); }\nmain().catch(console.error);\n`,
      },
    ],
    [
      'and what it calls of another one',
      {
        'src/boot.js': `${head}export async function gather() { await loadSecrets(); }\n`,
        'src/main.js': `import { gather } from './boot.js';\nawait gather();\n`,
      },
    ],
  ])('runs once where a module only %s at its top level', (_name, files) => {
    expect(of(files)).toEqual([]);
  });

  it('runs once where CommonJS loads it by an alias of package.json', () => {
    const own = `const { Pool } = require('pg');\nconst load = async () => {\n  const pool = new Pool();\n  return pool.query('select 1');\n};\nmodule.exports = load;\n`;
    const files = (use: string): Files => ({
      'package.json': { name: 'x', _moduleAliases: { '@root': '.', '@jobs': 'src/jobs' } },
      'src/jobs/load.js': own,
      'src/main.js': `const load = require('@jobs/load');\n${use}\n`,
    });
    const options = { file: 'src/jobs/load.js', sourceType: 'commonjs' } as const;
    expect(reports(files('load().then(console.log);'), options)).toEqual([]);
    expect(reports(files('exports.again = () => load();'), options)).toHaveLength(1);
  });

  it.each<[string, Files]>([
    ['nobody imports it', {}],
    [
      'a function calls what calls it',
      {
        'src/boot.js': `${head}export async function gather() { await loadSecrets(); }\n`,
        'src/main.js': `import { gather } from './boot.js';\nexport const again = () => gather();\n`,
      },
    ],
    [
      'a function calls it as well',
      { 'src/main.js': `${head}await loadSecrets();\nexport const again = () => loadSecrets();\n` },
    ],
    ['it is handed on', { 'src/main.js': `${head}await loadSecrets();\nevery(loadSecrets);\n` }],
    [
      'another file exports it again',
      {
        'src/main.js': `${head}await loadSecrets();\n`,
        'src/index.js': `export { loadSecrets } from './secrets.js';\n`,
      },
    ],
    [
      'a namespace has it',
      { 'src/main.js': `import * as secrets from './secrets.js';\nexport const f = () => secrets.loadSecrets();\n` },
    ],
    ['it is called in a loop', { 'src/main.js': `${head}for (const each of list) {\n  await loadSecrets();\n}\n` }],
  ])('is judged like any other where %s', (_name, files) => {
    expect(of(files)).toHaveLength(1);
  });
});

describe('an agent of another file whose connections go to an address that was checked', () => {
  it('is made for one call on purpose', () => {
    const guarded = (lookup: string): string =>
      `import { Agent } from 'undici';\nimport { guard } from './guard.js';\nexport function makeAgent() { return new Agent({ connect: { ${lookup} } }); }\n`;
    const use = `import { fetch } from 'undici';\nimport { makeAgent } from './agent.js';\nexport async function load(url) {\n  const dispatcher = makeAgent();\n  return (await fetch(url, { dispatcher })).text();\n}\n`;
    const of = (lookup: string): string[] =>
      reports({ 'src/agent.js': guarded(lookup), 'src/route.js': use }, { file: 'src/route.js' });
    expect(of('lookup: guard()')).toEqual([]);
    expect(of('timeout: 1000')).toHaveLength(1);
  });
});

describe('a client in an object that a promise brings', () => {
  const store = `import pg from 'pg';\nexport const connect = async (id) => { const client = new pg.Client(id); await client.connect(); return { client, at: 1 }; };\n`;
  const of = (use: string): string[] =>
    reports({
      'src/db.js': store,
      'src/route.js': `import { connect } from './db.js';\nexport function handler(id, session) { return ${use}; }\n`,
    });
  const local = (use: string): string[] =>
    reports({ 'src/route.js': `${store}export function handler(id, session) { return ${use}; }\n` });

  it.each<[string, string, number]>([
    ['is kept by what a callback sets', `connect(id).then((db) => { session.end = () => db.client.end(); })`, 0],
    ['is handed to a function of which nothing is known', `connect(id).then(session.use)`, 0],
    ['is returned by the callback', `connect(id).then((db) => db)`, 0],
    ['is only used', `connect(id).then((db) => db.client.query('x'))`, 1],
    ['is only used, by name', `connect(id).then(({ client }) => client.query('x')).catch(() => null)`, 1],
  ])('%s', (_name, use, count) => {
    expect(of(use)).toHaveLength(count);
    expect(local(use)).toHaveLength(count);
  });

  it('may be used by a named function', () => {
    const code = `${store}const use = (db) => db.client.query('x');\nconst keep = (db) => { all.add(db.client); };\n`;
    const at = (name: string): string[] =>
      reports({ 'src/route.js': `${code}export const handler = (id) => connect(id).then(${name});\n` });
    expect(at('use')).toHaveLength(1);
    expect(at('keep')).toEqual([]);
  });
});

describe('a package of middleware that exports a factory', () => {
  const pool = (made: string): string => `import { Pool } from 'pg';\n${made}\n`;
  const files = (code: string): Files => ({
    'package.json': { private: true, workspaces: ['packages/*'] },
    'packages/auth/package.json': { name: '@x/auth', main: 'dist/index.js' },
    'packages/auth/src/index.ts': code,
    'packages/app/package.json': { name: 'app', dependencies: { express: '5', '@x/auth': '*' } },
    'packages/app/src/server.ts': `import express from 'express';\nimport { auth } from '@x/auth';\nconst app = express();\napp.use(auth({}));\napp.listen(80);\n`,
  });
  const of = (code: string): string[] => reports(files(code), { file: 'packages/auth/src/index.ts' });

  it.each<[string, string]>([
    [
      'in what it returns',
      `export function auth(options) { return async (req, res, next) => { const pool = new Pool(options); req.user = (await pool.query('x')).rows; next(); }; }`,
    ],
    [
      'in a class that it constructs there',
      `class Users { constructor(o) { this.pool = new Pool(o); } all() { return this.pool.query('x'); } }\nexport const auth = (o) => async (ctx, next) => { const users = new Users(o); ctx.user = await users.all(); await next(); };`,
    ],
  ])('and makes a client for each request is reported: %s', (_name, code) => {
    const [report = '', ...others] = of(pool(code));
    expect(report).toContain('for every request, in the function on line');
    expect(report).toContain('which auth() returns');
    expect(others).toEqual([]);
  });

  it('and makes one for all requests is left alone', () => {
    const code = pool(
      `export const auth = (o) => { const pool = new Pool(o); return async (ctx, next) => { ctx.user = await pool.query('x'); await next(); }; };`,
    );
    expect(of(code)).toEqual([]);
    expect(reports(files(code), { file: 'packages/app/src/server.ts' })).toEqual([]);
  });
});

describe('a connection that ends itself once it was tried', () => {
  it.each([
    ['{ verifyOnly: true, auth }', 0],
    ['Object.assign({ verifyOnly: true }, auth)', 0],
    ['{ auth }', 1],
    ['Object.assign({ verifyOnly: false }, auth)', 1],
  ])('needs no close: %s', (options, count) => {
    const code = `import { ImapFlow } from 'imapflow';\nexport async function test(auth) { const options = ${options}; const imap = new ImapFlow(options); await imap.connect(); return imap.authenticated; }\n`;
    expect(reports({ 'src/route.js': code })).toHaveLength(count);
  });
});
