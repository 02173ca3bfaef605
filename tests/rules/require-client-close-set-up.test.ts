import { requireClientClose } from '../../src/rules/require-client-close.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const reportsOnly = reportsOf(requireClientClose);

const pg = `import fp from 'fastify-plugin'; import { Pool } from 'pg'; `;
const bull = `import fp from 'fastify-plugin'; import { Worker } from 'bullmq'; `;
const connection = `{ connection: { host: 'a' } }`;

ruleTester.run('require-client-close: locals of set-up code', reportsOnly, {
  valid: [
    {
      name: 'closed in a hook of the same plugin',
      code: `${pg}export default fp(async (app) => { const pool = new Pool(); app.get('/a', () => pool.query('A')); app.addHook('onClose', () => pool.end()); });`,
    },
    {
      name: 'handed to code that may close it',
      code: `${pg}import { use } from './use.js'; export default fp(async (app) => { const pool = new Pool(); app.get('/a', () => pool.query('A')); use(pool); });`,
    },
    {
      name: 'in a function of which nobody knows how often it runs',
      code: `${pg}export function api() { const pool = new Pool(); return { list: () => pool.query('A') }; }`,
    },
    {
      name: 'a worker that its plugin closes',
      code: `${bull}export default fp(async (app) => { const worker = new Worker('a', async () => 1, ${connection}); app.addHook('onClose', async () => { await worker.close(); }); });`,
    },
    {
      name: 'a worker for one test of the connection',
      code: `${bull}export async function probe() { const worker = new Worker('a', async () => 1, ${connection}); await worker.waitUntilReady(); await worker.close(); }`,
    },
  ],
  invalid: [
    {
      name: 'a pool that only the routes of a plugin have',
      code: `${pg}export default fp(async (app) => { const pool = new Pool(); app.get('/a', () => pool.query('A')); });`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'a worker that only listeners have',
      code: `${bull}export default fp(async () => { const worker = new Worker('a', async () => 1, ${connection}); worker.on('failed', () => 1); });`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'a worker that nothing has',
      code: `${bull}async function main() { new Worker('a', async () => 1, ${connection}); } main();`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'a close method that is only replaced',
      code: `import { Pool } from 'pg'; const pool = new Pool(); pool.end = async () => { log('end'); }; export const load = () => pool.query('A');`,
      errors: [{ messageId: 'module' }],
    },
  ],
});

const worker = `import { Worker } from 'bullmq';\n`;

ruleTester.run('require-client-close: workers', reportsOnly, {
  valid: [
    {
      name: 'without a processor, it runs nothing by itself',
      code: `${worker}(async () => { const worker = new Worker('a', null, { connection }); await worker.getNextJob('t'); })();`,
    },
    {
      name: 'closed among others',
      code: `${worker}const start = (name) => { const worker = new Worker(name, './work.js', { connection }); return worker; };
(async () => {
  const results = await Promise.all([start('a'), start('b')]);
  await Promise.all(results.filter((each) => each instanceof Worker).map((each) => each.close()));
})();`,
    },
  ],
  invalid: [
    {
      name: 'with a processor',
      code: `${worker}(async () => { new Worker('a', './work.js', { connection }); })();`,
      errors: [{ messageId: 'module' }],
    },
  ],
});

ruleTester.run('require-client-close: methods that end something else', reportsOnly, {
  valid: [],
  invalid: [
    {
      name: 'stop() of one journey',
      code: `import { createClient } from '@clickhouse/client';
export class Journeys { client = createClient(); async stop(account, id, session) { await this.client.command({ query: id }); } }`,
      errors: [{ messageId: 'field' }],
    },
    {
      name: 'close(signal) of all',
      code: `import { createClient } from '@clickhouse/client';
export class Journeys { client = createClient(); async close(signal) { console.log(signal); } }`,
      errors: [{ messageId: 'forgottenField' }],
    },
  ],
});
