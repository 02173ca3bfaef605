import { noUnsafeRetry } from '../../src/rules/no-unsafe-retry.js';
import { ruleTester } from '../rule-tester.js';

const pay = (outside: string, key: string): string =>
  `import pRetry from 'p-retry'; import { randomUUID } from 'node:crypto'; export const pay = (amount) => { ${outside} return pRetry(async () => { const r = await fetch('https://pay.example/payments', { method: 'POST', body: JSON.stringify({ ${key}, amount }) }); if (r.status >= 500) throw new Error('x'); return r.json(); }); };`;

ruleTester.run('no-unsafe-retry: keys of attempts', noUnsafeRetry, {
  valid: Object.entries({
    'one for all attempts': pay('const key = randomUUID();', 'idempotency_key: key'),
    'one of the order': pay('', 'idempotencyKey: amount.id'),
  }).map(([name, code]) => ({ name, code })),
  invalid: Object.entries({
    'another one each time': pay('', 'idempotency_key: randomUUID()'),
    'another one each time, in a header of a loop': `import { v4 } from 'uuid'; export async function pay(order) { for (let attempt = 0; attempt < 3; attempt++) { const key = v4(); try { return await fetch('https://pay.example/payments', { method: 'POST', headers: { 'Idempotency-Key': key }, body: order }); } catch (error) { await sleep(2 ** attempt * Math.random()); } } }`,
  }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'unsafe' as const }] })),
});

const send = (address: string, body = 'mail'): string =>
  `import pRetry from 'p-retry'; export const send = (mail) => pRetry(() => fetch('${address}', { method: 'POST', body: ${body} }));`;

ruleTester.run('no-unsafe-retry: what is sent to messages', noUnsafeRetry, {
  valid: [
    { name: 'a language model', code: send('https://api.anthropic.com/v1/messages') },
    {
      name: 'a gateway to one',
      code: send('https://llm.example/v1/messages', 'JSON.stringify({ max_tokens: 100, mail })'),
    },
  ],
  invalid: [
    {
      name: 'somebody',
      code: send('https://sms.example/v1/messages'),
      errors: [{ messageId: 'unsafe' }],
    },
  ],
});

ruleTester.run('no-unsafe-retry: the ways to the same retry', noUnsafeRetry, {
  valid: Object.entries({
    'methods that may be retried': `import axios from 'axios'; import * as rax from 'retry-axios'; const api = axios.create(); api.defaults.raxConfig = { instance: api, httpMethodsToRetry: ['GET', 'PUT'] }; rax.attach(api);`,
    'a 401 with another token': `import got from 'got'; export const api = got.extend({ hooks: { beforeRequest: [addToken] }, retry: { limit: 1, statusCodes: [401] } });`,
    'a device that waits for its user': `export async function poll(address, code) { for (let attempt = 0; attempt < 60; attempt++) { await sleep(5_000); const r = await fetch(address + '/token', { method: 'POST', body: code }); if (r.ok) return r.json(); const { error } = await r.json(); switch (error) { case 'authorization_pending': break; default: throw new Error(error); } } throw new Error('late'); }`,
    'one page after the other': `export async function all(url, page = 0) { const r = await fetch(url + '?page=' + page); if (!r.ok) throw new Error('x'); const rows = await r.json(); return rows.length ? [...rows, ...(await all(url, page + 1))] : rows; }`,
    'a job that is not done': `export async function result(url) { for (let i = 0; i < 30; i++) { const r = await fetch(url); if (r.status === 200) return r.json(); await sleep(1000); } throw new Error('late'); }`,
    'a 429 in a loop without a name for it, as long as it says': `export async function load(url) { for (let i = 0; i < 4; i++) { const r = await fetch(url); if (r.status === 429) { await sleep(Number(r.headers.get('retry-after')) * 1000); continue; } return r.json(); } throw new Error('x'); }`,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    {
      name: 'an interceptor under its own name',
      code: `import { Agent, interceptors } from 'undici'; const { retry } = interceptors; export const agent = new Agent({ connections: 10 }).compose(retry({ methods: ['GET', 'POST'] }));`,
      errors: [{ messageId: 'methods' }],
    },
    {
      name: 'a 401 with the same token',
      code: `import got from 'got'; export const api = got.extend({ headers: { authorization: TOKEN }, retry: { limit: 1, statusCodes: [401] } });`,
      errors: [{ messageId: 'statuses' }],
    },
    {
      name: 'an option of retry-axios',
      code: `import axios from 'axios'; import * as rax from 'retry-axios'; const api = axios.create(); api.defaults.raxConfig = { instance: api, httpMethodsToRetry: ['GET', 'POST'] }; rax.attach(api);`,
      errors: [{ messageId: 'methods' }],
    },
    {
      name: 'a 429 in a loop without a name for it',
      code: `export async function load(url) { for (let i = 0; i < 4; i++) { const r = await fetch(url); if (r.status === 429) { await sleep(1000 * 2 ** i + Math.random()); continue; } return r.json(); } throw new Error('x'); }`,
      errors: [{ messageId: 'retryAfter' }],
    },
    {
      name: 'a function that counts its attempts',
      code: `export async function order(cart, attempt = 1) { const r = await fetch('https://shop.example/orders', { method: 'POST', body: cart }).catch(() => null); if (r?.ok) return r.json(); if (attempt >= 3) throw new Error('x'); await sleep(2 ** attempt * Math.random()); return order(cart, attempt + 1); }`,
      errors: [{ messageId: 'unsafe' }],
    },
  ],
});
