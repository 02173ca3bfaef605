import { noUncancelledRace } from '../../src/rules/no-uncancelled-race.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

function silent(cases: Readonly<Record<string, string>>): { name: string; code: string }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code }));
}

function reported(
  messageId: 'requestGoesOn' | 'losersGoOn' | 'timerGoesOn',
  cases: Readonly<Record<string, string>>,
): { name: string; code: string; errors: { messageId: typeof messageId }[] }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code, errors: [{ messageId }] }));
}

const HELPER =
  `async function within(promise, ms) { let timer; try { return await Promise.race([promise, new Promise((_, reject) => { timer = setTimeout(reject, ms); })]); } finally { clearTimeout(timer); } }
`.replaceAll('within', 'withTimeout');
ruleTester.run('no-uncancelled-race: requests against each other', noUncancelledRace, {
  valid: silent({
    'a signal for all': `export async function first(urls) { const c = new AbortController(); try { return await Promise.any(urls.map((url) => fetch(url, { signal: c.signal }))); } finally { c.abort(); } }`,
    'limits of their own': `import axios from 'axios'; export const first = (a, b) => Promise.race([axios.get(a, { timeout: 1_000 }), axios.get(b, { timeout: 1_000 })]);`,
    'options that are not seen': `export const first = (a, b, options) => Promise.race([fetch(a, options), fetch(b, options)]);`,
    'a cache that may win': `export const first = (url, cache) => Promise.any([cache.get(url), fetch(url)]);`,
    'one after the other': `export const all = (urls) => Promise.all(urls.map((url) => fetch(url)));`,
  }),
  invalid: reported('losersGoOn', {
    race: `export const fastest = (a, b) => Promise.race([fetch(a), fetch(b)]);`,
    any: `export const first = (urls) => Promise.any(urls.map((url) => fetch(url).then((r) => r.json())));`,
  }),
});

ruleTester.run('no-uncancelled-race: functions that only stop waiting', noUncancelledRace, {
  valid: Object.entries({
    'a request with a signal': `${HELPER}export const load = (url, signal) => withTimeout(fetch(url, { signal }), 5_000);`,
    'a function that ends it': `function withTimeout(promise, ms, controller) { return Promise.race([promise, new Promise((_, reject) => setTimeout(() => { controller.abort(); reject(); }, ms))]); } export const load = (url) => withTimeout(fetch(url), 5_000, new AbortController());`,
    'a function of another file': `import { withTimeout } from './time.js'; export const load = (url) => withTimeout(fetch(url), 5_000);`,
    'p-timeout, which cancels got': `import pTimeout from 'p-timeout'; import got from 'got'; export const load = (url) => pTimeout(got(url), { milliseconds: 5_000 });`,
    'a process that ends behind it': `export class Signals { async handle(work) { try { await Promise.race([work(), new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 10_000))]); this.exit(0); } catch { this.exit(1); } } }`,
    'a timer whose end aborts': `const load = (url, c) => Promise.race([fetch(url), sleep(5_000).then(() => { c.abort(); throw new Error('late'); })]);`,
    'what happens once': `export const waitFor = (registry) => Promise.race([registry.isReady, new Promise((done) => setTimeout(done, 10_000))]);`,
    'the end of work': `export const finish = (jobs) => Promise.race([Promise.allSettled(jobs), sleep(10_000)]);`,
    'a function that ends work': `export async function flushAll() { await Promise.race([exporter.send(), sleep(10_000)]); }`,
    'two seconds': `export const ping = (redis) => Promise.race([redis.ping(), new Promise((_, reject) => setTimeout(reject, 2_000))]);`,
    'p-timeout around something else': `import pTimeout from 'p-timeout'; export const load = (job) => pTimeout(job.finished(), { milliseconds: 5_000 });`,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    {
      name: 'a function of the file',
      code: `${HELPER}export const load = (url) => withTimeout(fetch(url), 5_000);`,
      errors: [
        {
          messageId: 'requestGoesOn',
          data: { time: '5 s', request: '`fetch()`', line: '2', option: 'signal: AbortSignal.timeout(5_000)' },
        },
      ],
    },
    {
      name: 'p-timeout',
      code: `import pTimeout from 'p-timeout'; export const load = (url) => pTimeout(fetch(url), { milliseconds: 5_000 });`,
      errors: [{ messageId: 'requestGoesOn' }],
    },
    {
      name: 'p-timeout before version 5',
      code: `import pTimeout from 'p-timeout'; import axios from 'axios'; export const load = (url, ms) => pTimeout(axios.get(url), ms);`,
      errors: [{ messageId: 'requestGoesOn' }],
    },
    {
      name: 'a promise behind the timer',
      code: `import { setTimeout as sleep } from 'node:timers/promises'; export const load = (url) => Promise.race([fetch(url), sleep(5_000).then(() => { throw new Error('late'); })]);`,
      errors: [
        {
          messageId: 'requestGoesOn',
          suggestions: [
            {
              messageId: 'limitRequest',
              output: `import { setTimeout as sleep } from 'node:timers/promises'; export const load = (url) => fetch(url, { signal: AbortSignal.timeout(5_000) });`,
            },
          ],
        },
      ],
    },
  ],
});

ruleTester.run('no-uncancelled-race', reportsOf(noUncancelledRace), {
  valid: silent({
    'the timer aborts the request': `
      export async function load(url) {
        const controller = new AbortController();
        let timer;
        const limit = new Promise((_, reject) => { timer = setTimeout(() => { controller.abort(); reject(new Error('late')); }, 5000); });
        try { return await Promise.race([fetch(url, { signal: controller.signal }), limit]); } finally { clearTimeout(timer); }
      }
    `,
    'a cleared timer, and something that cannot be ended': `
      export async function wait(job) {
        let timer;
        const limit = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('late')), 5000); });
        try { return await Promise.race([job.finished(), limit]); } finally { clearTimeout(timer); }
      }
    `,
    'a timer that something else clears': `
      export function within(job, ms) { let id; const late = new Promise((_, reject) => { id = setTimeout(() => { clearTimeout(id); reject(); }, ms); }); return Promise.race([job, late]).finally(() => clearTimeout(id)); }
    `,
    'an unreferenced timer': `
      export const wait = (job) => Promise.race([job.finished(), new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
    `,
    'a short pause': `
      export const settle = (job) => Promise.race([job.finished(), new Promise((resolve) => setTimeout(resolve, 50))]);
    `,
    'a deadline of the shutdown': `
      import { setTimeout as sleep } from 'node:timers/promises';
      export async function shutdown(queue) { await Promise.race([queue.close(), sleep(5000)]); process.exit(0); }
    `,
    'a sleep with a signal': `
      import { setTimeout as sleep } from 'node:timers/promises';
      export const wait = (job, signal) => Promise.race([job.finished(), sleep(5000, null, { signal })]);
    `,
    'a request with its own limit': `
      import axios from 'axios';
      export const load = (url) => new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('late')), 5000);
        axios.get(url, { timeout: 4000 }).then((r) => { clearTimeout(timer); resolve(r.data); }, reject);
      });
    `,
    'a request that the timer destroys': `
      import http from 'node:http';
      export const load = (url) => new Promise((resolve, reject) => {
        const req = http.get(url, resolve);
        req.on('error', reject);
        const timer = setTimeout(() => { req.destroy(); reject(new Error('late')); }, 5000);
        req.on('close', () => clearTimeout(timer));
      });
    `,
    'a sleep is no race': `
      export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      export async function retry(url) { await sleep(5000); return fetch(url, { signal: AbortSignal.timeout(1000) }); }
    `,
    'a promise that only its timer settles': `
      export const later = () => new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 5000));
    `,
    'a test': `
      import { it } from 'vitest';
      it('waits', () => Promise.race([fetch('x'), new Promise((_, reject) => setTimeout(reject, 5000))]));
    `,
  }),
  invalid: [
    ...reported('requestGoesOn', {
      'fetch against a timer': `
        export const load = (url) => Promise.race([fetch(url), new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 5000))]);
      `,
      'fetch against a timer that is cleared': `
        export async function load(url) {
          let timer;
          const limit = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('late')), 5000); });
          try { return await Promise.race([fetch(url), limit]); } finally { clearTimeout(timer); }
        }
      `,
      'axios against a function of the file': `
        const axios = require('axios');
        const timeout = (ms) => new Promise((_, reject) => setTimeout(reject, ms));
        exports.load = (url) => Promise.race([axios.get(url), timeout(3000)]);
      `,
      'a timer that only rejects': `
        import axios from 'axios';
        export default (...args) => new Promise((resolve, reject) => {
          const timer = setTimeout(() => { reject(new Error('late')); }, 10000);
          axios(...args).then((response) => { clearTimeout(timer); resolve(response); }).catch((error) => { clearTimeout(timer); reject(error); });
        });
      `,
      'a timer that only rejects, in a method': `
        import got from 'got';
        export class Api { load(url) { return new Promise((resolve, reject) => { setTimeout(reject, 10000, new Error('late')); got(url).json().then(resolve, reject); }); } }
      `,
    }),
    ...reported('timerGoesOn', {
      'a timer that only clears itself': `export function within(job, ms) { const late = new Promise((_, reject) => { const id = setTimeout(() => { clearTimeout(id); reject(); }, ms); }); return Promise.race([job, late]); }`,
      'a process that another function ends': `
        export async function handle(work) { await Promise.race([work(), new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 10_000))]); }
        export const end = () => process.exit(0);`,
      'an inline timer': `
        export const wait = (job) => Promise.race([job.finished(), new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 30_000))]);
      `,
      'a sleep of the platform': `
        import { setTimeout as sleep } from 'node:timers/promises';
        export const wait = (job) => Promise.race([job.finished(), sleep(60_000)]);
      `,
      'a helper that takes a promise': `
        export function withTimeout(promise, ms) {
          const limit = new Promise((_, reject) => { setTimeout(() => reject(new Error('late')), ms); });
          return Promise.race([promise, limit]);
        }
      `,
      'an event against a timer': `
        export const ready = (worker) => new Promise((resolve, reject) => {
          setTimeout(() => reject(new Error('late')), 10_000);
          worker.once('ready', resolve);
        });
      `,
    }),
  ],
});

ruleTester.run('no-uncancelled-race: suggestions', noUncancelledRace, {
  valid: [],
  invalid: [
    {
      name: 'a request and an inline timer',
      code: `export const load = (url) => Promise.race([fetch(url), new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 5000))]);`,
      errors: [
        {
          messageId: 'requestGoesOn',
          data: { time: '5 s', request: '`fetch()`', line: '1', option: 'signal: AbortSignal.timeout(5000)' },
          suggestions: [
            {
              messageId: 'limitRequest',
              output: `export const load = (url) => fetch(url, { signal: AbortSignal.timeout(5000) });`,
            },
          ],
        },
      ],
    },
    {
      name: 'options stay',
      code: `export const send = (url, body, ms) => Promise.race([fetch(url, { method: 'POST', body }), new Promise((_, reject) => setTimeout(reject, ms))]);`,
      errors: [
        {
          messageId: 'requestGoesOn',
          suggestions: [
            {
              messageId: 'limitRequest',
              output: `export const send = (url, body, ms) => fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(ms) });`,
            },
          ],
        },
      ],
    },
  ],
});
