import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

/** A function that gets the settled results of some requests, and goes on as a case says. */
const settled = (rest: string): string =>
  `export async function load(urls, take) { const results = await Promise.allSettled(urls.map((url) => fetch(url))); ${rest} }`;

function silent(cases: Readonly<Record<string, string>>) {
  return Object.entries(cases).map(([name, code]) => ({ name, code }));
}

function reported(cases: Readonly<Record<string, readonly ['neverRead' | 'leftUnread', string]>>) {
  return Object.entries(cases).map(([name, [messageId, code]]) => ({ name, code, errors: [{ messageId }] as const }));
}

ruleTester.run('require-body-cleanup: settled results', reportsOf(requireBodyCleanup), {
  valid: silent({
    'each good one is read': settled(
      `return Promise.all(results.map((r) => (r.status === 'fulfilled' ? r.value.json() : null)));`,
    ),
    'the rejected ones are passed by': settled(
      `for (const r of results) { if (r.status === 'rejected') continue; await r.value.text(); }`,
    ),
    'taken apart': settled(
      `return Promise.all(results.map(({ status, value }) => (status === 'fulfilled' ? value.json() : null)));`,
    ),
    'filtered and read': settled(
      `const good = results.filter((r) => r.status === 'fulfilled').map((r) => r.value); return Promise.all(good.map((each) => each.json()));`,
    ),
    'the failures are counted beside': settled(
      `const failed = results.filter((r) => r.status === 'rejected'); log(failed.length, results.length); for (const r of results) if (r.status === 'fulfilled') await r.value.text();`,
    ),
    'other code gets each result': settled(`for (const r of results) take(r);`),
    'other code gets all of them': settled(`return take(results);`),
    'read before they settle': `export async function load(urls) { const results = await Promise.allSettled(urls.map(async (url) => (await fetch(url)).json())); return results.filter((r) => r.status === 'fulfilled').length; }`,
    'two that are named': `export async function load(a, b) { const [x, y] = await Promise.allSettled([fetch(a), fetch(b)]); return [x.status === 'fulfilled' ? await x.value.json() : null, y.status === 'fulfilled' ? await y.value.json() : null]; }`,
    'one that has no body': settled(
      `return Promise.all(results.map(async (r) => { if (r.status !== 'fulfilled') return null; if (r.value.status === 204) return {}; return r.value.json(); }));`,
    ),
    'one response by its place in the list': `export async function load(urls) { const responses = await Promise.all(urls.map((url) => fetch(url))); return responses[0].json(); }`,
  }),
  invalid: reported({
    'only what each says of itself': [
      'neverRead',
      settled(`return results.map((r) => r.status === 'fulfilled' && r.value.ok);`),
    ],
    'a bad one is passed by': [
      'leftUnread',
      settled(
        `for (const r of results) { if (r.status === 'rejected') continue; if (!r.value.ok) continue; await r.value.json(); }`,
      ),
    ],
    'a status for the log': [
      'neverRead',
      settled(`results.forEach((r) => { if (r.status === 'fulfilled') log(r.value.status); else log(r.reason); });`),
    ],
    'filtered and looked at': [
      'neverRead',
      settled(
        `const good = results.filter((r) => r.status === 'fulfilled').map((r) => r.value); return good.every((each) => each.ok);`,
      ),
    ],
    'a throw behind the first of two': [
      'leftUnread',
      `export async function load(a, b) { const [x] = await Promise.allSettled([fetch(a), save(b)]); if (x.status === 'rejected') throw x.reason; if (!x.value.ok) throw new Error('x'); return x.value.json(); }`,
    ],
  }),
});

ruleTester.run('require-body-cleanup: a list that nobody takes a response from', requireBodyCleanup, {
  valid: [],
  invalid: [
    {
      name: 'counted by their status',
      code: `export async function ping(urls) {
  const results = await Promise.allSettled(urls.map((url) => fetch(url)));
  return results.filter((r) => r.status === 'fulfilled').length;
}`,
      errors: [{ messageId: 'neverRead', line: 2 }],
      output: `export async function ping(urls) {
  const results = await Promise.allSettled(urls.map((url) => fetch(url).then((response) => response.body?.cancel())));
  return results.filter((r) => r.status === 'fulfilled').length;
}`,
    },
    {
      name: 'counted',
      code: `export async function ping(urls) {
  const responses = await Promise.all(urls.map((url) => fetch(url)));
  return responses.length;
}`,
      errors: [{ messageId: 'neverRead', line: 2 }],
      output: `export async function ping(urls) {
  const responses = await Promise.all(urls.map((url) => fetch(url).then((response) => response.body?.cancel())));
  return responses.length;
}`,
    },
  ],
});
