import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const reportsOnly = reportsOf(noClientInFunction);

const mongo = `import { MongoClient } from 'mongodb'; `;
const undici = `import { Agent, fetch } from 'undici'; `;
const https = `import https from 'node:https'; import axios from 'axios'; `;
const mysql = `import mysql from 'mysql2/promise'; `;
const s3 = `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'; `;

ruleTester.run('no-client-in-function: kept although it looks otherwise', reportsOnly, {
  valid: [
    {
      name: 'a field that is called agent, which may be that of a protocol or a model',
      code: `import { buildAgent } from './agents.js'; export class Client { constructor(given) { this.agent = buildAgent(given); } } export const call = (given) => new Client(given).get();`,
    },
    {
      name: 'an option that the request ignores opens nothing',
      code: `import { ProxyAgent } from 'proxy-agent'; export async function send(url) { const response = await fetch(url, { agent: new ProxyAgent() }); return response.json(); }`,
    },
    {
      name: 'a set-up that asks again until what it was told works',
      code: `#!/usr/bin/env node\nimport inquirer from 'inquirer'; ${s3}for (let done = false; !done;) { const { region } = await inquirer.prompt([]); const client = new S3Client({ region }); done = await client.send(new GetObjectCommand({})).then(() => true, () => false); }`,
    },
    {
      name: 'each attempt has one of its own, until one works',
      code: `${s3}async function main() { for (let attempt = 0; attempt < 3; attempt++) { const client = new S3Client({ region: 'a' }); try { await client.send(new GetObjectCommand({})); break; } catch (error) { console.error(error); } } } main();`,
    },
    {
      name: 'a promise that is forgotten when it fails',
      code: `${mongo}let p; export function get() { return (p ??= MongoClient.connect('a').catch((e) => { p = undefined; throw e; })); }`,
    },
    {
      name: 'the same in a field',
      code: `${mongo}export class A { async get() { this.p ??= new MongoClient('a').connect().catch((e) => { this.p = null; throw e; }); return this.p; } }`,
    },
    {
      name: 'the same in a Map, through a local',
      code: `${mongo}const all = new Map(); export async function get(uri) { if (all.has(uri)) return all.get(uri); const p = new MongoClient(uri).connect().catch((e) => { all.delete(uri); throw e; }); all.set(uri, p); return p; }`,
    },
    {
      name: 'closed in the callback of its connection',
      code: `const { MongoClient } = require('mongodb'); exports.save = (doc, done) => { MongoClient.connect('a', (error, client) => { if (error) throw error; client.db().collection('a').insertOne(doc, () => client.close()); }); };`,
    },
    {
      name: 'an agent that goes to the address which was checked',
      code: `${undici}export async function load(url, address) { const dispatcher = new Agent({ connect: { lookup: (host, options, done) => done(null, address, 4) } }); return fetch(url, { dispatcher }); }`,
    },
    {
      name: 'the same with an agent of Node.js',
      code: `${https}export async function load(url, lookup) { const agent = new https.Agent({ lookup }); return axios.get(url, { httpsAgent: agent }); }`,
    },
    {
      name: 'the account of a tenant, where nothing shows how often',
      code: `${s3}export async function load(account, Key) { return new S3Client({ credentials: account.keys }).send(new GetObjectCommand({ Key })); }`,
    },
    {
      name: 'the test of a connection while something is set up',
      code: `${mysql}app.post('/setup/database', async (req, res) => { const c = await mysql.createConnection({ host: req.body.host }); await c.query('SELECT 1'); await c.end(); res.end(); });`,
    },
    {
      name: 'told where to connect by the call, and ended in any case',
      code: `import { Client } from 'ssh2'; export async function run(config) { const c = new Client(); try { c.connect(config); await c.exec('ls'); } finally { c.end(); } }`,
    },
    {
      name: 'a field that set-up code sets',
      code: `${mongo}export class A { async init(uri) { this.client = new MongoClient(uri); await this.client.connect(); } }`,
    },
    {
      name: 'a variable that is looked at before',
      code: `${mongo}let client; export const handler = async (event) => { if (client) return client.db(); client = new MongoClient(process.env.A); return client.db().stats(); };`,
    },
    {
      name: 'a variable whose old client is closed',
      code: `${mongo}let client; app.post('/reload', async (req, res) => { await client.close(); client = new MongoClient(process.env.A); res.end(); });`,
    },
    {
      name: 'an instance that may close what it holds',
      code: `${mongo}import { Store } from 'some-store'; export async function load(a) { const store = new Store(new MongoClient(a)); await store.read(); await store.close(); }`,
    },
  ],
  invalid: [
    {
      name: 'a loop that goes on without a failure',
      code: `${s3}async function main() { for (;;) { const client = new S3Client({ region: 'a' }); try { const answer = await client.send(new GetObjectCommand({})); if (!answer.Body) continue; break; } catch (error) { console.error(error); } } } main();`,
      errors: [{ messageId: 'inLoop' }],
    },
    {
      name: 'an agent that shares no connection says how',
      code: `${https}export async function load(url) { return axios.get(url, { httpsAgent: new https.Agent({ rejectUnauthorized: false }) }); }`,
      errors: [{ messageId: 'withoutKeepAlive' }],
    },
    {
      name: 'options for connections that the caller may give instead: nothing is pinned by them',
      code: `${undici}export async function load(url, connect) { const dispatcher = new Agent({ connect: connect ?? { ca: roots() } }); return fetch(url, { dispatcher }); }`,
      errors: [{ messageId: 'argumentsPerCall' }],
    },
    {
      name: 'a guard that is the same for all calls can be shared',
      code: `${undici}import { lookup } from './guard.js'; export async function load(url) { const dispatcher = new Agent({ connect: { lookup } }); return fetch(url, { dispatcher }); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'two constructions behind one call are one defect',
      code: `import http from 'node:http'; ${https}const agentFor = (url) => url.startsWith('https') ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true }); export async function load(url) { return axios.get(url, { httpAgent: agentFor(url) }); }`,
      errors: [{ messageId: 'argumentsPerCall' }],
    },
    {
      name: 'the account of a tenant, for every request',
      code: `${s3}app.get('/a', async (req, res) => { res.send(await new S3Client({ credentials: req.keys }).send(new GetObjectCommand({}))); });`,
      errors: [{ messageId: 'neverClosed' }],
    },
    {
      name: 'set-up of something of the caller',
      code: `${mongo}export async function initTenant(tenant) { const client = new MongoClient(tenant.uri); await client.db().createCollection('a'); }`,
      errors: [{ messageId: 'argumentsPerCall' }],
    },
    {
      name: 'a signer of the same vendor keeps nothing',
      code: `${s3}import { getSignedUrl } from '@aws-sdk/s3-request-presigner'; export async function sign(Key) { const client = new S3Client({ maxAttempts: 2 }); await client.send(new GetObjectCommand({ Key })); return getSignedUrl(client, new GetObjectCommand({ Key })); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a logger keeps nothing',
      code: `${undici}export async function load(url) { const dispatcher = new Agent({ connections: 2 }); logger.debug('using', dispatcher); return fetch(url, { dispatcher }); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'an instance of a package that is dropped with it',
      code: `${s3}import { Signer } from 'some-signer'; export async function sign(text) { const signer = new Signer(new S3Client({ maxAttempts: 2 })); return signer.sign(text); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a variable that each request overwrites',
      code: `${mongo}let client; app.get('/a', async (req, res) => { client = new MongoClient(process.env.A); res.json(await client.db().stats()); });`,
      errors: [{ messageId: 'overwritten' }],
    },
    {
      name: 'closed in one branch only',
      code: `${mongo}export async function load(uri, last) { const client = new MongoClient(uri); const rows = await client.db().collection('a').find().toArray(); if (last) await client.close(); return rows; }`,
      errors: [{ messageId: 'closedOnSomePaths' }],
    },
    {
      name: 'closed behind a promise that may fail',
      code: `${mongo}export function load(uri) { const client = new MongoClient(uri); return client.db().command({ ping: 1 }).then(() => client.close()); }`,
      errors: [{ messageId: 'closedOnSomePaths' }],
    },
    {
      name: 'a connection for every request, with the same arguments',
      code: `${mysql}app.get('/a', async (req, res) => { const c = await mysql.createConnection({ host: process.env.DB }); try { res.json(await c.query('SELECT 1')); } finally { await c.end(); } });`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a class that a generator wrote, known by the credentials of gRPC',
      code: `import { credentials } from '@grpc/grpc-js'; import { GreeterClient } from './gen/greeter.js'; export async function greet(name) { const channel = credentials.createInsecure(); const client = new GreeterClient('a:50051', channel); return client.greet({ name }); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a connection for every job of a queue, with the same arguments',
      code: `import { Worker } from 'bullmq'; ${mysql}export const worker = new Worker('a', async (job) => { const c = await mysql.createConnection({ host: process.env.DB }); try { await c.query('SELECT 1'); } finally { await c.end(); } }, { connection });`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a method of an instance that makes a client with each call',
      code: `import { Queue } from 'bullmq'; export class Queues { get(name) { return new Queue(name, { connection: { host: 'a' } }); } } export async function dispatch(id) { const queues = new Queues(); const queue = queues.get('a'); return queue.add('run', { id }); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
  ],
});

const presigner = `import { getSignedUrl } from '@aws-sdk/s3-request-presigner'; `;
const probing = `const c = await mysql.createConnection({ host: process.env.DB }); try { await c.query('SELECT 1'); } finally { await c.end(); }`;

ruleTester.run('no-client-in-function: what it is for', reportsOnly, {
  valid: [
    {
      name: 'it signs for an account that it is given, and connects to nothing',
      code: `${s3}${presigner}app.get('/a', async (req, res) => { const client = new S3Client({ credentials: req.keys }); res.send(await getSignedUrl(client, new GetObjectCommand({}))); });`,
    },
    {
      name: 'the same with options of which nothing is known',
      code: `${s3}${presigner}import { options } from './options.js'; app.get('/a', async (req, res) => { const client = new S3Client(options); res.send(await getSignedUrl(client, new GetObjectCommand({}))); });`,
    },
    {
      name: 'the route of a health check finds out whether it can connect',
      code: `${mysql}app.get('/health', async (req, res) => { ${probing} res.end(); });`,
    },
    {
      name: 'a class of health checks does',
      code: `${mysql}import { Controller, Get } from '@nestjs/common'; @Controller('status') export class HealthController { @Get() async read() { ${probing} } }`,
    },
    {
      name: 'a function that tests a connection does',
      code: `${mysql}app.post('/databases', async (req, res) => { const testConnection = async () => { ${probing} }; await testConnection(); res.end(); });`,
    },
    {
      name: 'a file of health checks does',
      code: `${mysql}app.get('/', async (req, res) => { ${probing} res.end(); });`,
      filename: 'src/routes/health-check.ts',
    },
    {
      name: 'the file of a route of Next.js does',
      code: `${mysql}export async function GET() { ${probing} return new Response(); }`,
      filename: 'app/api/health/route.ts',
    },
    {
      name: 'closed behind a catch that goes on',
      code: `${mysql}app.get('/a', async (req, res) => { const c = await mysql.createConnection({ host: req.query.host }); try { await c.query('SELECT 1'); } catch (error) { console.error(error); } await c.end(); res.end(); });`,
    },
    {
      name: 'closed behind a catch that takes the error of its callback',
      code: `${mongo}export function load(uri) { return new Promise((resolve, reject) => { MongoClient.connect(uri, (error, client) => { try { if (error) throw error; resolve(client.db()); } catch (failed) { reject(failed); } client.close(); }); }); }`,
    },
  ],
  invalid: [
    {
      name: 'a signer that asks the environment for its account, each time',
      code: `${s3}${presigner}export async function sign(Key) { const client = new S3Client({ region: 'a' }); return getSignedUrl(client, new GetObjectCommand({ Key })); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a signer that sends as well',
      code: `${s3}${presigner}app.get('/a', async (req, res) => { const client = new S3Client({ credentials: req.keys }); await client.send(new GetObjectCommand({})); res.send(await getSignedUrl(client, new GetObjectCommand({}))); });`,
      errors: [{ messageId: 'neverClosed' }],
    },
    {
      name: 'closed behind a catch that leaves',
      code: `${mysql}app.get('/a', async (req, res) => { const c = await mysql.createConnection({ host: req.query.host }); try { await c.query('SELECT 1'); } catch (error) { return res.sendStatus(500); } await c.end(); res.end(); });`,
      errors: [{ messageId: 'closedOnSuccessOnly' }],
    },
    {
      name: 'a route that is named like no health check',
      code: `${mysql}app.get('/shipping', async (req, res) => { ${probing} res.end(); });`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a health check that leaves its connection open',
      code: `${mysql}app.get('/health', async (req, res) => { const c = await mysql.createConnection({ host: process.env.DB }); await c.query('SELECT 1'); res.end(); });`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'an account that it is told when it connects, and nothing ends it',
      code: `import { Client } from 'ssh2'; export const run = (target) => new Promise((resolve, reject) => { const c = new Client(); c.on('error', reject).on('ready', () => { c.exec('ls', (error, stream) => { if (error) return reject(error); resolve(stream); }); }).connect({ host: target.host, privateKey: target.key }); });`,
      errors: [{ messageId: 'neverClosed' }],
    },
    {
      name: 'each of two agents of which a call makes one',
      code: `${https}import http from 'node:http'; export async function load(url, cert) { const agent = cert ? new https.Agent({ keepAlive: true, cert }) : new http.Agent({ keepAlive: true, maxSockets: url.length }); return axios.get(url, { httpAgent: agent }); }`,
      errors: [{ messageId: 'argumentsPerCall' }, { messageId: 'argumentsPerCall' }],
    },
  ],
});
