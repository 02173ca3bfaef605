import { requireBodyCleanup } from '../../src/rules/require-body-cleanup.js';
import { reportsOf, ruleTester } from '../rule-tester.js';
import { failing as failingWith, named } from './require-timeouts.fixture.js';

const failing = failingWith<'leftUnread' | 'neverRead'>;

const THROWS = `function check(res) {\n  if (res.ok) return res;\n  throw new Error(res.statusText);\n}\n`;
const METHOD = `static check(res: Response): Response { if (res.ok) return res; throw new Error(res.statusText); }`;

/** Helpers that return the response which they are given, or throw: the caller goes on with what they return. */
ruleTester.run('require-body-cleanup: a helper gives the response back', reportsOf(requireBodyCleanup), {
  valid: named('', {
    'which reads what it throws for': `async function check(res) { if (res.ok) return res; throw new Error(await res.text()); }
export const load = (url) => fetch(url).then((res) => check(res)).then((res) => res.json());`,
    'from elsewhere': `import { check } from './check.js';
export const load = (url) => fetch(url).then((res) => check(res)).then((res) => res.json());`,
    'which never throws': `function note(res) { console.log(res.status); return res; }
export async function load(url) { const res = await fetch(url); return note(res); }`,
  }),
  invalid: failing('', {
    'in a continuation': [
      `${THROWS}export const load = (url) => fetch(url).then((res) => check(res)).then((res) => res.json());`,
      'leftUnread',
      5,
    ],
    'in what a function returns': [
      `${THROWS}export async function load(url) { const res = await fetch(url); return check(res); }`,
      'leftUnread',
      5,
    ],
    'by the name of a method': [
      `export class Api { load(url: string) { return fetch(url).then(Api.check).then((res) => res.json()); } ${METHOD} }`,
      'leftUnread',
      1,
    ],
    'in a method': [
      `export class Api { load(url: string) { return fetch(url).then((res) => Api.check(res)).then((res) => res.json()); } ${METHOD} }`,
      'leftUnread',
      1,
    ],
    // One report: what the statement gets from the helper is the response that the function has already.
    'and its caller has it besides': [
      `export class Api { async remove(url: string) {\n  const res = await fetch(url);\n  Api.check(res);\n  console.log('gone');\n} ${METHOD} }`,
      'leftUnread',
      2,
    ],
    'and its caller reads it then': [
      `${THROWS}export const load = (url) =>\n  fetch(url).then((res) => { check(res); return res.json(); });`,
      'leftUnread',
      6,
    ],
    'and nobody takes it': [
      `${THROWS}export async function remove(url) { await fetch(url).then((res) => check(res)); }`,
      'neverRead',
      5,
    ],
  }),
});

const KY = `import ky from 'ky';\n`;
ruleTester.run('require-body-cleanup: error statuses reject', reportsOf(requireBodyCleanup), {
  valid: named(KY, {
    'a test for what never arrives': `export async function load(url) { const res = await ky(url); if (!res.ok) throw new Error('x'); return res.json(); }`,
    'the branch of what never arrives': `export async function load(url) { const res = await ky.get(url); if (res.ok) { return res.json(); } else { console.log(res.status); } }`,
    'a comparison': `export async function load(url) { const res = await ky.get(url); if (res.ok === false) return null; return res.json(); }`,
    'unknown options': `export async function load(url, options) { const res = await ky.get(url, options); if (!res.ok) return null; return res.json(); }`,
  }),
  invalid: failing(KY, {
    'unless the call says otherwise': [
      `export async function load(url) { const res = await ky(url, { throwHttpErrors: false }); if (!res.ok) throw new Error('x'); return res.json(); }`,
      'leftUnread',
    ],
    'unless the client says otherwise': [
      `const api = ky.create({ throwHttpErrors: false });\nexport async function load(url) { const res = await api.get(url); if (!res.ok) return null; return res.json(); }`,
      'leftUnread',
    ],
    'but a good one is not read': [`export async function ping(url) { await ky.post(url); }`, 'neverRead'],
    'and a status tells something else': [
      `export async function load(url) { const res = await ky(url); if (res.status === 202) return null; return res.json(); }`,
      'leftUnread',
    ],
  }),
});

ruleTester.run('require-body-cleanup: code of a page that is driven', reportsOf(requireBodyCleanup), {
  valid: named('', {
    'a function that is sent': `export const load = (page, url) => page.evaluate(async (to) => { const res = await fetch(to); return res.ok; }, url);`,
    'a function with a name': `async function inPage(to) { const res = await fetch(to); return res.ok; }
export const load = (page, url) => page.evaluate(inPage, url);`,
    'a function in it': `export const load = (page, urls) => page.$$eval('a', () => Promise.all(urls.map(async (to) => { const res = await fetch(to); return res.ok; })));`,
  }),
  invalid: failing('', {
    'a function that Node.js calls as well': [
      `async function isUp(to) { const res = await fetch(to); return res.ok; }
export const load = async (page, url) => (await page.evaluate(isUp, url)) || isUp(url);`,
      'neverRead',
    ],
    'a function of that name without a page': [
      `export const load = (url) => evaluate(async () => { const res = await fetch(url); return res.ok; });`,
      'neverRead',
    ],
  }),
});

const IMPORTED = `const fetch = (...args) => import('node-fetch').then(({ default: f }) => f(...args));\n`;
ruleTester.run('require-body-cleanup: a function that calls another with all it gets', reportsOf(requireBodyCleanup), {
  valid: named(IMPORTED, {
    'whose response is read': `export const load = async (url) => (await fetch(url)).json();`,
  }),
  invalid: failing(IMPORTED, {
    'whose response is not': [`export const ping = async (url) => { await fetch(url); };`, 'neverRead', 2],
  }),
});
