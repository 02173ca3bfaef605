import { preferMultiplexing } from '../../src/rules/prefer-multiplexing.js';
import { ruleTester } from '../rule-tester.js';

const undici7 = { 'client-lifecycle': { versions: { undici: '7' } } };
const undici8 = { 'client-lifecycle': { versions: { undici: '8' } } };
const OVER_UNDICI = `import { Agent, request } from 'undici'; const dispatcher = new Agent({ connections: 20 }); export const all = (ids) => Promise.all(ids.map((id) => request('https://a.example/x/' + id, { dispatcher })));`;

ruleTester.run('prefer-multiplexing', preferMultiplexing, {
  valid: [
    ...Object.entries({
      'HTTP/2 is on': `import got from 'got'; export const all = (ids) => Promise.all(ids.map((id) => got('https://a.example/x/' + id, { http2: true }).json()));`,
      'HTTP/2 is on in the client': `import got from 'got'; const api = got.extend({ http2: true }); export const all = (ids) => Promise.all(ids.map((id) => api('https://a.example/x/' + id).json()));`,
      'a peer that is not known': `import got from 'got'; export const all = (urls) => Promise.all(urls.map((url) => got(url).json()));`,
      'without TLS': `import got from 'got'; export const all = (ids) => Promise.all(ids.map((id) => got('http://a.internal/x/' + id).json()));`,
      'two requests': `import got from 'got'; export const both = () => Promise.all([got('https://a.example/x').json(), got('https://a.example/y').json()]);`,
      'a library without HTTP/2': `import axios from 'axios'; export const all = (ids) => Promise.all(ids.map((id) => axios.get('https://a.example/x/' + id)));`,
      'a version that is not known': OVER_UNDICI,
    }).map(([name, code]) => ({ name, code })),
    { name: 'on by default', code: OVER_UNDICI, settings: undici8 },
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
    { name: 'undici 7', code: OVER_UNDICI, settings: undici7, errors: [{ messageId: 'http2' }] },
  ],
});
