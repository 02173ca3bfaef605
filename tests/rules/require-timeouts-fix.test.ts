import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { onOneLine } from './require-timeouts.fixture.js';

const TIMEOUTS = { connect: 2000, headers: 10_000, body: 10_000, total: 20_000 };

interface How {
  readonly timeouts?: Record<string, number>;
  readonly options?: object;
  readonly file?: string;
}

/** A file after `--fix` with numbers that the project has chosen. */
function fixed(code: string, { timeouts = TIMEOUTS, options = {}, file = 'a.js' }: How = {}): string {
  const linter = new Linter();
  const typed = file.endsWith('.ts') ? { languageOptions: { parser: parser as Linter.Parser } } : {};
  const { output, messages } = linter.verifyAndFix(
    code,
    [
      {
        files: ['**/*.js', '**/*.ts'],
        plugins: { 'client-lifecycle': plugin },
        rules: { 'client-lifecycle/require-timeouts': ['error', options] },
        settings: { 'client-lifecycle': { timeouts } },
        ...typed,
      },
    ],
    { filename: file },
  );
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return output;
}

const AXIOS = `import axios from 'axios';\n`;
/** A paragraph of its own behind the imports. */
const RESPONSE = `\nconst RESPONSE_TIMEOUT_MS = 10_000;\n\n`;
const TOTAL = `\nconst REQUEST_TIMEOUT_MS = 20_000;\n\n`;

describe('the options of a client', () => {
  it.each([
    [
      'none',
      `export const api = axios.create();`,
      `export const api = axios.create({ timeout: RESPONSE_TIMEOUT_MS });`,
    ],
    [
      'empty',
      `export const api = axios.create({});`,
      `export const api = axios.create({ timeout: RESPONSE_TIMEOUT_MS });`,
    ],
    [
      'one line',
      `export const api = axios.create({ baseURL: 'x' });`,
      `export const api = axios.create({ baseURL: 'x', timeout: RESPONSE_TIMEOUT_MS });`,
    ],
    [
      'one line with a trailing comma',
      `export const api = axios.create({ baseURL: 'x', });`,
      `export const api = axios.create({ baseURL: 'x', timeout: RESPONSE_TIMEOUT_MS, });`,
    ],
    [
      'several lines',
      `export const api = axios.create({\n  baseURL: 'x'\n});`,
      `export const api = axios.create({\n  baseURL: 'x',\n  timeout: RESPONSE_TIMEOUT_MS\n});`,
    ],
    [
      'several lines with a trailing comma',
      `export const api = axios.create({\n  baseURL: 'x',\n});`,
      `export const api = axios.create({\n  baseURL: 'x',\n  timeout: RESPONSE_TIMEOUT_MS,\n});`,
    ],
    [
      'a comment at the end of the line',
      `export const api = axios.create({\n  baseURL: 'x', // the host\n});`,
      `export const api = axios.create({\n  baseURL: 'x', // the host\n  timeout: RESPONSE_TIMEOUT_MS,\n});`,
    ],
    [
      'a comment and no comma',
      `export const api = axios.create({\n  baseURL: 'x' // the host\n});`,
      `export const api = axios.create({\n  baseURL: 'x', // the host\n  timeout: RESPONSE_TIMEOUT_MS\n});`,
    ],
    [
      'only a comment',
      `export const api = axios.create({ /* nothing */ });`,
      `export const api = axios.create({ timeout: RESPONSE_TIMEOUT_MS, /* nothing */ });`,
    ],
    [
      'said to be nothing',
      `export const api = axios.create({ timeout: undefined, baseURL: 'x' });`,
      `export const api = axios.create({ timeout: RESPONSE_TIMEOUT_MS, baseURL: 'x' });`,
    ],
    [
      'a variable',
      `const options = { baseURL: 'x' };\nexport const api = axios.create(options);`,
      `const options = { baseURL: 'x' };\nexport const api = axios.create({ ...options, timeout: RESPONSE_TIMEOUT_MS });`,
    ],
    [
      'a missing argument in front',
      `export const f = (u) => axios.post(u);`,
      `export const f = (u) => axios.post(u, undefined, { timeout: RESPONSE_TIMEOUT_MS });`,
    ],
  ])('%s', (_name, code, expected) => {
    expect(fixed(AXIOS + code)).toBe(AXIOS + RESPONSE + expected);
  });

  it('uses one constant for the whole file', () => {
    expect(
      fixed(
        `${AXIOS}export const f = (u) => axios.get(u);\nexport const g = (u) => axios.get(u);\nexport const h = axios.create({});\n`,
      ),
    ).toBe(
      `${AXIOS}${RESPONSE}export const f = (u) => axios.get(u, { timeout: RESPONSE_TIMEOUT_MS });\nexport const g = (u) => axios.get(u, { timeout: RESPONSE_TIMEOUT_MS });\nexport const h = axios.create({ timeout: RESPONSE_TIMEOUT_MS });\n`,
    );
  });

  it('imports the number of the project', () => {
    const options = { constant: { module: './limits.js', export: 'TIMEOUT_MS' } };
    expect(fixed(`${AXIOS}export const f = (u) => axios.get(u);\n`, { options })).toBe(
      `${AXIOS}import { TIMEOUT_MS } from './limits.js';\nexport const f = (u) => axios.get(u, { timeout: TIMEOUT_MS });\n`,
    );
  });

  it.each([
    ['./limits.js', 'class', 'export is "class", expected the name of an export'],
    ['./limits.js', '', 'export is "", expected the name of an export'],
    ["./limits'.js", 'a', `module is "./limits'.js", expected an import specifier`],
    ['./limits\n.js', 'a', 'module is "./limits\\n.js", expected an import specifier'],
  ])('refuses a number of the project that no import can name: %j, %j', (module, name, message) => {
    expect(() => fixed(AXIOS, { options: { constant: { module, export: name } } })).toThrow(
      `rules['client-lifecycle/require-timeouts'][1].constant.${message}`,
    );
  });

  it('writes CommonJS below its requires', () => {
    expect(fixed(`'use strict';\nconst axios = require('axios');\nmodule.exports = (u) => axios.get(u);\n`)).toBe(
      `'use strict';\nconst axios = require('axios');\n\nconst RESPONSE_TIMEOUT_MS = 10_000;\n\nmodule.exports = (u) => axios.get(u, { timeout: RESPONSE_TIMEOUT_MS });\n`,
    );
  });

  it('only suggests where nobody has chosen numbers', () => {
    const code = `${AXIOS}export const f = (u) => axios.get(u);`;
    const linter = new Linter();
    const config = { ...plugin.configs.recommended, files: ['**/*.js'], plugins: { 'client-lifecycle': plugin } };
    const [message] = linter.verify(code, [config], { filename: 'a.js' });
    expect(message?.fix).toBeUndefined();
    expect(message?.suggestions?.map(({ desc }) => desc)).toEqual(['Set limits: headers 30 s.']);
  });

  it('writes the numbers of migrate', () => {
    const linter = new Linter();
    const config = { ...plugin.configs.migrate, files: ['**/*.js'], plugins: { 'client-lifecycle': plugin } };
    expect(
      linter.verifyAndFix(`import { Agent } from 'undici';\nexport const agent = new Agent();\n`, [config], {
        filename: 'a.js',
      }).output,
    ).toContain('const REQUEST_TIMEOUTS_MS = { connect: 5_000, headers: 30_000, body: 30_000 };');
  });
});

const OBJECT = `\nconst REQUEST_TIMEOUTS_MS = { connect: 2_000, headers: 10_000, body: 10_000 };\n\n`;
const TWO = `\nconst REQUEST_TIMEOUTS_MS = { headers: 10_000, body: 10_000 };\n\n`;
const LIMITS = `headersTimeout: REQUEST_TIMEOUTS_MS.headers, bodyTimeout: REQUEST_TIMEOUTS_MS.body`;
describe('the options of each library', () => {
  it.each([
    [
      'undici',
      `import { Agent } from 'undici';\n`,
      OBJECT,
      `export const a = new Agent;`,
      `export const a = new Agent({ connect: { timeout: REQUEST_TIMEOUTS_MS.connect }, ${LIMITS} });`,
    ],
    [
      'undici, options',
      `import { Agent } from 'undici';\n`,
      OBJECT,
      `export const a = new Agent({ connect: { ca } });`,
      `export const a = new Agent({ connect: { ca, timeout: REQUEST_TIMEOUTS_MS.connect }, ${LIMITS} });`,
    ],
    [
      'undici, a connector',
      `import { Agent } from 'undici';\n`,
      TWO,
      `export const a = new Agent({ connect });`,
      `export const a = new Agent({ connect, ${LIMITS} });`,
    ],
    [
      'undici, a pool',
      `import { Pool } from 'undici';\n`,
      OBJECT,
      `export const a = new Pool('http://x');`,
      `export const a = new Pool('http://x', { connect: { timeout: REQUEST_TIMEOUTS_MS.connect }, ${LIMITS} });`,
    ],
    [
      'got',
      `import got from 'got';\n`,
      TOTAL,
      `export const f = (url) => got(url, { retry: { limit: 0 } }).json();`,
      `export const f = (url) => got(url, { retry: { limit: 0 }, timeout: { request: REQUEST_TIMEOUT_MS } }).json();`,
    ],
    [
      'superagent',
      `import request from 'superagent';\n`,
      TOTAL,
      `export const f = (url) => request.get(url).set('a', 'b');`,
      `export const f = (url) => request.get(url).timeout(REQUEST_TIMEOUT_MS).set('a', 'b');`,
    ],
    [
      'node-fetch of either version',
      `import fetch from 'node-fetch';\n`,
      TOTAL,
      `export const f = async (url) => { const r = await fetch(url); return r.json(); };`,
      `export const f = async (url) => { const r = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }); return r.json(); };`,
    ],
    [
      'http',
      `import http from 'node:http';\n`,
      RESPONSE,
      `export function f(url, cb) {\n  const req = http.get(url, cb);\n  req.on('error', cb);\n}`,
      `export function f(url, cb) {\n  const req = http.get(url, { timeout: RESPONSE_TIMEOUT_MS }, cb);\n  req.on('timeout', () => { req.destroy(new Error('The request timed out')); });\n  req.on('error', cb);\n}`,
    ],
    [
      'http, in a file with other quotes',
      `import http from "node:http";\n`,
      RESPONSE,
      `export function f(url, cb) {\n  const req = http.get(url, cb);\n  req.on("error", cb);\n}`,
      `export function f(url, cb) {\n  const req = http.get(url, { timeout: RESPONSE_TIMEOUT_MS }, cb);\n  req.on("timeout", () => { req.destroy(new Error("The request timed out")); });\n  req.on("error", cb);\n}`,
    ],
    [
      'http, in a file without semicolons',
      `import http from 'node:http'\n`,
      RESPONSE.replace(';', ''),
      `export function f(url, cb) {\n  const req = http.get(url, cb)\n  req.on('error', cb)\n}`,
      `export function f(url, cb) {\n  const req = http.get(url, { timeout: RESPONSE_TIMEOUT_MS }, cb)\n  req.on('timeout', () => { req.destroy(new Error('The request timed out')) })\n  req.on('error', cb)\n}`,
    ],
    [
      'http, chained',
      `import http from 'node:http';\n`,
      RESPONSE,
      `export function f(cb) {\n  http.get({ host: 'x' }, cb).on('error', cb);\n}`,
      `export function f(cb) {\n  http.get({ host: 'x', timeout: RESPONSE_TIMEOUT_MS }, cb).on('timeout', function () { this.destroy(new Error('The request timed out')); }).on('error', cb);\n}`,
    ],
    ...['on', 'once', 'addListener'].map((method): [string, string, string, string, string] => [
      `http, whose timeout somebody listens to with ${method}`,
      `import http from 'node:http';\n`,
      RESPONSE,
      `export function f(url, cb) {\n  const req = http.get(url, cb);\n  req.${method}('timeout', () => {\n    req.destroy();\n  });\n}`,
      `export function f(url, cb) {\n  const req = http.get(url, { timeout: RESPONSE_TIMEOUT_MS }, cb);\n  req.${method}('timeout', () => {\n    req.destroy();\n  });\n}`,
    ]),
    [
      'http, chained over lines',
      `import http from 'node:http';\n`,
      RESPONSE,
      `export function f(url, cb) {\n  http\n    .get(url, (res) => {\n      cb(res);\n    })\n    .on('error', cb);\n}`,
      `export function f(url, cb) {\n  http\n    .get(url, { timeout: RESPONSE_TIMEOUT_MS }, (res) => {\n      cb(res);\n    })\n    .on('timeout', function () {\n      this.destroy(new Error('The request timed out'));\n    })\n    .on('error', cb);\n}`,
    ],
    [
      'http, chained over lines in a file without semicolons',
      `import http from 'node:http'\n`,
      RESPONSE.replace(/;/g, ''),
      `export function f(url, cb) {\n  http\n    .get(url, cb)\n    .on('error', cb)\n}`,
      `export function f(url, cb) {\n  http\n    .get(url, { timeout: RESPONSE_TIMEOUT_MS }, cb)\n    .on('timeout', function () {\n      this.destroy(new Error('The request timed out'))\n    })\n    .on('error', cb)\n}`,
    ],
    [
      'http, at the end of a short line',
      `import http from 'node:http';\n`,
      RESPONSE,
      `http.get('http://x/', cb).on('error', cb);`,
      `http.get('http://x/', { timeout: RESPONSE_TIMEOUT_MS }, cb).on('timeout', function () { this.destroy(new Error('The request timed out')); }).on('error', cb);`,
    ],
    [
      'http, in the quotes of the file',
      `import http from "http";\n`,
      RESPONSE,
      `export function f(url, cb) {\n  const req = http.get(url, cb);\n  req.on("error", cb);\n}`,
      `export function f(url, cb) {\n  const req = http.get(url, { timeout: RESPONSE_TIMEOUT_MS }, cb);\n  req.on("timeout", () => { req.destroy(new Error("The request timed out")); });\n  req.on("error", cb);\n}`,
    ],
    [
      'http, only the listener',
      `import http from 'node:http';\n`,
      '',
      `export function f(url, cb) { const req = http.get(url, { timeout: 500 }, cb); req.on('error', cb); }`,
      `export function f(url, cb) { const req = http.get(url, { timeout: 500 }, cb); req.on('timeout', () => { req.destroy(new Error('The request timed out')); }); req.on('error', cb); }`,
    ],
  ])('%s', (_name, head, constant, code, expected) => {
    expect(onOneLine(fixed(head + code))).toBe(head + constant + expected);
  });

  it.each([
    [
      'options that are too long for one line',
      `import { Agent } from 'undici';\n`,
      OBJECT,
      `export const a = new Agent({ connections: 10 });`,
      `export const a = new Agent({\n  connections: 10,\n  connect: { timeout: REQUEST_TIMEOUTS_MS.connect },\n  headersTimeout: REQUEST_TIMEOUTS_MS.headers,\n  bodyTimeout: REQUEST_TIMEOUTS_MS.body,\n});`,
    ],
    [
      'an argument that has a line of its own',
      `import got from 'got';\n`,
      TOTAL,
      `export const f = (q) => {\n  return got(\n    \`https://registry.example.com/-/v1/search?\${q.toString()}\`\n  ).json();\n};`,
      `export const f = (q) => {\n  return got(\n    \`https://registry.example.com/-/v1/search?\${q.toString()}\`,\n    { timeout: { request: REQUEST_TIMEOUT_MS } }\n  ).json();\n};`,
    ],
  ])('keeps the layout: %s', (_name, head, constant, code, expected) => {
    expect(fixed(head + code)).toBe(head + constant + expected);
  });

  it.each([
    [`http.get(url, cb);`, false],
    [`const req = http.get(url, cb); req.end();`, false],
    [`await http.get(url);`, false],
    [`http.get(url, cb).on('error', cb);`, true],
    [`const req = http.get(url, cb); req.once('error', cb);`, true],
  ])('ends a request only where somebody hears of it: %s', (code, isHeard) => {
    const before = `import http from 'node:http';\nexport async function f(url, cb) { ${code} }\n`;
    expect(fixed(before) !== before).toBe(isHeard);
  });

  it('types the listener in TypeScript', () => {
    expect(
      fixed(
        `import http from 'node:http';\nexport function f(url: string, cb: () => void) { http.get(url, cb).on('error', cb); }\n`,
        { file: 'a.ts' },
      ),
    ).toContain(`.on('timeout', function (this: import('node:http').ClientRequest) {\n  this.destroy(`);
  });
});

describe('a signal for fetch', () => {
  it.each([
    [
      'read whole',
      `export async function f(u) { const r = await fetch(u); return r.json(); }`,
      `export async function f(u) { const r = await fetch(u, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }); return r.json(); }`,
    ],
    [
      'a text is sent',
      `export async function f(u, a) { const r = await fetch(u, { method: 'POST', body: JSON.stringify(a) }); return r.json(); }`,
      `export async function f(u, a) { const r = await fetch(u, { method: 'POST', body: JSON.stringify(a), signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }); return r.json(); }`,
    ],
    [
      'in a chain',
      `export const f = (u) => fetch(u).then((r) => r.json());`,
      `export const f = (u) => fetch(u, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }).then((r) => r.json());`,
    ],
    [
      'shared options are left alone',
      `const init = { method: 'POST' };\nexport async function f(u) { const r = await fetch(u, init); return r.text(); }`,
      `const init = { method: 'POST' };\nexport async function f(u) { const r = await fetch(u, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }); return r.text(); }`,
    ],
  ])('%s', (_name, code, expected) => {
    expect(onOneLine(fixed(code))).toBe(TOTAL.trimStart() + expected);
  });

  it('takes the number of a timeout that fetch ignores', () => {
    expect(fixed(`export async function f(u) { const r = await fetch(u, { timeout: 500 }); return r.json(); }`)).toBe(
      `export async function f(u) { const r = await fetch(u, { signal: AbortSignal.timeout(500) }); return r.json(); }`,
    );
  });

  it.each([
    ['a returned response', `export async function f(u) { return fetch(u); }`],
    ['a stream', `export async function f(u) { const r = await fetch(u); for await (const c of r.body) use(c); }`],
    ['a response that other code gets', `export async function f(u) { const r = await fetch(u); return parse(r); }`],
    [
      'an upload',
      `export async function f(u, body) { const r = await fetch(u, { method: 'POST', body }); return r.json(); }`,
    ],
  ])('is not put on %s', (_name, code) => {
    expect(fixed(code)).toBe(code);
  });
});
