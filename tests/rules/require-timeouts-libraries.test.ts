import { requireTimeouts } from '../../src/rules/require-timeouts.js';
import { ruleTester } from '../rule-tester.js';
import { failing, named, reportsOnly } from './require-timeouts.fixture.js';

const OFETCH = `import { $fetch, ofetch } from 'ofetch';\n`;
ruleTester.run('require-timeouts: ofetch ignores its timeout next to a signal', reportsOnly, {
  valid: named(OFETCH, {
    'a timeout': `export const f = (u) => ofetch(u, { timeout: 5000 });`,
    'a signal that ends by itself': `export const f = (u) => $fetch(u, { signal: AbortSignal.timeout(5000) });`,
    'a useless timeout, but a signal that ends by itself': `export const f = (u) => $fetch(u, { timeout: 5000, signal: AbortSignal.timeout(5000) });`,
    'the signal of a caller': `export const f = (u, signal) => $fetch(u, { signal });`,
    'options of a caller': `export const f = (u, options) => $fetch(u, { timeout: 5000, ...options });`,
    'no signal': `export const f = (u) => $fetch(u, { timeout: 5000, signal: undefined });`,
    'a path without an origin': `export const f = () => $fetch('/api/users');`,
  }),
  invalid: failing(OFETCH, {
    'no limit': [`export const f = (u) => $fetch(u, { method: 'POST' });`, 'noLimit'],
    'the signal of a caller and a timeout': [
      `export const f = (u, signal) => $fetch(u, { timeout: 5000, signal });`,
      'overriddenOption',
    ],
    'a controller that somebody may abort': [
      `export const f = (u, c) => ofetch(u, { timeout: 5000, signal: c.signal });`,
      'overriddenOption',
    ],
  }),
});

const TEENY = `import { teenyRequest } from 'teeny-request';\n`;
ruleTester.run('require-timeouts: teeny-request ignores its timeout', reportsOnly, {
  valid: named(TEENY, {
    'nothing that could bound it': `export const f = (uri, cb) => teenyRequest({ uri }, cb);`,
    'options of a caller': `export const f = (options, cb) => teenyRequest(options, cb);`,
  }),
  invalid: failing(TEENY, {
    'a timeout': [`export const f = (uri, cb) => teenyRequest({ uri, timeout: 5000 }, cb);`, 'ignoredOption'],
  }),
});

ruleTester.run('require-timeouts: a Request carries the signal it is made with', reportsOnly, {
  valid: named('', {
    'a signal': `export const f = (u) => fetch(new Request(u, { signal: AbortSignal.timeout(5000) }));`,
    'options of a caller': `export const f = (u, init) => fetch(new Request(u, init));`,
    'a copy of another one': `export const f = (request) => fetch(new Request(request, { method: 'POST' }));`,
    'a signal next to it': `export const f = (u) => fetch(new Request(u), { signal: AbortSignal.timeout(5000) });`,
  }),
  invalid: failing('', {
    'no options': [
      `export const f = async (u) => { const r = await fetch(new Request(u)); return r.json(); };`,
      'noLimit',
    ],
    'options without a signal': [
      `export const f = async (u) => { const request = new Request(u, { method: 'POST' }); const r = await fetch(request); return r.json(); };`,
      'noLimit',
    ],
  }),
});

const S3 = `import { S3Client } from '@aws-sdk/client-s3'; import { getSignedUrl } from '@aws-sdk/s3-request-presigner';\n`;
ruleTester.run('require-timeouts: a client that only signs addresses sends nothing', reportsOnly, {
  valid: named(S3, {
    'a constant': `const s3 = new S3Client({}); export const sign = (command) => getSignedUrl(s3, command);`,
    'one of two': `const s3 = process.env.REGION ? new S3Client({ region: process.env.REGION }) : new S3Client(); export const sign = (command) => getSignedUrl(s3, command);`,
    'one for each call': `export function sign(command) { const s3 = new S3Client({}); return getSignedUrl(s3, command, { expiresIn: 60 }); }`,
  }),
  invalid: failing(S3, {
    'it also sends': [
      `const s3 = new S3Client({}); export const sign = (command) => getSignedUrl(s3, command); export const send = (command) => s3.send(command);`,
      'clientWithoutLimit',
    ],
    'other modules get it': [
      `export const s3 = new S3Client({}); export const sign = (command) => getSignedUrl(s3, command);`,
      'clientWithoutLimit',
    ],
    'other modules get it by name': [
      `const s3 = new S3Client({}); export const sign = (command) => getSignedUrl(s3, command); export { s3 };`,
      'clientWithoutLimit',
    ],
    'a member': [
      `export class A { s3 = new S3Client({}); sign(command) { return getSignedUrl(this.s3, command); } send(command) { return this.s3.send(command); } }`,
      'clientWithoutLimit',
    ],
  }),
});

const SERVICES = `import { Meilisearch } from 'meilisearch'; import Pusher from 'pusher'; import { Client } from 'typesense'; import { PostHog } from 'posthog-node';\n`;
ruleTester.run('require-timeouts: clients of search and events', reportsOnly, {
  valid: named(SERVICES, {
    'a limit of their own': `export const m = new Meilisearch({ host: 'http://a', timeout: 5000 });`,
    'a limit of the library': `export const t = new Client({ nodes: [] }); export const p = new PostHog('k');`,
  }),
  invalid: failing(SERVICES, {
    'no limit of the search': [`export const m = new Meilisearch({ host: 'http://a' });`, 'clientWithoutLimit'],
    'no limit of the events': [`export const u = new Pusher({ appId: 'a' });`, 'clientWithoutLimit'],
    'no limit of the events of an address': [`export const u = Pusher.forURL('http://a');`, 'clientWithoutLimit'],
  }),
});

const CHAINS = `import { createPublicClient, http, webSocket } from 'viem'; import * as oidc from 'openid-client'; import jwks, { passportJwtSecret } from 'jwks-rsa'; import webpush from 'web-push';\n`;
ruleTester.run('require-timeouts: chains, logins and push messages', reportsOnly, {
  valid: named(CHAINS, {
    'limits of the libraries': `export const c = createPublicClient({ transport: http('https://a') }); export const i = oidc.discovery(url, 'a', 'b'); export const k = passportJwtSecret({ jwksUri: 'https://a' });`,
    'a transport over a WebSocket': `export const c = createPublicClient({ transport: webSocket('wss://a') });`,
    'a limit of the message': `export const f = (to, text) => webpush.sendNotification(to, text, { timeout: 5000 });`,
    'options of a caller': `export const f = (to, text, options) => webpush.sendNotification(to, text, options);`,
  }),
  invalid: failing(CHAINS, {
    'a message without options': [`export const f = (to, text) => webpush.sendNotification(to, text);`, 'noLimit'],
    'a message without a limit': [
      `export const f = (to, text) => webpush.sendNotification(to, text, { TTL: 60 });`,
      'noLimit',
    ],
  }),
});

const HOSTED = `import { Database } from 'arangojs'; import { InfluxDB } from '@influxdata/influxdb-client'; import Consul from 'consul'; import Mailgun from 'mailgun.js'; import { Svix } from 'svix'; import { ServerClient } from 'postmark'; import { Client } from '@notionhq/client';\n`;
ruleTester.run('require-timeouts: stores and hosted services', reportsOnly, {
  valid: named(HOSTED, {
    'limits of the libraries': `export const all = [new InfluxDB({ url, token }), new ServerClient('a'), new Client({})];`,
    'limits of their own': `export const all = [new Database({ url, timeout: 5000 }), new Consul({ defaults: { timeout: 5000 } }), new Svix('a', { requestTimeout: 5000 })];`,
    'a limit of what another object makes': `export const m = new Mailgun(FormData).client({ username: 'a', key: 'b', timeout: 5000 });`,
  }),
  invalid: failing(HOSTED, {
    'no limit of ArangoDB': [`export const c = new Database({ url });`, 'clientWithoutLimit'],
    'no limit of Consul': [`export const c = new Consul();`, 'clientWithoutLimit'],
    'no limit of Mailgun': [
      `const mailgun = new Mailgun(FormData); export const c = mailgun.client({ username: 'a', key: 'b' });`,
      'clientWithoutLimit',
    ],
    'no limit of Svix': [`export const c = new Svix('a');`, 'clientWithoutLimit'],
  }),
});

const CHECKED = [{ checkDefaults: true }] as const;
ruleTester.run('require-timeouts: chains and logins whose limit is switched off', reportsOnly, {
  valid: [
    { name: 'a short limit of the library', code: `${CHAINS}export const c = http('https://a');`, options: CHECKED },
    { name: 'that of ky', code: `import ky from 'ky'; export const f = (u) => ky.get(u).json();`, options: CHECKED },
  ],
  invalid: [
    {
      name: 'a long limit of the library',
      code: `import OpenAI from 'openai'; export const c = new OpenAI();`,
      options: CHECKED,
      errors: [{ messageId: 'clientWithoutLimit' as const }],
    },
    ...["http('https://a', { timeout: 0 })", "jwks({ jwksUri: 'https://a', timeout: 0 })"].map((call) => ({
      name: call,
      code: `${CHAINS}export const c = ${call};`,
      options: CHECKED,
      errors: [{ messageId: 'switchedOff' as const }],
    })),
  ],
});

const ACME = `import { Client } from 'acme';\n`;
const ACME_SETTINGS = {
  'client-lifecycle': {
    role: 'service',
    fixes: 'migrate',
    timeouts: { total: 5000 },
    clients: [
      {
        name: 'acme',
        modules: ['acme'],
        globals: { $acme: 'Client' },
        constructs: [
          {
            export: 'Client',
            create: 'either',
            owns: 'pool',
            opens: 'construction',
            close: [],
            timeouts: [{ phase: 'total', option: ["time-out's.all"], default: null, effect: 'aborts' }],
          },
        ],
      },
    ],
  },
};
ruleTester.run('require-timeouts: options and globals of the user whose names are no words', requireTimeouts, {
  valid: [{ code: `acme({});`, settings: ACME_SETTINGS }],
  invalid: [
    {
      code: `${ACME}export const a = new Client({ url: 'a' });`,
      output: `${ACME}\nconst REQUEST_TIMEOUT_MS = 5_000;\n\nexport const a = new Client({ url: 'a', 'time-out\\'s': { all: REQUEST_TIMEOUT_MS } });`,
      settings: ACME_SETTINGS,
      errors: [{ messageId: 'noLimit' }],
    },
    {
      code: `export const a = $acme({});`,
      output: `const REQUEST_TIMEOUT_MS = 5_000;\n\nexport const a = $acme({ 'time-out\\'s': { all: REQUEST_TIMEOUT_MS } });`,
      settings: ACME_SETTINGS,
      errors: [{ messageId: 'noLimit' }],
    },
  ],
});

const SUPABASE = `import { createClient } from '@supabase/supabase-js';\n`;
const WRITTEN = {
  'client-lifecycle': {
    timeouts: { connect: 1_000, headers: 2_000, body: 3_000 },
    versions: { '@supabase/supabase-js': 2 },
  },
};
ruleTester.run('require-timeouts: a limit of some requests of a client', requireTimeouts, {
  valid: [
    {
      name: 'a fetch that other code makes',
      code: `${SUPABASE}import { limited } from './fetch'; export const db = createClient(process.env.A, process.env.B, { global: { fetch: limited } });`,
    },
    {
      name: 'the limit on queries',
      code: `${SUPABASE}export const db = createClient(process.env.A, process.env.B, { db: { timeout: 10_000 } });`,
    },
  ],
  invalid: [
    {
      name: 'is not written where others are sent',
      code: `${SUPABASE}const client = createClient(process.env.A, process.env.B);\nexport const save = (file) => client.storage.from('files').upload('a', file);`,
      settings: WRITTEN,
      errors: [
        {
          messageId: 'clientWithoutLimit',
          line: 2,
          data: {
            subject: '`createClient()`',
            phases: 'the wait for the response',
            cost: 'the default of 300 s applies',
            remedy: 'Give it a `global.fetch` that has a limit.',
          },
        },
      ],
    },
  ],
});

const WS = `import { WebSocket } from 'ws';\n`;
ruleTester.run('require-timeouts: a timer that closes a socket bounds the wait for its connection', reportsOnly, {
  valid: named(WS, {
    'a function with a name': `export const first = (u) => new Promise((resolve) => { const socket = new WebSocket(u); const finish = () => { clearTimeout(late); if (socket.readyState < 2) socket.close(); resolve(); }; const late = setTimeout(finish, 5000); socket.on('message', finish); });`,
    'a function in place': `export function open(u) { const socket = new WebSocket(u); const late = setTimeout(() => socket.terminate(), 5000); socket.on('open', () => clearTimeout(late)); return socket; }`,
  }),
  invalid: failing(WS, {
    'a timer that starts when it is open': [
      `export function open(u) { const socket = new WebSocket(u); socket.on('open', () => { setTimeout(() => socket.terminate(), 5000); }); return socket; }`,
      'noLimit',
    ],
    'a timer that closes another one': [
      `export function open(u, other) { const socket = new WebSocket(u); setTimeout(() => other.close(), 5000); return socket; }`,
      'noLimit',
    ],
  }),
});
