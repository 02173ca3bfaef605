import { noClientInFunction as rule } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const noClientInFunction = reportsOf(rule);

/** A handler that constructs a client, uses it and forgets it. */
const spellings: readonly (readonly [string, string, string])[] = [
  ['pg', `import pg from 'pg';`, 'new pg.Pool()'],
  ['pg destructured', `import pg from 'pg'; const { Pool } = pg;`, 'new Pool()'],
  ['pg native', `import pg from 'pg';`, 'new pg.native.Pool()'],
  ['pg client', `import { Client } from 'pg';`, 'new Client()'],
  ['pg-pool', `import Pool from 'pg-pool';`, 'new Pool()'],
  ['postgres', `import postgres from 'postgres';`, 'postgres()'],
  ['mysql2', `import mysql from 'mysql2';`, `mysql.createPool({ host: 'db' })`],
  ['mysql2/promise', `import { createConnection } from 'mysql2/promise';`, `await createConnection({ host: 'db' })`],
  ['mysql', `const mysql = require('mysql');`, `mysql.createPool({ host: 'db' })`],
  ['mariadb', `import * as mariadb from 'mariadb';`, `mariadb.createPool({ host: 'db' })`],
  ['mssql', `import sql from 'mssql';`, `await new sql.ConnectionPool({ server: 'db' }).connect()`],
  ['mongodb', `import { MongoClient } from 'mongodb';`, `new MongoClient('mongodb://db')`],
  ['mongodb connected', `import { MongoClient } from 'mongodb';`, `await MongoClient.connect('mongodb://db')`],
  ['mongoose', `import mongoose from 'mongoose';`, `await mongoose.createConnection('mongodb://db').asPromise()`],
  ['redis', `import { createClient } from 'redis';`, `await createClient().on('error', console.error).connect()`],
  ['redis cluster', `import * as redis from 'redis';`, `redis.createCluster({ rootNodes: [] })`],
  ['ioredis', `import Redis from 'ioredis';`, 'new Redis()'],
  ['ioredis named', `import { Redis as R } from 'ioredis';`, 'new R()'],
  ['ioredis CommonJS', `const Redis = require('ioredis');`, 'new Redis.Cluster([])'],
  ['ioredis loaded when needed', `const R = process.env.REDIS ? require('ioredis') : null;`, 'new R.Redis()'],
  ['ioredis loaded by a function', `const load = () => require('ioredis');`, 'new (load())()'],
  ['prisma', `import { PrismaClient } from '@prisma/client';`, 'new PrismaClient()'],
  [
    'prisma generated',
    `import { PrismaClient } from '../generated/prisma/client.js';`,
    'new PrismaClient({ adapter })',
  ],
  ['drizzle with a URL', `import { drizzle } from 'drizzle-orm/node-postgres';`, 'drizzle(process.env.DATABASE_URL)'],
  [
    'drizzle with a connection',
    `import { drizzle } from 'drizzle-orm/node-postgres';`,
    `drizzle({ connection: 'postgres://db' })`,
  ],
  ['knex', `import knex from 'knex';`, `knex({ client: 'pg', connection: 'postgres://db' })`],
  ['knex CommonJS', ``, `require('knex')({ client: 'pg', connection: 'postgres://db' })`],
  ['typeorm', `import { DataSource } from 'typeorm';`, `await new DataSource({ type: 'postgres' }).initialize()`],
  ['sequelize', `import { Sequelize } from 'sequelize';`, `new Sequelize('postgres://db')`],
  ['cassandra', `import cassandra from 'cassandra-driver';`, 'new cassandra.Client({})'],
  ['neo4j', `import neo4j from 'neo4j-driver';`, `neo4j.driver('bolt://db')`],
  ['clickhouse', `import { createClient } from '@clickhouse/client';`, 'createClient()'],
  ['elasticsearch', `import { Client } from '@elastic/elasticsearch';`, `new Client({ node: 'http://db' })`],
  ['opensearch', `import { Client } from '@opensearch-project/opensearch';`, `new Client({ node: 'http://db' })`],
  ['amqplib', `import amqp from 'amqplib';`, `await amqp.connect('amqp://broker')`],
  ['nats', `import { connect } from '@nats-io/transport-node';`, 'await connect()'],
  ['mqtt', `import mqtt from 'mqtt';`, `mqtt.connect('mqtt://broker')`],
  ['kafkajs', `import { Kafka } from 'kafkajs'; const kafka = new Kafka({ brokers: [] });`, 'kafka.producer()'],
  ['keyv', `import KeyvRedis from '@keyv/redis';`, `new KeyvRedis('redis://db')`],
  ['keyv by its function', `import { createKeyv } from '@keyv/redis';`, `createKeyv('redis://db')`],
  ['workerpool', `import workerpool from 'workerpool';`, `workerpool.pool('./work.js')`],
  ['unleash', `import { Unleash } from 'unleash-client';`, `new Unleash({ appName: 'a', url: 'http://db' })`],
  ['bullmq', `import { Queue } from 'bullmq';`, `new Queue('jobs', { connection: { host: 'db' } })`],
  [
    'grpc',
    `import grpc from '@grpc/grpc-js'; const Greeter = grpc.makeGenericClientConstructor({}, 'Greeter');`,
    `new Greeter('svc:1', null)`,
  ],
  [
    'grpc descriptions',
    `import * as grpc from '@grpc/grpc-js'; const proto = grpc.loadPackageDefinition({}).helloworld;`,
    `new proto.Greeter('svc:1', null)`,
  ],
  [
    'connect',
    `import { createGrpcTransport } from '@connectrpc/connect-node';`,
    `createGrpcTransport({ baseUrl: 'http://svc' })`,
  ],
  ['nodemailer pool', `import nodemailer from 'nodemailer';`, `nodemailer.createTransport({ pool: true })`],
  ['puppeteer', `import puppeteer from 'puppeteer';`, `await puppeteer.launch()`],
  ['dynamic import', `const { default: Redis } = await import('ioredis');`, 'new Redis()'],
  [
    'createRequire',
    `import { createRequire } from 'node:module'; const load = createRequire(import.meta.url); const { Pool } = load('pg');`,
    'new Pool()',
  ],
  ['getBuiltinModule', `const https = process.getBuiltinModule('node:https');`, 'new https.Agent({ keepAlive: true })'],
  ['Babel', `const _ioredis = _interopRequireDefault(require('ioredis'));`, 'new _ioredis.default()'],
];

ruleTester.run('no-client-in-function: how databases, caches and brokers are constructed', noClientInFunction, {
  valid: [],
  invalid: spellings.map(([name, head, construct]) => ({
    name,
    code: `${head}\nexport async function handler(req, res) {\n  const client = ${construct};\n  await client.query('select 1'); res.end();\n}`,
    errors: [{ messageId: 'constantArguments' as const, line: 3 }],
  })),
});

const silent: readonly (readonly [string, string])[] = [
  [
    'drizzle wraps a client',
    `import { drizzle } from 'drizzle-orm/node-postgres'; import { pool } from './pool.js'; export async function handler(req) { const db = drizzle(pool); return db.execute(req.sql); }`,
  ],
  [
    'drizzle wraps a client in options',
    `import { drizzle } from 'drizzle-orm/node-postgres'; import { pool } from './pool.js'; export async function handler(req) { const db = drizzle({ client: pool }); return db.execute(req.sql); }`,
  ],
  [
    'a queue that the module keeps, on an existing connection',
    `import { Queue } from 'bullmq'; import { connection } from './redis.js'; const q = new Queue('jobs', { connection }); export async function handler(req) { await q.add('a', req.body); }`,
  ],
  [
    'a Kafka object alone',
    `import { Kafka } from 'kafkajs'; export function handler(req) { const kafka = new Kafka({ brokers: req.brokers }); log(kafka); }`,
  ],
  [
    'free SDKs',
    `import OpenAI from 'openai'; import { Octokit } from '@octokit/rest'; import { createClient } from '@supabase/supabase-js'; import Stripe from 'stripe'; export async function handler(req) { const a = new OpenAI(); const b = new Octokit({ auth: req.token }); const c = createClient(req.url, req.key); const d = new Stripe(req.key); await Promise.all([a.models.list(), b.request('GET /'), c.from('x').select(), d.charges.list()]); }`,
  ],
  [
    'a transporter without pool',
    `import nodemailer from 'nodemailer'; export async function handler(req) { const t = nodemailer.createTransport({ host: 'mail' }); await t.sendMail(req.mail); }`,
  ],
  [
    'the one connection of mongoose',
    `import mongoose from 'mongoose'; export async function handler(req, res) { await mongoose.connect('mongodb://db'); res.json(await User.find()); }`,
  ],
  [
    'the one pool of mssql',
    `import sql from 'mssql'; export async function handler(req, res) { const pool = await sql.connect({ server: 'db' }); res.json(await pool.query('select 1')); }`,
  ],
  [
    'a connection for a job, closed on every path',
    `import { Client } from 'pg'; export async function job(sql) { const c = new Client(); await c.connect(); try { await c.query(sql); } finally { await c.end(); } }`,
  ],
  [
    'MongoClient for a job, closed on every path',
    `import { MongoClient } from 'mongodb'; export async function job() { const c = new MongoClient('mongodb://db'); try { await c.db('a').collection('b').deleteMany({}); } finally { await c.close(); } }`,
  ],
  [
    'a browser for a job',
    `import puppeteer from 'puppeteer'; export async function shot(url) { const b = await puppeteer.launch(); try { const p = await b.newPage(); await p.goto(url); } finally { await b.close(); } }`,
  ],
  [
    'a factory',
    `import Redis from 'ioredis'; export function createRedis() { const r = new Redis(); r.on('error', console.error); return r; }`,
  ],
  [
    'a factory of a view',
    `import { MongoClient } from 'mongodb'; export async function openDb() { const c = await MongoClient.connect('mongodb://db'); const db = c.db('a'); return db; }`,
  ],
  [
    'a field set by init',
    `import { createClient } from 'redis'; export class Cache { async load() { this.client = createClient(); await this.client.connect(); } }`,
  ],
  [
    'a store over a client that there is',
    `import KeyvRedis from '@keyv/redis'; import { createClient } from 'redis'; const redis = createClient(); export async function handler() { const c = new KeyvRedis(redis); await c.get('a'); }`,
  ],
  [
    'nothing but the platform underneath',
    `import { Meilisearch } from 'meilisearch'; import { PostHog } from 'posthog-node'; import * as Minio from 'minio'; import Pusher from 'pusher'; export async function handler() { const m = new Meilisearch({ host: 'http://a' }); const p = new PostHog('k'); const n = new Minio.Client({ endPoint: 'a' }); const u = new Pusher({ appId: 'a' }); await Promise.all([m.health(), p.flush(), n.listBuckets(), u.get({ path: '/' })]); }`,
  ],
  [
    'closed in a callback of a handler',
    `import { MongoClient } from 'mongodb'; app.get('/', (req, res) => { MongoClient.connect(req.query.db, (error, client) => { client.db('a').collection('b').find().toArray((e, docs) => { client.close(); res.json(docs); }); }); });`,
  ],
  [
    'kept by a callback of a handler',
    `import { MongoClient } from 'mongodb'; let db; app.get('/', (req, res) => { MongoClient.connect('mongodb://db', (error, client) => { db = client; res.end(); }); });`,
  ],
  [
    'a field set in then',
    `import { MongoClient } from 'mongodb'; export class Store { open() { return MongoClient.connect('mongodb://db').then((client) => { this.client = client; }); } }`,
  ],
  [
    'a field set in a retry loop',
    `import amqp from 'amqplib'; export class Bus { async link() { for (;;) { try { this.connection = await amqp.connect('amqp://b'); return; } catch { await wait(); } } } }`,
  ],
  [
    'memoized',
    `import knex from 'knex'; let db; export function getDb() { db ??= knex({ client: 'pg' }); return db; }`,
  ],
  [
    'a WebSocket for a conversation',
    `import WebSocket from 'ws'; export function probe(url) { const ws = new WebSocket(url); ws.on('open', () => ws.close()); }`,
  ],
];

ruleTester.run('no-client-in-function: databases that are owned rightly', noClientInFunction, {
  valid: silent.map(([name, code]) => ({ name, code })),
  invalid: [
    {
      name: 'given to a callback in a handler, and closed by nothing',
      code: `import { MongoClient } from 'mongodb'; app.get('/', (req, res) => { MongoClient.connect('mongodb://db', (error, client) => { client.db('a').collection('b').find().toArray((e, docs) => { res.json(docs); }); }); });`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'given to a function in a handler, and closed by nothing',
      code: `import { connect } from 'amqplib'; app.post('/', (req, res) => { connect('amqp://b').then((connection) => { connection.createChannel().then((channel) => { channel.sendToQueue('a', req.body); res.end(); }); }); });`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'closed on success only',
      code: `import { Client } from 'pg'; export async function job(url, sql) { const c = new Client(url); await c.connect(); await c.query(sql); await c.end(); }`,
      errors: [{ messageId: 'closedOnSuccessOnly' }],
    },
    {
      name: 'a producer of a client that the call configures has other arguments each time',
      code: `import { Kafka } from 'kafkajs'; export async function send(brokers, message) { const client = new Kafka({ brokers }); const producer = client.producer({ retry: { retries: 0 } }); await producer.connect(); await producer.send(message); }`,
      errors: [{ messageId: 'argumentsPerCall' }],
    },
    {
      name: 'closed after failures only',
      code: `import { Kafka } from 'kafkajs'; export function send(options, message) { return new Promise((resolve, reject) => { const producer = new Kafka(options).producer(); producer.connect().then(() => producer.send(message).then(resolve).catch((e) => { producer.disconnect(); reject(e); })).catch((e) => { producer.disconnect(); reject(e); }); }); }`,
      errors: [{ messageId: 'argumentsPerCall' }],
    },
    {
      name: 'a pool for each request, closed on every path',
      code: `import { Pool } from 'pg'; export async function handler(req, res) { const pool = new Pool(); try { res.json(await pool.query('select 1')); } finally { await pool.end(); } }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a factory called for each request',
      code: `import { PrismaClient } from '@prisma/client'; const create = () => new PrismaClient().$extends({}); export async function handler(req, res) { const prisma = create(); res.json(await prisma.user.findMany()); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'the document view of a client that is constructed in place',
      code: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'; export async function find(command) { const doc = DynamoDBDocumentClient.from(new DynamoDBClient({})); return doc.send(command); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
  ],
});
