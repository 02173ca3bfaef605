import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

function reports(files: Files, file: string): string[] {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  return lintFile(folder, file).filter((message) => message.startsWith('require-body-cleanup'));
}

const user = (head: string, call: string): string =>
  `${head}\nexport async function load(id) {\n  const res = await ${call};\n  if (!res.ok) throw new Error(String(res.status));\n  return res.json();\n}\n`;
const use = user(`import { api } from './api.js';`, `api('/users')`);

describe('a function of another file that returns a response', () => {
  it.each<[string, string]>([
    ['of fetch', `export function api(path) { return fetch('https://a.example' + path); }`],
    ['as an expression', `export const api = (path, init) => fetch('https://a.example' + path, init);`],
    ['that it waited for', `export async function api(path) { const response = await fetch(path); return response; }`],
    [
      'after a look at its status',
      `export async function api(path) { const res = await fetch(path); log(res.status); return res; }`,
    ],
    [
      'or throws with what it read',
      `export async function api(path) { const res = await fetch(path); if (res.status === 401) { throw new Error(await res.text()); } return res; }`,
    ],
    [
      'through a function of its file',
      `const send = (path) => fetch(path);\nexport async function api(path) { return send(path); }`,
    ],
    [
      'with options of its own',
      `export const api = (path, init = {}) => fetch(path, { ...init, headers: { a: 'b' } });`,
    ],
    [
      'with the signal of its options',
      `export const api = (path, init) => fetch(path, { ...init, signal: init?.signal });`,
    ],
    [
      'with a signal whose timer it clears',
      `export async function api(path) { const controller = new AbortController(); const timer = setTimeout(() => controller.abort(), 1000); try { return await fetch(path, { signal: controller.signal }); } finally { clearTimeout(timer); } }`,
    ],
    [
      'with such a signal where it gets a limit, or with that of its options',
      `export async function api(path, init) {
  const { timeout, ...rest } = init ?? {};
  let controller;
  let timer;
  if (timeout && !rest.signal) { controller = new AbortController(); timer = setTimeout(() => controller.abort(), timeout); }
  const signal = controller?.signal || rest.signal;
  try { const res = await fetch(path, { ...rest, signal }); return res; } finally { if (timer) clearTimeout(timer); }
}`,
    ],
    [
      'after redirects, which it has released',
      `export async function api(path) { for (let n = 0; n < 3; n++) { const res = await fetch(path); if (res.status < 300) return res; path = res.headers.get('location'); await res.body?.cancel(); } throw new Error('redirects'); }`,
    ],
    [
      'from the last of its attempts',
      `export async function api(path) { let res; for (let n = 0; n < 3; n++) { res = await fetch(path); if (res.ok) break; } return res; }`,
    ],
    [
      'in a loop without an end',
      `export async function api(path) { while (true) { const res = await fetch(path); if (res.status !== 429) return res; void res.body?.cancel(); await sleep(1); } }`,
    ],
    [
      'or calls itself once more',
      `export async function api(path) { const res = await fetch(path); if (res.status === 302) { void res.body?.cancel(); return api(res.headers.get('location')); } return res; }`,
    ],
    [
      'that a function of its file has looked at',
      `const isGood = (res) => res.status < 400;\nexport async function api(path) { const res = await fetch(path); count(isGood(res)); return res; }`,
    ],
    [
      'by a promise of its own',
      `export function api(path) { return new Promise((resolve, reject) => { fetch(path).then(resolve, reject); }); }`,
    ],
    ['of node-fetch', `import fetch from 'node-fetch';\nexport const api = (path) => fetch(path);`],
  ])('leaves the body to its caller: %s', (_name, code) => {
    expect(reports({ 'src/api.js': code, 'src/user.js': use }, 'src/user.js')).toHaveLength(1);
  });

  it.each<[string, string]>([
    [
      'reads it before one of two returns',
      `export async function api(path) { const res = await fetch(path); if (res.ok) { await res.clone().text(); } return res; }`,
    ],
    [
      'returns one of several attempts, of which it reads one',
      `export async function api(path) { let res = await fetch(path); if (!res.ok) { log(await res.text()); } return res; }`,
    ],
    [
      'may end without one',
      `export async function api(path) { while (true) { const res = await fetch(path); if (res.ok) return res; if (res.status === 404) break; } }`,
    ],
    [
      'resolves its promise with what it made of it',
      `export function api(path) { return new Promise((resolve, reject) => { fetch(path).then((res) => resolve({ ok: res.ok, json: () => res.json() }), reject); }); }`,
    ],
    [
      'reads it in a function that runs later',
      `export async function api(path) { const res = await fetch(path); later(() => res.text()); return res; }`,
    ],
    ['reads it', `export async function api(path) { const res = await fetch(path); await res.text(); return res; }`],
    [
      'returns data',
      `export async function api(path) { const res = await fetch(path); return { ok: res.ok, json: () => res.json() }; }`,
    ],
    [
      'has a limit, which frees the connection',
      `export const api = (path) => fetch(path, { signal: AbortSignal.timeout(1000) });`,
    ],
    [
      'has a timer that goes on, which frees the connection',
      `export async function api(path) { const controller = new AbortController(); setTimeout(() => controller.abort(), 1000); return fetch(path, { signal: controller.signal }); }`,
    ],
    [
      'has a signal of which nothing is known',
      `import { deadline } from 'deadlines';\nexport const api = (path) => fetch(path, { signal: deadline() });`,
    ],
    [
      'has a controller that others have, too',
      `export function api(path) { const controller = open(new AbortController()); return fetch(path, { signal: controller.signal }); }`,
    ],
    ['takes a signal, whatever that is', `export const api = (path, signal) => fetch(path, { signal });`],
    ['asks for headers only', `export const api = (path) => fetch(path, { method: 'HEAD' });`],
    [
      'gives a clone to others',
      `export async function api(path) { const res = await fetch(path); await log(res.clone()); return res; }`,
    ],
    [
      'may answer from a cache',
      `export async function api(path) { if (cache[path]) return cache[path]; return fetch(path); }`,
    ],
    ['returns a stream of another kind', `export const api = (path) => ({ ok: true, json: () => fetch(path) });`],
  ])('%s: nothing is said', (_name, code) => {
    expect(reports({ 'src/api.js': code, 'src/user.js': use }, 'src/user.js')).toEqual([]);
  });

  it('is found behind a barrel and as a member', () => {
    const files = {
      'src/http/api.js': `export const api = { get: (path) => fetch(path) };`,
      'src/http/index.js': `export * from './api.js';`,
      'src/user.js': user(`import { api } from './http/index.js';`, `api.get('/users')`),
    };
    expect(reports(files, 'src/user.js')).toHaveLength(1);
  });

  it('may have further parameters', () => {
    const files = {
      'src/api.js': `export const api = (path, query = '', more = {}) => fetch(path + query, { headers: more });`,
      'src/user.js': user(`import { api } from './api.js';`, `api('/users', '?a', { b: 'c' })`),
    };
    expect(reports(files, 'src/user.js')).toHaveLength(1);
  });

  it('whose caller reads it on every path is right', () => {
    const right = `import { api } from './api.js';\nexport async function load() { const res = await api('/x'); const text = await res.text(); if (!res.ok) throw new Error(text); return text; }\n`;
    expect(
      reports({ 'src/api.js': `export const api = (path) => fetch(path);`, 'src/user.js': right }, 'src/user.js'),
    ).toEqual([]);
  });
});

describe('a helper of another file that gives its callback a signal', () => {
  const caller = `import { timed } from './timed.js';
export const load = (url) => timed(1000, async (signal) => {
  const res = await fetch(url, { signal });
  if (res.status === 404) return null;
  return res.json();
});
`;
  const helper = (last: string): string => `export async function timed(ms, work) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  try { return await work(controller.signal); } finally { clearTimeout(timer); ${last} }
}
`;

  it('frees the body where it aborts in the end', () => {
    expect(reports({ 'src/timed.js': helper('controller.abort();'), 'src/load.js': caller }, 'src/load.js')).toEqual(
      [],
    );
  });

  it('leaves it where it only takes its timer away', () => {
    expect(reports({ 'src/timed.js': helper(''), 'src/load.js': caller }, 'src/load.js')).toHaveLength(1);
  });
});

describe('a function of another file that returns a signal', () => {
  const caller = `import { deadline } from './deadline.js';
export const load = async (url) => {
  const res = await fetch(url, { signal: deadline(250) });
  if (res.status === 404) return null;
  return res.json();
};
`;
  const signal = (timer: string): string =>
    `export const deadline = (ms) => {\n  const controller = new AbortController();\n  ${timer}\n  return controller.signal;\n};\n`;

  it('frees the body where a timer aborts it', () => {
    const files = { 'src/deadline.js': signal('setTimeout(() => controller.abort(), ms);'), 'src/load.js': caller };
    expect(reports(files, 'src/load.js')).toEqual([]);
  });

  it('leaves it where something else may', () => {
    const files = {
      'src/deadline.js': signal("process.on('SIGTERM', () => controller.abort());"),
      'src/load.js': caller,
    };
    expect(reports(files, 'src/load.js')).toHaveLength(1);
  });
});

describe('a method of an object of another file that returns a response', () => {
  const api = `export class Api {\n  async send(path) {\n    const res = await fetch(path);\n    return res;\n  }\n}\n`;
  const typed = `export class Api {\n  async send(path: string) {\n    return fetch(path);\n  }\n}\n`;
  const service = (member: string): string =>
    `import { Api } from './api.js';\nexport class Users {\n  ${member}\n  async load(id: string) {\n    const res = await this.api.send(id);\n    if (!res.ok) throw new Error('x');\n    return res.json();\n  }\n}\n`;

  it.each<[string, Files]>([
    [
      'an instance that its module exports',
      {
        'src/api.js': `${api}export const client = new Api();\n`,
        'src/user.js': user(`import { client } from './api.js';`, `client.send(id)`),
      },
    ],
    [
      'the default export',
      {
        'src/api.js': `${api}export default new Api();\n`,
        'src/user.js': user(`import client from './api.js';`, `client.send(id)`),
      },
    ],
    [
      'an instance of a class from a third file',
      {
        'src/api.js': api,
        'src/client.js': `import { Api } from './api.js';\nexport const client = new Api();\n`,
        'src/user.js': user(`import { client } from './client.js';`, `client.send(id)`),
      },
    ],
    [
      'an instance of its own',
      {
        'src/api.js': api,
        'src/user.js': user(`import { Api } from './api.js';\nconst client = new Api();`, `client.send(id)`),
      },
    ],
    [
      'a method that a superclass has',
      {
        'src/api.js': `${api.replace('export class Api', 'class Base')}export class Api extends Base {}\n`,
        'src/user.js': user(`import { Api } from './api.js';\nconst client = new Api();`, `client.send(id)`),
      },
    ],
    ['a field', { 'src/api.ts': typed, 'src/user.ts': service('private readonly api = new Api();') }],
    ['what is injected', { 'src/api.ts': typed, 'src/user.ts': service('constructor(private readonly api: Api) {}') }],
  ])('leaves the body to its caller: %s', (_name, files) => {
    const file = Object.keys(files).find((name) => name.includes('user')) ?? '';
    expect(reports(files, file)).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['it reads the body', api.replace('return res;', 'return res.json();')],
    ['it is private', api.replaceAll('send', '#send')],
    [
      'a subclass hides it',
      `${api.replace('Api', 'Base')}export class Api extends Base { async send(path) { return load(path); } }\n`,
    ],
    ['it has a limit', api.replace('fetch(path)', 'fetch(path, { signal: AbortSignal.timeout(1000) })')],
  ])('leaves nothing where %s', (_name, code) => {
    const files = {
      'src/api.js': code,
      'src/user.js': user(`import { Api } from './api.js';\nconst client = new Api();`, `client.send(id)`),
    };
    expect(reports(files, 'src/user.js')).toEqual([]);
  });
});

describe('a function of another file that returns a response in an object', () => {
  const caller = (rest: string): string =>
    `import { api } from './api.js';\nexport async function load(id) {\n  const { response } = await api(id);\n  ${rest}\n}\n`;
  const checked = `if (!response.ok) throw new Error('failed');\n  return response.json();`;
  const plain = `export async function api(path) { const response = await fetch(path); return { response, at: Date.now() }; }`;

  it.each<[string, string]>([
    ['beside other members', plain],
    [
      'under another name, after a look at it',
      `export async function api(path) { const res = await fetch(path); log(res.status); return { response: res, ok: res.ok }; }`,
    ],
  ])('reports where its caller leaves it: %s', (_name, code) => {
    expect(reports({ 'src/api.js': code, 'src/user.js': caller(checked) }, 'src/user.js')).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ['the caller reads it', plain, 'return response.json();'],
    [
      'it has been read',
      `export async function api(path) { const response = await fetch(path); return { response, data: await response.json() }; }`,
      checked,
    ],
    ['another member is taken', plain.replace('{ response,', '{ other: response, response: null,'), checked],
    [
      'some way gives something else',
      plain.replace('return {', 'if (path === "/") return { response: cached }; return {'),
      checked,
    ],
  ])('says nothing where %s', (_name, code, rest) => {
    expect(reports({ 'src/api.js': code, 'src/user.js': caller(rest) }, 'src/user.js')).toEqual([]);
  });
});
