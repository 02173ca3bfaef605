import { ruleTester } from '../rule-tester.js';
import { failing, named, reportsOnly } from './require-timeouts.fixture.js';

ruleTester.run('require-timeouts: one report for the place that can set the limit', reportsOnly, {
  valid: named('', {
    'a wrapper whose callers are elsewhere': `export async function api(path, init) { return fetch(path, init); }`,
    'a wrapper that calls itself again with what it got': `async function send(u, init, attempt = 1) { try { return await fetch(u, init); } catch (error) { if (attempt > 3) throw error; return await send(u, init, attempt + 1); } } export const f = (u, init) => send(u, init);`,
    'a wrapper that all callers limit': `async function api(u, init) { return fetch(u, init); } export const f = (u) => api(u, { signal: AbortSignal.timeout(1) }); export const g = (u) => api(u, { signal: AbortSignal.timeout(2) });`,
    'a wrapper that is only raced by code which may end it': `import { withDeadline } from './x'; async function api(u, init) { return fetch(u, init); } export const f = (u) => withDeadline(() => api(u, {}), 500);`,
  }),
  invalid: [
    ...failing('', {
      'no caller limits it: once, at its own call': [
        `async function api(u, init) {\n  return fetch(u, init);\n}\nexport const f = (u) => api(u);\nexport const g = (u) => api(u, { method: 'POST' });\nexport const h = (u) => api(u, {});`,
        'noLimit',
        2,
      ],
      'a method': [
        `export class A {\n  send(u, init) {\n    return fetch(u, init);\n  }\n  get(u) { return this.send(u, {}); }\n  put(u, body) { return this.send(u, { method: 'PUT', body }); }\n}`,
        'noLimit',
        3,
      ],
      'a wrapper of a wrapper': [
        `const raw = (u, init) =>\n  fetch(u, init);\nconst api = (u, init) => raw(u, { ...init, headers: {} });\nexport const f = (u) => api(u, {});\nexport const g = (u) => api(u, { method: 'POST' });`,
        'noLimit',
        2,
      ],
      'some callers limit it: the others': [
        `async function api(u, init) {\n  return fetch(u, init);\n}\nexport const f = (u) => api(u, { signal: AbortSignal.timeout(1) });\nexport const g = (u) => api(u, {});`,
        'noLimit',
        5,
      ],
      'axios in a helper': [
        `import axios from 'axios';\nconst send = (config) =>\n  axios.request(config);\nexport const f = (url) => send({ url });\nexport const g = (url) => send({ url, method: 'post' });`,
        'noLimit',
        3,
      ],
    }),
    {
      name: 'an option without effect is wrong where it is given',
      code: `async function api(u, init) { return fetch(u, init); }\nexport const f = (u) => api(u, { timeout: 500 });\nexport const g = (u) => api(u, {});`,
      errors: [
        { messageId: 'ignoredOption', line: 2 },
        { messageId: 'noLimit', line: 3 },
      ],
    },
  ],
});

ruleTester.run('require-timeouts: merged options', reportsOnly, {
  valid: named(`import axios from 'axios'; import _ from 'lodash'; import { Agent } from 'undici';\n`, {
    'a limit in a source of Object.assign': `const defaults = { timeout: 500 }; export const f = (u, o) => axios.get(u, Object.assign({}, defaults, { params: {} }));`,
    'a limit in a source of lodash': `const defaults = { timeout: 500 }; export const f = (u) => axios.get(u, _.merge({}, defaults, { params: {} }));`,
    'a limit that lodash writes into an object': `export const f = (u) => { const o = { params: {} }; _.defaults(o, { timeout: 500 }); return axios.get(u, o); };`,
    'a limit in a field that is spread': `export class A { defaults = { timeout: 500 }; get(u) { return axios.get(u, { ...this.defaults, params: {} }); } }`,
    'a source that the file does not show': `import { shared } from './x'; export const f = (u) => axios.get(u, Object.assign({}, shared, { params: {} }));`,
    'imported options of a client': `import { defaults } from './x'; export const agent = new Agent(defaults);`,
    'options that a function of another module makes': `import { agentDefaults } from './x'; export const agent = new Agent(agentDefaults());`,
    'defaults of the module, for an instance behind them': `axios.defaults.timeout = 500; export const api = axios.create({ baseURL: 'https://x.test' });`,
  }),
  invalid: failing(`import axios from 'axios'; import _ from 'lodash';\n`, {
    'no source has a limit': [
      `const defaults = { headers: {} }; export const f = (u) => axios.get(u, Object.assign({}, defaults, { params: {} }));`,
      'noLimit',
    ],
    'no source of lodash has one': [
      `const defaults = { headers: {} }; export const f = (u) => axios.get(u, _.merge({}, defaults, { params: {} }));`,
      'noLimit',
    ],
    'a field that is spread has none': [
      `export class A { defaults = { headers: {} }; get(u) { return axios.get(u, { ...this.defaults, params: {} }); } }`,
      'noLimit',
    ],
    'only a timeout of http.request without a listener': [
      `import http from 'node:http'; const defaults = { timeout: 500 }; export const f = (host, cb) => { http.get({ ...defaults, host }, cb).on('error', cb); };`,
      'onlyEvent',
    ],
    'defaults that come behind the instance': [
      `export const api = axios.create({ baseURL: 'https://x.test' }); axios.defaults.timeout = 500;`,
      'clientWithoutLimit',
    ],
  }),
});

ruleTester.run('require-timeouts: giving up is no limit where the request goes on', reportsOnly, {
  valid: named(`import http from 'node:http';\n`, {
    'a race whose timer aborts': `export const f = (u) => { const c = new AbortController(); return Promise.race([fetch(u, { signal: c.signal }), new Promise((_, reject) => setTimeout(() => { c.abort(); reject(new Error()); }, 500))]); };`,
    'a race whose finally aborts': `export const f = async (u) => { const c = new AbortController(); try { return await Promise.race([fetch(u, { signal: c.signal }), new Promise((_, reject) => setTimeout(reject, 500))]); } finally { c.abort(); } };`,
    'a socket that a race gives up and a finally ends': `import WebSocket from 'ws'; export const f = async (u) => { const ws = new WebSocket(u); try { return await Promise.race([opened(ws), new Promise((_, reject) => setTimeout(reject, 500))]); } finally { ws.terminate(); } };`,
    'a race against something else': `export const f = (u, stopped) => Promise.race([fetch(u), stopped]);`,
    'a helper that is not seen': `import { withTimeout } from './x'; export const f = (u) => withTimeout(fetch(u), 500);`,
    'a helper that calls with a signal': `const withTimeout = (run, ms) => { const c = new AbortController(); setTimeout(() => c.abort(), ms); return run(c.signal); }; export const f = (u) => withTimeout((signal) => fetch(u, { signal }), 500);`,
    'a timer that destroys and rejects': `export const f = (u) => new Promise((resolve, reject) => { const req = http.get(u, resolve); setTimeout(() => { req.destroy(); reject(new Error()); }, 500); });`,
  }),
  invalid: failing(`import http from 'node:http';\n`, {
    'a race with a timer': [
      `export const f = (u) => Promise.race([fetch(u), new Promise((_, reject) => setTimeout(reject, 500))]);`,
      'uncancelled',
    ],
    'a race with a sleep': [
      `import { sleep } from './time'; export const f = async (u) => { const p = fetch(u); return Promise.race([p, sleep(500)]); };`,
      'uncancelled',
    ],
    'a helper of the file': [
      `const withTimeout = (promise, ms) => Promise.race([promise, new Promise((_, reject) => setTimeout(reject, ms))]); export const f = (u) => withTimeout(fetch(u), 500);`,
      'uncancelled',
    ],
    'a timer that only rejects': [
      `export const f = (u) => new Promise((resolve, reject) => { setTimeout(() => reject(new Error()), 500); http.get(u, resolve).on('error', reject); });`,
      'uncancelled',
    ],
  }),
});

const HELPER = `async function get(u, init, ms) { const c = new AbortController(); const t = setTimeout(() => c.abort(), ms); try { return await fetch(u, { ...init, signal: c.signal }); } finally { clearTimeout(t); } }\n`;
ruleTester.run('require-timeouts: a timer that is cleared before a caller reads the body', reportsOnly, {
  valid: named(HELPER, {
    'no caller reads': `export const isUp = async (u) => { const r = await get(u, {}, 500); return r.ok; };`,
    'the callers are elsewhere': `export { get };`,
  }),
  invalid: failing(HELPER, {
    'a caller reads': [
      `export const load = async (u) => { const r = await get(u, {}, 500); return r.json(); };`,
      'timerCleared',
      1,
    ],
    'a caller reads at once': [`export const load = async (u) => (await get(u, {}, 500)).text();`, 'timerCleared', 1],
  }),
});

ruleTester.run('require-timeouts: peers of this machine', reportsOnly, {
  valid: named(
    `import axios from 'axios'; import http from 'node:http'; import { Pool } from 'pg'; import { Client } from 'undici';\n`,
    {
      localhost: `export const f = () => fetch('http://localhost:9229/json/version');`,
      'a loopback address': `export const f = () => axios.get('http://127.0.0.1:1336/v1/events');`,
      'a constant in a template':
        'const BASE = "http://localhost:3000"; export const f = (p) => fetch(`${BASE}/api/${p}`);',
      'a URL': `export const f = (p) => fetch(new URL(p, 'http://[::1]:3000'));`,
      'a base URL': `export const api = axios.create({ baseURL: 'http://localhost:3000' });`,
      'a socket whose path the object knows': `export class Docker { constructor(socketPath) { this.socketPath = socketPath; } info(cb) { http.get({ socketPath: this.socketPath, path: '/info' }, cb); } }`,
      'a socket': `export const f = (cb) => { http.get({ socketPath: '/var/run/docker.sock', path: '/info' }, cb); };`,
      'a host option': `export const f = (cb) => { http.get({ host: '127.0.0.1', port: 80 }, cb); };`,
      'a pool of undici': `export const c = new Client('http://localhost:3000');`,
      'a database': `export const p = new Pool({ host: 'localhost' });`,
    },
  ),
  invalid: failing(`import axios from 'axios';\n`, {
    'a default for another host': [
      `export const f = () => fetch(process.env.API ?? 'http://localhost:3000');`,
      'noLimit',
    ],
    'another host of the name': [`export const f = () => axios.get('http://localhost.example.com/');`, 'noLimit'],
  }),
});

ruleTester.run('require-timeouts: managed functions', reportsOnly, {
  valid: [],
  invalid: [
    {
      name: 'one report in a file',
      code: `import axios from 'axios'; import { S3Client } from '@aws-sdk/client-s3';\nconst s3 = new S3Client({});\nexport const handler = async (event) => { await s3.send(event); await axios.get(event.a); return axios.get(event.b); };`,
      settings: { 'client-lifecycle': { role: 'lambda' } },
      errors: [{ messageId: 'clientWithoutLimit', line: 2 }],
    },
    {
      name: 'all of them for strict',
      code: `import axios from 'axios';\nexport const handler = async (event) => { await axios.get(event.a); return axios.get(event.b); };`,
      settings: { 'client-lifecycle': { role: 'lambda' } },
      options: [{ checkDefaults: true }],
      errors: [{ messageId: 'noLimit' }, { messageId: 'noLimit' }],
    },
  ],
});

ruleTester.run('require-timeouts: scripts that somebody watches', reportsOnly, {
  valid: [
    {
      name: 'a script of the project, which the default of the library ends',
      filename: 'scripts/report.js',
      code: `await fetch('https://a.example/users');`,
    },
    {
      name: 'the database of a script',
      filename: 'scripts/report.js',
      code: `import { Pool } from 'pg'; const pool = new Pool(); await pool.query('SELECT 1'); await pool.end();`,
    },
    { name: 'a migration', filename: 'scripts/migrations/2.js', code: `await fetch('https://a.example/users');` },
    ...['bin/data-fixes/lists.js', 'scripts/20240131-lists.js', 'scripts/2024-01-31_lists.js'].map((filename) => ({
      name: `work of one day: ${filename}`,
      filename,
      code: `await fetch('https://a.example/users');`,
    })),
  ],
  invalid: [
    {
      name: 'a script with another number',
      filename: 'scripts/20249931-lists.js',
      code: `import fetch from 'node-fetch'; await fetch('https://a.example/users');`,
      errors: [{ messageId: 'noLimit' }],
    },
    {
      name: 'a migration, where defaults are checked',
      filename: 'scripts/migrations/2.js',
      code: `await fetch('https://a.example/users');`,
      options: [{ checkDefaults: true }],
      errors: [{ messageId: 'noLimit' }],
    },
    {
      name: 'another script, which may wait without an end',
      filename: 'scripts/report.js',
      code: `import fetch from 'node-fetch'; await fetch('https://a.example/users');`,
      errors: [{ messageId: 'noLimit' }],
    },
    {
      name: 'the database of a script, where defaults are checked',
      filename: 'scripts/report.js',
      code: `import { Pool } from 'pg'; const pool = new Pool(); await pool.query('SELECT 1'); await pool.end();`,
      options: [{ checkDefaults: true }],
      errors: [{ messageId: 'noLimit' }],
    },
    {
      name: 'a command, which others wait for',
      filename: 'src/cli.js',
      code: `#!/usr/bin/env node\nawait fetch('https://a.example/users');`,
      errors: [{ messageId: 'noLimit' }],
    },
  ],
});

const GET = `import http from 'node:http';\nconst get = (url) => new Promise((resolve, reject) => {\n  http.get(url, (res) => { res.resume(); res.on('end', resolve); }).on('error', reject);\n});\n`;
ruleTester.run('require-timeouts: addresses that callers give', reportsOnly, {
  valid: named(GET, {
    'all of this machine': `export const ping = async (port) => { await get('http://127.0.0.1:9222/json'); await get(\`http://localhost:\${port}/health\`); };`,
  }),
  invalid: failing(GET, {
    'one of another machine': [
      `export const ping = async () => { await get('http://127.0.0.1:9222/json'); await get('http://status.example/health'); };`,
      'noLimit',
      3,
    ],
    'callers that are elsewhere': [
      `export const ping = () => get('http://127.0.0.1:9222/json'); export { get };`,
      'noLimit',
      3,
    ],
  }),
});

ruleTester.run('require-timeouts: answers that never end', reportsOnly, {
  valid: named('', {
    'changes as they come': `export async function watch(take) { const r = await fetch('https://cluster.example/apis/jobs/watch'); for await (const part of r.body) take(part); }`,
    'an answer that waits for something to say': `export async function next() { const r = await fetch('https://bot.example/getUpdates'); return r.json(); }`,
  }),
  invalid: failing('', {
    'a page with such a name, which is read whole': [
      `export async function page(id) { const r = await fetch(\`https://video.example/watch?v=\${id}\`); return r.text(); }`,
      'noLimit',
    ],
  }),
});

const DEFAULTS = `import axios from 'axios';\naxios.defaults.baseURL = process.env.API;\n`;
ruleTester.run('require-timeouts: one report where the file sets other defaults', reportsOnly, {
  valid: named(DEFAULTS, {
    'the default that limits': `axios.defaults.timeout = 5000; export const a = () => axios.get('https://a.example/');`,
  }),
  invalid: [
    {
      name: 'for all calls',
      code: `${DEFAULTS}export const a = () => axios.get('https://a.example/');\nexport const b = (d) => axios.post('https://b.example/', d);`,
      errors: [
        {
          messageId: 'noLimit',
          line: 3,
          data: {
            phases: 'the wait for the response',
            subject: "`axios.get('https://a.example/')`",
            cost: 'a silent server makes it wait forever',
            remedy: 'Set `axios.defaults.timeout` beside the other defaults of this file.',
          },
        },
      ],
    },
    ...failing(DEFAULTS, {
      'an instance is told itself': [
        `export const client = axios.create({ baseURL: 'https://a.example/' });`,
        'clientWithoutLimit',
      ],
    }),
  ],
});
