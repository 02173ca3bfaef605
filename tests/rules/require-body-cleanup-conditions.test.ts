import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { requireRelease } from '../../src/rules/require-release.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const named = (cases: Readonly<Record<string, string>>): { name: string; code: string }[] =>
  Object.entries(cases).map(([name, code]) => ({ name, code }));

const inFinally = (test: string): string => `
  export async function load(url) {
    const response = await fetch(url);
    try {
      if (!response.ok) throw new Error(response.statusText);
      return await response.json();
    } finally {
      if (${test}) void response.body?.cancel().catch(() => {});
    }
  }
`;

/** What a condition says of a response, in all the ways in which it can be written. */
ruleTester.run('require-body-cleanup: conditions', reportsOf(requireBodyCleanup), {
  valid: named({
    ...Object.fromEntries(
      [
        '!response.bodyUsed',
        'response.bodyUsed === false',
        'response.bodyUsed == false',
        'response.bodyUsed !== true',
        '!(response.bodyUsed === true)',
        'response.body && response.bodyUsed === false',
      ].map((test) => [`cancelled in a finally where ${test}`, inFinally(test)]),
    ),
    'a release that is called if it is there': `
      export async function load(url) {
        const response = await fetch(url);
        if (response.status !== 200) { response.body?.cancel?.(); throw new Error('x'); }
        return response.json();
      }
    `,
    'a constant that says whether there is a body': `
      import http from 'node:http';
      export const send = (url, method) => new Promise((resolve, reject) => {
        http.request(url, { method }, (res) => {
          const status = res.statusCode ?? 502;
          const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
          resolve(new Response(hasBody ? Readable.toWeb(res) : null, { status }));
        }).on('error', reject).end();
      });
    `,
    'a flag that is set where the request failed': `
      export async function load(url) {
        let canceled = false;
        let response;
        try { response = await fetch(url); } catch (error) { if (error.name === 'AbortError') canceled = true; else throw error; }
        if (canceled) { await log(url); return null; }
        return response.json();
      }
    `,
    'an error that is kept where the request failed': `
      export async function load(url) {
        let failure = null;
        let response;
        try { response = await fetch(url); } catch (error) { failure = error; }
        if (failure) throw failure;
        return response.json();
      }
    `,
    'nothing is asked for but the head': `
      export async function load(url, method) {
        const response = await fetch(url, { method });
        const isHead = method.toUpperCase() === 'HEAD';
        if (!response.ok) throw new Error(isHead ? 'x' : await response.text());
        if (isHead) return null;
        return response.json();
      }
    `,
    'nothing is asked for but the head, without a name': `
      export async function load(url, init) {
        const response = await fetch(url, init);
        if (init.method?.toLowerCase() === 'head') return response.headers;
        return response.json();
      }
    `,
    'the same of a stream of Node.js': `
      import axios from 'axios';
      export async function load(url, done) {
        const { data } = await axios.get(url, { responseType: 'stream' });
        if (done) { data.destroy?.(); return null; }
        for await (const part of data) await done(part);
          return null;
      }
    `,
    'read for a logger that may be missing': `
      export async function load(url, log) {
        const response = await fetch(url);
        if (!response.ok) { log.warn?.(\`failed: \${await response.text()}\`); return null; }
        return response.json();
      }
    `,
    'read for a logger in an option': `
      export async function load(url, options) {
        const response = await fetch(url);
        if (!response.ok) { options.log?.warn({ body: await response.text() }); return null; }
        return response.json();
      }
    `,
    'a helper of the file that aborts when the callback is done': `
      async function timed(ms, work) {
        const controller = new AbortController();
        const timer = setTimeout(() => controller.abort(), ms);
        try { return await work(controller.signal); } finally { clearTimeout(timer); controller.abort(); }
      }
      export const load = (url) => timed(1000, async (signal) => {
        const response = await fetch(url, { signal });
        if (response.status === 404) return null;
        return response.json();
      });
    `,
    'a function that refuses before it looks at the response': `
      export async function send(out, response: Response): Promise<void> {
        if (out.headersSent) throw new TypeError('sent');
        out.end(await response.text());
      }
    `,
  }),
  invalid: [
    ...named({
      'cancelled only where it has been read': inFinally('response.bodyUsed === true'),
      'cancelled only where it has been read, negated': inFinally('response.bodyUsed !== false'),
      'a constant that says more than whether there is a body': `
        import http from 'node:http';
        export const send = (url, method) => new Promise((resolve, reject) => {
          http.request(url, { method }, (res) => {
            const status = res.statusCode ?? 502;
            const isWanted = method !== 'HEAD' && status !== 404;
            resolve(new Response(isWanted ? Readable.toWeb(res) : null, { status }));
          }).on('error', reject).end();
        });
      `,
      'a flag that is also set where what came behind the response failed': `
        export async function load(url, check) {
          let canceled = false;
          let response;
          try { response = await fetch(url); check(response.status); } catch { canceled = true; }
          if (canceled) { await log(url); return null; }
          return response.json();
        }
      `,
      'a helper that takes its timer away and ends nothing': `
        async function timed(ms, work) {
          const controller = new AbortController();
          const timer = setTimeout(() => controller.abort(), ms);
          try { return await work(controller.signal); } finally { clearTimeout(timer); }
        }
        export const load = (url) => timed(1000, async (signal) => {
          const response = await fetch(url, { signal });
          if (response.status === 404) return null;
          return response.json();
        });
      `,
      'a chain that has nothing to do with it': `
        export async function load(url, log) {
          const response = await fetch(url);
          if (!response.ok) { log.warn?.(response.status); return null; }
          return response.json();
        }
      `,
      'a function that looks at the response and throws': `
        export async function send(out, response: Response): Promise<void> {
          if (response.status === 500) throw new TypeError('failed');
          out.end(await response.text());
        }
      `,
    }).map((each) => ({ ...each, errors: [{ messageId: 'leftUnread' as const }] })),
  ],
});

ruleTester.run('require-release: conditions', requireRelease, {
  valid: named({
    'given back if it can be': `
      import { Pool } from 'pg';
      const pool = new Pool();
      export async function load() {
        const client = await pool.connect();
        try { return await client.query('SELECT 1'); } finally { client.release?.(); }
      }
    `,
  }),
  invalid: [],
});
