import { requireRelease } from '../../src/rules/require-release.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const lost = (taken: string): string =>
  `const c = await ${taken}; const r = await c.query('select 1'); if (!r) return null; c.release(); return r;`;
const leftHeld = (name: string, code: string) => ({ name, code, errors: [{ messageId: 'leftHeld' as const }] });

ruleTester.run('require-release: types in comments', reportsOf(requireRelease), {
  valid: [
    {
      name: 'a type of the project',
      code: `/** @type {import('./pool.js').Pool} */ let pool; import('pg'); export async function find() { ${lost('pool.connect()')} }`,
    },
    {
      name: 'another parameter',
      code: `/** @param {import('pg').Pool} db */ export async function find(db, pool) { ${lost('pool.connect()')} }`,
    },
    {
      name: 'one of two types',
      code: `/** @param {import('pg').Pool | import('pg').Client} db */ export async function find(db) { ${lost('db.connect()')} }`,
    },
    {
      name: 'a comment that is no documentation',
      code: `/* @type {import('pg').Pool} */ let pool; export async function find() { ${lost('pool.connect()')} }`,
    },
    {
      name: 'a comment with nothing behind it',
      code: `let pool; export async function find() { ${lost('pool.connect()')} } /** @type {import('pg').Pool} */`,
    },
    {
      name: 'given back',
      code: `/** @param {import('pg').Pool} db */ export async function find(db) { const c = await db.connect(); try { return await c.query('select 1'); } finally { c.release(); } }`,
    },
  ],
  invalid: [
    leftHeld(
      'a variable of the module',
      `/** @type {import('pg').Pool} */\nlet pool;\nexport async function find() { ${lost('pool.connect()')} }`,
    ),
    leftHeld(
      'a constant that is exported, or undefined',
      `/** @type {import("mysql2/promise").Pool | undefined} */\nexport let pool;\nexport async function find() { ${lost('pool.getConnection()')} }`,
    ),
    leftHeld(
      'a parameter',
      `/**\n * Finds it.\n * @param {import('pg').Pool} db where\n */\nexport const find = async (db) => { ${lost('db.connect()')} };`,
    ),
    leftHeld(
      'a parameter of a method',
      `export class Store { /** @param {import('pg').Pool} db */ async find(db) { ${lost('db.connect()')} } }`,
    ),
    leftHeld(
      'a member of a parameter',
      `/** @param {object} deps\n * @param {import('pg').Pool} deps.db */\nexport async function find(deps) { ${lost('deps.db.connect()')} }`,
    ),
    leftHeld(
      'the same, taken out of it',
      `/** @param {import('pg').Pool} deps.db */\nexport async function find({ db }) { ${lost('db.connect()')} }`,
    ),
    leftHeld(
      'a field that the constructor fills',
      `export class Store { constructor(db) {\n/** @type {import('pg').Pool} */\nthis.db = db; } async find() { ${lost('this.db.connect()')} } }`,
    ),
    leftHeld(
      'a field',
      `export class Store {\n/** @type {import('mariadb').Pool} */\ndb; async find() { ${lost('this.db.getConnection()')} } }`,
    ),
    leftHeld(
      'a type of a comment',
      `/** @typedef {import('pg').Pool} Db */\n/** @param {Db} db */\nexport async function find(db) { ${lost('db.connect()')} }`,
    ),
    leftHeld(
      'an import of a comment',
      `/** @import { Pool as Db } from 'pg' */\n/** @param {Db} db */\nexport async function find(db) { ${lost('db.connect()')} }`,
    ),
    leftHeld(
      'a type that the file imports',
      `import pg from 'pg';\n/** @param {pg.Pool} db */\nexport async function find(db) { ${lost('db.connect()')} }`,
    ),
    leftHeld(
      'the parameter of a callback',
      `export const find = () => run(async (/** @type {import('pg').Pool} */ db) => { ${lost('db.connect()')} });`,
    ),
  ],
});

ruleTester.run('require-release: what types of the file tell', reportsOf(requireRelease), {
  valid: [
    {
      name: 'a method that returns something else',
      code: `import type { PoolClient } from 'pg'; interface Db { connect(): Promise<Session>; client: PoolClient } interface Session { release(): void; query(text: string): Promise<object> } export async function find(db: Db) { ${lost('db.connect()')} }`,
    },
    {
      name: 'another method',
      code: `import type { PoolClient } from 'pg'; interface Db { current(): Promise<PoolClient>; connect(): Promise<object> } export async function find(db: Db) { ${lost('db.current()')} }`,
    },
    {
      name: 'another field of a superclass of the file',
      code: `import type { Pool } from 'pg'; class Base<T> { constructor(readonly db: T, readonly bus: Bus) {} } export class Store extends Base<Pool> { async find() { ${lost('this.bus.connect()')} } }`,
    },
    {
      name: 'a field of its own beside a superclass',
      code: `import type { Pool } from 'pg'; import { Base } from './base.js'; export class Store extends Base<Pool> { bus: Bus; async find() { ${lost('this.bus.connect()')} } }`,
    },
    {
      name: 'another member',
      code: `import type { Pool } from 'pg'; interface Deps { db: Pool; bus: Bus } export async function find(deps: Deps) { ${lost('deps.bus.connect()')} }`,
    },
  ],
  invalid: [
    leftHeld(
      'a method of an interface',
      `import type { PoolClient } from 'pg'; interface Db { connect(): Promise<PoolClient> } export async function find(db: Db) { ${lost('db.connect()')} }`,
    ),
    leftHeld(
      'a function in a type, in a field',
      `import type { PoolConnection } from 'mysql2/promise'; type Db = { getConnection: () => Promise<PoolConnection> }; export class Store { constructor(private readonly db: Db) {} async find() { ${lost('this.db.getConnection()')} } }`,
    ),
    leftHeld(
      'the type of a field of a superclass of the file',
      `import type { Pool } from 'pg'; class Base<T> { constructor(readonly db: T, readonly bus: Bus) {} } export class Store extends Base<Pool> { async find() { ${lost('this.db.connect()')} } }`,
    ),
    leftHeld(
      'what a superclass of another file gets',
      `import type { Pool } from 'pg'; import { Base } from './base.js'; export class Store extends Base<Pool> { async find() { ${lost('this.db.connect()')} } }`,
    ),
    leftHeld(
      'a member of an interface',
      `import type { Pool } from 'pg'; interface Deps { db: Pool; bus: Bus } export async function find(deps: Deps) { ${lost('deps.db.connect()')} }`,
    ),
    leftHeld(
      'a member of a field',
      `import type { Pool } from 'pg'; interface Deps { db: Pool } export class Store { constructor(private deps: Deps) {} async find() { ${lost('this.deps.db.connect()')} } }`,
    ),
  ],
});
