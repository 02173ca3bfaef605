import { noClientInFunction as rule } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const noClientInFunction = reportsOf(rule);

const commonjs = { parserOptions: {}, sourceType: 'commonjs' as const };

ruleTester.run('no-client-in-function: names', noClientInFunction, {
  valid: [
    {
      name: 'an Agent of another library',
      code: `import { Agent } from 'ai'; export function ask() { const a = new Agent(); return a.generate(); }`,
    },
    {
      name: 'a generic pool',
      code: `import { Pool } from 'generic-pool'; export async function f() { const p = new Pool(); await p.use(1); }`,
    },
    {
      name: 'a class of the file',
      code: `import 'undici'; class Client {} export function f() { const c = new Client(); c.go(); }`,
    },
    {
      name: 'a shadowed import',
      code: `import { Agent } from 'undici'; export function f(Agent) { const a = new Agent(); a.go(); }`,
    },
    {
      name: 'a type',
      code: `import type { Agent } from 'undici'; declare const X: new () => Agent; export function f() { const a = new X(); a.close(); }`,
    },
    {
      name: 'a type-only specifier',
      code: `import { type Agent, request } from 'undici'; export async function f(Agent: new () => Agent) { const a = new Agent(); await request('http://a', { dispatcher: a }); }`,
    },
    {
      name: 'a shadowed require',
      code: `function load(require) { const { Agent } = require('undici'); const a = new Agent(); a.go(); } module.exports = load;`,
      languageOptions: commonjs,
    },
    {
      name: 'the shared agent of Node',
      code: `import https from 'node:https'; export function f(u) { return https.get(u, { agent: https.globalAgent }); }`,
    },
  ],
  invalid: [
    ['named', `import { Agent, request } from 'undici';`, 'new Agent()'],
    ['renamed', `import { Agent as A, request } from 'undici';`, 'new A()'],
    ['default', `import undici, { request } from 'undici';`, 'new undici.Agent()'],
    ['namespace', `import * as undici from 'undici'; const { request } = undici;`, 'new undici.Agent()'],
    [
      'alias of a namespace',
      `import * as undici from 'undici'; const u = undici; const { request, Agent: A } = u;`,
      'new A()',
    ],
    ['import equals', `import undici = require('undici'); const { request } = undici;`, 'new undici.Agent()'],
    [
      'import equals alias',
      `import undici = require('undici'); import A = undici.Agent; const { request } = undici;`,
      'new A()',
    ],
    [
      'interop default',
      `const undici_1 = __importDefault(require('undici')); const { request } = undici_1.default;`,
      'new undici_1.default.Agent()',
    ],
    [
      'interop star',
      `const undici_1 = __importStar(require('undici')); const { request } = undici_1;`,
      'new undici_1.Agent()',
    ],
    ['require', `const undici = require('undici'); const { request } = undici;`, 'new undici.Agent()'],
    ['require destructured', `const { Agent, request } = require('undici');`, 'new Agent()'],
    ['subclass', `import { Agent, request } from 'undici'; class Tuned extends Agent {}`, 'new Tuned()'],
  ].map(([name, head = '', construct = '']) => ({
    name: name ?? '',
    code: `${head}\nexport async function load(url) {\n  const dispatcher = ${construct};\n  return (await request(url, { dispatcher })).statusCode;\n}`,
    errors: [{ messageId: 'constantArguments' as const, line: 3, column: 22 }],
  })),
});

ruleTester.run('no-client-in-function: more names', noClientInFunction, {
  valid: [],
  invalid: [
    {
      name: 'require inside the function',
      code: `exports.load = async function (url) { const { Agent, request } = require('undici'); const a = new Agent(); await request(url, { dispatcher: a }); };`,
      languageOptions: commonjs,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'node: prefix and a call without new',
      code: `import http from 'node:http'; export function load(url) { const agent = http.Agent({ keepAlive: true }); http.get(url, { agent }); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a member of a namespace destructured in the function',
      code: `import * as https from 'https'; export function load(url) { const { Agent } = https; https.get(url, { agent: new Agent({ keepAlive: true }) }); }`,
      errors: [{ messageId: 'inline' }],
    },
  ],
});

ruleTester.run('no-client-in-function: owners', noClientInFunction, {
  valid: [
    ['module level', `export const agent = new Agent();`],
    ['returned', `export function make() { return new Agent(); }`],
    [
      'returned from a variable',
      `export function make(o) { const a = new Agent(o); a.on('connect', () => {}); return a; }`,
    ],
    [
      'returned in an object',
      `export function make() { const a = new Agent(); return { a, close: () => a.close() }; }`,
    ],
    ['returned in an array', `export function make() { return [new Agent(), 1]; }`],
    [
      'kept by a returned closure',
      `export function make() { const a = new Agent(); return (url) => request(url, { dispatcher: a }); }`,
    ],
    [
      'nullish assignment',
      `let a; export function get(u) { a ??= new Agent(); return request(u, { dispatcher: a }); }`,
    ],
    ['logical assignment', `let a; export function get(u) { return request(u, { dispatcher: a ||= new Agent() }); }`],
    ['if guard', `let a; export function get() { if (!a) { a = new Agent(); } return a; }`],
    [
      'early return far above',
      `let a; export function get() { if (a) return a; const x = 1; use(x); a = new Agent(); return a; }`,
    ],
    [
      'Map',
      `const m = new Map(); export function get(k) { let a = m.get(k); if (!a) { a = new Agent(); m.set(k, a); } return request(k, { dispatcher: a }); }`,
    ],
    [
      'WeakMap in one expression',
      `const m = new WeakMap(); export function get(k) { if (!m.has(k)) m.set(k, new Agent()); return m.get(k); }`,
    ],
    ['object cache', `const cache = {}; export function get(k) { cache[k] ??= new Agent(); return cache[k]; }`],
    [
      'cache in a field',
      `export class S { #m = new Map(); get(k) { const a = new Agent(); this.#m.set(k, a); return request(k, { dispatcher: a }); } }`,
    ],
    [
      'memoized promise',
      `let p; export function get() { return (p ??= (async () => { const a = new Agent(); await a.ready; return a; })()); }`,
    ],
    ['once', `export const get = once(() => { const a = new Agent(); a.x(); return a; });`],
    ['lazy', `export const repo = lazy(() => { const a = new Agent(); register({ a }); });`],
    ['globalThis', `export function get() { globalThis['agent'] ??= new Agent(); return globalThis['agent']; }`],
    ['field', `export class S { open() { this.agent = new Agent(); } }`],
    ['container', `const all = []; export function add() { all.push(new Agent()); }`],
    ['framework context', `export function handle(ctx) { ctx.state.agent = new Agent(); }`],
    ['global dispatcher', `export function f() { setGlobalDispatcher(new Agent()); }`],
    ['constructor', `export class S { constructor() { const a = new Agent(); a.on('x', () => {}); } }`],
    ['field initializer', `export class S { agent = new Agent(); static shared = new Agent(); }`],
    [
      'a local before super',
      `export class S extends B { constructor(o) { const a = new Agent(o); super(a); this.a = a; } }`,
    ],
    ['main', `async function main() { const a = new Agent(); await request('http://x', { dispatcher: a }); } main();`],
    [
      'main with catch',
      `async function main() { const a = new Agent(); await request('http://x', { dispatcher: a }); } main().catch(console.error);`,
    ],
    [
      'a function called once by main',
      `async function load() { const a = new Agent(); await request('http://x', { dispatcher: a }); } async function main() { await load(); } main();`,
    ],
    ['IIFE', `(async () => { const a = new Agent(); await request('http://x', { dispatcher: a }); })();`],
    [
      'plugin registration',
      `export default async function plugin(fastify, opts) { const a = new Agent(); fastify.decorate('up', a); fastify.get('/', () => request('http://x', { dispatcher: a })); }`,
    ],
    [
      'handlers share one',
      `export function routes(app) { const a = new Agent(); app.get('/', async (req, res) => { await request('http://x', { dispatcher: a }); }); }`,
    ],
    ['unknown callee', `export function f() { const a = new Agent(); configure(a); }`],
    ['unknown class', `export function f() { const a = new Agent(); return new Thing({ dispatcher: a }); }`],
    [
      'tear-down',
      `export async function destroy() { const a = new Agent(); await request('http://localhost/leave', { dispatcher: a }); }`,
    ],
    ['unknown callback', `unknown(() => { const a = new Agent(); a.close(); });`],
    ['DI factory', `container.register('agent', { useFactory: () => { const a = new Agent(); return a; } });`],
    ['a factory called at module level', `function make() { return new Agent(); } export const a = make();`],
    [
      'a factory called in a constructor',
      `function make() { return new Agent(); } export class S { constructor() { this.a = make(); } }`,
    ],
    [
      'a mock',
      `import { MockAgent } from 'undici'; export async function f() { const a = new MockAgent(); await request('http://x', { dispatcher: a }); }`,
    ],
  ].map(([name, code = '']) => ({
    name: name ?? '',
    code: `import { Agent, request, setGlobalDispatcher } from 'undici';\n${code.replace(/import \{ MockAgent \} from 'undici'; /, '')}`.replace(
      '{ Agent, request',
      code.includes('MockAgent') ? '{ MockAgent, Agent, request' : '{ Agent, request',
    ),
  })),
  invalid: [
    [
      'a handler',
      `app.get('/x', async (req, res) => { const a = new Agent(); await request('http://x', { dispatcher: a }); });`,
      'constantArguments',
    ],
    [
      'a method',
      `export class S { async load(u) { const a = new Agent(); await request(u, { dispatcher: a }); } }`,
      'constantArguments',
    ],
    [
      'a timer',
      `setInterval(async () => { const a = new Agent(); await request('http://x', { dispatcher: a }); }, 1000);`,
      'constantArguments',
    ],
    [
      'an event listener',
      `bus.on('order', async (o) => { const a = new Agent(); await request('http://x', { dispatcher: a }); });`,
      'constantArguments',
    ],
    [
      'an array callback',
      `async function main() { await Promise.all(urls.map(async (u) => { const a = new Agent(); await request(u, { dispatcher: a }); })); } main();`,
      'inLoop',
    ],
    [
      'a loop at top level',
      `for (const u of urls) { const a = new Agent(); await request(u, { dispatcher: a }); }`,
      'inLoop',
    ],
    [
      'a loop in a constructor',
      `export class S { constructor(us) { for (const u of us) { const a = new Agent(); request(u, { dispatcher: a }); } } }`,
      'inLoop',
    ],
    ['inline', `export const load = (u) => request(u, { dispatcher: new Agent() });`, 'inline'],
    [
      'a default parameter',
      `export async function load(u, dispatcher = new Agent()) { return (await request(u, { dispatcher })).statusCode; }`,
      'constantArguments',
    ],
    [
      'under a condition',
      `export function load(u, proxy) { const o = {}; if (proxy) { o.dispatcher = new Agent(); } return request(u, o); }`,
      'constantArguments',
    ],
    [
      'a conditional spread',
      `export function load(u, proxy) { return request(u, { ...(proxy ? { dispatcher: new Agent() } : {}) }); }`,
      'inline',
    ],
    [
      'arguments of the call',
      `export async function load(u, origin) { const a = new Agent({ connect: { servername: origin } }); await request(u, { dispatcher: a }); }`,
      'argumentsPerCall',
    ],
    [
      'closed in finally',
      `export async function load(u) { const a = new Agent(); try { return await (await request(u, { dispatcher: a })).body.text(); } finally { await a.close(); } }`,
      'constantArguments',
    ],
    [
      'a lambda handler',
      `export const handler = async (event) => { const a = new Agent(); await request('http://x', { dispatcher: a }); };`,
      'constantArguments',
    ],
    [
      'a function that closes something of its caller',
      `export async function closeIfOpen(u) { const a = new Agent(); await (await request(u, { dispatcher: a })).body.text(); }`,
      'constantArguments',
    ],
    [
      'a function of the file that borrows',
      `async function send(a, u) { await request(u, { dispatcher: a }); } export async function load(u) { const a = new Agent(); await send(a, u); }`,
      'constantArguments',
    ],
    [
      'an internal function called by an exported one',
      `async function send(u) { const a = new Agent(); await request(u, { dispatcher: a }); } export async function load(u) { await send(u); }`,
      'constantArguments',
    ],
    [
      'a factory called per request',
      `function make() { return new Agent(); }\nexport async function load(u) { await request(u, { dispatcher: make() }); }`,
      'inline',
    ],
    [
      'an async factory',
      `async function make() { return new Agent(); }\nexport async function load(u) { const a = await make(); await request(u, { dispatcher: a }); }`,
      'constantArguments',
    ],
    [
      'a private factory method',
      `export class S { private make() { return new Agent(); }\nasync load(u) { const a = this.make(); await request(u, { dispatcher: a }); } }`,
      'constantArguments',
    ],
    [
      'a factory of an object',
      `function make() { return { agent: new Agent(), n: 1 }; }\nexport async function load(u) { const { agent } = make(); await request(u, { dispatcher: agent }); }`,
      'constantArguments',
    ],
    [
      'used in a continuation',
      `export function load(u) { const a = new Agent(); return request(u, { dispatcher: a }).then((r) => r.body.text()).finally(() => a.close()); }`,
      'constantArguments',
    ],
    [
      'a retry helper',
      `export async function load(u) { const a = new Agent(); return await retry(() => request(u, { dispatcher: a })); }`,
      'constantArguments',
    ],
  ].map(([name, code = '', messageId]) => ({
    name: name ?? '',
    code: `import { Agent, request, setGlobalDispatcher } from 'undici';\n${code}`,
    errors: [{ messageId: messageId as 'inline' }],
  })),
});

ruleTester.run('no-client-in-function: kinds of clients', noClientInFunction, {
  valid: [
    {
      name: 'a stateless wrapper',
      code: `import axios from 'axios'; export function load(u) { const c = axios.create({ baseURL: u }); return c.get('/'); }`,
    },
    {
      name: 'a stateless wrapper of got',
      code: `import got from 'got'; export function load(u) { return got.extend({ prefixUrl: u }).get('x'); }`,
    },
    {
      name: 'a wrapper with an agent in a factory',
      code: `import axios from 'axios'; import https from 'https'; export function make() { return axios.create({ httpsAgent: new https.Agent({ keepAlive: true }) }); }`,
    },
    {
      name: 'a wrapper given a shared agent',
      code: `import axios from 'axios'; import https from 'https'; const httpsAgent = new https.Agent(); export function load(u) { return axios.create({ httpsAgent }).get(u); }`,
    },
    {
      name: 'a file that tests',
      code: `import { it } from 'vitest'; import { Agent, request } from 'undici'; it('x', async () => { const a = new Agent(); await request('http://x', { dispatcher: a }); });`,
    },
    {
      name: 'a client closed on every path whose arguments differ',
      code: `import { Agent, request } from 'undici'; export async function load(u, ca) { const a = new Agent({ connect: { ca } }); try { await request(u, { dispatcher: a }); } finally { await a.close(); } }`,
    },
  ],
  invalid: [
    {
      name: 'an agent in a wrapper built per call',
      code: `import axios from 'axios'; import https from 'https'; export function load(u) { const c = axios.create({ httpsAgent: new https.Agent({ keepAlive: true }) }); return c.get(u).then((r) => r.data); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'an agent stored into the options of one call',
      code: `import axios from 'axios'; import https from 'https'; export async function load(u, unsafe) { const o = { url: u }; if (unsafe) o.httpsAgent = new https.Agent({ rejectUnauthorized: false }); return (await axios.request(o)).data; }`,
      errors: [{ messageId: 'withoutKeepAlive' }],
    },
    {
      name: 'request options handed to the caller',
      code: `import https from 'https'; import type { AxiosRequestConfig } from 'axios'; export function options(url: string, cert: string) { const o: AxiosRequestConfig = { method: 'GET', url }; o.httpsAgent = new https.Agent({ cert }); return o; }`,
      errors: [{ messageId: 'argumentsPerCall' }],
    },
    {
      name: 'one report for an SDK client and the handler in it',
      code: `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'; import { NodeHttpHandler } from '@smithy/node-http-handler'; import { Agent } from 'https'; export async function load(Key) { const s3 = new S3Client({ requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ keepAlive: true }) }) }); return await s3.send(new GetObjectCommand({ Bucket: 'b', Key })); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'closed on every path is reported when asked for',
      code: `import { Agent, request } from 'undici'; export async function load(u, ca) { const a = new Agent({ connect: { ca } }); try { await request(u, { dispatcher: a }); } finally { await a.close(); } }`,
      options: [{ closedPerCall: true }],
      errors: [{ messageId: 'argumentsPerCall' }],
    },
  ],
});
