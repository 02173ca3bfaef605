import { noUncancelledRace } from '../../src/rules/no-uncancelled-race.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

function silent(cases: Readonly<Record<string, string>>): { name: string; code: string }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code }));
}

function reported(
  messageId: 'requestGoesOn' | 'timerGoesOn',
  cases: Readonly<Record<string, string>>,
): { name: string; code: string; errors: { messageId: typeof messageId }[] }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code, errors: [{ messageId }] }));
}

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
    'an unreferenced timer': `
      export const wait = (job) => Promise.race([job.finished(), new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
    `,
    'a race of requests': `
      export const fastest = (a, b) => Promise.race([fetch(a), fetch(b)]);
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
