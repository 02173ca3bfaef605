// Programs of n like parts, each a shape that services have many of in one file.
import { DEEP_SHAPES, each, PG } from './deep-shapes.mjs';

/**
 * @typedef {object} Shape
 * @property {string} name
 * @property {number} size n, of which ten times as many are tried as well
 * @property {number} [most] times linear that is known and accepted; docs/architecture.md says why
 * @property {(n: number) => string} make
 */

const UNDICI = "import { Agent, Pool, fetch } from 'undici';\n";

/** @type {readonly Shape[]} */
export const SHAPES = [
  {
    name: 'functions that call one factory',
    size: 100,
    make: (n) =>
      `${UNDICI}function make() { return new Agent(); }\n${each(n, (i) => `export async function load${i}() { const agent = make(); return (await fetch('https://a.test/${i}', { dispatcher: agent })).json(); }`)}`,
  },
  {
    name: 'functions with an agent of their own',
    size: 100,
    make: (n) =>
      `${UNDICI}${each(n, (i) => `export async function load${i}() { const agent = new Agent(); return (await fetch('https://a.test/${i}', { dispatcher: agent })).json(); }`)}`,
  },
  {
    name: 'classes with a close',
    size: 100,
    make: (n) =>
      `${UNDICI}${each(n, (i) => `export class Api${i} { #agent = new Agent(); get() { return fetch('https://a.test', { dispatcher: this.#agent }); } async close() { await this.#agent.close(); } }`)}`,
  },
  {
    name: 'classes without a close',
    size: 100,
    make: (n) =>
      `${UNDICI}${each(n, (i) => `export class Api${i} { #agent; constructor() { this.#agent = new Agent(); } get() { return fetch('https://a.test', { dispatcher: this.#agent }); } }`)}`,
  },
  {
    name: 'fields of one class',
    size: 100,
    make: (n) =>
      `${UNDICI}export class Api {\n${each(n, (i) => `#agent${i} = new Agent(); get${i}() { return fetch('https://a.test', { dispatcher: this.#agent${i} }); }`)}\n}`,
  },
  {
    name: 'calls of one wrapper',
    size: 500,
    make: (n) =>
      `async function call(path, options) { const response = await fetch('https://a.test' + path, options); return response.json(); }\n${each(n, (i) => `export async function load${i}() { return call('/${i}', { method: 'GET' }); }`)}`,
  },
  {
    name: 'fetches in one function',
    size: 50,
    make: (n) =>
      `export async function load() {\n${each(n, (i) => `const r${i} = await fetch('https://a.test/${i}'); if (!r${i}.ok) throw new Error('failed'); await r${i}.json();`)}\n}`,
  },
  {
    name: 'fetches in one try',
    size: 50,
    make: (n) =>
      `export async function load() { try {\n${each(n, (i) => `const r${i} = await fetch('https://a.test/${i}'); if (!r${i}.ok) throw new Error('failed'); await r${i}.json();`)}\n} catch (error) { console.error(error); } }`,
  },
  {
    name: 'one variable for all fetches',
    size: 50,
    make: (n) =>
      `export async function load() { let r;\n${each(n, (i) => `r = await fetch('https://a.test/${i}'); if (!r.ok) throw new Error('failed'); await r.json();`)}\n}`,
  },
  {
    name: 'loops with a fetch',
    size: 50,
    make: (n) =>
      `export async function load(all) {\n${each(n, (i) => `for (const x of all) { const r = await fetch('https://a.test/${i}/' + x); if (!r.ok) continue; use(await r.json()); }`)}\n}`,
  },
  {
    name: 'functions with a fetch',
    size: 100,
    make: (n) =>
      each(
        n,
        (i) =>
          `export async function load${i}() { const r = await fetch('https://a.test/${i}'); if (!r.ok) throw new Error('failed'); return r.json(); }`,
      ),
  },
  {
    name: 'connects in one function',
    size: 50,
    make: (n) =>
      `${PG}export async function load() {\n${each(n, (i) => `const c${i} = await pool.connect(); await c${i}.query('select ${i}'); c${i}.release();`)}\n}`,
  },
  {
    name: 'functions with a connect',
    size: 100,
    make: (n) =>
      `${PG}${each(n, (i) => `export async function load${i}() { const client = await pool.connect(); await client.query('select ${i}'); client.release(); }`)}`,
  },
  {
    name: 'transactions',
    size: 50,
    make: (n) =>
      `${PG}${each(n, (i) => `export async function move${i}() { const client = await pool.connect(); await client.query('BEGIN'); await client.query('update a set b = ${i}'); await client.query('COMMIT'); client.release(); }`)}`,
  },
  {
    name: 'pools, each with its acquire',
    size: 50,
    make: (n) =>
      `import pg from 'pg';\n${each(n, (i) => `const pool${i} = new pg.Pool(); export async function load${i}() { const client = await pool${i}.connect(); await client.query('select 1'); client.release(); }`)}`,
  },
  {
    name: 'early returns behind one connect',
    size: 200,
    make: (n) =>
      `${PG}export async function load(x) { const client = await pool.connect();\n${each(n, (i) => `if (x === ${i}) { client.release(); return ${i}; }`)}\nclient.release(); }`,
  },
  {
    name: 'dynamic imports',
    size: 500,
    make: (n) => `${UNDICI}${each(n, (i) => `export const load${i} = () => import('./part${i}.js');`)}`,
  },
  {
    name: 'requires',
    size: 300,
    make: (n) => each(n, (i) => `const { Agent: Agent${i} } = require('undici'); exports.a${i} = new Agent${i}();`),
  },
  {
    name: 'CommonJS exports of clients',
    size: 100,
    make: (n) => `const { Agent } = require('undici');\n${each(n, (i) => `exports.agent${i} = new Agent();`)}`,
  },
  {
    name: 'exported clients',
    size: 100,
    make: (n) => `${UNDICI}${each(n, (i) => `export const agent${i} = new Agent({ connections: ${i + 1} });`)}`,
  },
  {
    name: 'clients in one object',
    size: 100,
    make: (n) =>
      `${UNDICI}export const clients = {\n${each(n, (i) => `a${i}: new Agent({ connections: ${i + 1} }),`)}\n};`,
  },
  {
    name: 'clients assigned to members of one object',
    size: 100,
    make: (n) =>
      `${UNDICI}const clients = {};\n${each(n, (i) => `clients.a${i} = new Agent({ connections: ${i + 1} });`)}\nexport function get(name) { return clients[name]; }`,
  },
  {
    name: 'one object of options for all requests',
    size: 200,
    make: (n) =>
      `import axios from 'axios';\nconst options = { headers: { a: 'b' } };\n${each(n, (i) => `export const load${i} = () => axios.get('https://a.test/${i}', options);`)}`,
  },
  {
    name: 'then chains',
    size: 100,
    make: (n) =>
      each(
        n,
        (i) =>
          `export function load${i}() { return fetch('https://a.test/${i}').then((r) => { if (!r.ok) throw new Error('failed'); return r.json(); }).then((data) => data.items).catch((error) => console.error(error)); }`,
      ),
  },
  {
    name: 'http.get callbacks',
    size: 100,
    make: (n) =>
      `import http from 'node:http';\n${each(n, (i) => `export function load${i}(done) { http.get('http://a.test/${i}', (res) => { if (res.statusCode !== 200) { done(new Error('failed')); return; } res.on('data', () => {}); res.on('end', () => done()); }); }`)}`,
  },
  {
    name: 'routes',
    size: 100,
    make: (n) =>
      `import express from 'express';\nimport { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';\nconst app = express();\n${each(n, (i) => `app.get('/${i}', async (req, res) => { const s3 = new S3Client({ region: 'eu' }); res.json(await s3.send(new GetObjectCommand({ Key: '${i}', Bucket: 'b' }))); });`)}`,
  },
  {
    name: 'set-up calls on one client',
    size: 300,
    make: (n) =>
      `import Redis from 'ioredis';\nconst redis = new Redis();\n${each(n, (i) => `redis.on('e${i}', () => log(${i}));`)}\nexport const get = (k) => redis.get(k);`,
  },
  {
    name: 'assignments to one variable',
    size: 200,
    make: (n) =>
      `${UNDICI}let agent;\n${each(n, (i) => `export function use${i}() { agent = new Agent({ connections: ${i + 1} }); return agent; }`)}`,
  },
  {
    name: 'assignments to one field',
    size: 100,
    make: (n) =>
      `${UNDICI}export class Api {\n${each(n, (i) => `use${i}() { this.agent = new Agent({ connections: ${i + 1} }); return fetch('https://a.test/${i}', { dispatcher: this.agent }); }`)}\n}`,
  },
  {
    name: 'elements of one array in a class',
    size: 20_000,
    make: (n) => `${UNDICI}class Data { agent = new Agent(); data = [${'1,'.repeat(n)}]; }`,
  },
  {
    name: 'statements of an ordinary module',
    size: 300,
    make: (n) =>
      `${UNDICI}${PG}${each(n, (i) => `export async function step${i}(input) { const rows = input.map((x) => x + ${i}); for (const row of rows) { if (row > 3) continue; try { await use(row); } catch (error) { log(error); } } const r = await fetch('https://a.test/' + rows[0]); return r.ok ? r.json() : null; }`)}`,
  },
  {
    name: 'spaces behind the word from',
    size: 10_000,
    make: (n) => `${UNDICI}// from${' '.repeat(n)}x\nexport const agent = new Agent();`,
  },
  {
    name: 'comments and imports in one line',
    size: 1_000,
    make: (n) =>
      `${UNDICI}export const all = [${each(n, (i) => `import(/* part */ './p${i}.js'),`).replaceAll('\n', '')}];`,
  },
  {
    name: 'clients added to one list',
    size: 100,
    make: (n) =>
      `${UNDICI}const all = [];\n${each(n, (i) => `all.push(new Agent({ connections: ${i + 1} }));`)}\nexport const close = () => Promise.all(all.map((a) => a.close()));`,
  },
  {
    name: 'options written one by one',
    size: 100,
    make: (n) =>
      `const o = {};\n${each(n, (i) => `o.a${i} = ${i};`)}\n${each(n, (i) => `export const f${i} = async () => (await fetch('https://a.test/${i}', o)).json();`)}`,
  },
  {
    name: 'one controller for all requests',
    size: 50,
    make: (n) =>
      `export async function f() { const c = new AbortController(); setTimeout(() => c.abort(), 1000);\n${each(n, (i) => `const r${i} = await fetch('https://a.test/${i}', { signal: c.signal }); await r${i}.json();`)}\n}`,
  },
  {
    name: 'one variable of a closure for all responses',
    size: 50,
    make: (n) =>
      `export function all() { let r;\n${each(n, (i) => `async function f${i}() { r = await fetch('https://a.test/${i}'); if (!r.ok) throw new Error(); return r.json(); }`)}\nreturn [${Array.from({ length: n }, (_, i) => 'f' + i)}]; }`,
  },
  {
    name: 'fields that hold responses',
    size: 50,
    make: (n) =>
      `export class A {\n${each(n, (i) => `async f${i}() { this.r = await fetch('https://a.test/${i}'); return this.r.json(); }`)}\n}`,
  },
  {
    name: 'streams to the client',
    size: 50,
    make: (n) =>
      `import express from 'express'; import { Readable } from 'node:stream';\nconst app = express();\n${each(n, (i) => `app.get('/${i}', async (req, res) => { const up = await fetch('https://a.test/${i}'); Readable.fromWeb(up.body).pipe(res); });`)}`,
  },
  {
    name: 'methods of one class that fetch',
    size: 50,
    make: (n) =>
      `export class Api { constructor(o) { this.o = o; }\n${each(n, (i) => `async get${i}(x) { const r = await this.call('/${i}', x); return r.json(); }`)}\nasync call(p, x) { return fetch('https://a.test' + p, { ...this.o, ...x }); } }`,
  },
  {
    name: 'one map of clients',
    size: 20,
    most: 4.5,
    make: (n) =>
      `${UNDICI}const all = new Map();\n${each(n, (i) => `export function f${i}(k) { let a = all.get(k); if (!a) { a = new Agent(); all.set(k, a); } return a; }`)}`,
  },
  {
    name: 'branches of one response',
    size: 20,
    most: 8,
    make: (n) =>
      `export async function load(x) { let r;\n${each(n, (i) => `if (x === ${i}) r = await fetch('https://a.test/${i}');`)}\nif (!r.ok) throw new Error('failed'); return r.json(); }`,
  },
  {
    name: 'cases of a switch',
    size: 20,
    most: 8,
    make: (n) =>
      `export async function load(x) { let r; switch (x) {\n${each(n, (i) => `case ${i}: r = await fetch('https://a.test/${i}'); break;`)}\n} if (!r.ok) throw new Error('failed'); return r.json(); }`,
  },
  {
    name: 'branches of one connect',
    size: 20,
    most: 6,
    make: (n) =>
      `${PG}export async function f(x) { let c;\n${each(n, (i) => `if (x === ${i}) c = await pool.connect();`)}\ntry { await c.query('x'); } finally { c.release(); } }`,
  },
  {
    name: 'responses of one Promise.all',
    size: 50,
    make: (n) =>
      `export async function f() { const [${Array.from({ length: n }, (_, i) => 'r' + i).join(', ')}] = await Promise.all([${each(n, (i) => `fetch('https://a.test/${i}'),`)}]); return [${Array.from({ length: n }, (_, i) => `await r${i}.json()`).join(', ')}]; }`,
  },
  {
    name: 'subclasses',
    size: 30,
    make: (n) =>
      `${UNDICI}class A0 { constructor() { this.agent = new Agent(); } get() { return fetch('https://a.test', { dispatcher: this.agent }); } }\n${each(n, (i) => `export class A${i + 1} extends A${i} { get${i}() { return this.agent; } }`)}`,
  },
  {
    name: 'derived clients',
    size: 30,
    make: (n) =>
      `import got from 'got';\nconst g0 = got.extend({});\n${each(n, (i) => `const g${i + 1} = g${i}.extend({ headers: { a: '${i}' } });`)}\nexport const f = () => g${n}.get('https://a.test');`,
  },
  {
    name: 'calls of a chain of helpers',
    size: 20,
    make: (n) =>
      `async function h0(r) { return r.json(); }\n${each(n, (i) => `async function h${i + 1}(r) { if (!r.ok) throw new Error(); return h${i}(r); }\nexport async function f${i}() { return h${i}(await fetch('https://a.test')); }`)}`,
  },
  {
    name: 'instances of one class',
    size: 100,
    make: (n) =>
      `${UNDICI}class A { constructor() { this.agent = new Agent(); } get() { return fetch('https://a.test', { dispatcher: this.agent }); } }\n${each(n, (i) => `export function f${i}() { return new A().get(); }`)}`,
  },
  {
    name: 'timers and controllers',
    size: 50,
    make: (n) =>
      `${each(n, (i) => `export async function f${i}() { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); try { const r = await fetch('https://a.test/${i}', { signal: c.signal }); return await r.json(); } finally { clearTimeout(t); } }`)}`,
  },
  {
    name: 'races',
    size: 50,
    make: (n) =>
      each(
        n,
        (i) =>
          `export async function f${i}() { const r = await Promise.race([fetch('https://a.test/${i}'), new Promise((_, reject) => setTimeout(reject, 1000))]); return r.json(); }`,
      ),
  },
  {
    name: 'servers',
    size: 50,
    make: (n) =>
      `import http from 'node:http';\n${each(n, (i) => `const s${i} = http.createServer((q, r) => r.end()); s${i}.listen(${3000 + i}); process.on('SIGTERM', () => s${i}.close());`)}`,
  },
  {
    name: 'branches in front of one release',
    size: 30,
    make: (n) =>
      `${PG}export async function f(x) { const c = await pool.connect();\n${each(n, (i) => `if (x === ${i}) await c.query('select ${i}'); else log(${i});`)}\nc.release(); }`,
  },
  {
    name: 'fields set in one constructor',
    size: 50,
    make: (n) =>
      `${UNDICI}export class A { constructor() { ${each(n, (i) => `this.a${i} = new Agent({ connections: ${i + 1} });`)} } ${each(n, (i) => `get${i}() { return fetch('https://a.test', { dispatcher: this.a${i} }); }`)} async close() { await Promise.all([${Array.from({ length: n }, (_, i) => `this.a${i}.close()`).join(', ')}]); } }`,
  },
  {
    name: 'clients in one array',
    size: 100,
    make: (n) => `${UNDICI}export const all = [\n${each(n, (i) => `new Agent({ connections: ${i + 1} }),`)}\n];`,
  },
  ...DEEP_SHAPES,
];
