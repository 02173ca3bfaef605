import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const reportsOnly = reportsOf(noClientInFunction);

const playwright = `import { chromium } from 'playwright'; `;
const pg = `import { Pool } from 'pg'; `;
const s3 = `import { S3Client } from '@aws-sdk/client-s3'; `;
const https = `import https from 'node:https'; import fetch from 'node-fetch'; `;
const use = `const s3 = new S3Client({ maxAttempts: 2 }); return s3.send(input);`;

ruleTester.run('no-client-in-function: what holds a client', reportsOnly, {
  valid: [
    {
      name: 'a local variable that an inner function closes and fills again',
      code: `${playwright}export async function work(queue) { let browser = await chromium.launch(); const renew = async () => { try { await browser.close(); } catch {} browser = await chromium.launch(); }; for await (const job of queue) { if (job.renew) await renew(); await job.run(browser); } }`,
    },
    {
      name: 'the same, filled when it is first needed',
      code: `${playwright}export async function work(queue) { let browser = null; const ensure = async () => { if (browser?.isConnected()) return browser; browser = await chromium.launch(); return browser; }; for await (const job of queue) { const current = await ensure(); await current.newPage(); } }`,
    },
    {
      name: 'a global that nothing declares',
      code: `${pg}export function pool() { if (!globalThis.POOL) { POOL = new Pool({ max: 4 }); } return POOL; }`,
    },
    {
      name: 'an agent for each hop of redirects that the code follows',
      code: `${https}export async function load(url) { for (let hop = 0; hop < 5; hop++) { const agent = new https.Agent({ servername: new URL(url).hostname }); const response = await fetch(url, { agent, redirect: 'manual' }); if (response.status < 300) return response; url = response.headers.get('location'); } }`,
    },
    {
      name: 'the same by recursion',
      code: `${https}export async function load(url, hops = 0) { const agent = new https.Agent({ servername: new URL(url).hostname }); const response = await fetch(url, { agent, redirect: 'manual' }); return response.status === 302 ? load(response.headers.get('location'), hops + 1) : response; }`,
    },
    {
      name: 'a look-up that is made for this agent',
      code: `${https}import { createLookup } from './guard.js'; export async function load(url) { const lookup = process.env.OPEN ? undefined : createLookup(); return fetch(url, { agent: new https.Agent({ lookup }) }); }`,
    },
    {
      name: 'credentials of the call, whatever options are spread behind them',
      code: `${s3}export async function send(account, input) { const s3 = new S3Client({ credentials: { accessKeyId: account.id, secretAccessKey: account.key }, ...(account.endpoint && { endpoint: account.endpoint }) }); return s3.send(input); }`,
    },
    {
      name: 'credentials that are put into the options later',
      code: `${s3}export async function send(account, input) { const options = { region: 'a' }; if (account.key) { options.credentials = { accessKeyId: account.id, secretAccessKey: account.key }; } const s3 = new S3Client(options); return s3.send(input); }`,
    },
    {
      name: 'credentials that a function of the file puts into the options',
      code: `${s3}function optionsFor(account) { return { region: 'a', credentials: account.credentials }; } export async function send(account, input) { const s3 = new S3Client(optionsFor(account)); return s3.send(input); }`,
    },
    {
      name: 'credentials in a spread of their own',
      code: `${s3}export async function send(credentials, input) { const s3 = new S3Client({ region: 'a', ...(credentials !== undefined && { credentials }) }); return s3.send(input); }`,
    },
    {
      name: 'a factory one of whose clients has them',
      code: `${s3}function make(account) { if (account.auto) return new S3Client({ region: account.region }); return new S3Client({ region: account.region, credentials: account.credentials }); } export async function send(account, input) { return make(account).send(input); }`,
    },
    {
      name: 'what a service makes before its first request',
      code: `import { createClient } from '@clickhouse/client'; export async function createClickhouseDb(config) { const client = createClient({ url: config.url }); await client.exec({ query: 'CREATE DATABASE a' }); await client.close(); }`,
    },
    { name: 'a member that is called once', code: `${s3}const steps = { async a(input) { ${use} } }; steps.a(1);` },
    {
      name: 'a list of steps',
      code: `${s3}const steps = [async (input) => { ${use} }]; for (const step of steps) step(1);`,
    },
    {
      name: 'hooks of the Serverless Framework',
      code: `${s3}export class Plugin { constructor() { this.hooks = { 'after:deploy:deploy': async (input) => { ${use} } }; } }`,
    },
    {
      name: 'a plugin of a bundler',
      code: `${s3}export default function plugin() { return { name: 'upload', closeBundle(input) { ${use} } }; }`,
    },
    {
      name: 'a provider that is no provider of a request',
      code: `import { Module } from '@nestjs/common'; import mongoose from 'mongoose'; export const provider = { provide: 'A', useFactory: (config) => mongoose.createConnection(config.get('URI')).asPromise() };`,
    },
    {
      name: 'closed behind a chain that closes it when it fails as well',
      code: `import { createClient } from 'redis'; export function check(url) { return new Promise((resolve, reject) => { const client = createClient({ url }); client.connect().then(() => { client.ping().then((answer) => { client.disconnect(); resolve(answer); }).catch((error) => { client.disconnect(); reject(error); }); }); }); }`,
    },
    {
      name: 'a queue of the call over a shared connection, closed again',
      code: `import { Queue } from 'bullmq'; import { connection } from './redis.js'; export async function add(name) { const queue = new Queue(name, { connection }); try { await queue.add('a', {}); } finally { await queue.close(); } }`,
    },
  ],
  invalid: [
    {
      name: 'a function in an object that a class holds',
      code: `${s3}export class Node { loadMethods = { async list(input) { ${use} } }; }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'the same, deeper',
      code: `${s3}export class Node { methods = { options: { async list(input) { ${use} } } }; }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a registry whose members are chosen at run time',
      code: `${s3}const table = { async list(input) { ${use} } }; export const run = (name, input) => table[name](input);`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'an object that a factory returns',
      code: `${s3}export function createApi() { return { async list(input) { ${use} } }; }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a list of handlers',
      code: `${s3}const handlers = [async (input) => { ${use} }]; export const all = () => handlers;`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a provider that Nest makes for each request',
      code: `import { Module, Scope } from '@nestjs/common'; import mongoose from 'mongoose'; @Module({ providers: [{ provide: 'A', scope: Scope.REQUEST, useFactory: (request) => mongoose.createConnection(request.tenant).asPromise() }] }) export class A {}`,
      errors: [{ messageId: 'argumentsPerCall' }],
    },
    {
      name: 'fields of the object as arguments',
      code: `${s3}export class Files { constructor(config) { this.config = config; } list(input) { const s3 = new S3Client({ region: this.config.region }); return s3.send(input); } }`,
      errors: [{ messageId: 'instanceArguments' }],
    },
    {
      name: 'a method of the client that is bound to it',
      code: `import redis from 'redis'; import { promisify } from 'node:util'; export async function info(host) { const client = redis.createClient({ host }); const load = promisify(client.info).bind(client); return load(); }`,
      errors: [{ messageId: 'argumentsPerCall' }],
    },
    {
      name: 'closed in a chain whose failures go elsewhere',
      code: `import { createClient } from 'redis'; export function check(url) { return new Promise((resolve, reject) => { const client = createClient({ url }); client.on('error', (error) => { client.disconnect(); reject(error); }); client.connect().then(() => { client.ping().then((answer) => { client.disconnect(); resolve(answer); }).catch((error) => reject(error)); }); }); }`,
      errors: [{ messageId: 'closedOnSomePaths' }],
    },
    {
      name: 'a queue for each call, although the connection is shared',
      code: `import { Queue } from 'bullmq'; import { connection } from './redis.js'; export async function add(name) { const queue = new Queue(name, { connection }); return queue.add('a', {}); }`,
      errors: [{ messageId: 'argumentsPerCall' }],
    },
    {
      name: 'an agent that follows no redirects, in a request that is the only one',
      code: `${https}export async function load(url) { const agent = new https.Agent({ rejectUnauthorized: false }); return fetch(url, { agent, redirect: 'manual' }); }`,
      errors: [{ messageId: 'withoutKeepAlive' }],
    },
  ],
});
ruleTester.run('no-client-in-function: one for each use', reportsOnly, {
  valid: [
    {
      name: 'a login that every path closes',
      code: `import { Client } from 'ldapts'; export async function login(url, dn, password) { const client = new Client({ url }); try { await client.bind(dn, password); return true; } finally { await client.unbind(); } }`,
    },
    {
      name: 'the same for every request, from constants',
      code: `import { createMCPClient } from '@ai-sdk/mcp'; app.post('/a', async (req, res) => { const tools = await createMCPClient({ transport: { type: 'http', url: 'https://a' } }); try { res.json(await run(await tools.tools())); } finally { await tools.close(); } });`,
    },
    {
      name: 'a session whose transport is closed',
      code: `import { Client } from '@modelcontextprotocol/sdk/client/index.js'; export async function list(url) { const transport = make(url); const client = new Client({ name: 'a', version: '1' }); try { await client.connect(transport); return await client.listTools(); } finally { await transport.close(); } }`,
    },
    {
      name: 'closed when the stream is finished',
      code: `import { createMCPClient } from '@ai-sdk/mcp'; import { streamText } from 'ai'; export async function POST(request) { const client = await createMCPClient({ transport: make() }); const tools = await client.tools(); return streamText({ tools, onFinish: async () => { await client.close(); } }).toResponse(); }`,
    },
    {
      name: 'handed to code of which nothing is known',
      code: `import SftpClient from 'ssh2-sftp-client'; import { pool } from './pool.js'; export async function open(options) { const client = new SftpClient(); await client.connect(options); pool.add(client); }`,
    },
  ],
  invalid: [
    {
      name: 'LDAP, closed on the way to success',
      code: `import { Client } from 'ldapts'; export async function login(url, dn, password) { const client = new Client({ url }); await client.bind(dn, password); await client.unbind(); return true; }`,
      errors: [{ messageId: 'closedOnSuccessOnly' }],
    },
    {
      name: 'SFTP with a password of the call',
      code: `import SftpClient from 'ssh2-sftp-client'; export async function put(host, password, from, to) { const client = new SftpClient(); try { await client.connect({ host, password }); await client.put(from, to); await client.end(); } catch (error) { throw new Error('failed', { cause: error }); } }`,
      errors: [{ messageId: 'closedOnSuccessOnly' }],
    },
    {
      name: 'FTP that nothing closes',
      code: `import { Client } from 'basic-ftp'; export async function list(options) { const client = new Client(); await client.access(options); return client.list(); }`,
      errors: [{ messageId: 'neverClosed' }],
    },
    {
      name: 'a client of the Model Context Protocol',
      code: `import { Client } from '@modelcontextprotocol/sdk/client/index.js'; app.get('/tools', async (req, res) => { const client = new Client({ name: 'a', version: '1' }); await client.connect(make(req.query.url)); res.json(await client.listTools()); await client.close(); });`,
      errors: [{ messageId: 'closedOnSuccessOnly' }],
    },
    {
      name: 'a connection with a password of the call, closed on the way to success',
      code: `import { Client } from 'pg'; export async function count(host, password) { const client = new Client({ host, password }); await client.connect(); const { rows } = await client.query('SELECT 1'); await client.end(); return rows; }`,
      errors: [{ messageId: 'closedOnSuccessOnly' }],
    },
  ],
});
