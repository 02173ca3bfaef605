import { noUnsafeRetry } from '../../src/rules/no-unsafe-retry.js';
import { ruleTester } from '../rule-tester.js';

const loop = (wait: string, head = ''): string =>
  `${head}export async function load(url) { for (let attempt = 0; attempt < 5; attempt++) { const r = await fetch(url).catch(() => null); if (r && r.status < 500) return r.json(); ${wait} } }`;

ruleTester.run('no-unsafe-retry: waits that grow in step', noUnsafeRetry, {
  valid: Object.entries({
    'a random part': loop(`await new Promise((done) => setTimeout(done, 500 * 2 ** attempt + Math.random() * 100));`),
    'a word for it': loop(`await sleep(500 * 2 ** attempt + jitter());`),
    'a wait that another function makes': loop(`await sleep(backoff(attempt));`),
    'a wait that the caller gives': `export async function load(url, wait) { for (let attempt = 0; attempt < 5; attempt++) { const r = await fetch(url).catch(() => null); if (r && r.status < 500) return r.json(); await sleep(wait); wait *= 2; } }`,
  }).map(([name, code]) => ({ name, code })),
  invalid: Object.entries({
    'a power': loop(`await new Promise((done) => setTimeout(done, 500 * 2 ** attempt));`),
    'a limit': loop(`const wait = Math.min(500 * 2 ** attempt, 10_000); await sleep(wait);`),
    'a variable that grows': loop(`await sleep(wait); wait *= 2;`, 'let wait = 500; '),
  }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'inStep' as const }] })),
});

const retried = (body: string, options = '{ retries: 3 }'): string =>
  `import pRetry from 'p-retry'; export const load = (url) => pRetry(async () => { const r = await fetch(url); ${body} return r.json(); }, ${options});`;

ruleTester.run('no-unsafe-retry: failures that are only told', noUnsafeRetry, {
  valid: Object.entries({
    'a status that decides': retried(`if (r.status >= 500) throw new Error('x');`),
    'an error that ends it': `import pRetry, { AbortError } from 'p-retry'; export const load = (url) => pRetry(async () => { const r = await fetch(url); if (!r.ok) throw new AbortError('x'); return r.json(); });`,
    'an option that decides': retried(
      `if (!r.ok) throw new Error('x');`,
      `{ retries: 3, shouldRetry: (error) => transient(error) }`,
    ),
    'a condition that decides': `import axios from 'axios'; export async function load(url) { for (let attempt = 1; attempt <= 3; attempt++) { try { return (await axios.get(url)).data; } catch (error) { if (error.response?.status < 500) throw error; await sleep(Math.random() * attempt * 1000); } } }`,
  }).map(([name, code]) => ({ name, code })),
  invalid: Object.entries({
    'the status in the message': retried('if (!r.ok) throw new Error(`HTTP ${r.status}`);'),
    'the status in an error of the project': retried(`if (!r.ok) throw new HttpError(r.status, r.statusText);`),
    'the status in the log': retried(`if (!r.ok) { logger.warn({ status: r.status }); throw new Error('x'); }`),
  }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'permanent' as const }] })),
});

ruleTester.run('no-unsafe-retry: streams that were read', noUnsafeRetry, {
  valid: Object.entries({
    'opened each time': `import retry from 'async-retry'; import { createReadStream } from 'node:fs'; import axios from 'axios'; export const put = (file, url) => retry((bail) => axios.put(url, createReadStream(file)).catch(bail));`,
    text: `import retry from 'async-retry'; import { readFileSync } from 'node:fs'; import axios from 'axios'; export const put = (file, url) => { const body = readFileSync(file); return retry((bail) => axios.put(url, body).catch(bail)); };`,
  }).map(([name, code]) => ({ name, code })),
  invalid: Object.entries({
    'async-retry': `import retry from 'async-retry'; import { createReadStream } from 'node:fs'; import axios from 'axios'; export function put(file, url) { const body = createReadStream(file); return retry(() => axios.put(url, body)); }`,
    'promise-retry': `import promiseRetry from 'promise-retry'; import { createReadStream } from 'node:fs'; export function put(file, url) { const body = createReadStream(file); return promiseRetry((again) => fetch(url, { method: 'PUT', body, duplex: 'half' }).catch(again)); }`,
    cockatiel: `import { retry, handleAll, ExponentialBackoff } from 'cockatiel'; import { createReadStream } from 'node:fs'; const policy = retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff() }); export function put(file, url) { const body = createReadStream(file); return policy.execute(() => fetch(url, { method: 'PUT', body, duplex: 'half' })); }`,
    'a loop': `import { Readable } from 'node:stream'; export async function put(parts, url) { const body = Readable.from(parts); for (let attempt = 0; attempt < 3; attempt++) { try { return await fetch(url, { method: 'PUT', body, duplex: 'half' }); } catch (error) { if (error.name === 'AbortError') throw error; await sleep(Math.random() * 2 ** attempt); } } }`,
    'a function of the file': `import { createReadStream } from 'node:fs'; async function again(fn) { for (let i = 0; i < 3; i++) { try { return await fn(); } catch (error) { await sleep(i * 100 * Math.random()); } } } export function put(file, url) { const body = createReadStream(file); return again(() => fetch(url, { method: 'PUT', body, duplex: 'half' })); }`,
  }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'stream' as const }] })),
});

const once = (timer: string): string =>
  `export async function load(url) { for (let attempt = 0; attempt < 3; attempt++) { ${timer} } throw new Error('gave up'); }`;

ruleTester.run('no-unsafe-retry: a POST that may arrive twice', noUnsafeRetry, {
  valid: [
    {
      name: 'telemetry',
      code: `import pRetry from 'p-retry'; export const publishUsage = (event) => pRetry((n) => fetch('https://a.example/x', { method: 'POST', body: event }), { retries: 3, shouldRetry: transient });`,
    },
    {
      name: 'what is deleted',
      code: `import pRetry, { AbortError } from 'p-retry'; export const drop = (id) => pRetry(() => fetch('https://a.example/items/delete?id=' + id, { method: 'POST' }).catch((e) => { if (e.name !== 'x') throw new AbortError(e); throw e; }));`,
    },
    {
      name: 'what was refused, in a loop',
      code: `export async function order(body) { for (let attempt = 0; attempt < 3; attempt++) { const r = await fetch('https://a.example/orders', { method: 'POST', body }); if (r.status === 429) { await sleep(r.headers.get('retry-after') * 1000); continue; } return r.json(); } }`,
    },
    {
      name: 'what was refused, in p-retry',
      code: `import pRetry, { AbortError } from 'p-retry'; export const order = (body) => pRetry(async () => { try { return await send(body); } catch (error) { if (error.message.includes('429')) throw error; throw new AbortError(error); } }); async function send(body) { return fetch('https://a.example/orders', { method: 'POST', body }); }`,
    },
    {
      name: 'in a script',
      code: `import pRetry from 'p-retry'; await pRetry(() => fetch('https://a.example/x', { method: 'POST' }), { retries: 3 });`,
      settings: { 'client-lifecycle': { role: 'script' } },
    },
  ],
  invalid: [
    {
      name: 'a lost connection as well',
      code: `export async function order(body) { for (let attempt = 0; attempt < 3; attempt++) { try { const r = await fetch('https://a.example/orders', { method: 'POST', body }); if (r.status === 429) { await sleep(r.headers.get('retry-after') * 1000); continue; } return r.json(); } catch (error) { console.error(error); } } }`,
      errors: [{ messageId: 'unsafe' }],
    },
    {
      name: 'a server that failed as well',
      code: `export async function order(body) { for (let attempt = 0; attempt < 3; attempt++) { const r = await fetch('https://a.example/orders', { method: 'POST', body }); if (r.status === 429 || r.status >= 500) { await sleep(attempt * 1000 * Math.random()); continue; } return r.json(); } }`,
      errors: [{ messageId: 'unsafe' }],
    },
    {
      name: 'anything else',
      code: `import pRetry from 'p-retry'; export const publishOrder = (event) => pRetry(() => fetch('https://a.example/x', { method: 'POST', body: event }), { retries: 3 });`,
      errors: [{ messageId: 'unsafe' }],
    },
  ],
});

ruleTester.run('no-unsafe-retry: timers that are no waits', noUnsafeRetry, {
  valid: [],
  invalid: Object.entries({
    'a limit of the request': once(
      `const c = new AbortController(); const timer = setTimeout(() => c.abort(), 1200); try { return await fetch(url, { signal: c.signal }); } catch (error) { console.error(error); } finally { clearTimeout(timer); }`,
    ),
    'a limit of the wait': once(
      `try { return await Promise.race([fetch(url), new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 1200))]); } catch (error) { console.error(error); }`,
    ),
  }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'atOnce' as const }] })),
});
