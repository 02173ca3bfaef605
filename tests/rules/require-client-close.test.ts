import { ruleTester } from '../rule-tester.js';
import { acme, commonjs, reportsOnly } from './require-client-close.fixture.js';

const u = `import { Agent, Pool, request, setGlobalDispatcher } from 'undici';\n`;
const h = `import https from 'node:https';\n`;

ruleTester.run('require-client-close: who needs a close', reportsOnly, {
  valid: [
    { name: 'an agent without keep-alive keeps no sockets', code: `${h}export const agent = new https.Agent();` },
    {
      name: 'options that cannot be known',
      code: `${h}import { options } from './config.js'; export const agent = new https.Agent(options);`,
    },
    ...Object.entries({
      'a container whose elements another function closes': `import pMap from 'p-map'; export class Q { all = new Map(); add(n, f) { this.all.set(n, new Worker(n, f)); } close() { return pMap(this.all.values(), (worker) => worker.close()); } }`,
      'the same by pairs, through a copy': `import async from 'async'; export class Q { all = new Map(); add(n, f) { this.all.set(n, { worker: new Worker(n, f) }); } close() { return async.each([...this.all], ([name, { worker }], done) => { worker.close().then(() => done(), done); }); } }`,
      'the same by lodash': `import _ from 'lodash'; export class Q { all = []; add(n, f) { this.all.push(new Worker(n, f)); } close() { _.forEach(this.all, (worker) => { worker.close(); }); } }`,
    }).map(([name, code]) => ({ name, code: `import { Worker } from 'bullmq'; ${code}` })),
    { name: 'the global agent', code: `${h}export const agent = https.globalAgent;` },
    {
      name: 'a stateless wrapper',
      code: `import axios from 'axios'; export const api = axios.create({ baseURL: 'https://a' });`,
    },
    { name: 'the process-wide dispatcher', code: `${u}const agent = new Agent(); setGlobalDispatcher(agent);` },
    { name: 'the process-wide dispatcher, inline', code: `${u}setGlobalDispatcher(new Agent());` },
    {
      name: 'the process-wide agent of axios',
      code: `${h}import axios from 'axios'; axios.defaults.httpsAgent = new https.Agent({ keepAlive: true });`,
    },
    { name: 'a test double', code: `import { MockAgent } from 'undici'; export const agent = new MockAgent();` },
    {
      name: 'a client per call is not long-lived',
      code: `${u}export async function f() { const agent = new Agent(); await request('http://a', { dispatcher: agent }); }`,
    },
    {
      name: 'a client kept on globalThis for the next reload',
      code: `${u}globalThis.agent ??= new Agent(); export const agent = globalThis.agent;`,
    },
    {
      name: 'a wrapper of a given client',
      code: `import { Queue } from 'acme-db'; import { connection } from './c.js'; export const queue = new Queue('q', { connection });`,
      settings: acme,
    },
    {
      name: 'a client without close method',
      code: `import { Closeless } from 'acme-db'; export const c = new Closeless();`,
      settings: acme,
    },
    { name: 'a class of the same name', code: `import { Agent } from 'ai'; export const agent = new Agent();` },
  ],
  invalid: [
    {
      name: 'a container whose elements another function only looks at',
      code: `import { Worker } from 'bullmq'; import pMap from 'p-map'; export class Q { all = new Map(); add(n, f) { this.all.set(n, new Worker(n, f)); } close() { return pMap(this.all.values(), (worker) => worker.pause()); } }`,
      errors: [{ messageId: 'forgottenField' }],
    },
    {
      name: 'a module constant',
      code: `${u}const agent = new Agent();\nexport const get = (url) => request(url, { dispatcher: agent });`,
      errors: [{ messageId: 'module', line: 2, column: 15 }],
    },
    { name: 'an exported constant', code: `${u}export const agent = new Agent();`, errors: [{ messageId: 'module' }] },
    { name: 'a default export', code: `${u}export default new Agent();`, errors: [{ messageId: 'module' }] },
    {
      name: 'exports of CommonJS',
      code: `const { Pool } = require('undici'); module.exports = { pool: new Pool('http://a') };`,
      languageOptions: commonjs,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'a member of exports',
      code: `const { Pool } = require('undici'); exports.pool = new Pool('http://a');`,
      languageOptions: commonjs,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'a keep-alive agent',
      code: `${h}export const agent = new https.Agent({ keepAlive: true, maxSockets: 5 });`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'declared options that configuration may replace',
      code: `${h}let options = { keepAlive: true }; if (process.env.O) options = JSON.parse(process.env.O); export let agent = new https.Agent(options);`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'lazily filled',
      code: `${u}let agent;\nexport function get(url) { agent ??= new Agent(); return request(url, { dispatcher: agent }); }`,
      errors: [{ messageId: 'module', line: 3 }],
    },
    {
      name: 'lazily filled behind an if',
      code: `${u}let agent;\nexport function getAgent() { if (!agent) agent = new Agent(); return agent; }`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'an agent inside an instance that does not close it',
      code: `${h}import axios from 'axios'; export const api = axios.create({ httpsAgent: new https.Agent({ keepAlive: true }) });`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'made by a function of the file',
      code: `${u}function make() { return new Agent(); }\nexport const agent = make();`,
      errors: [{ messageId: 'module', line: 3 }],
    },
    {
      name: 'one of two is closed',
      code: `${u}const a = new Agent();\nconst b = new Agent();\nexport const stop = () => a.close();`,
      errors: [{ messageId: 'module', line: 3 }],
    },
    {
      name: 'one place, two ways to fill it',
      code: `${u}import { ProxyAgent } from 'undici'; export const agent = process.env.PROXY ? new ProxyAgent(process.env.PROXY) : new Agent();`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'in a map',
      code: `${u}const agents = new Map();\nexport function of(key) { let a = agents.get(key); if (!a) { a = new Agent(); agents.set(key, a); } return a; }`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'in an object',
      code: `${u}const agents = { a: new Agent(), b: new Agent() };\nexport const get = (url) => request(url, { dispatcher: agents.a });\nexport const stop = () => agents.b.close();`,
      errors: [{ messageId: 'module', line: 2 }],
    },
    {
      name: 'lent to a request of another library',
      code: `${u}import { call } from './call.js'; const agent = new Agent(); export const get = (url) => call(url, { dispatcher: agent });`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'lent to the waiter of its own library',
      code: `import { LambdaClient, waitUntilFunctionActive } from '@aws-sdk/client-lambda'; const client = new LambdaClient({}); export const wait = () => waitUntilFunctionActive({ client, maxWaitTime: 5 }, {});`,
      options: [{ report: 'all' }],
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'lent to a package beside its own',
      code: `import { S3Client } from '@aws-sdk/client-s3'; import { getSignedUrl } from '@aws-sdk/s3-request-presigner'; const client = new S3Client({}); export const sign = (c) => getSignedUrl(client, c);`,
      options: [{ report: 'all' }],
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'only logged',
      code: `${u}const agent = new Agent(); console.log(agent); export const get = (url) => request(url, { dispatcher: agent });`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'the close of something else',
      code: `${u}import { createServer } from 'node:http'; const agent = new Agent(); const server = createServer((q, s) => { request('http://a', { dispatcher: agent }).then(() => s.end()); }); process.on('SIGTERM', () => server.close());`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'a parameter of the same name is closed',
      code: `${u}export const agent = new Agent(); export function end(agent) { return agent.close(); }`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'a pool that holds the process',
      code: `import { Pool } from 'acme-db'; export const pool = new Pool();`,
      settings: acme,
      errors: [
        {
          messageId: 'module',
          data: {
            client: '`new Pool()` of acme-db',
            keeps: 'its idle connections delay the exit of the process by 10 s',
            remedy: 'Call end() on shutdown.',
          },
        },
      ],
    },
    {
      name: 'a wrapper that is given options',
      code: `import { Queue } from 'acme-db'; export const queue = new Queue('q', { connection: { host: 'a' } });`,
      settings: acme,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'a session',
      code: `import http2 from 'node:http2'; const session = http2.connect('https://a'); export const open = () => session.request({ ':path': '/' });`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'the instance inside the options of a module object',
      code: `${u}const DEFAULTS = { agent: new Agent() };\nexport class Client { constructor(options) { this.options = { ...DEFAULTS, ...options }; } get(url) { return request(url, { dispatcher: this.options.agent }); } }`,
      errors: [{ messageId: 'module' }],
    },
  ],
});

ruleTester.run('require-client-close: close paths', reportsOnly, {
  valid: [
    ...[
      ['exported function', `export async function close() { await agent.close(); }`],
      ['exported arrow', `export const close = () => agent.destroy();`],
      ['signal', `process.on('SIGTERM', async () => { await agent.close(); process.exit(0); });`],
      ['bound', `process.once('exit', agent.destroy.bind(agent));`],
      ['destructured', `const { close } = agent; export const stop = () => close.call(agent);`],
      ['reference passed on', `import { onShutdown } from './life.js'; onShutdown(agent.close);`],
      ['promises of an array', `export const stop = () => Promise.all([agent].map((c) => c.close()));`],
      ['promises', `export const stop = () => Promise.allSettled([agent.close()]);`],
      [
        'loop over an array',
        `const all = [agent]; export async function stop() { for (const one of all) await one.close(); }`,
      ],
      [
        'pushed into an array',
        `const all = []; all.push(agent); export const stop = () => all.forEach((one) => one.destroy());`,
      ],
      [
        'put into a map',
        `const all = new Map(); all.set('a', agent); export async function stop() { for (const [, one] of all) await one.close(); }`,
      ],
      [
        'values of a map',
        `const all = new Map([['a', agent]]); export const stop = () => Promise.all([...all.values()].map((one) => one.close()));`,
      ],
      [
        'forEach of a map',
        `const all = new Map(); all.set('a', agent); export const stop = () => all.forEach((one) => void one.close());`,
      ],
      ['a set', `const all = new Set([agent]); export const stop = () => { for (const one of all) one.destroy(); };`],
      ['an object', `const all = { agent }; export const stop = () => all.agent.close();`],
      [
        'values of an object',
        `const all = { agent }; export const stop = () => Promise.all(Object.values(all).map((c) => c.close()));`,
      ],
      [
        'entries of an object',
        `const all = { agent }; export async function stop() { for (const [name, c] of Object.entries(all)) await c.close(); }`,
      ],
      [
        'keys of an object',
        `const all = { agent }; export const stop = () => Object.keys(all).forEach((key) => all[key].close());`,
      ],
      [
        'a closing function',
        `async function closeAll(...a) {} async function end(client) { await client.close(); } export const stop = () => end(agent);`,
      ],
      [
        'a closing function by reference',
        `const end = (client) => client.close(); export const stop = () => Promise.all([agent].map(end));`,
      ],
      [
        'a list of closers',
        `const closers = []; closers.push(() => agent.close()); export const stop = () => Promise.all(closers.map((c) => c()));`,
      ],
      ['a disposable stack', `const stack = new AsyncDisposableStack(); stack.defer(() => agent.close());`],
      ['adopted', `const stack = new AsyncDisposableStack(); stack.adopt(agent, (a) => a.close());`],
      [
        'close-with-grace',
        `import closeWithGrace from 'close-with-grace'; closeWithGrace({ delay: 500 }, async () => { await agent.close(); });`,
      ],
      [
        'terminus',
        `import { createTerminus } from '@godaddy/terminus'; createTerminus(server, { onSignal: () => agent.close() });`,
      ],
      ['registered with other code', `import { register } from './life.js'; register(agent);`],
      [
        'handed to a class of another file',
        `import { Service } from './service.js'; export const service = new Service(agent);`,
      ],
      [
        'a class of the file closes it',
        `class Service { constructor(dispatcher) { this.dispatcher = dispatcher; } stop() { return this.dispatcher.close(); } } export const service = new Service(agent);`,
      ],
      [
        'a getter function',
        `function getAgent() { return agent; } export const stop = async () => { await getAgent().close(); };`,
      ],
      ['an alias', `const other = agent; export const stop = () => other.close();`],
      ['a method name chosen at run time', `export const stop = (how) => agent[how]();`],
      [
        'fastify onClose',
        `export default async function plugin(fastify) { fastify.decorate('agent', agent); fastify.addHook('onClose', () => agent.close()); }`,
      ],
      ['nitro', `export default defineNitroPlugin((app) => { app.hooks.hook('close', () => agent.close()); });`],
      ['adonis', `export const plugin = (app) => app.terminating(() => agent.close());`],
      [
        'an object with a dispose symbol',
        `export const service = { async [Symbol.asyncDispose]() { await agent.close(); } };`,
      ],
      ['an abort signal', `export function link(signal) { signal.addEventListener('abort', () => agent.destroy()); }`],
      [
        'at the end of main',
        `async function main() { try { await request('http://a', { dispatcher: agent }); } finally { await agent.close(); } } void main();`,
      ],
      ['finally', `request('http://a', { dispatcher: agent }).finally(() => agent.close());`],
      [
        'wrapped by an owner that closes it',
        `import { RetryAgent } from 'undici'; const retry = new RetryAgent(agent); export const stop = () => retry.close();`,
      ],
      ['composed', `const retry = agent.compose((d) => d); export const stop = () => retry.close();`],
    ].map(([name = '', code = '']) => ({ name, code: `${u}const agent = new Agent();\n${code}` })),
    {
      name: 'an agent of an SDK client that is destroyed',
      code: `${h}import { S3Client } from '@aws-sdk/client-s3'; import { NodeHttpHandler } from '@smithy/node-http-handler'; const agent = new https.Agent({ keepAlive: true }); const s3 = new S3Client({ requestHandler: new NodeHttpHandler({ httpsAgent: agent }) }); export const stop = () => s3.destroy();`,
    },
    {
      name: 'lazily filled and closed',
      code: `${u}let agent; export const get = () => (agent ??= new Agent()); export async function stop() { await agent?.close(); agent = undefined; }`,
    },
    {
      name: 'a promise of it',
      code: `import { connect } from 'acme-db'; const ready = connect(); export const stop = async () => (await ready).end();`,
      settings: acme,
    },
    {
      name: 'a promise of it, with then',
      code: `import { connect } from 'acme-db'; const ready = connect(); export const stop = () => ready.then((c) => c.end());`,
      settings: acme,
    },
    {
      name: 'under one of two names that a function returns for it',
      code: `import mongoose from 'mongoose'; function open(uri) { const connection = mongoose.createConnection(uri); const ready = connection.asPromise(); return { connection, ready }; }\nexport class Db { constructor(uri) { const { connection, ready } = open(uri); this.connection = connection; this.ready = ready; } close() { return this.connection.close(); } }`,
    },
    {
      name: 'a close function of the module',
      code: `import db from 'acme-orm'; db.connect('x'); export const stop = () => db.disconnect();`,
      settings: acme,
    },
    {
      name: 'exports of CommonJS',
      code: `const { Pool } = require('undici'); exports.pool = new Pool('http://a'); exports.close = () => exports.pool.close();`,
      languageOptions: commonjs,
    },
  ],
  invalid: [
    {
      name: 'an owner that closes it is not closed itself: one report, on the owner',
      code: `${h}import { S3Client } from '@aws-sdk/client-s3'; import { NodeHttpHandler } from '@smithy/node-http-handler'; const agent = new https.Agent({ keepAlive: true });\nexport const s3 = new S3Client({ requestHandler: new NodeHttpHandler({ httpsAgent: agent }) });`,
      options: [{ report: 'all' }],
      errors: [{ messageId: 'module', line: 3 }],
    },
    {
      name: 'wrapped by an owner that nobody closes',
      code: `${u}import { RetryAgent } from 'undici'; export const retry = new RetryAgent(new Agent());`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'a class of the file that does not close it',
      code: `${u}const agent = new Agent(); class Service { constructor(dispatcher) { this.dispatcher = dispatcher; } get(url) { return request(url, { dispatcher: this.dispatcher }); } } export const service = new Service(agent);`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'decorated, without a hook',
      code: `${u}const agent = new Agent(); export default async function plugin(fastify) { fastify.decorate('agent', agent); }`,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'connected without a variable',
      code: `import db from 'acme-orm'; await db.connect('x'); export const find = () => db.find();`,
      settings: acme,
      errors: [{ messageId: 'module' }],
    },
  ],
});

const field = (name: string, code: string, messageId: 'field' | 'forgottenField' = 'field') => ({
  name,
  code: u + code,
  errors: [{ messageId }],
});

ruleTester.run('require-client-close: classes', reportsOnly, {
  valid: [
    ...[
      ['close', `class S { agent = new Agent(); close() { return this.agent.close(); } }`],
      [
        'assigned in the constructor',
        `class S { constructor() { this.agent = new Agent(); } async stop() { await this.agent.close(); } }`,
      ],
      ['private', `class S { #agent = new Agent(); async [Symbol.asyncDispose]() { await this.#agent.close(); } }`],
      ['static', `class S { static agent = new Agent(); static stop() { return S.agent.close(); } }`],
      [
        'static and lazy',
        `class S { static #agent; static get() { return (S.#agent ??= new Agent()); } static stop() { return S.#agent?.close(); } }`,
      ],
      [
        'static, from outside of the class',
        `class S { static get() { if (!S.agent) S.agent = new Agent(); return S.agent; } } process.on('SIGTERM', () => S.get().close());`,
      ],
      [
        'static, by a class that inherits it',
        `class S { static get() { return (S.agent ??= new Agent()); } } class T extends S { static stop() { return T.agent.close(); } }`,
      ],
      ['any name', `class S { agent = new Agent(); farewell() { this.agent.destroy(); } }`],
      [
        'destructured this',
        `class S { agent = new Agent(); stop() { const { agent } = this; return agent.close(); } }`,
      ],
      [
        'destructured and renamed',
        `class S { agent = new Agent(); stop() { const { agent: a } = this; return a.close(); } }`,
      ],
      [
        'several at once',
        `class S { a = new Agent(); b = new Agent(); stop() { return Promise.all([this.a, this.b].map((c) => c.close())); } }`,
      ],
      [
        'a field that holds a map',
        `class S { agents = new Map(); of(k) { const a = new Agent(); this.agents.set(k, a); return a; } async stop() { for (const a of this.agents.values()) await a.close(); } }`,
      ],
      [
        'a private method closes',
        `class S { agent = new Agent(); #end(c) { return c.close(); } stop() { return this.#end(this.agent); } }`,
      ],
      [
        'another class closes',
        `class Db { pool = new Pool('http://a'); } class App { db = new Db(); stop() { return this.db.pool.close(); } }`,
      ],
      [
        'a subclass closes',
        `class Base { agent = new Agent(); } export class Sub extends Base { stop() { return this.agent.close(); } }`,
      ],
      [
        'the superclass closes',
        `class Base { stop() { return this.agent.close(); } } export class Sub extends Base { constructor() { super(); this.agent = new Agent(); } }`,
      ],
      [
        'an unknown superclass may close its field',
        `import { Base } from './base.js'; export class Sub extends Base { constructor() { super(); this.agent = new Agent(); } }`,
      ],
      ['nest', `class S { agent = new Agent(); onModuleDestroy() { return this.agent.close(); } }`],
      [
        'lazily filled',
        `class S { get agent() { return (this._agent ??= new Agent()); } stop() { return this._agent?.close(); } }`,
      ],
      [
        'through its getter',
        `class S { get agent() { return (this._agent ??= new Agent()); } stop() { return this.agent.close(); } }`,
      ],
      [
        'registered in the constructor',
        `class S { agent = new Agent(); constructor(life) { life.onShutdown(() => this.agent.close()); } }`,
      ],
      ['handed over', `class S { agent = new Agent(); constructor(life) { life.add(this.agent); } }`],
      [
        'closed from outside of the class',
        `class S { agent = new Agent(); } const s = new S(); process.on('SIGTERM', () => s.agent.close());`,
      ],
      [
        'prototype',
        `export function S() { this.agent = new Agent(); } S.prototype.close = function () { return this.agent.close(); };`,
      ],
      [
        'assigned to this as a whole',
        `class S { constructor() { Object.assign(this, { agent: new Agent() }); } stop() { return this.agent.close(); } }`,
      ],
      [
        'a parameter default that the caller may replace',
        `export class S { constructor(agent = new Agent()) { this.agent = agent; } stop() { return this.agent.close(); } }`,
      ],
    ].map(([name = '', code = '']) => ({ name, code: u + code })),
  ],
  invalid: [
    field(
      'declared',
      `export class S { agent = new Agent(); get(url) { return request(url, { dispatcher: this.agent }); } }`,
    ),
    field('assigned in the constructor', `export class S { constructor() { this.agent = new Agent(); } }`),
    field(
      'private',
      `export class S { #agent = new Agent(); get(url) { return request(url, { dispatcher: this.#agent }); } }`,
    ),
    field('static', `export class S { static agent = new Agent(); }`),
    field(
      'static, filled by the name of the class',
      `export class S { static #agent = null; static get() { if (!S.#agent) S.#agent = new Agent(); return S.#agent; } }`,
    ),
    field(
      'static, where another class closes its own',
      `export class S { static get() { return (S.agent ??= new Agent()); } } export class T { static get() { return (T.agent ??= new Agent()); } static stop() { return T.agent.close(); } }`,
    ),
    field(
      'static, filled in a static method',
      `export class S { static agent; static open() { this.agent = new Agent(); } }`,
    ),
    field('lazily filled', `export class S { get agent() { return (this._agent ??= new Agent()); } }`),
    field(
      'declared in a subclass',
      `import { Base } from './base.js'; export class S extends Base { #agent = new Agent(); }`,
    ),
    field(
      'in a map',
      `export class S { agents = new Map(); of(k) { const a = new Agent(); this.agents.set(k, a); return a; } }`,
    ),
    field(
      'in an options object',
      `export class S { constructor() { this.options = { agent: new Agent() }; } get(url) { return request(url, { dispatcher: this.options.agent }); } }`,
    ),
    field(
      'another class of the file closes its own field of that name',
      `export class A { agent = new Agent(); stop() { return this.agent.close(); } } export class B { agent = new Agent(); }`,
    ),
    {
      name: 'a close method that forgets one',
      code: `${u}export class Api {\n  a = new Agent();\n  b = new Agent();\n  close() { return this.a.close(); }\n}`,
      errors: [
        {
          messageId: 'forgottenField',
          line: 4,
          data: {
            client: '`new Agent()` of undici',
            keeper: 'Api.b',
            method: 'close',
            keeps: 'requests in flight are cut off at exit',
            remedy: 'Call close() on shutdown.',
          },
        },
      ],
    },
  ],
});

ruleTester.run('require-client-close: roles', reportsOnly, {
  valid: ['lambda', 'worker-runtime', 'next', 'script', 'test', 'browser', 'example', 'tool'].map((role) => ({
    name: role,
    code: `${u}export const agent = new Agent();`,
    settings: { 'client-lifecycle': { role } },
  })),
  invalid: ['service', 'library'].map((role) => ({
    name: role,
    code: `${u}export const agent = new Agent();`,
    settings: { 'client-lifecycle': { role } },
    errors: [{ messageId: 'module' as const }],
  })),
});

const redis = `import Redis from 'ioredis'; `;
const mongo = `import { MongoClient } from 'mongodb'; `;
const pg = `import { Client, Pool } from 'pg'; `;

ruleTester.run('require-client-close: programs that end', reportsOnly, {
  valid: [
    `#!/usr/bin/env node\n${redis}const redis = new Redis(); await redis.get('a'); await redis.quit();`,
    `#!/usr/bin/env node\n${redis}const redis = new Redis(); await redis.get('a'); process.exit(0);`,
    `${mongo}async function main() { const c = new MongoClient('a'); try { await c.db().stats(); } finally { await c.close(); } } main();`,
    { name: 'ends when its idle connections do', code: `${pg}const pool = new Pool(); await pool.query('SELECT 1');` },
    { name: 'for another module', code: `#!/usr/bin/env node\n${redis}export const redis = new Redis();` },
    {
      name: 'handed to unknown code',
      code: `${pg}import { run } from './run.js'; async function main() { await run(new Client()); } main(); process.exitCode = 0;`,
    },
    {
      name: 'sockets of an agent hold nothing',
      code: `#!/usr/bin/env node\n${u}const agent = new Agent(); await agent.request({});`,
    },
  ],
  invalid: [
    `#!/usr/bin/env node\n${redis}const redis = new Redis(); await redis.get('a');`,
    `${pg}async function main() { const c = new Client(); await c.connect(); console.log(await c.query('SELECT 1')); } main();`,
    `import amqp from 'amqplib'; const connection = await amqp.connect('amqp://a'); const channel = await connection.createChannel(); channel.sendToQueue('a', b);`,
  ].map((code) => ({ code, errors: [{ messageId: 'program' as const }] })),
});
