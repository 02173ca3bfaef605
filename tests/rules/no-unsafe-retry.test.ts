import type { RetryFaultKind } from '../../src/analysis/traffic/retry-fault.js';
import { noUnsafeRetry } from '../../src/rules/no-unsafe-retry.js';
import { ruleTester } from '../rule-tester.js';

const reported = (
  cases: Readonly<Record<string, readonly [RetryFaultKind, string]>>,
): { name: string; code: string; errors: { messageId: RetryFaultKind }[] }[] =>
  Object.entries(cases).map(([name, [messageId, code]]) => ({ name, code, errors: [{ messageId }] }));

ruleTester.run('no-unsafe-retry', noUnsafeRetry, {
  valid: Object.entries({
    'got as it is': `import got from 'got'; export const send = (body) => got.post('https://a.example', { json: body }).json();`,
    'a middleware that is told what to skip': `import wretch from 'wretch'; import { retry } from 'wretch/middlewares'; const api = wretch('https://a.example').middlewares([retry({ maxAttempts: 3, skip: (url, options) => options.method !== 'GET' })]); export const pay = (body) => api.url('/charge').post(body).json();`,
    'a middleware of a client that only reads': `import wretch from 'wretch'; import { retry } from 'wretch/middlewares'; const api = wretch('https://a.example').middlewares([retry({ maxAttempts: 3 })]); export const load = (id) => api.url('/x/' + id).get().json();`,
    'an interceptor as it is': `import { Agent, interceptors } from 'undici'; export const agent = new Agent({ connections: 10 }).compose(interceptors.retry({ maxRetries: 3 }));`,
    'got with fewer methods': `import got from 'got'; export const api = got.extend({ retry: { limit: 2, methods: ['GET'], statusCodes: [429, 503] } });`,
    'got with POST and a key': `import got from 'got'; export const pay = (id, body) => got.post('https://pay.example', { json: body, headers: { 'Idempotency-Key': id }, retry: { methods: ['POST'] } });`,
    'axios-retry with a delay': `import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios, { retries: 3, retryDelay: axiosRetry.exponentialDelay });`,
    'axios-retry of what the server has refused': `import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios, { retries: 3, retryCondition: (e) => e.response?.status === 429, retryDelay: axiosRetry.exponentialDelay });`,
    'the same of one address, and of what came too early': `import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios, { retryDelay: axiosRetry.exponentialDelay, retryCondition(e) { return (e.config.url.startsWith('/a') && e.response?.status === 429) || e.response?.status === 425; } });`,
    'axios-retry that checks the method': `import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios, { retryDelay: axiosRetry.exponentialDelay, retryCondition: (e) => axiosRetry.isNetworkOrIdempotentRequestError(e) || (e.response?.status === 429 && e.config.method === 'get') });`,
    'a GET in p-retry that gives up on 4xx': `
      import pRetry, { AbortError } from 'p-retry';
      export const load = (url) => pRetry(async () => { const r = await fetch(url); if (r.status < 500 && !r.ok) throw new AbortError(r.statusText); if (!r.ok) throw new Error('x'); return r.json(); }, { retries: 3 });
    `,
    'a POST with a key': `
      import pRetry from 'p-retry';
      export const pay = (order) => pRetry(() => fetch('https://pay.example/charges', { method: 'POST', body: JSON.stringify(order), headers: { 'Idempotency-Key': order.id } }));
    `,
    'a wait for something to be up, of whose answer the error is kept': `
      export async function up(base) { let last; while (Date.now() < base.deadline) { try { const r = await fetch(base.url + '/health'); if (r.ok) return { ready: true }; last = await r.text(); } catch (error) { last = error; } await sleep(500); } throw last; }
    `,
    'a wait for a program of this machine': `
      export async function target(port, deadline) { while (Date.now() < deadline) { try { const r = await fetch(\`http://127.0.0.1:\${port}/json/list\`); if (!r.ok) throw new Error('x'); const list = await r.json(); if (list[0]) return list[0]; } catch (error) { console.error(error); } await sleep(200); } }
    `,
    'a POST that only reads': `
      import pRetry from 'p-retry';
      export const search = (q) => pRetry(() => fetch('https://api.example/v1/search', { method: 'POST', body: q }));
    `,
    'a loop over pages': `
      export async function all(url) { let next = url; const rows = []; while (next) { try { const r = await fetch(next); const page = await r.json(); rows.push(...page.rows); next = page.next; if (!next) break; } catch (error) { console.error(error); } } return rows; }
    `,
    'a loop over addresses': `
      export async function first(urls) { for (const url of urls) { try { return await fetch(url); } catch (error) { console.error(error); } } throw new Error('none'); }
    `,
    'waiting until a service is up': `
      export async function ready(url, ms) { const end = Date.now() + ms; let last; while (Date.now() < end) { try { const r = await fetch(url); if (r.status === 200) return; last = new Error(r.statusText); } catch (error) { last = error; } await new Promise((f) => setTimeout(f, 500)); } throw last; }
    `,
    'the same with axios and a count': `
      import axios from 'axios';
      import { setTimeout as sleep } from 'node:timers/promises';
      export async function isUp(url) { for (let attempt = 0; attempt < 30; attempt++) { try { await axios.get(url); return true; } catch { await sleep(1000); } } return false; }
    `,
    'waiting for a status': `
      export async function wait(url) { for (;;) { const r = await fetch(url); const { done } = await r.json(); if (done) return; await new Promise((f) => setTimeout(f, 1000)); } }
    `,
    'a careful loop': `
      export async function load(url) {
        for (let attempt = 0; attempt < 4; attempt++) {
          const r = await fetch(url);
          if (r.status < 500 && r.status !== 429) return r;
          await r.body?.cancel();
          const seconds = Number(r.headers.get('retry-after')) || 2 ** attempt * (0.5 + Math.random());
          await new Promise((f) => setTimeout(f, seconds * 1000));
        }
        throw new Error('gave up');
      }
    `,
    'a catch that gives up': `
      export async function post(items) { while (items.length) { try { await fetch('https://a.example/items', { method: 'POST', body: items.pop() }); return; } catch (error) { throw new Error('x', { cause: error }); } } }
    `,
    'a strategy of smithy whose delay grows': `import { S3Client } from '@aws-sdk/client-s3'; import { ConfiguredRetryStrategy } from '@smithy/util-retry'; export const s3 = new S3Client({ retryStrategy: new ConfiguredRetryStrategy(4, (attempt) => 100 * 2 ** attempt) });`,
    'a policy of cockatiel with all that it takes': `import { retry, handleAll, ExponentialBackoff } from 'cockatiel'; const policy = retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff() }); export const load = (id) => policy.execute(() => fetch('https://a.example/' + id));`,
    'a policy around something else': `import { retry, handleAll } from 'cockatiel'; import got from 'got'; export const policy = retry(handleAll, { maxAttempts: 3 }); export { got };`,
    'an interceptor that renews a token': `import axios from 'axios'; const api = axios.create(); api.interceptors.response.use(undefined, async (error) => { if (error.response?.status === 401 && !error.config.again) { error.config.again = true; return api(error.config); } throw error; }); export const order = (o) => api.post('/orders', o);`,
    'an interceptor that looks at the method': `import axios from 'axios'; const api = axios.create(); api.interceptors.response.use(undefined, async (error) => { const { config } = error; if (config.method !== 'get' || config.n > 2) throw error; config.n = (config.n ?? 0) + 1; return api(config); }); export const order = (o) => api.post('/orders', o);`,
    'an interceptor of a client that only reads': `import axios from 'axios'; const api = axios.create(); api.interceptors.response.use(undefined, async (error) => { const { config } = error; if (config.n > 2) throw error; config.n = (config.n ?? 0) + 1; return api(config); }); export const load = () => api.get('/orders');`,
    'a delay of one further attempt': `import { ofetch } from 'ofetch'; export const load = () => ofetch('https://a.example/x', { retry: 1, retryDelay: 500 });`,
    'a GET in a helper of the file': `async function attempt(fn) { for (let i = 0; i < 3; i++) { try { return await fn(); } catch (error) { await sleep(2 ** i); } } } export const load = () => attempt(() => fetch('https://a.example/x'));`,
    'a function that tries once': `async function logged(fn) { for (const each of hooks) { try { return await fn(each); } catch (error) { throw new Error('x', { cause: error }); } } } export const pay = (body) => logged(() => fetch('https://pay.example/x', { method: 'POST', body }));`,
    'a function that decides what is tried again': `import { withRetry, isRateLimited } from './retry.js'; export const send = (body) => withRetry(() => fetch('https://a.example/tx', { method: 'POST', body }), isRateLimited);`,
    'an option that decides it': `import { withRetry } from './retry.js'; export const send = (body) => withRetry(() => fetch('https://a.example/tx', { method: 'POST', body }), { shouldRetry: (e) => e.status === 429 });`,
    'once more, by a flag': `export async function load(url, isRetrying = false) { try { return await fetch(url); } catch (error) { if (isRetrying) throw error; await sleep(3000); return load(url, true); } }`,
    'a program with a window': `import { ipcRenderer } from 'electron'; export async function config(url) { while (true) { try { return await fetch(url); } catch { await sleep(1000); } } }`,
    'asking whether a job is done': `export async function result(url) { for (let attempt = 0; attempt < 10; attempt++) { const r = await fetch(url); const job = await r.json(); if (job.status === 'complete') return job; await new Promise((f) => setTimeout(f, 2000)); } }`,
    'a key in a function that is called': `import pRetry from 'p-retry'; const charge = (order) => fetch('https://pay.example/charges', { method: 'POST', headers: headersFor({ idempotencyKey: order.id }) }); export const pay = (order) => pRetry(() => charge(order));`,
    'a stream that is opened again': `
      import pRetry from 'p-retry';
      import { createReadStream } from 'node:fs';
      export const put = (file) => pRetry(() => fetch('https://a.example/x', { method: 'PUT', duplex: 'half', body: createReadStream(file) }));
    `,
  }).map(([name, code]) => ({ name, code })),
  invalid: reported({
    'a middleware that looks at no method': [
      'unsafe',
      `import wretch from 'wretch'; import { retry } from 'wretch/middlewares'; const api = wretch('https://a.example').middlewares([retry({ maxAttempts: 3, retryOnNetworkError: true })]); export const pay = (body) => api.url('/charge').post(body).json();`,
    ],
    'an interceptor of undici that is told to retry POST': [
      'methods',
      `import { Agent, interceptors } from 'undici'; export const agent = new Agent({ connections: 10 }).compose(interceptors.retry({ methods: ['GET', 'POST'] }));`,
    ],
    'got is told to retry POST': [
      'methods',
      `import got from 'got'; export const api = got.extend({ retry: { limit: 3, methods: ['GET', 'POST'] } });`,
    ],
    'ky for one request': [
      'methods',
      `import ky from 'ky'; export const pay = (body) => ky.post('https://pay.example', { json: body, retry: { limit: 2, methods: ['post'] } }).json();`,
    ],
    'an agent of undici': [
      'methods',
      `import { Agent, RetryAgent } from 'undici'; export const agent = new RetryAgent(new Agent(), { methods: ['GET', 'PATCH'] });`,
    ],
    'statuses that stay': [
      'statuses',
      `import got from 'got'; export const api = got.extend({ retry: { statusCodes: [400, 404, 503] } });`,
    ],
    'without end': ['endless', `import got from 'got'; export const api = got.extend({ retry: { limit: Infinity } });`],
    'axios-retry without a delay': [
      'atOnce',
      `import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios, { retries: 3 });`,
    ],
    'a condition that lets all through': [
      'condition',
      `import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios, { retries: 3, retryDelay: axiosRetry.exponentialDelay, retryCondition: () => true });`,
    ],
    'a condition on the status alone': [
      'condition',
      `const axios = require('axios'); const axiosRetry = require('axios-retry'); axiosRetry(axios, { retryDelay: axiosRetry.exponentialDelay, retryCondition: (e) => e.response.status >= 500 });`,
    ],
    'a condition on refusals and on what may have arrived': [
      'condition',
      `import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios, { retryDelay: axiosRetry.exponentialDelay, retryCondition: (e) => e.response?.status === 429 || e.response?.status === 504 });`,
    ],
    'a predicate of the library': [
      'condition',
      `import axios from 'axios'; import axiosRetry, { isRetryableError } from 'axios-retry'; axiosRetry(axios, { retryDelay: axiosRetry.exponentialDelay, retryCondition: isRetryableError });`,
    ],
    'a POST in p-retry': [
      'unsafe',
      `
      import pRetry from 'p-retry';
      import axios from 'axios';
      export const order = (cart) => pRetry(() => axios.post('https://shop.example/orders', cart), { retries: 3 });
    `,
    ],
    'a POST in a helper of the project': [
      'unsafe',
      `
      import { withRetry } from './retry.js';
      export const charge = (body) => withRetry(() => fetch('https://pay.example/charges', { method: 'POST', body }), 3);
    `,
    ],
    'a PATCH in async-retry, as a named function': [
      'unsafe',
      `
      const retry = require('async-retry');
      const axios = require('axios');
      module.exports = (id, user) => retry(async (bail) => { try { return await axios.patch('/users/' + id, user); } catch (e) { if (e.response?.status === 404) bail(e); throw e; } });
    `,
    ],
    'a POST in a loop': [
      'unsafe',
      `
      export async function send(order) {
        for (let i = 0; i < 3; i++) {
          try { return await fetch('https://shop.example/orders', { method: 'POST', body: JSON.stringify(order) }); }
          catch (error) { await new Promise((f) => setTimeout(f, 1000 * 2 ** i)); }
        }
      }
    `,
    ],
    'a POST in a function that calls itself': [
      'unsafe',
      `
      import axios from 'axios';
      export async function send(order, left = 3) { try { return await axios.post('https://shop.example/orders', order); } catch (error) { if (left === 0) throw error; return send(order, left - 1); } }
    `,
    ],
    'fetch-retry': [
      'unsafe',
      `import fetchRetry from 'fetch-retry'; const send = fetchRetry(fetch, { retries: 3 }); export const order = (body) => send('https://shop.example/orders', { method: 'POST', body });`,
    ],
    superagent: [
      'unsafe',
      `import request from 'superagent'; export const order = (body) => request.post('https://shop.example/orders').send(body).retry(3);`,
    ],
    cockatiel: [
      'unsafe',
      `import { retry, handleAll } from 'cockatiel'; import axios from 'axios'; const policy = retry(handleAll, { maxAttempts: 3 }); export const order = (body) => policy.execute(() => axios.post('https://shop.example/orders', body));`,
    ],
    'a POST in a function that p-retry calls': [
      'unsafe',
      `import pRetry from 'p-retry'; import ky from 'ky'; const bill = (invoice) => ky.post('https://billing.example/invoices', { json: invoice }).json(); export const submit = (invoice) => pRetry(() => bill(invoice), { retries: 4 });`,
    ],
    'a POST in a helper of the file, whatever its name': [
      'unsafe',
      `async function persist(fn, max = 4) { for (let i = 0; ; i++) { try { return await fn(); } catch (error) { if (i >= max) throw error; await sleep(100 * 2 ** i); } } } export const ticket = (t) => persist(() => fetch('https://desk.example/tickets', { method: 'POST', body: t }));`,
    ],
    'a PATCH in a promise chain that starts again': [
      'unsafe',
      `import axios from 'axios'; export function update(id, patch, left = 3) { return axios.patch('/users/' + id, patch).catch((error) => { if (left > 0) return sleep(1000).then(() => update(id, patch, left - 1)); throw error; }); }`,
    ],
    'cockatiel, two policies in one': [
      'unsafe',
      `import { retry, wrap, circuitBreaker, handleAll, ExponentialBackoff, ConsecutiveBreaker } from 'cockatiel'; import axios from 'axios'; const again = retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff() }); const breaker = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) }); const both = wrap(again, breaker); export const order = (o) => both.execute(() => axios.post('https://shop.example/orders', o));`,
    ],
    'ofetch that is told to': [
      'unsafe',
      `import { ofetch } from 'ofetch'; export const order = (o) => ofetch('https://shop.example/orders', { method: 'POST', body: o, retry: 3 });`,
    ],
    'an interceptor that sends all again': [
      'unsafe',
      `import axios from 'axios'; const api = axios.create(); api.interceptors.response.use((r) => r, async (error) => { const { config } = error; config.n = (config.n ?? 0) + 1; if (config.n > 3) return Promise.reject(error); await sleep(2 ** config.n); return api(config); }); export const order = (o) => api.post('/orders', o);`,
    ],
    'an interceptor that guesses after a 429': [
      'retryAfter',
      `import axios from 'axios'; const api = axios.create(); api.interceptors.response.use(undefined, async (error) => { if (error.response?.status !== 429) throw error; await sleep(1000); return api.request(error.config); }); export default api;`,
    ],
    'axios-retry that tries a 404 again': [
      'permanent',
      `import axios from 'axios'; import axiosRetry, { exponentialDelay } from 'axios-retry'; axiosRetry(axios, { retryDelay: exponentialDelay, retryCondition: (e) => e.config.method === 'get' && e.response.status >= 400 });`,
    ],
    'axios-retry in step': [
      'constant',
      `import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios, { retries: 5, retryDelay: () => 1000 });`,
    ],
    'got in step': [
      'constant',
      `import got from 'got'; export const load = () => got('https://a.example/x', { retry: { limit: 10, calculateDelay: () => 100 } }).json();`,
    ],
    'ky in step': [
      'constant',
      `import ky from 'ky'; export const load = () => ky('https://a.example/x', { retry: { limit: 5, delay: () => 1000 } }).json();`,
    ],
    'fetch-retry in step': [
      'constant',
      `import fetchRetry from 'fetch-retry'; const send = fetchRetry(fetch, { retries: 5, retryDelay: 800 }); export const load = (id) => send('https://a.example/' + id);`,
    ],
    'fetch-retry for a 404': [
      'statuses',
      `import fetchRetry from 'fetch-retry'; const send = fetchRetry(fetch, { retryOn: [404, 503], retryDelay: (n) => 2 ** n * 100 }); export const load = (id) => send('https://a.example/' + id);`,
    ],
    'cockatiel in step': [
      'constant',
      `import { retry, handleAll, ConstantBackoff } from 'cockatiel'; const policy = retry(handleAll, { maxAttempts: 5, backoff: new ConstantBackoff(1000) }); export const load = (id) => policy.execute(() => fetch('https://a.example/' + id));`,
    ],
    'cockatiel at once': [
      'atOnce',
      `import { retry, handleAll } from 'cockatiel'; const policy = retry(handleAll, { maxAttempts: 5 }); export const load = (id) => policy.execute(() => fetch('https://a.example/' + id));`,
    ],
    'cockatiel without end': [
      'endless',
      `import { retry, handleAll, ExponentialBackoff } from 'cockatiel'; const policy = retry(handleAll, { backoff: new ExponentialBackoff() }); export const load = (id) => policy.execute(() => fetch('https://a.example/' + id));`,
    ],
    'a strategy of smithy in step': [
      'constant',
      `import { S3Client } from '@aws-sdk/client-s3'; import { ConfiguredRetryStrategy } from '@smithy/util-retry'; export const s3 = new S3Client({ retryStrategy: new ConfiguredRetryStrategy(4, 100) });`,
    ],
    'a strategy of smithy at once': [
      'atOnce',
      `import { S3Client } from '@aws-sdk/client-s3'; import { ConfiguredRetryStrategy } from '@smithy/util-retry'; export const s3 = new S3Client({ retryStrategy: new ConfiguredRetryStrategy(10, () => 0) });`,
    ],
    'a stream that has been read': [
      'stream',
      `
      import pRetry from 'p-retry';
      import { createReadStream } from 'node:fs';
      export function put(file) { const body = createReadStream(file); return pRetry(() => fetch('https://a.example/x', { method: 'PUT', duplex: 'half', body })); }
    `,
    ],
    'every failure in p-retry': [
      'permanent',
      `
      import pRetry from 'p-retry';
      export const load = (url) => pRetry(async () => { const r = await fetch(url); if (!r.ok) throw new Error('x'); return r.json(); }, { retries: 5 });
    `,
    ],
    'every failure of axios in a loop': [
      'permanent',
      `
      import axios from 'axios';
      export async function load(url) { for (let attempt = 1; attempt <= 3; attempt++) { try { return (await axios.get(url)).data; } catch (error) { if (attempt === 3) throw error; await new Promise((f) => setTimeout(f, attempt * 1000)); } } }
    `,
    ],
    'a loop without an end': [
      'endless',
      `
      export async function load(url) { while (true) { try { return await fetch(url); } catch { await new Promise((f) => setTimeout(f, 1000)); } } }
    `,
    ],
    'a 429 by guess': [
      'retryAfter',
      `
      export async function load(url) { for (let attempt = 0; attempt < 3; attempt++) { const r = await fetch(url); if (r.status !== 429) return r; await r.body?.cancel(); await new Promise((f) => setTimeout(f, 500 * 2 ** attempt)); } }
    `,
    ],
    'at once': [
      'atOnce',
      `
      export async function load(url) { for (let attempt = 0; attempt < 3; attempt++) { try { return await fetch(url); } catch (error) { console.error(error); } } throw new Error('gave up'); }
    `,
    ],
    'in step': [
      'constant',
      `
      export async function load(url) { for (let attempt = 0; attempt < 3; attempt++) { try { return await fetch(url); } catch (error) { await new Promise((f) => setTimeout(f, 1000)); } } throw new Error('gave up'); }
    `,
    ],
  }),
});
