import { oneClientPerUpstream } from '../../src/rules/one-client-per-upstream.js';
import { ruleTester } from '../rule-tester.js';

ruleTester.run('one-client-per-upstream', oneClientPerUpstream, {
  valid: Object.entries({
    'one for each': `import { Pool } from 'undici'; export const a = new Pool('https://a.example', { connections: 5 }); export const b = new Pool('https://b.example', { connections: 5 });`,
    'other limits': `import { Pool } from 'undici'; export const fast = new Pool('https://a.example', { headersTimeout: 1000 }); export const slow = new Pool('https://a.example', { headersTimeout: 60000 });`,
    'an origin that is not known': `import { Pool } from 'undici'; export const a = new Pool(config.a); export const b = new Pool(config.a);`,
    'a limit per host': `import https from 'node:https'; import axios from 'axios'; const httpsAgent = new https.Agent({ keepAlive: true, maxSockets: 10 }); export const a = () => axios.get('https://a.example/x', { httpsAgent }); export const b = () => axios.get('https://b.example/x', { httpsAgent });`,
    'one origin, several paths': `import https from 'node:https'; import axios from 'axios'; const httpsAgent = new https.Agent({ keepAlive: true, maxTotalSockets: 10 }); export const a = () => axios.get('https://a.example/x', { httpsAgent }); export const b = () => axios.get('https://a.example/y', { httpsAgent });`,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    {
      name: 'two pools',
      code: `import { Pool } from 'undici';
export const users = new Pool('https://a.example', { connections: 5 });
export const orders = new Pool('https://a.example', { connections: 5 });`,
      errors: [
        {
          messageId: 'several',
          line: 3,
          data: { client: '`new Pool()` of undici', origin: 'https://a.example', line: '2' },
        },
      ],
    },
    {
      name: 'two pools, by a constant',
      code: `const { Pool } = require('undici');
const ORIGIN = 'https://a.example';
exports.users = new Pool(ORIGIN);
exports.orders = new Pool(ORIGIN);`,
      errors: [{ messageId: 'several', line: 4 }],
    },
    {
      name: 'one limit for two upstreams',
      code: `import https from 'node:https';
import axios from 'axios';
const httpsAgent = new https.Agent({ keepAlive: true, maxTotalSockets: 10 });
export const a = () => axios.get('https://a.example/x', { httpsAgent });
export const b = (id) => axios.get(\`https://b.example/x/\${id}\`, { httpsAgent });`,
      errors: [{ messageId: 'shared', line: 3 }],
    },
    {
      name: 'one limit for two clients',
      code: `import https from 'node:https';
import axios from 'axios';
const agent = new https.Agent({ keepAlive: true, maxTotalSockets: 10 });
const users = axios.create({ baseURL: 'https://a.example', httpsAgent: agent });
const orders = axios.create({ baseURL: 'https://b.example', httpsAgent: agent });
export const load = () => [users.get('/x'), orders.get('/y')];`,
      errors: [{ messageId: 'shared', line: 3 }],
    },
  ],
});
