import { requireErrorListener } from '../../src/rules/require-error-listener.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

function silent(cases: Readonly<Record<string, string>>): { name: string; code: string }[] {
  return Object.entries(cases).map(([name, code]) => ({ name, code }));
}

function reported(
  messageId: 'ends' | 'prints' | 'swallows',
  cases: Readonly<Record<string, string>>,
): {
  name: string;
  code: string;
  options: [{ report: 'ending' | 'all' }];
  errors: { messageId: typeof messageId }[];
}[] {
  const report = messageId === 'ends' ? 'ending' : 'all';
  return Object.entries(cases).map(([name, code]) => ({ name, code, options: [{ report }], errors: [{ messageId }] }));
}

ruleTester.run('require-error-listener', reportsOf(requireErrorListener), {
  valid: silent({
    'listener of a module pool': `
      import { Pool } from 'pg';
      export const pool = new Pool();
      pool.on('error', (error) => console.error(error));
    `,
    'listener in a chain': `
      import { createClient } from 'redis';
      export const client = await createClient().on('error', console.error).connect();
    `,
    'listener of a field, by a method': `
      import { createClient } from 'redis';
      export class Cache { constructor() { this.client = createClient(); this.listen(); } listen() { this.client.on('error', (e) => this.log(e)); } get(k) { return this.client.get(k); } }
    `,
    'listeners from a list of events': `
      import { Pool } from 'pg';
      const pool = new Pool();
      for (const event of ['error', 'remove']) pool.on(event, (x) => console.log(event, x));
      export const query = (text) => pool.query(text);
    `,
    'a factory that other code is given': `
      import WebSocket from 'ws';
      import { setFactory } from './transport.js';
      setFactory((url) => { const socket = new WebSocket(url); return socket; });
    `,
    'a property of a WebSocket': `
      import WebSocket from 'ws';
      export function open(url) { const socket = new WebSocket(url); socket.onerror = (e) => console.error(e); socket.onmessage = console.log; }
    `,
    'events.once hears it as well': `
      import { once } from 'node:events';
      import WebSocket from 'ws';
      export async function open(url) { const socket = new WebSocket(url); await once(socket, 'open'); socket.send('x'); }
    `,
    'handed to a function of another file': `
      import { Pool } from 'pg';
      import { watch } from './watch.js';
      const pool = new Pool();
      watch(pool);
    `,
    'pools of mysql2 handle their connections themselves': `
      import mysql from 'mysql2/promise';
      export const pool = mysql.createPool({ uri: 'mysql://db' });
    `,
    'kafkajs emits no error': `
      import { Kafka } from 'kafkajs';
      export const producer = new Kafka({ brokers: ['b:9092'] }).producer();
    `,
    'the WebSocket of the platform throws nothing': `
      export function open(url) { const socket = new WebSocket(url); socket.onmessage = console.log; }
    `,
    'a connection of one job, closed on every path': `
      import { Client } from 'pg';
      export async function job() { const client = new Client(); await client.connect(); try { await client.query('x'); } finally { await client.end(); } }
    `,
    'a factory whose callers are not known': `
      import { Pool } from 'pg';
      export function createPool(url) { return new Pool({ connectionString: url }); }
    `,
    'a stream over a WebSocket listens to it': `
      import WebSocket, { createWebSocketStream } from 'ws';
      export function open(url) { const socket = new WebSocket(url); const stream = createWebSocketStream(socket); stream.on('error', console.error); socket.on('open', console.log); return stream; }
    `,
    'a class that returns a client from its constructor': `
      import { Client, Pool } from 'pg';
      const Resuming = class { constructor(config) { const client = new Client(config); client.connection.once('sslconnect', console.log); return client; } };
      export const pool = new Pool({ Client: Resuming });
      pool.on('error', console.error);
    `,
    'a method of a class that hands it out': `
      import { createClient } from 'redis';
      class Clients { make(url) { const client = createClient({ url }); client.on('ready', console.log); return client; } }
      export const clients = new Clients();
    `,
    'a socket with a listener': `
      import net from 'node:net';
      export function probe(port, done) { const socket = net.connect(port, '127.0.0.1', () => done(true)); socket.setTimeout(1000); socket.on('error', () => done(false)); }
    `,
    'a socket in a pipeline': `
      import { connect } from 'node:tls';
      import { pipeline } from 'node:stream/promises';
      export async function send(file, options) { const socket = connect(options); socket.setKeepAlive(true); await pipeline(file, socket); }
    `,
    'a socket that goes to the caller': `
      import * as net from 'net';
      export function open(port) { const socket = new net.Socket(); socket.setNoDelay(true); socket.connect(port); return socket; }
    `,
    'accepted sockets that are heard, or only answered': `
      import net from 'node:net';
      import { createServer } from 'node:http';
      net.createServer((socket) => { socket.on('data', console.log); socket.on('error', console.error); }).listen(1);
      net.createServer((socket) => socket.end('bye')).listen(2);
      const server = createServer();
      server.on('upgrade', (request, socket, head) => { if (!request.url) { socket.destroy(); return; } wss.handleUpgrade(request, socket, head, console.log); });
      server.on('upgrade', (request, socket) => { socket.write('HTTP/1.1 401 Unauthorized'); socket.destroy(); });
    `,
    'a queue in the database with a listener': `
      import PgBoss from 'pg-boss';
      export const boss = new PgBoss(url);
      boss.on('error', (error) => console.error(error));
    `,
    'a request with a listener in its chain': `
      import https from 'node:https';
      export const ping = (url) => new Promise((resolve, reject) => { https.get(url, (r) => { r.resume(); resolve(r.statusCode); }).on('error', reject); });
    `,
    'a request with a listener behind it': `
      const http = require('http');
      module.exports = (options, cb) => { const req = http.request(options, (res) => cb(null, res)); req.on('error', cb); req.end(); };
    `,
    'a request that is returned': `
      import http from 'node:http';
      export const open = (options) => http.request(options);
    `,
    'a request in a stream pipeline': `
      import http from 'node:http';
      import { pipeline } from 'node:stream/promises';
      export async function put(body, options) { await pipeline(body, http.request(options)); }
    `,
    'accepted sockets with a listener': `
      import { WebSocketServer } from 'ws';
      const wss = new WebSocketServer({ port: 8080 });
      wss.on('connection', (socket) => { socket.on('error', console.error); socket.on('message', (m) => socket.send(m)); });
    `,
    'accepted sockets that another file gets': `
      import { WebSocketServer } from 'ws';
      import { join } from './rooms.js';
      const wss = new WebSocketServer({ port: 8080 });
      wss.on('connection', (socket) => join(socket));
    `,
    'accepted sockets of a base class': `
      import { WebSocketServer } from 'ws';
      export class Adapter { onConnection(ws) {} start(server) { const wss = new WebSocketServer({ server }); wss.on('connection', this.onConnection); } }
    `,
    'ioredis prints it, mqtt swallows it': `
      import Redis from 'ioredis';
      import mqtt from 'mqtt';
      export const redis = new Redis();
      export const client = mqtt.connect('mqtt://broker');
    `,
    'a channel with a listener': `
      import amqp from 'amqplib';
      export async function start(url) { const c = await amqp.connect(url); c.on('error', console.error); const ch = await c.createChannel(); ch.on('error', console.error); await ch.consume('q', console.log); }
    `,
    'a test': `
      import { Pool } from 'pg';
      import { describe, it } from 'vitest';
      const pool = new Pool();
      describe('x', () => { it('y', async () => { await pool.query('x'); }); });
    `,
  }),
  invalid: [
    ...reported('ends', {
      'a socket that is only read': `
        import net from 'node:net';
        export function tail(port) { const socket = net.connect(port); socket.setEncoding('utf8'); socket.on('data', console.log); }
      `,
      'a TLS socket under the name of its export': `
        const { connect } = require('tls');
        exports.tail = (options) => { const socket = connect(options); socket.on('data', console.log); };
      `,
      'a socket in a field': `
        import { Socket } from 'net';
        export class Printer { socket = new Socket(); print(text) { this.socket.connect(9100); this.socket.write(text); } }
      `,
      'the other end of a tunnel': `
        import net from 'node:net';
        net.createServer((client) => { client.on('error', console.error); const upstream = net.connect(1); client.pipe(upstream); upstream.pipe(client); }).listen(2);
      `,
      'a socket that is accepted': `
        import net from 'node:net';
        const server = net.createServer((socket) => { socket.on('data', (data) => socket.write(data)); });
        server.listen(1);
      `,
      'a secure one, by the event': `
        import tls from 'node:tls';
        export function serve(options) { const server = tls.createServer(options); server.on('secureConnection', (socket) => { socket.pipe(process.stdout); }); return server; }
      `,
      'a socket that the server of HTTP hands over': `
        import http from 'node:http';
        const server = http.createServer();
        server.on('connect', (request, socket) => { socket.write('HTTP/1.1 200 OK'); socket.on('data', console.log); });
      `,
      'a body that is piped into a request': `
        import https from 'node:https';
        export function upload(file, options) { const request = https.request(options, (response) => response.resume()); file.pipe(request); }
      `,
      'a connection to SQL Server': `
        import { Connection } from 'tedious';
        export function open(config) { const connection = new Connection(config); connection.on('connect', console.log); connection.connect(); }
      `,
      'a directory': `
        import ldap from 'ldapjs';
        export const directory = ldap.createClient({ url: 'ldap://directory' });
      `,
      'a queue in the database': `
        import PgBoss from 'pg-boss';
        const boss = new PgBoss(process.env.DATABASE_URL);
        export const start = () => boss.start();
      `,
      'a pool in a store that a factory of a package makes': `
        const session = require('express-session');
        const Store = require('connect-pg-simple')(session);
        const { Pool } = require('pg');
        exports.store = () => { const pool = new Pool(); return new Store({ pool, tableName: 'sessions' }); };
      `,
      'a pool of a module': `
        import { Pool } from 'pg';
        export const pool = new Pool({ max: 10 });
      `,
      'a pool of a module that listens for other events': `
        const { Pool } = require('pg');
        const pool = new Pool();
        pool.on('connect', () => console.log('connected'));
        module.exports = { query: (text, values) => pool.query(text, values) };
      `,
      'a pool that is created lazily': `
        import pg from 'pg';
        let pool;
        export function getPool() { return (pool ??= new pg.Pool()); }
      `,
      'a pool in a field': `
        import { Pool } from 'pg';
        export class Store { #pool = new Pool(); find(id) { return this.#pool.query('x', [id]); } close() { return this.#pool.end(); } }
      `,
      'a pool under an ORM that adds no listener': `
        import { Pool } from 'pg';
        import { drizzle } from 'drizzle-orm/node-postgres';
        const pool = new Pool();
        export const db = drizzle(pool);
      `,
      'a long-lived connection': `
        const mysql = require('mysql');
        const connection = mysql.createConnection({ host: 'db' });
        connection.connect();
        exports.query = (sql, cb) => connection.query(sql, cb);
      `,
      redis: `
        import { createClient } from 'redis';
        export const redis = createClient({ url: process.env.REDIS_URL });
        await redis.connect();
      `,
      'a duplicate has no listeners': `
        import { createClient } from 'redis';
        export async function subscribe(handle) { const client = createClient(); await client.connect(); await client.subscribe('x', handle); }
      `,
      'a WebSocket': `
        import WebSocket from 'ws';
        export function open(url, read) { const socket = new WebSocket(url); socket.on('message', read); socket.on('close', () => console.log('closed')); }
      `,
      'an http2 session': `
        import http2 from 'node:http2';
        const session = http2.connect('https://api.example.com');
        export const get = (path) => session.request({ ':path': path });
      `,
      'a connection to a broker': `
        import amqp from 'amqplib';
        export async function start(url) { const c = await amqp.connect(url); const ch = await c.createChannel(); ch.on('error', console.error); await ch.consume('q', console.log); }
      `,
      'a channel': `
        import amqp from 'amqplib';
        export class Bus { async start(url) { this.connection = await amqp.connect(url); this.connection.on('error', console.error); this.channel = await this.connection.createChannel(); } }
      `,
      'a request in a promise that only resolves': `
        import https from 'node:https';
        export const ping = (url) => new Promise((resolve) => { https.get(url, (r) => { r.resume(); resolve(r.statusCode); }); });
      `,
      'a request with a listener of its response only': `
        const http = require('http');
        module.exports = (options, cb) => { const req = http.request(options, (res) => { res.on('error', cb); res.resume(); cb(null); }); req.write('x'); req.end(); };
      `,
      'accepted sockets': `
        import { WebSocketServer } from 'ws';
        const wss = new WebSocketServer({ port: 8080 });
        wss.on('error', console.error);
        wss.on('connection', (socket) => { socket.on('message', (m) => socket.send(m)); });
      `,
      'accepted sockets of the older name': `
        const WebSocket = require('ws');
        const wss = new WebSocket.Server({ noServer: true });
        wss.on('connection', function connection(ws, req) { ws.on('close', () => console.log('gone')); });
      `,
    }),
    ...reported('prints', {
      'one variable, whichever of two it holds': `
        import Redis from 'ioredis';
        let client;
        export function open(url, options) { if (url) client = new Redis(url); else client = new Redis(options); }
      `,
      ioredis: `
        import Redis from 'ioredis';
        export const redis = new Redis(process.env.REDIS_URL);
      `,
    }),
    ...reported('swallows', {
      mqtt: `
        import mqtt from 'mqtt';
        const client = mqtt.connect('mqtt://broker');
        client.on('message', (topic, message) => console.log(topic, message));
      `,
    }),
  ],
});

ruleTester.run('require-error-listener: fixes', requireErrorListener, {
  valid: [],
  invalid: [
    {
      name: 'a pool, with the logger of the file',
      code: `import { Pool } from 'pg';
import { logger } from './logger.js';

export const pool = new Pool();

export async function find(id) {
  try { return await pool.query('x', [id]); } catch (error) { logger.error({ err: error }, 'no user'); throw error; }
}`,
      output: `import { Pool } from 'pg';
import { logger } from './logger.js';

export const pool = new Pool();
pool.on('error', (error) => { logger.error({ err: error }, 'a connection of pg failed'); });

export async function find(id) {
  try { return await pool.query('x', [id]); } catch (error) { logger.error({ err: error }, 'no user'); throw error; }
}`,
      errors: [{ messageId: 'ends' }],
    },
    {
      name: 'a field, with the logger of the class',
      code: `import { createClient } from 'redis';
export class Cache {
  constructor(logger) {
    this.logger = logger;
    this.client = createClient();
  }
  async start() { try { await this.client.connect(); } catch (error) { this.logger.error('no redis', error); } }
}`,
      output: `import { createClient } from 'redis';
export class Cache {
  constructor(logger) {
    this.logger = logger;
    this.client = createClient();
    this.client.on('error', (error) => { this.logger.error('a connection of redis failed', error); });
  }
  async start() { try { await this.client.connect(); } catch (error) { this.logger.error('no redis', error); } }
}`,
      errors: [{ messageId: 'ends' }],
    },
    {
      name: 'without a logger it is a suggestion',
      code: `import { Pool } from 'pg';
export const pool = new Pool();`,
      errors: [
        {
          messageId: 'ends',
          suggestions: [
            {
              messageId: 'logIt',
              output: `import { Pool } from 'pg';
export const pool = new Pool();
pool.on('error', (error) => { console.error('a connection of pg failed', error); });`,
            },
          ],
        },
      ],
    },
    {
      name: 'a connection that does not come back is a suggestion which says so',
      code: `import WebSocket from 'ws';
export function open(url) {
  const socket = new WebSocket(url);
  socket.on('message', (data) => console.error(data));
}`,
      errors: [
        {
          messageId: 'ends',
          suggestions: [
            {
              messageId: 'logItOnly',
              output: `import WebSocket from 'ws';
export function open(url) {
  const socket = new WebSocket(url);
  socket.on('error', (error) => { console.error('a connection of ws failed', error); });
  socket.on('message', (data) => console.error(data));
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request rejects the promise around it',
      code: `import https from 'node:https';
export const ping = (url) => new Promise((resolve, reject) => {
  https.get(url, (r) => { r.resume(); r.on('end', resolve); });
});`,
      errors: [
        {
          messageId: 'ends',
          suggestions: [
            {
              messageId: 'rejectIt',
              output: `import https from 'node:https';
export const ping = (url) => new Promise((resolve, reject) => {
  https.get(url, (r) => { r.resume(); r.on('end', resolve); }).on('error', reject);
});`,
            },
          ],
        },
      ],
    },
  ],
});
