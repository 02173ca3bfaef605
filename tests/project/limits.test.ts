import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { fixFile, lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

function reports(files: Files, file: string): string[] {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  return lintFile(folder, file).filter((message) => message.startsWith('require-timeouts'));
}

const calling = (head: string, options: string): string =>
  `${head}\nexport async function load(id, trace) {\n  const response = await fetch('https://api.example/' + id, ${options});\n  return response.json();\n}\n`;

describe('options that a function of another file makes', () => {
  const user = calling(`import { options } from './options.js';`, `options({ method: 'POST' })`);

  it.each<[string, string]>([
    ['returns its argument', `export const options = (init) => init ?? {};`],
    ['adds headers', `export function options(init) { return { ...init, headers: { a: 'b' } }; }`],
    ['merges', `export const options = (init = {}) => Object.assign({}, { redirect: 'error' }, init);`],
    [
      'may hand over a dispatcher without limits',
      `import { Agent } from 'undici';
const agent = process.env.CA ? new Agent({ connect: { ca: process.env.CA } }) : undefined;
export function options(init) { if (!agent) return init ?? {}; return { ...init, dispatcher: agent }; }`,
    ],
  ])('reports where it %s', (_name, code) => {
    expect(reports({ 'src/options.js': code, 'src/user.js': user }, 'src/user.js')).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['sets a signal', `export const options = (init) => ({ ...init, signal: AbortSignal.timeout(5000) });`],
    ['sets one on some way', `export const options = (init) => (init.slow ? init : { ...init, signal: stop(5000) });`],
    ['writes one', `export function options(init) { init.signal = AbortSignal.timeout(5000); return init; }`],
    [
      'hands over a dispatcher with limits',
      `import { Agent } from 'undici';
const agent = process.env.CA ? new Agent({ headersTimeout: 5000, bodyTimeout: 5000 }) : undefined;
export const options = (init) => (agent ? { ...init, dispatcher: agent } : init);`,
    ],
    ['asks something unknown', `import { signed } from 'somewhere';\nexport const options = (init) => signed(init);`],
    ['is not there', `export const other = 1;`],
  ])('is silent where it %s', (_name, code) => {
    expect(reports({ 'src/options.js': code, 'src/user.js': user }, 'src/user.js')).toEqual([]);
  });

  it('takes a number that the function makes a limit of', () => {
    const files = (options: string): Files => ({
      'src/options.js': `export function options(ms, method) { return { method, signal: ms && AbortSignal.timeout(ms) }; }
export const plain = (limit) => ({ timeout: limit });`,
      'src/user.js': `import axios from 'axios';\nimport { plain } from './options.js';\nexport const load = () => axios.get('https://api.example/', ${options});\n`,
    });
    expect(reports(files('plain(5000)'), 'src/user.js')).toEqual([]);
    expect(reports(files('plain()'), 'src/user.js')).toHaveLength(1);
  });

  it('follows packages of the workspace and files that only hand on', () => {
    const files: Files = {
      'package.json': { name: 'root', workspaces: ['packages/*'] },
      'packages/http/package.json': { name: '@x/http', main: 'src/index.js' },
      'packages/http/src/index.js': `export * from './tls.js';\nexport { limits as named } from './limits.js';`,
      'packages/http/src/tls.js': `export const withTls = (init) => ({ ...init });`,
      'packages/http/src/limits.js': `export const limits = (init) => ({ ...init, signal: AbortSignal.timeout(100) });`,
      'packages/app/package.json': { name: '@x/app' },
      'packages/app/src/a.js': calling(`import { withTls } from '@x/http';`, 'withTls()'),
      'packages/app/src/b.js': calling(`import * as http from '@x/http';`, 'http.named()'),
    };
    expect(reports(files, 'packages/app/src/a.js')).toHaveLength(1);
    expect(reports(files, 'packages/app/src/b.js')).toEqual([]);
  });
});

describe('options that another file exports', () => {
  const user = calling(`import { defaults } from './defaults.js';`, `{ ...defaults, method: 'POST' }`);

  it.each<[string, string, number]>([
    ['without a limit', `export const defaults = { headers: { a: 'b' } };`, 1],
    ['with one', `export const defaults = { signal: AbortSignal.timeout(1000) };`, 0],
    ['with one that is written later', `export const defaults = {};\ndefaults.signal = AbortSignal.timeout(1000);`, 0],
    ['made by something unknown', `export const defaults = configure();`, 0],
  ])('%s', (_name, code, count) => {
    const found = reports({ 'src/defaults.js': code, 'src/user.js': user }, 'src/user.js');
    expect(found.filter((message) => !message.includes('expire'))).toHaveLength(count);
  });

  it('reads modules that are required', () => {
    const files: Files = {
      'defaults.cjs': `const defaults = { headers: {} };\nmodule.exports = { defaults, limited: { timeout: 1000 } };`,
      'user.cjs': `const axios = require('axios');
const { defaults } = require('./defaults.cjs');
const all = require('./defaults.cjs');
exports.load = (id) => axios.get('https://api.example/' + id, defaults);
exports.find = (id) => axios.get('https://api.example/' + id, all.limited);
`,
    };
    const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
    const found = lintFile(folder, 'user.cjs', { sourceType: 'commonjs' });
    expect(found.filter((message) => message.startsWith('require-timeouts'))).toHaveLength(1);
    expect(found.join('\n')).toContain('require-timeouts:4');
  });
});

describe('options that go through a method of a base class', () => {
  const user = `import axios from 'axios';
import { Base } from './base.js';
export class Sms extends Base {
  async send(text) {
    let config = { headers: { a: 'b' } };
    config = this.withProxy(config);
    return (await axios.post('https://sms.example/send', { text }, config)).data;
  }
}
`;

  it.each<[string, string, number]>([
    [
      'that sets an agent',
      `export class Base { withProxy(config = {}) { if (process.env.PROXY) { config.httpsAgent = proxied(); config.proxy = false; } return config; } }`,
      1,
    ],
    ['that sets a limit', `export class Base { withProxy(config) { config.timeout = 5000; return config; } }`, 0],
    ['that sets one in a copy', `export class Base { withProxy(config) { return { timeout: 5000, ...config }; } }`, 0],
    ['that is not there', `export class Base {}`, 0],
  ])('%s', (_name, code, count) => {
    expect(reports({ 'src/base.js': code, 'src/sms.js': user }, 'src/sms.js')).toHaveLength(count);
  });

  it.each([
    ['return { ...config };', 1],
    ['return { ...config, timeout: 5000 };', 0],
  ])('of the same file: %s', (body, count) => {
    const code = `import axios from 'axios';
class Base { with(config) { ${body} } }
export class Sms extends Base {
  send(text) { return axios.post('https://sms.example/', { text }, this.with({ headers: {} })); }
}
`;
    expect(reports({ 'src/sms.js': code }, 'src/sms.js')).toHaveLength(count);
  });
});

describe('Next.js on a platform that ends what hangs', () => {
  const route = `export async function GET() {
  const a = await (await fetch('https://a.example/')).json();
  return Response.json(a, await (await fetch('https://b.example/')).json());
}
`;
  const found = (files: Files, text = route): string[] => {
    const folder = folderOf({ 'package.json': { name: 'x' }, 'app/api/x/route.ts': text, ...files });
    return lintFile(folder, 'app/api/x/route.ts', { settings: { role: 'next' } }).filter((message) =>
      message.startsWith('require-timeouts'),
    );
  };

  it.each<[string, Files, string, number]>([
    ['by a file of the platform', { 'vercel.json': {} }, route, 1],
    ['by what the route says', {}, `export const maxDuration = 60;\n${route}`, 1],
    ['not where nothing says so', {}, route, 2],
    ['not where it runs in a container as well', { 'vercel.json': {}, Dockerfile: 'FROM node' }, route, 2],
  ])('%s', (_name, files, text, count) => {
    const messages = found(files, text);
    expect(messages).toHaveLength(count);
    expect(messages.every((message) => message.includes('until the platform ends it'))).toBe(count === 1);
    expect(messages.every((message) => message.replace(/^\S+ /, '').length <= 240)).toBe(true);
  });
});

describe('options that came with a version', () => {
  it.each([
    ['2.119.0', 1],
    ['2.52.0', 0],
  ])('are asked for where the project has it: %s', (version, count) => {
    const files: Files = {
      'package.json': { name: 'x', dependencies: { '@supabase/supabase-js': version } },
      'db.js': `import { createClient } from '@supabase/supabase-js';\nexport const db = createClient(process.env.URL, process.env.KEY);\n`,
    };
    expect(reports(files, 'db.js')).toHaveLength(count);
  });
});

describe('a dispatcher that a function of another file gives', () => {
  it.each([
    ['says nothing of limits', `export const getProxyDispatcher = (url) => choose(url);`, 1],
    [
      'has limits',
      `const agent = new ProxyAgent({ uri, headersTimeout: 5_000, bodyTimeout: 5_000 });\nexport const getProxyDispatcher = () => agent;`,
      0,
    ],
  ])('%s', (_name, text, count) => {
    const files: Files = {
      'package.json': { name: 'x', dependencies: { undici: '7.0.0' } },
      'proxy.js': `import { ProxyAgent } from 'undici';\n${text}\n`,
      'load.js': `import { request } from 'undici';\nimport { getProxyDispatcher } from './proxy.js';\nexport const load = async (url) => (await request(url, { dispatcher: getProxyDispatcher(url) })).body.text();\n`,
    };
    expect(reports(files, 'load.js')).toHaveLength(count);
  });
});

describe('a dispatcher gets limits without being asked', () => {
  const limited = (files: Files): boolean =>
    fixFile(folderOf({ 'package.json': { name: 'x' }, ...files }), 'src/agent.js', 'require-timeouts', {
      timeouts: { connect: 5_000, headers: 30_000, body: 30_000 },
    }).includes('headersTimeout');
  const exported = `import { Agent } from 'undici';\nexport const agent = new Agent({ connections: 8 });\n`;
  const sending = (from: string): string =>
    `import { agent } from '${from}';\nexport const load = (url, signal) => fetch(url, { dispatcher: agent, signal });\n`;

  it('where no other file has it', () => {
    expect(limited({ 'src/agent.js': exported, 'src/other.js': sending('./another.js') })).toBe(true);
    expect(
      limited({
        'src/agent.js':
          exported.replace('export ', '') + `export const ask = (url) => fetch(url, { dispatcher: agent });\n`,
        'src/other.js': `import { ask } from './agent.js';\nawait ask('https://a.test');\n`,
      }),
    ).toBe(true);
  });

  it.each<[string, string]>([
    ['it is exported', exported],
    [
      'a function gives it',
      `import { Agent } from 'undici';\nexport const agent = () => new Agent({ connections: 8 });\n`,
    ],
  ])('not where others send through it: %s', (_name, code) => {
    expect(limited({ 'src/agent.js': code, 'src/other.js': sending('./agent.js') })).toBe(false);
  });
});

describe('an axios instance of another file', () => {
  const user = `import { api } from './http.js';\nexport const load = (id) => api.get('/items/' + id);\n`;
  const made = (options: string): Files => ({
    'src/http.js': `import axios from 'axios';\nexport const api = axios.create(${options});\n`,
    'src/user.js': user,
  });
  const places = (files: Files): string[] =>
    ['src/http.js', 'src/user.js'].flatMap((file) => reports(files, file).map((message) => `${file} ${message}`));

  it('whose limits are set where it is created is left alone', () => {
    expect(places(made(`{ baseURL: 'https://a.example', timeout: 5000 }`))).toEqual([]);
  });

  it('that has none is reported once, where it is created', () => {
    const [report = '', ...others] = places(made(`{ baseURL: 'https://a.example' }`));
    expect(report).toContain('src/http.js require-timeouts:2');
    expect(others).toEqual([]);
  });

  it.each<[string, string, number]>([
    ['as default', `import { api } from './http.js';\napi.defaults.timeout = 5000;`, 0],
    [
      'in an interceptor',
      `import { api } from './http.js';\napi.interceptors.request.use((config) => ({ ...config, timeout: 1000 }));`,
      0,
    ],
    ['for all of axios', `import axios from 'axios';\naxios.defaults.timeout = 5000;`, 0],
    ['but another default', `import { api } from './http.js';\napi.defaults.baseURL = 'https://b.example';`, 1],
    ['but only asked for', `import { api } from './http.js';\nif (api.defaults.timeout === 0) throw new Error();`, 1],
    [
      'but by an interceptor of something else',
      `import { api } from './http.js';\napi.interceptors.request.use((config) => ({ ...config, headers: {} }));`,
      1,
    ],
  ])('may get its limits in a third file: %s', (_name, code, count) => {
    expect(places({ ...made('{}'), 'src/set-up.js': code })).toHaveLength(count);
  });

  it('gets them through a barrel as well, but not by a test', () => {
    const barrel = { 'src/index.js': `export * from './http.js';` };
    const code = `import { api } from '../src/index.js';\napi.defaults.timeout = 5000;`;
    expect(places({ ...made('{}'), ...barrel, 'lib/set-up.js': code })).toEqual([]);
    expect(places({ ...made('{}'), ...barrel, 'tests/set-up.test.js': code })).toHaveLength(1);
  });

  it('is set for all requests of the module', () => {
    const files = {
      'src/user.js': `import axios from 'axios';\nexport const load = () => axios.get('https://a.test');\n`,
    };
    expect(reports(files, 'src/user.js')).toHaveLength(1);
    const main = { 'src/main.js': `import axios from 'axios';\naxios.defaults.timeout = 5000;` };
    expect(reports({ ...files, ...main }, 'src/user.js')).toEqual([]);
  });
});

describe('addresses that another file has as constants', () => {
  const urls = `export const ME = '/user/me';
export const LOCAL = 'http://localhost:3000';
export const REMOTE = 'https://api.example';
export const PATHS = { list: '/lists', peer: { home: 'http://127.0.0.1:80/' } };
export let changing = 'http://localhost:3000';
`;
  const sending = (address: string): string => `import axios from 'axios';
import urlcat from 'urlcat';
import * as urls from './urls.js';
import { PATHS, LOCAL, changing } from './urls.js';
export const load = (id) => axios.get(${address});
`;
  it.each([
    ['urls.ME', 0],
    ['PATHS.list', 0],
    ['PATHS.peer.home', 0],
    ['urlcat(urls.ME, { id })', 0],
    ['`${LOCAL}/${id}`', 0],
    ["LOCAL + '/x'", 0],
    ['urls.REMOTE', 1],
    ['`${urls.REMOTE}${urls.ME}`', 1],
    ['urlcat(urls.REMOTE, urls.ME)', 1],
    ['urls.missing', 1],
    ['changing', 1],
  ])('%s', (address, count) => {
    const files = { 'src/urls.js': urls, 'src/load.js': sending(address) };
    expect(reports(files, 'src/load.js')).toHaveLength(count);
  });
});

describe('requests through the client that a framework injects', () => {
  const service = (body: string): string => `import { Injectable } from '@nestjs/common';
import { HttpService } from '@nestjs/axios';
import { firstValueFrom } from 'rxjs';
@Injectable()
export class Licenses {
  constructor(private readonly http: HttpService) {}
  async check(key: string, config: object) { ${body} }
  again(key: string) { return this.http.get('https://b.example/' + key); }
}
`;
  const MODULE = `import { HttpModule } from '@nestjs/axios';\nexport const imports = [HttpModule];\n`;
  const nest = (body: string, files: Files = {}): string[] => {
    const folder = folderOf({
      'package.json': { name: 'x', dependencies: { '@nestjs/axios': '4', axios: '1' } },
      'src/licenses.module.ts': MODULE,
      'src/licenses.ts': service(body),
      ...files,
    });
    return lintFile(folder, 'src/licenses.ts').filter((message) => message.startsWith('require-timeouts'));
  };

  it.each([
    [`return firstValueFrom(this.http.get('https://a.example/' + key));`, '`http.get()`'],
    [`return this.http.axiosRef.post('https://a.example/', { key });`, "`axiosRef.post('https://a.example/')`"],
  ])('are told once: %s', (body, subject) => {
    expect(nest(body)).toEqual([
      `require-timeouts:7 Nothing limits the wait for the response of ${subject}: a silent server makes it wait forever. Import \`HttpModule.register({ timeout })\`, or set \`timeout\` on each request.`,
    ]);
  });

  it('are told where one of them has a limit and another one has none', () => {
    expect(nest(`return this.http.get('https://a.example/', { timeout: 5000 });`)).toEqual([
      expect.stringMatching(/^require-timeouts:8 /),
    ]);
  });

  it.each<[string, Files]>([
    [
      'a registration',
      {
        'src/a.module.ts': `import { HttpModule } from '@nestjs/axios';\nexport const imports = [HttpModule.register({ timeout: 5000 })];\n`,
      },
    ],
    ['defaults of the module', { 'src/main.ts': `import axios from 'axios';\naxios.defaults.timeout = 5000;\n` }],
    [
      'an operator in another user',
      {
        'src/b.ts': `import { HttpService } from '@nestjs/axios';\nimport { timeout } from 'rxjs';\nexport const load = (http: HttpService) => http.get('https://c.example/').pipe(timeout(5000));\n`,
      },
    ],
  ])('may have their limit by %s', (_name, files) => {
    expect(nest(`return this.http.get('https://a.example/' + key);`, files)).toEqual([]);
  });
});
