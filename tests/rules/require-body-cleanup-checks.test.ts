import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const ALL = [{ implicitThrows: true }] as const;
const AWAITED = [{ implicitThrows: 'awaited' }] as const;
const UNREAD = [{ messageId: 'leftUnread' as const }];

ruleTester.run('require-body-cleanup: checks that functions of the file make', reportsOf(requireBodyCleanup), {
  valid: [
    {
      name: 'a method that reads the body before it throws',
      code: `class Api {
        async send(url) { const response = await fetch(url); await this.check(response); return response; }
        async check(response) { if (!response.ok) { const data = await response.json(); throw new Error(data.message); } }
      }`,
      options: ALL,
    },
    {
      name: 'a function that reads it, or finds none, before it throws',
      code: `async function check(response) {
        if (!response.ok) { const text = await response.text(); throw new Error(text); }
        if (!response.body) throw new Error('empty');
      }
      export async function load(url) { const response = await fetch(url); await check(response); return response.text(); }`,
      options: ALL,
    },
    {
      name: 'a method that asks for an empty answer',
      code: `class Api {
        async post(url) { const response = await fetch(url); const isEmpty = this.isEmpty(response); if (isEmpty) { return; } return response.json(); }
        isEmpty(response) { if (response.status === 204) { return true; } return false; }
      }`,
    },
    {
      name: 'a function that asks for an empty answer in several ways',
      code: `const isEmpty = (res) => res.status === 204 || res.headers.get('content-length') === '0';
      export async function load(url) { const response = await fetch(url); if (isEmpty(response)) return null; return response.json(); }`,
    },
    {
      name: 'a constant that says so',
      code: `export async function load(url) { const response = await fetch(url); const empty = response.status === 204; if (empty) return null; return response.json(); }`,
    },
    {
      name: 'calls that fail in no running program',
      code: `export async function load(url, log) {
        const response = await fetch(url);
        const type = (response.headers.get('content-type') || '').toLowerCase();
        log.on('error', console.error);
        return type.startsWith('image/') ? response.arrayBuffer() : response.text();
      }`,
      options: ALL,
    },
    {
      name: 'a timer that is stopped, a log, and a plain object',
      code: `export async function load(url, id) {
        const response = await fetch(url);
        try { clearTimeout(id); console.log(response.status, Date.now()); const seen = new Map(); return { seen, text: await response.text() }; }
        catch (error) { console.error(error); throw error; }
      }`,
      options: ALL,
    },
    {
      name: 'a response that the caller still has when something fails',
      code: `export function stream(response: Response, name: string) { const pattern = patternOf(name); const reader = response.body.getReader(); return read(reader, pattern); }`,
      options: ALL,
    },
    {
      name: 'a call between that nothing waits for, where only awaited work counts',
      code: `export async function load(url) { const response = await fetch(url); const names = namesOf(response.headers); return { names, text: await response.text() }; }`,
      options: AWAITED,
    },
    { name: 'an address that holds its data', code: `void fetch('data:text/plain,ready').catch(() => {});` },
  ],
  invalid: [
    {
      name: 'a function that throws without having read',
      code: `async function check(response, log) { if (!response.ok) throw new Error(String(response.status)); }
      export async function load(url) { const response = await fetch(url); await check(response); return response.text(); }`,
      errors: UNREAD,
    },
    {
      name: 'one that reads on one of its ways only',
      code: `async function check(response) {
        if (response.status === 500) throw new Error(await response.text());
        if (!response.ok) throw new Error('failed');
      }
      export async function load(url) { const response = await fetch(url); await check(response); return response.text(); }`,
      options: ALL,
      errors: UNREAD,
    },
    {
      name: 'a function that is true of other answers as well',
      code: `const isDone = (res) => { if (res.status === 204) return true; return res.status === 404; };
      export async function load(url) { const response = await fetch(url); if (isDone(response)) return null; return response.json(); }`,
      errors: UNREAD,
    },
    {
      name: 'requests of several branches, lost in one place',
      code: `export async function load(url, own) { let response; if (own) { response = await own.fetch(url); } else if (url.startsWith('a')) { response = await fetch(url); } else { response = await fetch('https://b.example/' + url); } if (!response.ok) throw new Error('x'); return response.json(); }`,
      errors: UNREAD,
    },
    {
      name: 'work that is awaited in between',
      code: `export async function load(url, log) { const response = await fetch(url); await log.save(url); return response.text(); }`,
      options: AWAITED,
      errors: UNREAD,
    },
    {
      name: 'a look-up that may find nothing',
      code: `export async function load(url) { const response = await fetch(url); const isText = response.headers.get('content-type').includes('text'); return isText ? response.text() : response.json(); }`,
      options: ALL,
      errors: UNREAD,
    },
  ],
});

const PIPE = [{ messageId: 'pipe' as const }];
const download = (lines: string): string =>
  `export const get = async (req, res, files) => { const download = await files.read(req.path); res.status(200); ${lines} download.body.pipe(res); };`;

ruleTester.run('require-body-cleanup: pipes that end with their destination', reportsOf(requireBodyCleanup), {
  valid: [
    {
      name: 'a client that leaves ends the source',
      code: download(
        `res.setHeader('a', 'b'); req.on('close', () => download.body.destroy()); download.body.on('error', (error) => res.destroy(error));`,
      ),
    },
  ],
  invalid: [
    {
      name: 'a client that leaves ends nothing',
      code: download(`res.setHeader('a', 'b'); download.body.on('error', (error) => res.destroy(error));`),
      errors: PIPE,
    },
    {
      name: 'the end of the answer is no early one',
      code: download(
        `res.setHeader('a', 'b'); res.on('finish', () => download.body.destroy()); download.body.on('error', (error) => res.destroy(error));`,
      ),
      errors: PIPE,
    },
  ],
});
