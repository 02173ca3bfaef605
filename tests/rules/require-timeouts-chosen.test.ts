import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.js';
import { requireTimeouts } from '../../src/rules/require-timeouts.js';
import { ruleTester } from '../rule-tester.js';
import { failing, named, onOneLine } from './require-timeouts.fixture.js';

const linter = new Linter();

function migrating(versions: Record<string, string> = {}): Linter.Config[] {
  const own = plugin.configs.migrate;
  const settings = {
    'client-lifecycle': { ...(own.settings?.['client-lifecycle'] as Record<string, unknown>), versions },
  };
  return [
    {
      files: ['**/*.ts'],
      plugins: { 'client-lifecycle': plugin },
      rules: { 'client-lifecycle/require-timeouts': 'error' },
      settings,
      languageOptions: { parser },
    },
  ];
}

const lint = (code: string) => ({ messages: linter.verify(code, migrating(), { filename: 'a.ts' }) });

/** What `migrate` writes, what suggestions would, and the text after all fixes. */
function migrated(code: string, versions: Record<string, string> = {}) {
  const config = migrating(versions);
  const suggested = linter
    .verify(code, config, { filename: 'a.ts' })
    .flatMap(({ suggestions }) => (suggestions ?? []).map(({ fix }) => fix.text));
  const { output, messages } = linter.verifyAndFix(code, config, { filename: 'a.ts' });
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return { output, suggested };
}

const HEADS: Readonly<Record<string, string>> = {
  undici: `import { Agent, Pool, ProxyAgent, setGlobalDispatcher, RetryAgent, request } from 'undici';\n`,
  aws: `import { SQSClient } from '@aws-sdk/client-sqs';\n`,
  s3: `import { S3Client } from '@aws-sdk/client-s3';\n`,
  got: `import got from 'got';\n`,
  axios: `import axios from 'axios';\n`,
  nodeFetch2: `import load from 'node-fetch';\n`,
  ws: `import WebSocket from 'ws';\n`,
  grpc: `import { Client, Metadata } from '@grpc/grpc-js';\nconst stub = new Client(address, credentials);\n`,
  pg: `import { Pool } from 'pg';\n`,
  needle: `import needle from 'needle';\n`,
};
const CURRENT = { '@aws-sdk/client-sqs': '3.911', '@aws-sdk/client-s3': '3.911' };
const KNOWN: Record<string, string> = { ...CURRENT };

describe('a limit that has a value stays as it is', () => {
  it.each([
    ['undici', `export const a = new Agent({ headersTimeout: 20_000 });`, 'headersTimeout: 20_000', 'bodyTimeout: '],
    [
      'undici',
      `export const f = (configured) => new Agent({ connect: { timeout: configured } });`,
      'connect: { timeout: configured }',
      'headersTimeout: ',
    ],
    [
      'undici',
      `export const a = new Agent({ connect: { ca, timeout: Number(process.env.T) } });`,
      'timeout: Number(process.env.T)',
      'headersTimeout: ',
    ],
    [
      'undici',
      `import { tls } from './tls';\nexport const a = new Pool('http://x', { connect: { ...tls } });`,
      'connect: { ...tls }',
      'headersTimeout: ',
    ],
    [
      'undici',
      `export const a = new Agent({ connectTimeout: 60_000, bodyTimeout: 900_000 });`,
      'connectTimeout: 60_000, bodyTimeout: 900_000',
      'headersTimeout: ',
    ],
    [
      'aws',
      `export const s = new SQSClient({ requestHandler: { connectionTimeout: 1_000 } });`,
      'connectionTimeout: 1_000',
      'requestTimeout: ',
    ],
    [
      'aws',
      `const ms = 250;\nexport const s = new SQSClient({ requestHandler: { connectionTimeout: ms } });`,
      'connectionTimeout: ms',
      'requestTimeout: ',
    ],
    ['got', `export const f = (u) => got(u, { timeout: { response: 20_000 } }).json();`, 'response: 20_000', 'read: '],
    [
      'needle',
      `export const f = (u) => needle.get(u, { open_timeout: 60_000 });`,
      'open_timeout: 60_000',
      'response_timeout: ',
    ],
  ])('%s: %s', (library, code, kept, added) => {
    const { output } = migrated((HEADS[library] ?? '') + code, KNOWN);
    expect(output).toContain(kept);
    expect(output).toContain(added);
    expect(output).not.toContain('request: REQUEST');
  });

  it.each([
    ['undici', `export const a = new Agent({ headersTimeout: 0, bodyTimeout: 0 });`],
    ['undici', `export const a = new Pool('http://x', { headersTimeout: 10_000, bodyTimeout: 0 });`],
    ['axios', `export const api = axios.create({ timeout: 0 });`],
    ['axios', `export const api = axios.create({ timeout: Infinity });`],
    ['axios', `export const f = (u) => axios.get(u, { signal: null });`],
    ['axios', `axios.defaults.timeout = 0;\nexport const f = (u) => axios.get(u);`],
    ['got', `export const f = (u) => got(u, { timeout: { request: Number.MAX_SAFE_INTEGER } });`],
    ['got', `export const f = (u) => got(u, { timeout: 5_000 });`],
    ['got', `export const f = (u) => got(u, { timeout: false });`],
    ['got', `export const http = got.extend({ timeout: 0 });`],
    ['needle', `export const f = (method, u, either) => needle(method, u, either);`],
    [
      'aws',
      `export const s = new SQSClient({ requestHandler: { requestTimeout: 5_000, throwOnRequestTimeout: false } });`,
    ],
    ['pg', `export const p = new Pool({ connectionTimeoutMillis: 0 });`],
    ['ws', `export const w = new WebSocket(u, { handshakeTimeout: 0 });`],
  ])('%s, and nothing is reported: %s', (library, code) => {
    const { output, suggested } = migrated((HEADS[library] ?? '') + code, KNOWN);
    expect(output).toBe((HEADS[library] ?? '') + code);
    expect(suggested).toEqual([]);
  });
});

describe('a body may be silent for as long as its project waits for an answer', () => {
  it.each([
    ['undici', `export const a = new Agent({ headersTimeout: 600_000 });`],
    ['undici', `const LONG = 10 * 60_000;\nexport const a = new Agent({ headersTimeout: LONG });`],
    ['undici', `export const a = new Agent({ headersTimeout: 31_000, keepAliveTimeout: 5_000 });`],
    ['undici', `export const f = (u) => request(u, { headersTimeout: 120_000 });`],
    ['got', `export const f = (u) => got(u, { timeout: { response: 600_000 } }).json();`],
  ])('%s: %s', (library, code) => {
    expect(migrated((HEADS[library] ?? '') + code, KNOWN).output).toBe((HEADS[library] ?? '') + code);
  });

  it('says so beside the suggestion', () => {
    const { messages } = lint(`${HEADS['undici'] ?? ''}export const a = new Agent({ headersTimeout: 600_000 });`);
    expect(messages.flatMap(({ suggestions }) => (suggestions ?? []).map(({ desc }) => desc))).toEqual([
      'Set limits: connect 5 s, body 30 s (`headersTimeout` waits 10 min for an answer).',
    ]);
  });
});

ruleTester.run('require-timeouts: strict reports limits that are switched off, and leaves them', requireTimeouts, {
  valid: named('', {
    'recommended: a decision': `import axios from 'axios'; export const f = (u) => axios.get(u, { timeout: 0 });`,
    'recommended: superagent': `import request from 'superagent'; export const f = (u) => request.get(u).timeout(0);`,
    'recommended: ky': `import ky from 'ky'; export const f = (u) => ky.get(u, { timeout: false });`,
  }),
  invalid: failing('', {
    zero: [`import axios from 'axios'; export const f = (u) => axios.get(u, { timeout: 0 });`, 'switchedOff'],
    infinite: [`import axios from 'axios'; export const http = axios.create({ timeout: Infinity });`, 'switchedOff'],
    'for one request': [
      `import axios from 'axios';\nconst http = axios.create({ timeout: 5000 });\nexport const f = (u) => http.get(u, { timeout: 0 });`,
      'switchedOff',
      3,
    ],
    ky: [`import ky from 'ky'; export const f = (u) => ky.get(u, { timeout: false });`, 'switchedOff'],
    got: [`import got from 'got'; export const f = (u) => got(u, { timeout: false });`, 'switchedOff'],
    superagent: [`import request from 'superagent'; export const f = (u) => request.get(u).timeout(0);`, 'switchedOff'],
    undici: [
      `import { Agent } from 'undici'; export const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });`,
      'switchedOff',
    ],
  }).map((test) => ({ ...test, options: [{ checkDefaults: true }] as const })),
});

describe('the place of the options', () => {
  it.each([
    ['ws', `new WebSocket(u)`, `new WebSocket(u, { handshakeTimeout: CONNECT_TIMEOUT_MS })`],
    ['ws', `new WebSocket(u, ['v1'])`, `new WebSocket(u, ['v1'], { handshakeTimeout: CONNECT_TIMEOUT_MS })`],
    ['ws', `new WebSocket(u, 'v1', { ca })`, `new WebSocket(u, 'v1', { ca, handshakeTimeout: CONNECT_TIMEOUT_MS })`],
    ['ws', `new WebSocket(u, { ca })`, `new WebSocket(u, { ca, handshakeTimeout: CONNECT_TIMEOUT_MS })`],
    [
      'ws',
      `new WebSocket(u, undefined, { ca })`,
      `new WebSocket(u, undefined, { ca, handshakeTimeout: CONNECT_TIMEOUT_MS })`,
    ],
    [
      'grpc',
      `stub.makeUnaryRequest('/a', w, r, {}, (e) => e)`,
      `stub.makeUnaryRequest('/a', w, r, {}, { deadline: Date.now() + REQUEST_TIMEOUT_MS }, (e) => e)`,
    ],
    [
      'grpc',
      `stub.makeUnaryRequest(\n  '/a',\n  w,\n  r,\n  {},\n  (e) => e,\n)`,
      `stub.makeUnaryRequest(\n  '/a',\n  w,\n  r,\n  {},\n  { deadline: Date.now() + REQUEST_TIMEOUT_MS },\n  (e) => e,\n)`,
    ],
    [
      'grpc',
      `stub.makeUnaryRequest('/a', w, r, {}, new Metadata(), callback)`,
      `stub.makeUnaryRequest('/a', w, r, {}, new Metadata(), { deadline: Date.now() + REQUEST_TIMEOUT_MS }, callback)`,
    ],
    [
      'grpc',
      `stub.makeUnaryRequest('/a', w, r, {}, new Metadata(), { interceptors: [] }, callback)`,
      `stub.makeUnaryRequest('/a', w, r, {}, new Metadata(), { interceptors: [], deadline: Date.now() + REQUEST_TIMEOUT_MS }, callback)`,
    ],
    ['needle', `needle('get', u, { json: true })`, `needle('get', u, { json: true, open_timeout: `],
    ['needle', `needle('post', u, { a: 1 })`, `needle('post', u, { a: 1 }, { open_timeout: `],
    ['needle', `needle('get', u, null, { json: true })`, `needle('get', u, null, { json: true, open_timeout: `],
    [
      'undici',
      `new ProxyAgent('http://proxy.test')`,
      `new ProxyAgent({ uri: 'http://proxy.test', headersTimeout: RESPONSE_TIMEOUT_MS })`,
    ],
  ])('%s: %s', (library, before, after) => {
    const { output, suggested } = migrated(`${HEADS[library] ?? ''}export const f = (u) => ${before};`);
    // A proxy's name says that bodies may be long, so that only the wait for headers is bounded.
    expect(
      onOneLine([output, ...suggested].join('\n')).replaceAll('REQUEST_TIMEOUTS_MS.headers', 'RESPONSE_TIMEOUT_MS'),
    ).toContain(library === 'undici' ? `uri: 'http://proxy.test'` : after);
    expect(output).not.toMatch(/\}, \{ handshakeTimeout|connect: \{/);
  });

  it.each([
    `import { request } from 'gaxios';\nexport const f = () => request('http://x.test/', { method: 'GET' });`,
    `import phin from 'phin';\nexport const f = () => phin('http://x.test/');`,
    `import phin from 'phin';\nexport const f = (url: string) => phin(url);`,
    'import phin from "phin";\nexport const f = (id) => phin(`http://x.test/${id}`);',
  ])('an address is never spread over options: %s', (code) => {
    const { output, suggested } = migrated(code);
    expect([output, ...suggested].join('\n')).not.toMatch(/\.\.\.(?:\(|url)/);
  });

  it('cross-fetch, which TypeScript knows as the fetch of browsers, gets a signal', () => {
    const { output } = migrated(
      `import fetch from 'cross-fetch';\nexport const f = async (u) => (await fetch(u)).json();`,
    );
    expect(output).toContain('fetch(u, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) })');
  });

  it('is left open where a gRPC call shows neither metadata nor options', () => {
    const code = `${HEADS['grpc'] ?? ''}export const f = (rest) => stub.makeUnaryRequest('/a', w, r, {}, ...rest);`;
    expect(migrated(code).output).toBe(code);
  });
});

describe('the constant has nothing that is not used', () => {
  it.each([
    `new Pool(u, { connect: connector })`,
    `new Pool(u, { connect(options, callback) { connector(options, callback); } })`,
  ])('%s', (made) => {
    const { output } = migrated(`${HEADS['undici'] ?? ''}export const f = (u, connector) => ${made};`);
    expect(output).toContain('headersTimeout: REQUEST_TIMEOUTS_MS.headers');
    expect(output).not.toContain('connect: 5_000');
  });
});

describe('forms of the AWS SDK', () => {
  const code = `${HEADS['aws'] ?? ''}export const sqs = new SQSClient({});`;
  it.each([
    ['unknown', {}],
    ['before literals', { '@aws-sdk/client-sqs': '3.418.0' }],
  ])('%s: none', (_name, versions) => {
    expect(migrated(code, versions)).toEqual({ output: code, suggested: [] });
  });

  it('a literal before requests could throw: silence on the socket', () => {
    const { output } = migrated(code, { '@aws-sdk/client-sqs': '3.600' });
    expect(output).toContain('requestHandler: { connectionTimeout: REQUEST_TIMEOUTS_MS.connect, socketTimeout: ');
    expect(output).not.toContain('throwOnRequestTimeout');
  });

  it('the installed handler decides', () => {
    const { output } = migrated(code, { '@aws-sdk/client-sqs': '3.911', '@smithy/node-http-handler': '4.3.0' });
    expect(output).not.toContain('throwOnRequestTimeout');
  });

  it('requests that throw', () => {
    expect(migrated(code, KNOWN).output).toContain('throwOnRequestTimeout: true');
  });

  it('no limit from the start of a request on uploads', () => {
    const { output, suggested } = migrated(`${HEADS['s3'] ?? ''}export const s3 = new S3Client({});`, KNOWN);
    expect(output).not.toContain('Timeout');
    expect(suggested.join()).toContain('socketTimeout');
    expect(suggested.join()).not.toContain('throwOnRequestTimeout');
  });
});

describe('what is slow by design is not cut without being asked', () => {
  it.each([
    [
      'a comment on the client',
      `import axios from 'axios';\n// For requests that need form data or stream uploads.\nexport const http = axios.create({ maxRedirects: 0 });\n`,
    ],
    ...['`${base}/api/jobs/download-batch`', `'https://a.test/v1/exports/pdf-export?id=1'`, `base + '/convert'`].map(
      (address) => [
        `work that is done before the answer: ${address}`,
        `export async function ask(base) {\n  const response = await fetch(${address});\n  return response.json();\n}\n`,
      ],
    ),
    [
      'work that the function is named for',
      `export async function convertToPdf(u) {\n  const response = await fetch(u);\n  return response.json();\n}\n`,
    ],
    ...['arrayBuffer', 'blob'].map((read) => [
      `a download by ${read}()`,
      `export async function load(u) {\n  const response = await fetch(u);\n  return response.${read}();\n}\n`,
    ]),
  ])('%s', (_name, code) => {
    const { output, suggested } = migrated(code);
    expect(output).toBe(code);
    expect(suggested.join()).toMatch(/timeout/i);
  });

  it.each(["'https://export.test/users'", "'https://a.test/users?export=1'", '`${base}/jobless`'])(
    'an address that only looks like such work: %s',
    (address) => {
      const code = `export async function ask(base) {\n  const response = await fetch(${address});\n  return response.json();\n}\n`;
      expect(migrated(code).output).toContain('AbortSignal.timeout');
    },
  );

  it.each([
    [true, `export const c = new S3Client({ requestHandler: new NodeHttpHandler() });`],
    [true, `const requestHandler = new NodeHttpHandler();\nexport const c = new S3Client({ requestHandler });`],
    [true, `export const handlerFor = (httpsAgent) => new NodeHttpHandler({ httpsAgent });`],
    [true, `export const handlerFor = (httpsAgent) => NodeHttpHandler.create({ httpsAgent });`],
    [false, `export const c = new SQSClient({ requestHandler: new NodeHttpHandler() });`],
    [
      true,
      `export class Store {\n  make() { const options = {}; options.requestHandler = new NodeHttpHandler(); return options; }\n  open() { return new S3Client(this.make()); }\n}`,
    ],
    [
      true,
      `const optionsFor = () => ({ requestHandler: new NodeHttpHandler() });\nexport const open = () => new S3Client(optionsFor());`,
    ],
    [
      false,
      `export const options = {};\noptions.requestHandler = new NodeHttpHandler();\nexport const open = () => new SQSClient(options);`,
    ],
  ])('a handler that is given to a client: %s, %s', (isSlow, code) => {
    const head = `import { NodeHttpHandler } from '@smithy/node-http-handler';\nimport { S3Client } from '@aws-sdk/client-s3';\nimport { SQSClient } from '@aws-sdk/client-sqs';\n\n`;
    const { output } = migrated(head + code);
    expect(/socketTimeout|requestTimeout/.test(output)).toBe(!isSlow);
  });

  it('advises silence on the socket where nobody knows whose requests it sends', () => {
    const code = `import { NodeHttpHandler } from '@smithy/node-http-handler';\nexport const create = () => new NodeHttpHandler({ httpsAgent: {} });`;
    expect(
      lint(code)
        .messages.map(({ message }) => message)
        .join(),
    ).toMatch(/Set `socketTimeout`\.$/);
  });

  it.each([
    ['a global dispatcher', 'undici', `setGlobalDispatcher(new Agent({ connections: 8 }));`],
    [
      'a composed global dispatcher',
      'undici',
      `const agent = new Agent().compose(retry);\nsetGlobalDispatcher(agent);`,
    ],
    ['a wrapped global dispatcher', 'undici', `setGlobalDispatcher(new RetryAgent(new Agent()));`],
    ['a stream of got', 'got', `export const f = (u) => got.stream(u);`],
    [
      'a download of axios',
      'axios',
      `export const f = async (u, to) => (await axios.get(u, { responseType: 'stream' })).data.pipe(to);`,
    ],
    ['an upload of axios', 'axios', `export const f = (u, form) => axios.post(u, form);`],
    [
      'an upload from a file',
      'axios',
      `import fs from 'node:fs';\nexport const f = (u, p) => axios.put(u, fs.createReadStream(p));`,
    ],
    [
      'an upload by its address',
      'axios',
      `export const f = (name, content) => axios.post(\`https://files.test/upload/v3/\${name}\`, content);`,
    ],
    [
      'what another function gives, by its name',
      'axios',
      `export const f = async (u) => { const archive = await pack(); return axios.put(u, archive); };`,
    ],
    [
      'a download that a wall clock would cut',
      'nodeFetch2',
      `export const f = async (u) => { const r = await load(u); return r.buffer(); };`,
    ],
    [
      'an answer of a flow of models',
      'axios',
      `export const f = (id, question) => axios.post(\`https://flows.test/api/v1/prediction/\${id}\`, { question });`,
    ],
    [
      'an answer of a model',
      'axios',
      `export const f = (input) => axios.post('http://llm.test/v1/completions', { input });`,
    ],
    [
      'a proxied response',
      'undici',
      `export const f = async (u, reply) => { const r = await fetch(u); return reply.send(r.body); };`,
    ],
    [
      'spread options that may hold a body',
      'undici',
      `export const f = async (u, a) => { const r = await fetch(u, { method: 'POST', ...(a ? { body: a } : {}) }); return r.json(); };`,
    ],
  ])('%s', (_name, library, code) => {
    const { output } = migrated((HEADS[library] ?? '') + code, { 'node-fetch': '2.7.0' });
    expect(output).toBe((HEADS[library] ?? '') + code);
  });

  it('a client of event streams gets no limit on their bodies', () => {
    const code = `const agent = new Agent();\nexport const follow = (u) => request(u, { dispatcher: agent, headers: { accept: 'text/event-stream' } });`;
    const { output } = migrated((HEADS['undici'] ?? '') + code);
    expect(output).toContain('headersTimeout');
    expect(output).not.toContain('bodyTimeout');
  });

  it('nor does a request whose body is written on in pieces', () => {
    const code = `export const f = async (u, w) => { const { body } = await request(u); for await (const c of body) w.write(c); };`;
    const { output } = migrated((HEADS['undici'] ?? '') + code);
    expect(output).toContain('headersTimeout');
    expect(output).not.toContain('bodyTimeout');
  });

  it.each([
    [
      'the MCP SDK',
      `import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';\nexport const agent = new Agent();\nexport const open = (u) => new StreamableHTTPClientTransport(u);`,
    ],
    ['its name', `export const llmAgent = new Agent();`],
    ['its origin', `export const pool = new Pool('http://sse.test');`],
  ])('nor does one known by %s', (_name, code) => {
    const { output } = migrated((HEADS['undici'] ?? '') + code);
    expect(output).toContain('headersTimeout');
    expect(output).not.toContain('bodyTimeout');
  });
});

describe('constants', () => {
  it('declares what it uses, and no more', () => {
    const code = `${HEADS['undici'] ?? ''}const agent = new Agent();\nexport const f = (u) => request(u, { dispatcher: agent });\n// eslint-disable-next-line client-lifecycle/require-timeouts\nexport const isUp = async (u) => (await fetch(u)).ok;\n`;
    expect(migrated(code).output).toContain(
      `\n\nconst REQUEST_TIMEOUTS_MS = { connect: 5_000, headers: 30_000, body: 30_000 };\n\nconst agent`,
    );
  });

  it('adds a member that a later change needs', () => {
    const code = `${HEADS['undici'] ?? ''}const agent = new Agent();\nexport const f = (u) => request(u, { dispatcher: agent });\nexport const isUp = async (u) => (await fetch(u)).ok;\n`;
    const { output } = migrated(code);
    expect(output).toContain('{ connect: 5_000, headers: 30_000, body: 30_000, total: 65_000 };');
    expect(output).toContain('AbortSignal.timeout(REQUEST_TIMEOUTS_MS.total)');
  });

  it('counts only the numbers that can be written', () => {
    const code = `import axios from 'axios';\nimport { SQSClient } from '@aws-sdk/client-sqs';\n\nconst options = { region: 'a' };\nexport const sqs = new SQSClient(options);\nlog(options);\nexport const f = (u) => axios.get(u);\n`;
    expect(migrated(code, KNOWN).output).toContain('axios.get(u, { timeout: RESPONSE_TIMEOUT_MS })');
  });

  it('does not read a constant that stands below what runs', () => {
    const code = `import axios from 'axios';\n\nexport const api = axios.create();\nconst RESPONSE_TIMEOUT_MS = 30_000;\n\nexport const f = (u) => api.get(u, { timeout: RESPONSE_TIMEOUT_MS });\n`;
    const { output } = migrated(code);
    expect(output.indexOf('const RESPONSE_TIMEOUT_MS2 = ')).toBeGreaterThan(0);
    expect(output.indexOf('const RESPONSE_TIMEOUT_MS2 = ')).toBeLessThan(output.indexOf('axios.create'));
  });

  it('leaves a constant of the file that only has the name', () => {
    const code = `import axios from 'axios';\n\nconst RESPONSE_TIMEOUT_MS = 1;\n\nexport const f = (u) => axios.get(u);\n`;
    const { output } = migrated(code);
    expect(output).toContain('const RESPONSE_TIMEOUT_MS = 1;');
    expect(output).toContain('axios.get(u, { timeout: RESPONSE_TIMEOUT_MS2 })');
  });

  it('stands above the comment of the first statement where nothing is imported', () => {
    const code = `/** Loads. */\nexport async function load(u) {\n  const r = await fetch(u);\n  return r.json();\n}\n`;
    expect(migrated(code).output).toBe(
      `const REQUEST_TIMEOUT_MS = 65_000;\n\n/** Loads. */\nexport async function load(u) {\n  const r = await fetch(u, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });\n  return r.json();\n}\n`,
    );
  });
});

describe('numbers that no timer takes', () => {
  it.each([[2 ** 31], [0.5], [0], [Number.NaN]])('%d is refused', (ms) => {
    const linter = new Linter();
    const config: Linter.Config[] = [
      {
        plugins: { 'client-lifecycle': plugin },
        rules: { 'client-lifecycle/require-timeouts': 'error' },
        settings: { 'client-lifecycle': { timeouts: { connect: ms } } },
      },
    ];
    expect(() => linter.verify('fetch(u);', config, { filename: 'a.js' })).toThrow(/timeouts.*connect/);
  });
});

describe('a client whose calls say how long they wait', () => {
  const program = (signal: string): string => `import { Agent, Dispatcher1Wrapper } from 'undici';
import { send } from './send.js';
const dispatcher = new Agent({ allowH2: true });
const wrapped = new Dispatcher1Wrapper(dispatcher);
export async function call(url, { timeout, ...rest }) {
  const response = await send(url, { ...rest, dispatcher: wrapped, signal: ${signal} });
  return response.json();
}
`;

  it.each([
    'AbortSignal.timeout(timeout)',
    'timeout > 0 ? AbortSignal.timeout(timeout) : undefined',
    'AbortSignal.timeout(600_000)',
  ])('keeps its limits as they are with %s', (signal) => {
    const { output, suggested } = migrated(program(signal));
    expect(output).toBe(program(signal));
    expect(suggested.join()).toContain('headersTimeout');
  });

  it('gets limits beside a signal that ends earlier', () => {
    expect(migrated(program('AbortSignal.timeout(10_000)')).output).toContain('headersTimeout');
  });
});

it('indents options that a spread takes over', () => {
  const { output } = migrated(`import axios from 'axios';
export async function send(url, data, secret) {
  await axios.post(
    url,
    data,
    secret
      ? {
          headers: { Authorization: secret },
        }
      : undefined,
  );
}
`);
  expect(output).toContain(`    {
      ...(secret
        ? {
            headers: { Authorization: secret },
          }
        : undefined),
      timeout: RESPONSE_TIMEOUT_MS,
    },
`);
});

describe('a request that is built by a chain', () => {
  const head = `import request from 'superagent';\n`;
  const tail = `export const list = (u) =>
  request
    .get(u)
    .set('a', 'b');
`;

  it.each([
    `export const f = (u, file) => request.post(u).attach('a', file);`,
    `export async function f(u, files) { const r = request.post(u).set('a', 'b'); for (const file of files) r.attach('a', file); return r; }`,
    `export const f = (u) => request.get(u).set('a', 'b').buffer(false);`,
  ])('is not ended while it sends files, or while others read its answer: %s', (code) => {
    const { output, suggested } = migrated(head + code);
    expect(output).toBe(head + code);
    expect(suggested.join()).toContain('.timeout(');
  });

  it('gets its limit on a line of its own', () => {
    const { output } = migrated(head + tail);
    expect(output).toContain(`    .get(u)\n    .timeout(REQUEST_TIMEOUT_MS)\n    .set('a', 'b');`);
  });
});

describe('what other code does with a response before its limit is written', () => {
  const nodeFetch = { 'node-fetch': '2.7.0' };
  const ask = (body: string) => `export async function ask(u, logger) {\n${body}\n}\n`;
  it.each([
    ['a logger gets it', `const res = await fetch(u);\nlogger.error({ res }, 'no');\nreturn res.json();`],
    ['a logger gets it alone', `const res = await fetch(u);\nconsole.log(res);\nreturn res.json();`],
    ['it is let go', `const res = await fetch(u);\nif (!res.ok) { res.body?.cancel(); return; }\nreturn res.json();`],
    [
      'it comes with others',
      `const [one, two] = await Promise.all([fetch(u), fetch(u + '/2')]);\nreturn [await one.json(), await two.text()];`,
    ],
    [
      'it comes with others, later',
      `const first = fetch(u);\nconst [one] = await Promise.all([first, logger.ready]);\nreturn one.json();`,
    ],
  ])('a limit is written: %s', (_name, body) => {
    const { output } = migrated(ask(body));
    expect(output.match(/AbortSignal\.timeout/g)).toHaveLength(body.split('fetch(').length - 1);
  });

  it('a limit is written where node-fetch 2 lets the body go', () => {
    const body = `const res = await load(u);\nif (!res.ok) { res.body?.resume(); return; }\nreturn res.json();`;
    expect(migrated(`${HEADS['nodeFetch2'] ?? ''}${ask(body)}`, nodeFetch).output).toContain('timeout: ');
  });

  it.each([
    ['another function gets it', `const res = await fetch(u);\nlogger.take(res);\nreturn res.json();`],
    [
      'its stream is passed on',
      `const [one] = await Promise.all([fetch(u)]);\none.body.pipeTo(logger.sink);\nreturn one.json();`,
    ],
    ['all of them go on', `const all = await Promise.all([fetch(u)]);\nreturn all;`],
    ['the first of them goes on', `const [one] = await Promise.race([[fetch(u)]]);\nreturn one.json();`],
  ])('no limit is written: %s', (_name, body) => {
    expect(migrated(ask(body)).output).not.toContain('AbortSignal.timeout');
  });

  it('a limit of calls that a constant holds is no unknown one', () => {
    const head = `import { SQSClient } from '@aws-sdk/client-sqs';\nconst LIMITS = { total: 65_000 };\n`;
    const call = `export const ask = async (u) => (await fetch(u, { signal: AbortSignal.timeout(LIMITS.total) })).json();\n`;
    const client = `export const sqs = new SQSClient({});\n`;
    expect(migrated(head + call + client, KNOWN).output).toContain('throwOnRequestTimeout');
    for (const change of ['LIMITS.total = Number(process.env.MS)', 'LIMITS.total++', 'delete LIMITS.total'])
      expect(migrated(`${head}${call}${client}${change};\n`, KNOWN).output).not.toContain('throwOnRequestTimeout');
    expect(migrated(head + call.replace('65_000', '1').replace('total', 'read') + client, KNOWN).output).not.toContain(
      'throwOnRequestTimeout',
    );
  });
});

describe('the layout of what is written', () => {
  const code = (unit: string, comma: string) =>
    [
      `import { SQSClient } from '@aws-sdk/client-sqs';`,
      `export const queues = {`,
      `${unit}first: 1,`,
      `${unit}second: [`,
      `${unit}${unit}2${comma}`,
      `${unit}]${comma}`,
      `};`,
      `function later(a,`,
      `  b) {`,
      `${unit}return a + b;`,
      `}`,
      `export const sqs = new SQSClient({`,
      `${unit}region: later('eu-central-1-with-a-name-that-takes-all-of-the-line', 'and-more-of-it-to-be-too-long-for-it'),`,
      `${unit}endpoint: process.env.SQS_ENDPOINT${comma}`,
      `});`,
      ``,
    ].join('\n');

  it.each([
    ['    ', ','],
    ['    ', ''],
    ['  ', ','],
    ['\t', ''],
  ])('%j, and %j behind the last member', (unit, comma) => {
    const { output } = migrated(code(unit, comma), KNOWN);
    expect(output).toContain(
      [
        `${unit}requestHandler: {`,
        `${unit}${unit}connectionTimeout: REQUEST_TIMEOUTS_MS.connect,`,
        `${unit}${unit}requestTimeout: REQUEST_TIMEOUTS_MS.headers,`,
        `${unit}${unit}throwOnRequestTimeout: true${comma}`,
        `${unit}}${comma}`,
        `});`,
      ].join('\n'),
    );
  });
});
