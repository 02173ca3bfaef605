import { noRetainedResponse } from '../../src/rules/no-retained-response.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const reported = (
  messageId: 'whole' | 'body' | 'closure',
  cases: Readonly<Record<string, string>>,
): { name: string; code: string; errors: { messageId: typeof messageId }[] }[] =>
  Object.entries(cases).map(([name, code]) => ({ name, code, errors: [{ messageId }] }));

ruleTester.run('no-retained-response', reportsOf(noRetainedResponse), {
  valid: Object.entries({
    'the data': `import axios from 'axios'; const cache = new Map(); export async function load(id) { const response = await axios.get('/x/' + id); cache.set(id, response.data); return response.data; }`,
    'the data, destructured': `import axios from 'axios'; const cache = new Map(); export async function load(id) { const { data } = await axios.get('/x/' + id); cache.set(id, data); return data; }`,
    'the body of fetch, read': `const cache = new Map(); export async function load(url) { const response = await fetch(url); cache.set(url, await response.json()); }`,
    'a container of the call': `import axios from 'axios'; export async function all(urls) { const responses = []; for (const url of urls) responses.push(await axios.get(url)); return responses.map((r) => r.data); }`,
    'requests in flight': `const pending = new Map(); export function load(url) { const promise = fetch(url); pending.set(url, promise); return promise.finally(() => pending.delete(url)); }`,
    'requests in flight, in one call': `import axios from 'axios'; const pending = new Map(); export function load(url) { if (!pending.has(url)) pending.set(url, axios.get(url)); return pending.get(url).finally(() => pending.delete(url)); }`,
    'a field of which more than the data is read': `import axios from 'axios'; export class Api { async load(url) { this.last = await axios.get(url); return this.last; } }`,
    'looking at it': `import axios from 'axios'; const seen = new Set(); export async function load(url) { const r = await axios.get(url); seen.has(r); return r.status; }`,
    'a field of a class of which more than the data is read': `import axios from 'axios'; export class Flags { static last = null; static async load() { Flags.last = await axios.get('/flags'); return Flags.last; } }`,
    'the promise of the data': `import axios from 'axios'; const cache = new Map(); export function load(id) { if (!cache.has(id)) cache.set(id, axios.get('/x/' + id).then((r) => r.data)); return cache.get(id); }`,
    'the parts that are needed': `import axios from 'axios'; const cache = new Map(); export async function load(id) { const r = await axios.get('/x/' + id); cache.set(id, { etag: r.headers.etag, data: r.data }); return r.data; }`,
    'a function that closes over the data': `import axios from 'axios'; export async function rules() { const { data } = await axios.get('/rules'); return (text) => data.includes(text); }`,
    'a function that gives it to another one': `import axios from 'axios'; export async function rules() { const r = await axios.get('/rules'); return () => check(r) && r.data; }`,
    'a callback of the call': `import axios from 'axios'; export async function rules(list) { const r = await axios.get('/rules'); return list.filter((each) => r.data.includes(each)); }`,
    'ky delivers data': `import ky from 'ky'; const cache = {}; export async function load(url) { cache[url] = await ky.get(url).json(); }`,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    ...reported('whole', {
      'a field of a class that names itself': `import axios from 'axios'; export class Flags { static last = null; static async load() { if (!Flags.last) Flags.last = await axios.get('/flags'); return Flags.last.data; } }`,
      'a map of a module': `import axios from 'axios'; const cache = new Map(); export async function load(id) { const response = await axios.get('/x/' + id); cache.set(id, response); return response; }`,
      'an object of a module': `const axios = require('axios'); const cache = {}; exports.load = async (id) => { cache[id] = await axios.get('/x/' + id); return cache[id].data; };`,
      'a client of axios, in a field': `import axios from 'axios'; const api = axios.create({ timeout: 1000 }); export class Repo { cache = new Map(); async find(id) { const r = await api.get('/x/' + id); this.cache.set(id, r); return r.data; } }`,
      'a list that grows': `import got from 'got'; const history = []; export async function load(url) { const response = await got(url); history.push(response); return response.body; }`,
      'a promise that stays': `import axios from 'axios'; const cache = new Map(); export function load(url) { if (!cache.has(url)) cache.set(url, axios.get(url)); return cache.get(url); }`,
      'a field': `import axios from 'axios'; export class Api { async load(url) { this.last = await axios.get(url); return this.last.data; } }`,
      'in a promise chain': `import axios from 'axios'; const cache = {}; export function load(id) { return axios.get('/x/' + id).then((response) => { cache[id] = response; return response.data; }); }`,
      'with the time': `import axios from 'axios'; const cache = new Map(); export async function load(id) { const response = await axios.get('/x/' + id); cache.set(id, { response, at: Date.now() }); return response.data; }`,
      'a private field that is asked for first': `import axios from 'axios'; export class Config { #response; async get() { if (!this.#response) this.#response = await axios.get('/config'); return this.#response.data; } }`,
      'the end of a chain': `import superagent from 'superagent'; const seen = new Map(); export async function load(url) { const response = await superagent.get(url).timeout(1000); seen.set(url, response); return response.body; }`,
      'the last one': `import axios from 'axios'; let last; export async function poll(url) { last = await axios.get(url); return last.data; }`,
    }),
    ...reported('closure', {
      'a function that looks at the status as well': `import axios from 'axios'; export async function rules() { const r = await axios.get('/rules'); return () => r.status === 200 && r.data; }`,
      'an interval that reads a header': `import got from 'got'; export async function watch(url) { const r = await got(url); setInterval(() => console.log(r.headers.etag), 60_000); }`,
      'an interval': `import axios from 'axios'; export async function watch(url) { const response = await axios.get(url); setInterval(() => console.log(response.data.version), 60_000); }`,
      'a function that is returned': `import got from 'got'; export async function rules() { const response = await got('https://a.example/rules'); return (text) => response.body.includes(text); }`,
    }),
    ...reported('body', {
      'a copy': `const cache = new Map(); export async function load(url) { const response = await fetch(url); cache.set(url, response.clone()); return response; }`,
      'the body of undici': `import { request } from 'undici'; const bodies = new Map(); export async function load(url) { const { body } = await request(url); bodies.set(url, body); }`,
      fetch: `const cache = new Map(); export async function load(url) { const response = await fetch(url); cache.set(url, response); return response.clone(); }`,
      undici: `import { request } from 'undici'; const cache = {}; export async function load(url) { cache[url] = await request(url); }`,
    }),
  ],
});

const sent = (handler: string, container = 'const failed = [];'): string =>
  `import axios from 'axios'; ${container} export async function send(id) { try { return await axios.get('/x/' + id); } catch (error) { ${handler} } }`;

ruleTester.run('no-retained-response: responses of errors, and of promises', noRetainedResponse, {
  valid: Object.entries({
    'the data': sent(`failed.push(error.response?.data);`),
    'a list of the call': sent(`const mine = []; mine.push(error.response); throw mine;`),
    'another error': `import axios from 'axios'; const failed = []; export async function send(id) { const r = await axios.get('/x/' + id); try { parse(r.data); } catch (error) { failed.push(error.response); } }`,
    'a request in flight': `import axios from 'axios'; const running = new Map(); export function load(id) { const request = axios.get('/x/' + id).finally(() => running.delete(id)); running.set(id, request); return request; }`,
    'a promise that is taken out again': `import axios from 'axios'; const running = new Map(); export function load(id) { const request = axios.get('/x/' + id); running.set(id, request); request.finally(() => running.delete(id)); return request; }`,
    'a promise of the data': `import axios from 'axios'; const all = new Map(); export function load(id) { const data = axios.get('/x/' + id).then((r) => r.data); all.set(id, data); return data; }`,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    {
      name: 'a response behind a failure',
      code: sent(`failed.push(error.response);`),
      errors: [{ messageId: 'whole', data: { keeper: 'failed', data: 'error.response?.data' } }],
    },
    ...Object.entries({
      'by a key': sent(`failed.set(id, error.response);`, 'const failed = new Map();'),
      'under a name of the module': sent(`last = error.response;`, 'let last = null;'),
      'where it may be none': sent(`failed.push(error?.response);`),
      'behind a promise': `import axios from 'axios'; const failed = []; export const send = (id) => axios.get('/x/' + id).catch((error) => { failed.push(error.response); });`,
      'the second function of then': `import axios from 'axios'; const failed = []; export const send = (id) => axios.get('/x/' + id).then((r) => r.data, (error) => { failed.push(error.response); });`,
      'a promise under a name': `import axios from 'axios'; const all = new Map(); export function load(id) { let request = all.get(id); if (!request) { request = axios.get('/x/' + id); all.set(id, request); } return request.then((r) => r.data); }`,
    }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'whole' as const }] })),
    {
      name: 'got',
      code: `import got from 'got'; const failed = []; export async function send(id) { try { await got('https://a.example/' + id); } catch (error) { failed.push(error.response); } }`,
      errors: [{ messageId: 'whole', data: { keeper: 'failed', data: 'error.response?.body' } }],
    },
  ],
});

ruleTester.run('no-retained-response: suggestions', noRetainedResponse, {
  valid: [],
  invalid: [
    {
      name: 'the data of axios',
      code: `import axios from 'axios'; const cache = new Map(); export async function load(id) { const response = await axios.get('/x/' + id); cache.set(id, response); }`,
      errors: [
        {
          messageId: 'whole',
          suggestions: [
            {
              messageId: 'keepData',
              data: { data: 'response.data', keeper: 'cache' },
              output: `import axios from 'axios'; const cache = new Map(); export async function load(id) { const response = await axios.get('/x/' + id); cache.set(id, response.data); }`,
            },
          ],
        },
      ],
    },
  ],
});
