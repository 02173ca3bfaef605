import { ruleTester } from '../rule-tester.js';
import { fixesOnly } from './require-client-close.fixture.js';

const field = [{ messageId: 'field' as const }];
const forgotten = [{ messageId: 'forgottenField' as const }];
const pools = `import { Pool } from 'pg';\n`;
const kept = (name: string, members: string, errors: typeof field | typeof forgotten) => ({
  name,
  code: `${pools}export class Store {\n  pool = new Pool();\n  ${members}\n}`,
  output: null,
  errors,
});

ruleTester.run('require-client-close: methods that only look like the end of an object', fixesOnly, {
  valid: [],
  invalid: [
    kept('old rows are removed', `async cleanup() { await this.pool.query('DELETE FROM logs'); }`, field),
    kept(
      'by age',
      `async cleanup(days = 90) { const r = await this.pool.query(q, [days]); return r.rowCount; }`,
      field,
    ),
    kept('one of many', `async close(id = 1) { await this.pool.query(q, [id]); }`, field),
    kept(
      'a timer calls it',
      `constructor() { setInterval(() => this.cleanup(), 60_000); }\n  cleanup() { this.cache.end(); }`,
      forgotten,
    ),
    kept(
      'after each job',
      `async run(job) { try { await this.pool.query(job); } finally { await this.cleanup(); } }\n  async cleanup() { await this.cache.end(); }`,
      forgotten,
    ),
    kept(
      'before another takes its place',
      `async failover() { await this.destroy(); this.cache = other(); }\n  async destroy() { await this.cache.end(); }`,
      forgotten,
    ),
    kept(
      'in the next round of the event loop',
      `add(item) { process.nextTick(() => this.stop()); }\n  async stop() { await this.cache.end(); }`,
      forgotten,
    ),
    kept(
      'handed to others',
      `constructor(queue) { queue.on('idle', this.stop.bind(this)); }\n  async stop() { await this.cache.end(); }`,
      forgotten,
    ),
  ],
});

const closing = (name: string, members: string, after: string) => ({
  name,
  code: `${pools}export class Store {\n  pool = new Pool();\n  ${members}\n}`,
  output: `${pools}export class Store {\n  pool = new Pool();\n  ${after}\n}`,
  errors: forgotten,
});

ruleTester.run('require-client-close: methods that end an object', fixesOnly, {
  valid: [],
  invalid: [
    closing(
      'a clean-up that ends something',
      `async cleanup() { await this.cache.end(); }`,
      `async cleanup() { await this.cache.end(); await this.pool.end(); }`,
    ),
    closing(
      'called by another end',
      `async close() { await this.cache.end(); }\n  async onModuleDestroy() { await this.close(); }`,
      `async close() { await this.cache.end(); await this.pool.end(); }\n  async onModuleDestroy() { await this.close(); }`,
    ),
    closing(
      'called when the process ends',
      `constructor() { process.on('SIGTERM', () => this.close()); }\n  async close() { await this.cache.end(); }`,
      `constructor() { process.on('SIGTERM', () => this.close()); }\n  async close() { await this.cache.end(); await this.pool.end(); }`,
    ),
    closing(
      'with parameters that say how',
      `async close(force = false, options = {}, reason) { await this.cache.end(); }`,
      `async close(force = false, options = {}, reason) { await this.cache.end(); await this.pool.end(); }`,
    ),
  ],
});

const pool = `import { Pool } from 'pg';\nexport const pool = new Pool();\n`;
const module = [{ messageId: 'module' as const }];
const left = (name: string, code: string) => ({ name, code: pool + code, output: null, errors: module });
const written = (name: string, before: string, after: string) => ({
  name,
  code: pool + before,
  output: pool + after,
  errors: module,
});

ruleTester.run('require-client-close: functions that only look like the end of a module', fixesOnly, {
  valid: [],
  invalid: [
    left('old rows are removed', `export async function cleanup() { await db.query('DELETE FROM logs'); }`),
    left('a timer calls it', `export async function cleanup() { await db.end(); }\nsetInterval(cleanup, 60_000);`),
    left(
      'before more is done',
      `export async function stopAll() { await db.end(); }\nexport async function reset() { await stopAll(); await fill(); }`,
    ),
    written(
      'called by a handler of signals',
      `export async function closeAll() { await db.end(); }\nprocess.on('SIGTERM', async () => { await closeAll(); });`,
      `export async function closeAll() { await db.end(); await pool.end(); }\nprocess.on('SIGTERM', async () => { await closeAll(); });`,
    ),
    written(
      'called by another end',
      `export async function closeAll() { await db.end(); }\nexport async function gracefulShutdown(signal) { log(signal); await closeAll(); }`,
      `export async function closeAll() { await db.end(); await pool.end(); }\nexport async function gracefulShutdown(signal) { log(signal); await closeAll(); }`,
    ),
  ],
});
