import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

/** The rules that report something in a file of a project: `rule:line`. */
function reports(files: Files, file = 'src/route.ts'): string[] {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  return lintFile(folder, file).flatMap((message) =>
    /^(?:no-client-in-function|require-client-close|require-body-cleanup)/.test(message)
      ? [message.replace(/ .*/, '')]
      : [],
  );
}

const PER_CALL = ['no-client-in-function:3'];
const handler = (head: string, use: string): string =>
  `${head}\nexport async function handler(id: string) {\n  ${use}\n}\n`;
const databases = `import pg from 'pg';\nexport class Databases {\n  constructor(private url: string) {}\n  open() { return new pg.Pool({ connectionString: this.url }); }\n}\n`;

describe('a method of a class of another file that makes a client', () => {
  const head = `import { Databases } from './db';`;
  const of = (code: string): string[] => reports({ 'src/db.ts': databases, 'src/route.ts': code });

  it.each<[string, string]>([
    ['of a new instance', handler(head, `return new Databases('a').open().query(id);`)],
    [
      'of an instance of the module',
      handler(`${head} const all = new Databases('a');`, `return all.open().query(id);`),
    ],
    ['of what each call names', handler(head, `const pool = new Databases(id).open(); return pool.query('x');`)],
  ])('makes one per call: %s', (_name, code) => {
    expect(of(code)).toEqual(PER_CALL);
  });

  it('makes one for what only the call knows, which the call closes', () => {
    const use = `const pool = new Databases(id).open();\n  try { return await pool.query('x'); } finally { await pool.end(); }`;
    expect(of(handler(head, use))).toEqual([]);
  });

  it('belongs to the module that calls it', () => {
    const kept = `${head}\nconst pool = new Databases('a').open();\nexport const find = (id: string) => pool.query(id);\n`;
    expect(of(kept)).toEqual(['require-client-close:2']);
    expect(of(`${kept}process.on('SIGTERM', () => pool.end());\n`)).toEqual([]);
  });

  it('may be closed by a file that imports it from there', () => {
    const files = {
      'src/db.ts': databases,
      'src/pool.ts': `${head}\nexport const pool = new Databases('a').open();\n`,
      'src/server.ts': `import { pool } from './pool';\nprocess.on('SIGTERM', () => pool.end());\n`,
    };
    expect(reports(files, 'src/pool.ts')).toEqual([]);
    expect(reports({ ...files, 'src/server.ts': `import './pool';\n` }, 'src/pool.ts')).toHaveLength(1);
  });
});

describe('an instance that only a type tells of', () => {
  const inject = (head: string): string =>
    `${head}\nexport class Users { constructor(private readonly databases: Databases) {}\n  find(id: string) { return this.databases.open().query(id); }\n}\n`;

  it.each<[string, string]>([
    ['a class that is injected', inject(`import { Databases } from './db';`)],
    ['one of which the file has the type alone', inject(`import type { Databases } from './db';`)],
    ['one among other imports', inject(`import { type Databases } from './db';`)],
    ['a default export', inject(`import type Databases from './db';`)],
    [
      'a parameter',
      `import type { Databases } from './db';\nexport const find = (databases: Databases, id: string) =>\n  databases.open().query(id);\n`,
    ],
    [
      'a member of what is given',
      `import type { Databases } from './db'; interface Given { databases: Databases }\nexport const find = ({ databases }: Given, id: string) =>\n  databases.open().query(id);\n`,
    ],
    [
      'a field',
      `import type { Databases } from './db';\nexport class Users { databases!: Databases;\n  find(id: string) { return this.databases.open().query(id); }\n}\n`,
    ],
  ])('makes a client per call: %s', (_name, code) => {
    const file = code.includes('type Databases from') ? databases.replace('export', 'export default') : databases;
    expect(reports({ 'src/db.ts': file, 'src/route.ts': code })).toEqual(PER_CALL);
  });

  it('returns responses', () => {
    const api = `export class Api { get(path: string) { return fetch(path); } }\n`;
    const use = `import type { Api } from './api';\nexport async function load(api: Api) {\n  const response = await api.get('x');\n  if (!response.ok) throw new Error('x');\n  return response.json();\n}\n`;
    expect(reports({ 'src/api.ts': api, 'src/route.ts': use })).toEqual(['require-body-cleanup:3']);
  });

  it('is nothing where the type is no class of the project', () => {
    const type = `import type { Pool } from 'pg';\nexport interface Databases { open(): Pool }\n`;
    expect(reports({ 'src/db.ts': type, 'src/route.ts': inject(`import type { Databases } from './db';`) })).toEqual(
      [],
    );
  });

  it('may be where a client is closed', () => {
    const store = `import pg from 'pg';\nexport class Store { pool = new pg.Pool(); find(id: string) { return this.pool.query(id); } }\nexport const store = new Store();\n`;
    const use = `import { store } from './store';\nexport const find = (id: string) => store.find(id);\n`;
    const files = { 'src/store.ts': store, 'src/route.ts': use };
    expect(reports(files, 'src/store.ts')).toHaveLength(1);
    const stop = `import type { Store } from './store';\nexport const stop = (store: Store) => store.pool.end();\n`;
    expect(reports({ ...files, 'src/stop.ts': stop }, 'src/store.ts')).toEqual([]);
  });
});

describe('a class whose method fills a field with a client', () => {
  const database = (body: string, heritage = ''): string =>
    `import pg from 'pg';\nimport { EventEmitter } from 'node:events';\nexport class Database ${heritage} {\n  pool?: any;\n  query(q: string) { return this.pool.query(q); }\n  ${body}\n}\n`;
  const head = `import { Database } from './db';`;
  const perCall = handler(head, `const db = new Database(); await db.connect(); return db.query(id);`);
  const of = (db: string, code: string): string[] => reports({ 'src/db.ts': db, 'src/route.ts': code });

  it.each<[string, string, string?]>([
    ['at once', `connect() { this.pool = new pg.Pool(); }`],
    ['through a constant', `async connect() { const pool = new pg.Pool(); await pool.query('x'); this.pool = pool; }`],
    ['where it is empty', `connect() { if (!this.pool) { this.pool = new pg.Pool(); } }`],
    ['unless it is full', `connect() { if (this.pool) return; this.pool = new pg.Pool(); }`],
    ['with an assignment that asks', `connect() { this.pool ??= new pg.Pool(); }`],
    [
      'and tries it',
      `async connect() { try { this.pool = new pg.Pool(); await this.query('x'); } catch (e) { throw e; } }`,
    ],
    [
      'of a listener',
      `connect() { this.pool = new pg.Pool(); this.pool.on('error', (e) => this.emit('x', e)); }`,
      'extends EventEmitter',
    ],
    ['as an arrow function', `connect = () => { this.pool = new pg.Pool(); };`],
    ['through another method', `init() { this.pool = new pg.Pool(); } connect() { this.init(); }`],
    ['and hands it out to nobody', `connect() { this.pool = new pg.Pool(); return this.pool; }`],
    [
      'that only the class has',
      `private open() { this.pool = new pg.Pool(); return this.pool; } connect() { this.open(); }`,
    ],
    ['by a method of its own', `private get() { return this.pool; } connect() { this.pool = new pg.Pool(); }`],
  ])('has one per instance: %s', (_name, body, heritage) => {
    expect(of(database(body, heritage), perCall)).toEqual(PER_CALL);
  });

  it.each<[string, string, number]>([
    ['uses it on the spot', `await db.get().query(id);`, 1],
    ['names and uses it', `const pool = db.get(); await pool.query(id); return pool.query('y');`, 1],
    ['returns it', `return db.get();`, 0],
    ['keeps it', `this.kept = db.get();`, 0],
    ['gives it away', `await run(db.get());`, 0],
    ['closes it', `const pool = db.get(); try { await pool.query(id); } finally { await pool.end(); }`, 0],
  ])('hands it out to a caller who %s', (_name, code, count) => {
    const lazy = database(`get() { if (!this.pool) { this.pool = new pg.Pool(); } return this.pool; }`);
    expect(of(lazy, handler(head, `const db = new Database(); ${code}`))).toHaveLength(count);
  });

  it('hands it out, so that an instance of a module may be closed elsewhere', () => {
    const lazy = database(
      `get() { if (!this.pool) { this.pool = new pg.Pool(); } return this.pool; } end() { return this.pool.end(); }`,
    );
    const code = `${head}\nexport const db = new Database();\nexport const run = (q) => db.get().query(q);`;
    expect(of(lazy, code)).toEqual([]);
  });

  it.each<[string, string]>([
    ['only in some programs', `connect() { if (process.env.PG) { this.pool = new pg.Pool(); } }`],
    ['after it has left', `connect() { if (!process.env.PG) return; this.pool = new pg.Pool(); }`],
    ['of a kind', `connect(kind?: string) { switch (kind) { case 'pg': this.pool = new pg.Pool(); } }`],
    ['which an accessor returns', `connect() { this.pool = new pg.Pool(); } get raw() { return this.pool; }`],
    ['and hands it away', `connect() { this.pool = new pg.Pool(); register(this.pool); }`],
    [
      'where none was given',
      `constructor(pool?: any) { this.pool = pool; } connect() { this.pool ??= new pg.Pool(); }`,
    ],
    ['that is not called', `open() { this.pool = new pg.Pool(); } connect() {}`],
  ])('may have none, or another one: %s', (_name, body) => {
    expect(of(database(body), perCall)).toEqual([]);
  });

  const stop = `async connect() { this.pool = new pg.Pool(); } async stop() { const { pool } = this; await pool.end(); } async dispose() { await this.stop(); }`;

  it('is reported once in the file of the class', () => {
    const own = database(stop) + perCall.replace(/.*\n/, '');
    expect(reports({ 'src/route.ts': own })).toEqual(['no-client-in-function:9']);
  });

  it.each(['stop', 'dispose'])('is ended by its %s()', (method) => {
    const kept = `${head}\nconst db = new Database();\nvoid db.connect();\nexport const find = (id: string) => db.query(id);\n`;
    expect(of(database(stop), kept)).toEqual(['require-client-close:2']);
    expect(of(database(stop), `${kept}process.on('SIGTERM', () => db.${method}());\n`)).toEqual([]);
  });

  it('is ended by another file that imports the instance', () => {
    const files = {
      'src/db.ts': database(stop),
      'src/route.ts': `${head}\nexport const db = new Database();\nvoid db.connect();\n`,
      'src/server.ts': `import { db } from './route';\nprocess.on('SIGTERM', () => db.stop());\n`,
    };
    expect(reports(files)).toEqual([]);
    expect(reports({ ...files, 'src/server.ts': `import { db } from './route';\nvoid db.query('x');\n` })).toHaveLength(
      1,
    );
  });

  it('has no end where the class shows none, which is said there', () => {
    const kept = `${head}\nexport const db = new Database();\nvoid db.connect();\n`;
    const files = { 'src/db.ts': database(`connect() { this.pool = new pg.Pool(); }`), 'src/route.ts': kept };
    expect(reports(files)).toEqual([]);
    expect(reports(files, 'src/db.ts')).toHaveLength(1);
  });

  it('ends by itself where the call disposes of it', () => {
    const db = database(`${stop} async [Symbol.asyncDispose]() { await this.stop(); }`);
    const use = `await using db = new Database(); await db.connect(); return db.query(id);`;
    expect(of(db, handler(head, use))).toEqual([]);
  });
});

describe('the one instance that a class of the file keeps', () => {
  const store = (keeps: string): string =>
    `import pg from 'pg';\nexport class Store { pool = new pg.Pool(); ${keeps} async stop() { await this.pool.end(); } q() { return this.pool.query('x'); } }\nexport const instance = () => Store.get();\n`;
  const lazily = store(
    `static one?: Store; static get() { if (!Store.one) Store.one = new Store(); return Store.one; }`,
  );

  it.each<[string, string]>([
    ['made by the first call', lazily],
    ['made with the class', store(`static one = new Store(); static get() { return Store.one; }`)],
  ])('is closed by nobody who only uses it: %s', (_name, code) => {
    const use = `import { Store } from './store';\nexport const q = () => Store.get().q();\n`;
    const stop = `import { Store } from './store';\nprocess.on('SIGTERM', () => Store.get().stop());\n`;
    expect(reports({ 'src/store.ts': code, 'src/use.ts': use }, 'src/store.ts')).toEqual(['require-client-close:2']);
    expect(reports({ 'src/store.ts': code, 'src/use.ts': use, 'src/stop.ts': stop }, 'src/store.ts')).toEqual([]);
  });
});

describe('a class that extends one of another file', () => {
  const store = `import pg from 'pg';\nexport class Store { pool = new pg.Pool(); find(q: string) { return this.pool.query(q); } async stop() { await this.pool.end(); } }\n`;
  const users = `export class Users extends Store { one(id: string) { return this.find(id); } }`;
  const handle = `export const handler = (id: string) => new Users().one(id);`;

  it.each<[string, Files]>([
    [
      'in a third file',
      {
        'src/users.ts': `import { Store } from './store';\n${users}\n`,
        'src/route.ts': `import { Users } from './users';\n\n${handle}\n`,
      },
    ],
    ['in the file that makes it', { 'src/route.ts': `import { Store } from './store';\n${users}\n${handle}\n` }],
  ])('opens what that one opens: %s', (_name, files) => {
    expect(reports({ 'src/store.ts': store, ...files })).toEqual(PER_CALL);
  });

  it('ends as that one does', () => {
    const kept = `import { Store } from './store';\n${users}\nconst all = new Users();\nexport const one = (id: string) => all.one(id);\n`;
    expect(reports({ 'src/store.ts': store, 'src/route.ts': kept })).toEqual(['require-client-close:3']);
    const closed = `${kept}process.on('SIGTERM', () => all.stop());\n`;
    expect(reports({ 'src/store.ts': store, 'src/route.ts': closed })).toEqual([]);
  });
});

describe('a method that returns its own instance', () => {
  const store = (method: string): string =>
    `import pg from 'pg';\nexport class Store { ${method} find(q: string) { return this.pool.query(q); } async stop() { await this.pool.end(); } }\n`;
  const made = (use: string): string => `import { Store } from './store';\nexport const open = async () => ${use};\n`;

  it.each<[string, string, string]>([
    [
      'behind await',
      `async init() { this.pool = new pg.Pool(); await this.pool.query('x'); return this; }`,
      `await new Store().init()`,
    ],
    [
      'in a promise',
      `init() { this.pool = new pg.Pool(); return this.pool.query('x').then(() => this); }`,
      `new Store().init()`,
    ],
    [
      'by resolve()',
      `pool = new pg.Pool(); init() { return new Promise((resolve) => this.pool.on('connect', () => resolve(this))); }`,
      `await new Store().init()`,
    ],
    ['in a branch', `pool = new pg.Pool(); with(q: string) { return q ? this : null; }`, `new Store().with('x')`],
  ])('hands what it opens to the caller: %s', (_name, method, use) => {
    expect(reports({ 'src/store.ts': store(method), 'src/route.ts': made(use) })).toEqual([]);
    const own = `${store(method)}export default { new: async () => { return ${use}; } };\n`;
    expect(reports({ 'src/route.ts': own }).filter((report) => report.startsWith('no-client'))).toEqual([]);
  });

  it('is a client per call where the call only uses it', () => {
    const code = store(`pool = new pg.Pool(); async init() { await this.pool.query('x'); return this; }`);
    const use = made(`{ const store = await new Store().init(); return store.find('x'); }`);
    expect(reports({ 'src/store.ts': code, 'src/route.ts': use })).toEqual(['no-client-in-function:2']);
  });
});

describe('an end that hands the whole instance on', () => {
  const store = (stop: string, head = ''): Files => ({
    'src/store.ts': `import pg from 'pg';${head}\nexport class Store { pool = new pg.Pool(); name = 'x'; find(q: string) { return this.pool.query(q); } ${stop} }\n`,
    'src/ends.ts': `export async function closeAll(store) { await store.pool.end(); }\n`,
    'src/looks.ts': `export const look = (store) => store.name;\n`,
    'src/main.ts': `import { Store } from './store';\nconst store = new Store();\nprocess.on('SIGTERM', () => store.stop());\n`,
  });
  const ends = `import { closeAll } from './ends';`;

  it.each<[string, string, string?]>([
    ['to a function of another file', `stop() { return closeAll(this); }`, ends],
    ['to one of a package', `stop() { return closeAll(this); }`, `import { closeAll } from 'closer';`],
    ['to one of this file', `stop() { return closeAll(this); }`, `const closeAll = (s) => each(s);`],
    ['to a method of something', `stop() { return this.manager.end(this); }`],
    ['under another name', `stop() { const self = this; return closeAll(self); }`, ends],
    ['in an object', `stop() { return closeAll({ store: this }); }`, ends],
    ['as this', `stop() { return closeAll.call(this); }`, ends],
    ['field by field', `stop() { return Promise.all(Object.values(this).map((each) => each.end?.())); }`],
    ['name by name', `async onModuleDestroy() { for (const key in this) await this[key].end?.(); }`],
    ['in a pattern', `stop() { const { name, ...rest } = this; return closeAll(rest); }`, ends],
  ])('may close its fields: %s', (_name, stop, head) => {
    expect(reports(store(stop, head), 'src/store.ts')).toEqual([]);
  });

  it.each<[string, string, string?]>([
    ['to what cannot close them', `stop() { return look(this); }`, `import { look } from './looks';`],
    ['to one of this file that cannot', `stop() { return look(this); }`, `const look = (s) => s.name;`],
    ['to a logger', `stop() { console.log(this); }`],
    ['to what forgets it', `stop() { this.all.delete(this); this.off('x', this); }`],
    ['in no end', `start() { closeAll(this); }`, ends],
    ['as the receiver of its own method', `stop() { return this.find.call(this, 'x'); }`],
  ])('does not: %s', (_name, stop, head) => {
    expect(reports(store(stop, head), 'src/store.ts')).toEqual(['require-client-close:2']);
  });
});
