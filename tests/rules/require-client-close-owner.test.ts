import { ruleTester } from '../rule-tester.js';
import { commonjs, fixesOnly } from './require-client-close.fixture.js';

const migrate = { 'client-lifecycle': { fixes: 'migrate' } };
const all: [{ report: 'all' }] = [{ report: 'all' }];
const u = `import { Agent, Pool, request } from 'undici';\n`;
const closer = `export async function close() {\n  console.log('end');\n}\n`;
const api = (body: string, before = u): string =>
  `${before}export class Api {\n${body}\n  async close() {\n    clearInterval(this.timer);\n  }\n}\n`;

/** What may be given by others: silent by default, a message of its own in strict, never a fix. */
const mixed = {
  'a field, ??': api(`  constructor(dispatcher) {\n    this.dispatcher = dispatcher ?? new Agent();\n  }`),
  'a field, || of a member': api(
    `  constructor(options) {\n    this.pool = options.pool || new Pool('http://a');\n  }`,
  ),
  'a default parameter': api(`  constructor(dispatcher = new Agent()) {\n    this.dispatcher = dispatcher;\n  }`),
  'a default in a pattern': api(`  constructor({ agent = new Agent() } = {}) {\n    this.agent = agent;\n  }`),
  'a ternary': api(`  constructor(given) {\n    this.agent = given ? given : new Agent();\n  }`),
  'filled in later, in a parameter': api(
    `  constructor(agent) {\n    if (!agent) agent = new Agent();\n    this.agent = agent;\n  }`,
  ),
  'filled in later, in the field': api(
    `  constructor(agent) {\n    this.agent = agent;\n  }\n  open() {\n    if (!this.agent) this.agent = new Agent();\n  }`,
  ),
  'through a local name': api(
    `  constructor(options) {\n    const { agent } = options;\n    this.agent = agent ?? new Agent();\n  }`,
  ),
  'through a field of options': api(
    `  constructor(options) {\n    this.options = options;\n    this.agent = this.options.agent ?? new Agent();\n  }`,
  ),
  'a setter': `${u}let agent = new Agent();\nexport function use(other) { agent = other; }\nexport const get = (url) => request(url, { dispatcher: agent });\n${closer}`,
  'an imported one': `${u}import { config } from './config.js';\nexport const agent = config.agent ?? new Agent();\n${closer}`,
  'a call of other code': `${u}import { find } from './find.js';\nexport const agent = find('agent') ?? new Agent();\n${closer}`,
  'another library': `import { MongoClient } from 'mongodb';\nexport class Store {\n  constructor(client) {\n    this.client = client ?? new MongoClient('mongodb://a');\n  }\n  async stop() {\n    console.log('end');\n  }\n}\n`,
};

ruleTester.run('require-client-close: what others may have given', fixesOnly, {
  valid: Object.entries(mixed).map(([name, code]) => ({ name, code, settings: migrate })),
  invalid: Object.entries(mixed).map(([name, code]) => ({
    name,
    code,
    options: all,
    settings: migrate,
    output: null,
    errors: [{ messageId: 'mixed' as const }],
  })),
});

const into = (name: string, before: string, text: string, messageId: 'module' | 'field' | 'forgottenField') => ({
  name,
  code: before,
  output: before.replace(/(\n( *))(clearInterval\(this\.timer\);|console\.log\('end'\);)/, `$1$3$1${text}`),
  errors: [{ messageId }],
});

ruleTester.run('require-client-close: what the code certainly owns', fixesOnly, {
  valid: [],
  invalid: [
    into(
      'one of two kinds with the same close',
      api(
        `  agent = process.env.PROXY ? new ProxyAgent(process.env.PROXY) : new Agent();`,
        `import { Agent, ProxyAgent } from 'undici';\n`,
      ),
      'await this.agent.close();',
      'forgottenField',
    ),
    into(
      'a constant beside the place that also takes a given one',
      api(`  constructor(given) {\n    this.own = new Agent();\n    this.agent = given ?? this.own;\n  }`),
      'await this.own.close();',
      'forgottenField',
    ),
    into(
      'through a local name of the constructor',
      api(`  constructor() {\n    const agent = new Agent();\n    this.agent = agent;\n  }`),
      'await this.agent.close();',
      'forgottenField',
    ),
    into(
      'a member of an object',
      `${u}const clients = { orders: new Pool('http://a') };\nexport const get = () => clients.orders.request({ path: '/', method: 'GET' });\n${closer}`,
      'await clients.orders.close();',
      'module',
    ),
    into(
      'a member of an object in a field',
      api(`  constructor() {\n    this.clients = { orders: new Pool('http://a') };\n  }`),
      'await this.clients.orders.close();',
      'forgottenField',
    ),
    into(
      'made by a function of the file',
      `${u}function make(options) { return new Agent(options); }\nexport const agent = make({});\n${closer}`,
      'await agent.close();',
      'module',
    ),
    into(
      'an awaited promise of it',
      `import { MongoClient } from 'mongodb';\nexport const mongo = await new MongoClient('mongodb://a').connect();\n${closer}`,
      'await mongo.close();',
      'module',
    ),
    into(
      'assigned when the promise is settled',
      `import { MongoClient } from 'mongodb';\nlet mongo;\nMongoClient.connect('mongodb://a').then((client) => { mongo = client; });\n${closer}`,
      'await mongo?.close();',
      'module',
    ),
    into(
      'found in the cache that it was put into',
      `${u}const agents = new Map();\nlet last;\nexport const of = (key) => (last = agents.get(key) ?? new Agent());\n${closer}`,
      'await last?.close();',
      'module',
    ),
  ],
});

/** A report without a fix: what is at hand is not the client. */
const notTheClient = {
  'a promise of it': `import { MongoClient } from 'mongodb';\nconst connected = new MongoClient('mongodb://a').connect();\nexport const find = async () => (await connected).db('a');\n${closer}`,
  'a promise, filled when it is needed': `import { createClient } from 'redis';\nlet opening;\nexport const get = () => (opening ??= createClient().on('error', console.error).connect());\n${closer}`,
  'a promise of a module function': `import amqp from 'amqplib';\nconst connection = amqp.connect('amqp://a');\nexport const channel = async () => (await connection).createChannel();\n${closer}`,
  'an async function of the file': `import { Pool } from 'undici';\nasync function make() { return new Pool('http://a'); }\nconst pool = make();\nexport const get = async () => (await pool).request({ path: '/', method: 'GET' });\n${closer}`,
  'an instance that holds an agent': `import https from 'node:https';\nimport axios from 'axios';\nexport const http = axios.create({ httpsAgent: new https.Agent({ keepAlive: true }) });\n${closer}`,
  'an array': `${u}const pools = [];\nexport function add(url) { pools.push(new Pool(url)); }\n${closer}`,
  'a Map': `${u}const pools = new Map();\nexport function add(url) { pools.set(url, new Pool(url)); }\n${closer}`,
  'one of an array': `${u}const pools = [new Pool('http://a')];\nexport const get = () => pools[0].request({ path: '/', method: 'GET' });\n${closer}`,
};

ruleTester.run('require-client-close: what is not the client', fixesOnly, {
  valid: [],
  invalid: [
    ...Object.entries(notTheClient).map(([name, code]) => ({
      name,
      code,
      settings: migrate,
      output: null,
      errors: [{ messageId: 'module' as const }],
    })),
    {
      name: 'a field that holds an instance with an agent',
      code: api(
        `  http = axios.create({ httpsAgent: new https.Agent({ keepAlive: true }) });`,
        `import https from 'node:https';\nimport axios from 'axios';\n`,
      ),
      settings: migrate,
      output: null,
      errors: [{ messageId: 'forgottenField' }],
    },
    {
      name: 'a field whose declared type hides the method',
      code: `import { Redis } from 'ioredis';\ninterface Cache { get(key: string): Promise<string | null>; }\nexport class Sessions {\n  cache: Cache = new Redis();\n  async close(): Promise<void> { console.log('end'); }\n}\n`,
      settings: migrate,
      output: null,
      errors: [{ messageId: 'forgottenField' }],
    },
  ],
});

const pool = `const { Pool } = require('undici');\nconst pool = new Pool('http://a');\nconst get = (path) => pool.request({ path, method: 'GET' });\n`;
const kept = (name: string, code: string, output: string | null = null) => ({
  name,
  code: pool + code,
  output: output === null ? null : pool + output,
  languageOptions: commonjs,
  filename: 'client.js',
  settings: migrate,
  errors: [{ messageId: 'module' as const }],
});

ruleTester.run('require-client-close: exports of CommonJS', fixesOnly, {
  valid: [],
  invalid: [
    kept('the client itself', `module.exports = pool;\n`),
    kept('a function', `module.exports = get;\n`),
    kept('a function by both names', `module.exports = exports = get;\n`),
    kept('a class', `class Api {}\nmodule.exports = Api;\n`),
    kept('what a call returns', `module.exports = wrap(get);\n`),
    kept('under a condition', `if (process.env.FAKE) module.exports = {};\nelse module.exports = { get };\n`),
    kept(
      'a close that exists, by assignment',
      `exports.get = get;\nexports.close = async () => {\n  await stop();\n};\n`,
      `exports.get = get;\nexports.close = async () => {\n  await stop();\n  await pool.close();\n};\n`,
    ),
    kept(
      'a close that exists, in the object',
      `module.exports = {\n  get,\n  async close() {\n    await stop();\n  },\n};\n`,
      `module.exports = {\n  get,\n  async close() {\n    await stop();\n    await pool.close();\n  },\n};\n`,
    ),
    kept(
      'a close of another kind',
      `module.exports = { get, closeClients: require('./stop') };\n`,
      `module.exports = { get, closeClients: require('./stop') };\n\nmodule.exports.closePool = async function closePool() {\n  await pool.close();\n};\n`,
    ),
    kept(
      'copied into the exports',
      `Object.assign(module.exports, { get, closeClients: require('./stop') });\n`,
      `Object.assign(module.exports, { get, closeClients: require('./stop') });\n\nmodule.exports.closePool = async function closePool() {\n  await pool.close();\n};\n`,
    ),
    kept(
      'members of exports',
      `exports.get = get;\n`,
      `exports.get = get;\n\nexports.closeClients = async function closeClients() {\n  await pool.close();\n};\n`,
    ),
    {
      name: 'two clients, one close',
      code: `const { Pool } = require('undici');\nconst a = new Pool('http://a');\nconst b = new Pool('http://b');\nexports.get = () => [a, b];\n`,
      output: [
        `const { Pool } = require('undici');\nconst a = new Pool('http://a');\nconst b = new Pool('http://b');\nexports.get = () => [a, b];\n\nexports.closeClients = async function closeClients() {\n  await a.close();\n};\n`,
        `const { Pool } = require('undici');\nconst a = new Pool('http://a');\nconst b = new Pool('http://b');\nexports.get = () => [a, b];\n\nexports.closeClients = async function closeClients() {\n  await a.close();\n  await b.close();\n};\n`,
      ],
      languageOptions: commonjs,
      filename: 'client.js',
      settings: migrate,
      errors: [{ messageId: 'module' }, { messageId: 'module' }],
    },
    {
      name: 'export =',
      code: `import pg = require('pg');\nconst pool = new pg.Pool();\nexport = pool;\n`,
      output: null,
      settings: migrate,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'names of another file',
      code: `${u}export * from './other.js';\nexport const agent = new Agent();\n`,
      output: `${u}export * from './other.js';\nexport const agent = new Agent();\n\nexport async function closeAgent(): Promise<void> {\n  await agent.close();\n}\n`,
      settings: migrate,
      errors: [{ messageId: 'module' }],
    },
    {
      name: 'an exported name, in front of the list of exports',
      code: `${u}const agent = new Agent();\nfunction stop(id: string) { return id; }\n\nexport { agent, stop as closeClients };\n`,
      output: `${u}const agent = new Agent();\nfunction stop(id: string) { return id; }\n\nexport async function closeAgent(): Promise<void> {\n  await agent.close();\n}\n\nexport { agent, stop as closeClients };\n`,
      settings: migrate,
      errors: [{ messageId: 'module' }],
    },
  ],
});

const agent = `${u}const agent = new Agent();\nexport const get = (url) => request(url, { dispatcher: agent });\n`;
const never = (name: string, code: string) => ({
  name,
  code: agent + code,
  output: null,
  errors: [{ messageId: 'module' as const }],
});

ruleTester.run('require-client-close: what is no end of the module', fixesOnly, {
  valid: [],
  invalid: [
    never('ends one thing', `export function closeModal() { modal.close(); }\n`),
    never('ends some things', `export async function cleanupTempFiles() { await files.close(); }\n`),
    never('may start again', `export function start() {}\nexport async function stop() { await timer.stop(); }\n`),
    never('the end of one socket', `socket.onClose(async () => { await room.close(); });\n`),
    never('a signal, while requests are answered elsewhere', `process.once('SIGTERM', () => { stopTicker(); });\n`),
    {
      name: 'a class that may start again',
      code: `${u}export class Poller {\n  agent = new Agent();\n  start() {}\n  async stop() { await this.timer.stop(); }\n}\n`,
      output: null,
      settings: migrate,
      errors: [{ messageId: 'forgottenField' }],
    },
  ],
});

const s3 = `import { S3Client } from '@aws-sdk/client-s3';\nexport const s3 = new S3Client({});\n`;
const knex = (options: string): string => `import knex from 'knex';\nexport const db = knex(${options});\n`;

ruleTester.run('require-client-close: what may stay open', fixesOnly, {
  valid: [
    { name: 'a client of the AWS SDK', code: s3 },
    { name: 'a query builder without a connection', code: knex(`{ client: 'pg' }`) },
    {
      name: "a client that is given an agent: its connections are that agent's",
      code: `import https from 'node:https';\nimport { WebClient } from '@slack/web-api';\nconst agent = new https.Agent({ keepAlive: true });\nexport const slack = new WebClient('t', { agent });\nexport const close = () => agent.destroy();\n`,
    },
  ],
  invalid: [
    { name: 'a client of the AWS SDK, in strict', code: s3, options: all, errors: [{ messageId: 'module' }] },
    {
      name: 'a knex that connects',
      code: knex(`{ client: 'pg', connection: process.env.DATABASE_URL }`),
      errors: [{ messageId: 'module' }],
    },
    { name: 'a knex by its address', code: knex(`process.env.DATABASE_URL`), errors: [{ messageId: 'module' }] },
  ],
});
