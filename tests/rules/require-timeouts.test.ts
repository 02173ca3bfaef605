import { ruleTester } from '../rule-tester.js';
import { failing, named, reportsOnly } from './require-timeouts.fixture.js';

ruleTester.run('require-timeouts: fetch', reportsOnly, {
  valid: [
    {
      name: 'a connection for many calls, which goes on being opened when one of them has given up',
      code: `import { Redis } from 'ioredis';\nexport const redis = new Redis({ connectTimeout: 10_000, commandTimeout: 5_000 });\n`,
    },
    ...named('', {
      'a signal with a timeout': `export async function f(u) { const r = await fetch(u, { signal: AbortSignal.timeout(5000) }); return r.json(); }`,
      'a signal that a caller gives': `export async function f(u, signal) { return fetch(u, { signal }); }`,
      'options of a caller': `export async function f(u, init) { return fetch(u, init); }`,
      'options of a caller among others': `export async function f(u, init) { return fetch(u, { method: 'POST', ...init }); }`,
      'imported options': `import { init } from './init'; export async function f(u) { return fetch(u, init); }`,
      'options that a method of another object makes': `export async function f(u) { return fetch(u, this.base.options({ method: 'POST' })); }`,
      'options of a field': `export class A { constructor(options) { this.options = options; } load(u) { return fetch(u, this.options); } }`,
      'one of several signals has a timeout': `export async function f(u, s) { return fetch(u, { signal: AbortSignal.any([s, AbortSignal.timeout(1000)]) }); }`,
      'a controller that a timer aborts': `export async function f(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); try { const r = await fetch(u, { signal: c.signal }); return await r.text(); } finally { clearTimeout(t); } }`,
      'a controller that something else aborts': `export async function f(u, events) { const c = new AbortController(); events.on('stop', () => c.abort()); return fetch(u, { signal: c.signal }); }`,
      'a controller that other code has': `export async function f(u) { const c = new AbortController(); register(c); return fetch(u, { signal: c.signal }); }`,
      'options built up later': `export async function f(u) { const init = { method: 'POST' }; init.signal = AbortSignal.timeout(1000); return fetch(u, init); }`,
      'options completed with Object.assign': `export async function f(u) { const init = {}; Object.assign(init, { signal: AbortSignal.timeout(1000) }); return fetch(u, init); }`,
      'options completed by code that is not seen': `import { complete } from './complete'; export async function f(u) { const init = {}; complete(init); return fetch(u, init); }`,
      'options from a function of the file': `function init() { return { signal: AbortSignal.timeout(1000) }; } export async function f(u) { return fetch(u, init()); }`,
      'a race with a promise in a variable': `export async function f(u, timer) { const p = fetch(u); return Promise.race([p, timer]); }`,
      'a function that gives up': `import pTimeout from 'p-timeout'; export async function f(u) { return pTimeout(fetch(u), { milliseconds: 1000 }); }`,
      'a function of the file that is always raced': `async function load(u) { const r = await fetch(u); return r.text(); } export const f = (u) => withTimeout(load(u), 1000);`,
      'a dispatcher with limits': `import { Agent } from 'undici'; const dispatcher = new Agent({ headersTimeout: 1000, bodyTimeout: 1000 }); export const f = (u) => fetch(u, { dispatcher });`,
      'a dispatcher that a caller gives': `export const f = (u, dispatcher) => fetch(u, { dispatcher });`,
      'an imported dispatcher': `import { dispatcher } from './client'; export const f = (u) => fetch(u, { dispatcher });`,
      'a global dispatcher with limits': `import { Agent, setGlobalDispatcher } from 'undici'; setGlobalDispatcher(new Agent({ headersTimeout: 1000, bodyTimeout: 1000 })); export const f = (u) => fetch(u);`,
      'an injected fetch': `export class A { constructor({ fetch: f = fetch }) { this.fetch = f; } load(u) { return this.fetch(u); } }`,
      'a fetch chosen by a caller': `export function f(u, options) { const doFetch = options.fetch ?? fetch; return doFetch(u); }`,
      'a request that carries a signal': `export async function f(u) { const request = new Request(u, { signal: AbortSignal.timeout(1000) }); return fetch(request); }`,
      'a request of the caller': `export default { fetch(request) { return fetch(request); } };`,
      'server-sent events': `export async function f(u) { return fetch(u, { headers: { accept: 'text/event-stream' } }); }`,
      'a long poll': `export async function f(id) { return fetch('https://x.test/updates?timeout=60&id=' + id); }`,
      'a stream of tokens': `export async function f(u, messages) { return fetch(u, { method: 'POST', body: JSON.stringify({ messages, stream: true }) }); }`,
      'another function of the name': `import { fetch } from './net'; export const f = (u) => fetch(u);`,
      'a method of the name': `export const f = (git) => git.fetch();`,
      'a path without an origin':
        "const BASE = '/api/v1'; async function request(path) { const r = await fetch(`${BASE}${path}`); return r.json(); } export const f = () => request('/users'); export const g = (id) => fetch('/users/' + id);",
      'paths without an origin, of a library that takes one':
        "import axios from 'axios'; export const f = (order) => axios.post('/api/orders', order); export const g = (id) => axios.get(`/api/orders/${id}`); export const h = (data) => axios({ url: '/api/orders', data });",
      'an instance that sends to such paths alone':
        "import axios from 'axios'; const api = axios.create({ withCredentials: true }); export const f = () => api.get('/api/orders');",
      'an instance that puts a path before every address':
        "import axios from 'axios'; export const createApi = () => { const api = axios.create({ baseURL: '/api' }); return api; };",
      'its requests':
        "import axios from 'axios'; const api = axios.create({ baseURL: '/api' }); export const f = () => api.get('orders');",
      'a dispatcher whose every request has limits':
        "import { Agent, request } from 'undici'; const dispatcher = new Agent({ connections: 4 }); export const f = (u) => request(u, { dispatcher, headersTimeout: 1_000, bodyTimeout: 1_000 });",
      'the number that got 11 takes, and later versions refuse': `import got from 'got'; export const f = (u) => got(u, { timeout: 5_000 }).json();`,
      'a dispatcher in options whose requests have a limit':
        "import { Agent } from 'undici'; const dispatcher = new Agent({ connections: 4 }); export const f = async (u) => { const init = { dispatcher, signal: AbortSignal.timeout(1_000) }; const r = await fetch(u, init); return r.text(); };",
      'a request that a function makes': `import { buildRequest } from './x'; export const f = (u) => fetch(buildRequest(u));`,
      'a Worker': `export default { async fetch(request, env, ctx) { const r = await fetch(env.UPSTREAM); return new Response(await r.text()); } };`,
      'a component': `import { useState } from 'react'; import { createRoot } from 'react-dom/client'; export async function f(u) { return fetch(u); }`,
      'a module of a loader that needs a document': `define('icons', ['modals'], function (modals) { return { search: (u) => fetch(u) }; });`,
      'a document': `export async function f(u) { const r = await fetch(u); document.title = await r.text(); }`,
      'a test': `import { it } from 'vitest'; it('x', async () => { await fetch('http://x'); });`,
      'a wrapper that is only called with a signal': `async function api(u, init) { return fetch(u, init); } export const f = (u) => api(u, { signal: AbortSignal.timeout(1000) });`,
      'a wrapper with a default of its own': `async function api(u, { signal = AbortSignal.timeout(1000) } = {}) { return fetch(u, { signal }); } export const f = (u) => api(u);`,
      'a timer that runs until the body was read': `export async function f(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); const r = await fetch(u, { signal: c.signal }); const text = await r.text(); clearTimeout(t); return text; }`,
      'a timer cleared before the response is handed on': `export async function f(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); const r = await fetch(u, { signal: c.signal }); clearTimeout(t); return r; }`,
    }),
    {
      name: 'a role that settings give',
      code: `export const f = (u) => fetch(u);`,
      settings: { 'client-lifecycle': { role: 'browser' } },
    },
  ],
  invalid: [
    ...failing('', {
      'an instance with a path before every address, and one that has its own': [
        "import axios from 'axios'; const api = axios.create({ baseURL: '/api' }); export const f = () => api.get('https://x.test/orders');",
        'clientWithoutLimit',
      ],
      'no options': [`export async function f(u) { const r = await fetch(u); return r.json(); }`, 'noLimit'],
      'a path behind the origin of the module': [
        `import axios from 'axios'; axios.defaults.baseURL = 'http://x.test'; export const f = () => axios.get('/orders');`,
        'noLimit',
      ],
      'a path behind the origin of the request': [
        `import axios from 'axios'; export const f = (baseURL) => axios.get('/orders', { baseURL });`,
        'noLimit',
      ],
      'a path behind the origin of the instance': [
        `import axios from 'axios'; const api = axios.create({ baseURL: process.env.API }); export const f = () => api.get('/orders');`,
        'clientWithoutLimit',
      ],
      'a dispatcher of which one request has no limits': [
        `import { Agent, request } from 'undici'; const dispatcher = new Agent(); export const f = (u) => request(u, { dispatcher, headersTimeout: 1_000, bodyTimeout: 1_000 }); export const g = (u) => request(u, { dispatcher });`,
        'clientWithoutLimit',
      ],
      'a dispatcher that other code gets as well': [
        `import { Agent, request } from 'undici'; export const dispatcher = new Agent(); export const f = (u) => request(u, { dispatcher, headersTimeout: 1_000, bodyTimeout: 1_000 });`,
        'clientWithoutLimit',
      ],
      'options without a limit': [
        `export async function f(u, body) { return fetch(u, { method: 'POST', body, headers: { a: 'b' } }); }`,
        'noLimit',
      ],
      'options in a variable': [
        `export async function f(u) { const init = { method: 'POST' }; if (u) init.body = 'x'; return fetch(u, init); }`,
        'noLimit',
      ],
      'options under a condition': [
        `export async function f(u, x) { return fetch(u, x ? { method: 'POST' } : undefined); }`,
        'noLimit',
      ],
      'a conditional spread of other members': [
        `export async function f(u, x) { return fetch(u, { ...(x && { body: x }) }); }`,
        'noLimit',
      ],
      'an undefined signal': [`export async function f(u) { return fetch(u, { signal: undefined }); }`, 'noLimit'],
      'a timeout, which fetch has not': [
        `export async function f(u) { return fetch(u, { timeout: 5000 }); }`,
        'ignoredOption',
      ],
      'an agent, which fetch has not': [
        `export async function f(u, agent) { return fetch(u, { agent }); }`,
        'mistakenOption',
      ],
      'an agent next to a limit': [
        `export async function f(u, agent) { return fetch(u, { agent, signal: AbortSignal.timeout(1000) }); }`,
        'mistakenOption',
      ],
      'a controller that nothing aborts': [
        `export async function f(u) { const c = new AbortController(); return fetch(u, { signal: c.signal }); }`,
        'neverAborted',
      ],
      'signals that nothing aborts': [
        `export async function f(u) { return fetch(u, { signal: AbortSignal.any([new AbortController().signal]) }); }`,
        'neverAborted',
      ],
      'a global object': [`export async function f(u) { return globalThis.fetch(u); }`, 'noLimit'],
      'a bound fetch': [`const load = fetch; export async function f(u) { return load(u); }`, 'noLimit'],
      'a retry': [`export async function f(u) { return retry(() => fetch(u), 3); }`, 'noLimit'],
      'options of a field of the class': [
        `export class A { init = { method: 'POST' }; load(u) { return fetch(u, this.init); } }`,
        'noLimit',
      ],
      'a timer that is cleared too early': [
        `export async function f(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); const r = await fetch(u, { signal: c.signal }); clearTimeout(t); return r.json(); }`,
        'timerCleared',
      ],
      'a timer that is cleared in finally': [
        `export async function f(u) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 1000); let r; try { r = await fetch(u, { signal: c.signal }); } finally { clearTimeout(t); } return r.json(); }`,
        'timerCleared',
      ],
      'a module-level signal': [
        `const signal = AbortSignal.timeout(5000);\nexport async function f(u) { return fetch(u, { signal }); }`,
        'sharedSignal',
        1,
      ],
      'a signal in shared options': [
        `const init = {\nsignal: AbortSignal.timeout(5000) };\nexport async function f(u) { return fetch(u, init); }`,
        'sharedSignal',
        2,
      ],
      'a module-level dispatcher without limits': [
        `import { Agent } from 'undici';\nconst dispatcher = new Agent({ connections: 10 });\nexport const f = (u) => fetch(u, { dispatcher });`,
        'clientWithoutLimit',
        2,
      ],
      'a wrapper at the call without a limit': [
        `async function api(u, init = {}) { return fetch(u, { ...init, headers: {} }); }\nexport const f = (u) => api(u);\nexport const g = (u) => api(u, { signal: AbortSignal.timeout(1000) });`,
        'noLimit',
        2,
      ],
      'a wrapper with a destructured parameter': [
        `async function api({ url, signal }) { return fetch(url, { signal }); }\nexport const f = (url) => api({ url });\nexport const g = (url) => api({ url, signal: AbortSignal.timeout(1000) });`,
        'noLimit',
        2,
      ],
    }),
    {
      name: 'once per file',
      code: `export const f = (u) => fetch(u); export const g = (u) => fetch(u);`,
      options: [{ report: 'file' }],
      errors: [{ messageId: 'noLimit' }],
    },
    {
      name: 'a test that settings call a service',
      code: `import { it } from 'vitest'; it('x', async () => { await fetch('http://x'); });`,
      settings: { 'client-lifecycle': { role: 'service' } },
      errors: [{ messageId: 'noLimit' }],
    },
  ],
});

const AXIOS = `import axios from 'axios';\n`;
ruleTester.run('require-timeouts: axios, got, ky, superagent', reportsOnly, {
  valid: [
    ...named(AXIOS, {
      'a timeout': `export const f = (u) => axios.get(u, { timeout: 5000 });`,
      'a timeout of the environment': `export const f = (u) => axios.get(u, { timeout: Number(process.env.TIMEOUT) });`,
      'a signal': `export const f = (u) => axios.post(u, {}, { signal: AbortSignal.timeout(5000) });`,
      'an instance with a timeout': `const http = axios.create({ timeout: 5000 }); export const f = (u) => http.get(u);`,
      'an instance derived from one with a timeout': `const http = axios.create({ timeout: 5000 }); const api = http.create({ baseURL: 'x' }); export const f = (u) => api.get(u);`,
      'options of a caller': `export const f = (options) => axios.create(options);`,
      'defaults of the module': `axios.defaults.timeout = 5000; export const f = (u) => axios.get(u);`,
      'defaults of an instance': `const http = axios.create({ baseURL: 'x' }); http.defaults.timeout = 5000; export const f = (u) => http.get(u);`,
      'an interceptor that sets it': `const http = axios.create(); http.interceptors.request.use((config) => { config.timeout ??= 5000; return config; }); export const f = (u) => http.get(u);`,
      'an imported interceptor of the name': `import { withTimeout } from './x'; const http = axios.create(); http.interceptors.request.use(withTimeout); export const f = (u) => http.get(u);`,
      'an instance whose requests all have one': `const http = axios.create({ baseURL: 'x' }); export const f = (u) => http.get(u, { timeout: 1000 });`,
      'a field whose requests all have one': `export class A { constructor() { this.http = axios.create({ baseURL: 'x' }); } load(u) { return this.http.get(u, { timeout: 1000 }); } }`,
      'options built up': `export async function f(u, agent) { const config = { url: u }; config.timeout = 5000; return axios.request(config); }`,
      'an injected instance': `export class A { constructor(options) { this.http = options.http || axios; } load(u) { return this.http.get(u); } }`,
    }),
    ...named('', {
      'got with a request timeout': `import got from 'got'; export const f = (u) => got(u, { timeout: { request: 5000 } });`,
      'got with a timeout in an instance': `import got from 'got'; const api = got.extend({ timeout: { request: 5000 } }); export const f = (u) => api.get(u);`,
      'got with a derived instance': `import got from 'got'; const base = got.extend({ timeout: { request: 5000 } }); const api = base.extend({ prefixUrl: 'x' }); export const f = (u) => api.get(u);`,
      'ky, which has a default': `import ky from 'ky'; export const f = (u) => ky.get(u).json();`,
      'superagent with a chained timeout': `import request from 'superagent'; export const f = (u) => request.get(u).set('a', 'b').timeout(5000);`,
      'superagent with a later timeout': `import request from 'superagent'; export async function f(u) { const r = request.get(u); r.timeout({ response: 1000, deadline: 2000 }); return r; }`,
      'superagent agent with a timeout': `import request from 'superagent'; const agent = request.agent().timeout(5000); export const f = (u) => agent.get(u);`,
      'node-fetch 2 with its timeout': `import fetch from 'node-fetch'; export const f = (u) => fetch(u, { timeout: 5000 });`,
      'node-fetch with a signal': `import fetch from 'node-fetch'; export const f = (u) => fetch(u, { signal: AbortSignal.timeout(5000) });`,
    }),
  ],
  invalid: [
    ...failing(AXIOS, {
      'no options': [`export const f = (u) => axios.get(u);`, 'noLimit'],
      'options without a limit': [`export const f = (u, data) => axios.post(u, data, { headers: {} });`, 'noLimit'],
      'one object': [`export const f = (u) => axios({ url: u });`, 'noLimit'],
      'an agent, which bounds nothing': [
        `import https from 'node:https'; const httpsAgent = new https.Agent({ keepAlive: true }); export const f = (u) => axios.get(u, { httpsAgent });`,
        'noLimit',
      ],
      'an instance': [
        `const http = axios.create({ baseURL: 'x' });\nexport const f = (u) => http.get(u);\nexport const g = (u) => http.post(u);`,
        'clientWithoutLimit',
        2,
      ],
      'an exported instance': [`export const http = axios.create({ baseURL: 'x' });`, 'clientWithoutLimit'],
      'an instance with an interceptor for headers': [
        `const http = axios.create(); http.interceptors.request.use((config) => { config.headers.a = 'b'; return config; }); export const f = (u) => http.get(u);`,
        'clientWithoutLimit',
      ],
      'a signal of an instance': [
        `export const http = axios.create({ signal: AbortSignal.timeout(5000) });`,
        'sharedSignal',
      ],
      'a download': [`export const f = (u) => axios.get(u, { responseType: 'stream' });`, 'noLimit'],
    }),
    ...failing('', {
      got: [`import got from 'got'; export const f = (u) => got(u).json();`, 'noLimit'],
      'an address made of another text': [
        `import got from 'got'; import { base } from './base.js'; export const f = (id) => got(base.replace('{id}', id), { headers: {} });`,
        'noLimit',
      ],
      'got with retries': [
        `import got from 'got'; export const f = (u) => got.post(u, { json: {}, retry: { limit: 2 } });`,
        'noLimit',
      ],
      'a got instance': [
        `import got from 'got'; export const api = got.extend({ prefixUrl: 'x' });`,
        'clientWithoutLimit',
      ],
      'got with a limit on the response only': [
        `import got from 'got'; export const f = (u) => got(u, { timeout: { response: 5000 } });`,
        'noLimit',
      ],
      'got whose connect is longer': [
        `import got from 'got'; export const f = (u) => got(u, { timeout: { connect: 10000, request: 5000 } });`,
        'contradiction',
      ],
      'ky above the limit of fetch': [
        `import ky from 'ky'; export const f = (u) => ky.get(u, { timeout: 10 * 60_000 });`,
        'beneathFetch',
      ],
      superagent: [
        `import request from 'superagent'; export const f = (u) => request.post(u).send({ a: 1 });`,
        'noLimit',
      ],
      'superagent required': [
        `const superagent = require('superagent'); module.exports = async (u) => { const res = await superagent.get(u).query({ a: 1 }); return res.body; };`,
        'noLimit',
      ],
      'node-fetch': [`import fetch from 'node-fetch'; export const f = (u) => fetch(u, { agent: a });`, 'noLimit'],
    }),
    {
      name: 'more phases',
      code: `import got from 'got'; export const f = (u) => got(u, { timeout: { response: 5000, read: 5000 } });`,
      options: [{ phases: ['connect', 'headers'] }],
      errors: [{ messageId: 'noLimit' }],
    },
  ],
});

const HTTP = `import http from 'node:http'; import https from 'node:https';\n`;
ruleTester.run('require-timeouts: node:http', reportsOnly, {
  valid: named(HTTP, {
    'option and listener': `export function f(u, cb) { const req = https.request(u, { timeout: 5000 }, cb); req.on('timeout', () => req.destroy(new Error('timeout'))); req.end(); }`,
    'option and chained listener': `export const f = (u, cb) => { https.get(u, { timeout: 5000 }, cb).on('error', cb).on('timeout', function () { this.destroy(); }); };`,
    'setTimeout with a listener': `export function f(u, cb) { const req = http.get(u, cb); req.setTimeout(5000, () => req.destroy()); }`,
    'setTimeout and a listener': `export function f(u, cb) { const req = http.get(u, cb); req.setTimeout(5000); req.on('timeout', onTimeout); }`,
    'a signal': `export function f(u, cb) { http.get(u, { signal: AbortSignal.timeout(5000) }, cb); }`,
    'a timer that destroys it': `export function f(u, cb) { const req = http.get(u, cb); const t = setTimeout(() => req.destroy(), 5000); req.on('close', () => clearTimeout(t)); }`,
    'handed to the caller': `export function f(u) { return http.request(u); }`,
    'given to other code': `import { guard } from './guard'; export function f(u, cb) { const req = http.request(u, cb); guard(req); req.end(); }`,
    'options of a caller': `export function f(options, cb) { http.request(options, cb).end(); }`,
    'an upgrade': `export function f(u) { const req = http.request(u, { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } }); req.on('upgrade', () => {}); req.end(); }`,
    'an agent that limits by itself': `import Agent from 'agentkeepalive'; const agent = new Agent(); export function f(u, cb) { http.get(u, { agent }, cb); }`,
    'an agent': `export const agent = new http.Agent({ keepAlive: true, timeout: 5000 });`,
  }),
  invalid: failing(HTTP, {
    'no limit': [
      `export const f = (url) => new Promise((resolve, reject) => { https.get(url, resolve).on('error', reject); });`,
      'noLimit',
    ],
    'options without a limit': [
      `export function f(cb) { const options = { hostname: 'x', method: 'PUT' }; const req = https.request(options, cb); req.on('error', cb); req.end(); }`,
      'noLimit',
    ],
    'a timeout without a listener': [
      `export function f(url, cb) { http.get(url, { timeout: 5000 }, cb).on('error', cb); }`,
      'onlyEvent',
    ],
    'setTimeout without a listener': [
      `export function f(url, cb) { const req = http.get(url, cb); req.setTimeout(5000); }`,
      'onlyEvent',
    ],
    'a listener that only logs': [
      `export function f(url, cb) { const req = http.get(url, { timeout: 5000 }, cb); req.on('timeout', () => { console.warn('slow'); }); }`,
      'onlyEvent',
    ],
    "an agent's timeout": [
      `const agent = new http.Agent({ timeout: 5000 });\nexport function f(url, cb) { http.get(url, { agent }, cb); }`,
      'agentTimeout',
      3,
    ],
  }),
});

const UNDICI = `import { Agent, Client, Pool, ProxyAgent, request, fetch as undiciFetch } from 'undici';\n`;
ruleTester.run('require-timeouts: undici and clients of SDKs', reportsOnly, {
  valid: [
    ...named(UNDICI, {
      'both limits on the agent': `export const agent = new Agent({ headersTimeout: 5000, bodyTimeout: 5000 });`,
      'limits of a request': `export const f = (u) => request(u, { headersTimeout: 5000, bodyTimeout: 5000 });`,
      'a signal': `export const f = (u) => request(u, { signal: AbortSignal.timeout(5000) });`,
      'a pool with limits': `const pool = new Pool('https://x', { headersTimeout: 5000, bodyTimeout: 5000 }); export const f = () => pool.request({ path: '/', method: 'GET' });`,
      'options of a caller': `export const make = (options) => new Agent(options);`,
      'a spread of a caller': `export const make = (options) => new Agent({ connections: 5, ...options });`,
    }),
    ...named('', {
      'S3 with limits that work': `import { S3Client } from '@aws-sdk/client-s3'; export const s3 = new S3Client({ requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true } });`,
      'S3 with a signal for each call': `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3'; const s3 = new S3Client({}); export const put = (Key, abortSignal) => s3.send(new PutObjectCommand({ Bucket: 'b', Key }), { abortSignal });`,
      'S3 with a handler of a caller': `import { S3Client } from '@aws-sdk/client-s3'; export const make = (requestHandler) => new S3Client({ requestHandler });`,
      'S3 with a handler with limits': `import { S3Client } from '@aws-sdk/client-s3'; import { NodeHttpHandler } from '@smithy/node-http-handler'; export const s3 = new S3Client({ requestHandler: new NodeHttpHandler({ socketTimeout: 5000 }) });`,
      'limits under a condition': `import { NodeHttpHandler } from '@smithy/node-http-handler'; const ms = Number(process.env.T); export const h = new NodeHttpHandler({ ...(ms ? { socketTimeout: ms } : {}) });`,
      'a document view': `import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'; export const make = (client) => DynamoDBDocumentClient.from(client);`,
    }),
  ],
  invalid: [
    ...failing(UNDICI, {
      'an agent': [`export const agent = new Agent({ connections: 10 });`, 'clientWithoutLimit'],
      'an agent with connect options': [
        `export const make = (options) => new Agent({ connect: options });`,
        'clientWithoutLimit',
      ],
      'a proxy agent': [`export const agent = new ProxyAgent('http://proxy');`, 'clientWithoutLimit'],
      'a pool, reported once': [
        `const pool = new Pool('https://x');\nexport const f = () => pool.request({ path: '/a', method: 'GET' });\nexport const g = () => pool.request({ path: '/b', method: 'GET' });`,
        'clientWithoutLimit',
        2,
      ],
      'a request': [
        `export const f = async (u) => { const { body } = await request(u, { method: 'POST' }); return body.json(); };`,
        'noLimit',
      ],
      'the headers only': [`export const agent = new Agent({ headersTimeout: 5000 });`, 'clientWithoutLimit'],
      'its fetch': [`export const f = (u) => undiciFetch(u);`, 'noLimit'],
    }),
    ...failing('', {
      S3: [
        `import { S3Client } from '@aws-sdk/client-s3'; export const s3 = new S3Client({ region: 'x' });`,
        'clientWithoutLimit',
      ],
      'S3, used in the same file': [
        `import { S3Client, HeadBucketCommand } from '@aws-sdk/client-s3';\nlet s3; export async function f() { s3 ??= new S3Client({}); return s3.send(new HeadBucketCommand({})); }`,
        'clientWithoutLimit',
        2,
      ],
      'S3, used in the file': [
        `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3'; const s3 = new S3Client({ region: 'x' }); export const put = (Key) => s3.send(new PutObjectCommand({ Bucket: 'b', Key }));`,
        'clientWithoutLimit',
      ],
      'S3 whose limit only warns': [
        `import { S3Client } from '@aws-sdk/client-s3'; export const s3 = new S3Client({ requestHandler: { requestTimeout: 5000 } });`,
        'onlyWarns',
      ],
      'a handler': [
        `import { S3Client } from '@aws-sdk/client-s3'; import { NodeHttpHandler } from '@smithy/node-http-handler';\nexport const s3 = new S3Client({\nrequestHandler: new NodeHttpHandler({ connectionTimeout: 1000 }) });`,
        'clientWithoutLimit',
        3,
      ],
    }),
  ],
});
