import { preferMultiplexing } from '../../src/rules/prefer-multiplexing.js';
import { ruleTester } from '../rule-tester.js';

const undici7 = { 'client-lifecycle': { versions: { undici: '7' } } };
const undici8 = { 'client-lifecycle': { versions: { undici: '8' } } };
const overUndici = (options: string): string =>
  `import { Agent, request } from 'undici'; const dispatcher = new Agent(${options}); export const all = (ids) => Promise.all(ids.map((id) => request('https://a.example/x/' + id, { dispatcher })));`;

ruleTester.run('prefer-multiplexing', preferMultiplexing, {
  valid: [
    ...Object.entries({
      'HTTP/2 is on': `import got from 'got'; export const all = (ids) => Promise.all(ids.map((id) => got('https://a.example/x/' + id, { http2: true }).json()));`,
      'HTTP/2 is on in the client': `import got from 'got'; const api = got.extend({ http2: true }); export const all = (ids) => Promise.all(ids.map((id) => api('https://a.example/x/' + id).json()));`,
      'a peer that is not known': `import got from 'got'; export const all = (urls) => Promise.all(urls.map((url) => got(url).json()));`,
      'without TLS': `import got from 'got'; export const all = (ids) => Promise.all(ids.map((id) => got('http://a.internal/x/' + id).json()));`,
      'two requests': `import got from 'got'; export const both = () => Promise.all([got('https://a.example/x').json(), got('https://a.example/y').json()]);`,
      'a library without HTTP/2': `import axios from 'axios'; export const all = (ids) => Promise.all(ids.map((id) => axios.get('https://a.example/x/' + id)));`,
      'a version that is not known': overUndici(`{ connections: 20 }`),
    }).map(([name, code]) => ({ name, code })),
    { name: 'with all that it takes', code: overUndici(`{ allowH2: true, pipelining: 100 }`), settings: undici7 },
    {
      name: 'one after the other',
      code: `import got from 'got'; export async function all(ids) { const found = []; for (const id of ids) found.push(await got('https://a.example/x/' + id).json()); return Promise.all(found); }`,
    },
    { name: 'on by default', code: overUndici(`{ connections: 20 }`), settings: undici8 },
  ],
  invalid: [
    {
      name: 'got',
      code: `import got from 'got'; export const all = (ids) => Promise.all(ids.map((id) => got(\`https://a.example/x/\${id}\`).json()));`,
      errors: [{ messageId: 'http2', data: { origin: 'https://a.example', write: 'http2: true' } }],
    },
    {
      name: 'got, by a constant, settled',
      code: `const got = require('got'); const API = 'https://a.example'; exports.all = async (ids) => Promise.allSettled(ids.map(async (id) => { const { body } = await got(API + '/x/' + id, { timeout: { request: 1000 } }); return body; }));`,
      errors: [{ messageId: 'http2' }],
    },
    ...Object.entries({
      'without pipelining': overUndici(`{ connections: 20, allowH2: true }`),
      'a pool': `import { Pool } from 'undici'; const pool = new Pool('https://a.example', { connections: 20 }); export const all = (ids) => Promise.all(ids.map((id) => pool.request({ path: '/x/' + id, method: 'GET' })));`,
      'the dispatcher of all': `import { Agent, setGlobalDispatcher } from 'undici'; setGlobalDispatcher(new Agent({ connections: 20 })); export const all = (ids) => Promise.all(ids.map((id) => fetch('https://a.example/x/' + id).then((r) => r.json())));`,
      'a loop that waits behind itself': `import { Agent, fetch } from 'undici'; const dispatcher = new Agent({ connections: 20 }); export async function all(ids) { const jobs = []; for (const id of ids) jobs.push(fetch('https://a.example/x/' + id, { dispatcher })); return Promise.all(jobs); }`,
    }).map(([name, code]) => ({ name, code, settings: undici7, errors: [{ messageId: 'http2' as const }] })),
    ...Object.entries({
      'a function of the file': `import got from 'got'; const load = (id) => got('https://a.example/x/' + id).json(); export const all = (ids) => Promise.all(ids.map(load));`,
      'a bound on how many': `import got from 'got'; import pLimit from 'p-limit'; const limit = pLimit(20); export const all = (ids) => Promise.all(ids.map((id) => limit(() => got('https://a.example/x/' + id).json())));`,
      'p-map': `import got from 'got'; import pMap from 'p-map'; export const all = (ids) => pMap(ids, (id) => got('https://a.example/x/' + id).json(), { concurrency: 20 });`,
      'p-map with a function of the file': `import got from 'got'; import pMap from 'p-map'; const load = (id) => got('https://a.example/x/' + id).json(); export const all = (ids) => pMap(ids, load);`,
      'a function of the file, called': `import got from 'got'; async function load(id) { return got('https://a.example/x/' + id).json(); } export const all = async (ids) => { const jobs = ids.map((id) => load(id)); return Promise.all(jobs); };`,
    }).map(([name, code]) => ({ name, code, errors: [{ messageId: 'http2' as const }] })),
    { name: 'undici 7', code: overUndici(`{ connections: 20 }`), settings: undici7, errors: [{ messageId: 'http2' }] },
  ],
});
