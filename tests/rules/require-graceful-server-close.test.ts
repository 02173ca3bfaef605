import { requireGracefulServerClose } from '../../src/rules/require-graceful-server-close.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const reported = (
  messageId: 'exit' | 'order' | 'meanwhile' | 'deadline',
  cases: Readonly<Record<string, string>>,
): { name: string; code: string; errors: { messageId: typeof messageId }[] }[] =>
  Object.entries(cases).map(([name, code]) => ({ name, code, errors: [{ messageId }] }));

ruleTester.run('require-graceful-server-close', reportsOf(requireGracefulServerClose), {
  valid: Object.entries({
    'a deadline, then the clients': `
      import http from 'node:http';
      import { Pool } from 'pg';
      const pool = new Pool();
      const server = http.createServer().listen(80);
      process.once('SIGTERM', () => {
        server.close(() => pool.end());
        setTimeout(() => server.closeAllConnections(), 10_000).unref();
      });
    `,
    'a process that ends by itself after a while': `
      import express from 'express';
      const server = express().listen(80);
      function shutdown() { server.close(() => process.exit(0)); setTimeout(() => process.exit(1), 10_000).unref(); }
      process.on('SIGTERM', shutdown);
    `,
    'a start that failed': `
      import http from 'node:http';
      export function start() {
        const server = http.createServer();
        return new Promise((resolve, reject) => {
          server.listen(0, '127.0.0.1', () => { const address = server.address(); if (!address) { server.close(); reject(new Error('no address')); return; } resolve(server); });
        });
      }
    `,
    'an application that is made for its services alone': `
      import { NestFactory } from '@nestjs/core';
      export async function migrate() { const app = await NestFactory.create(AppModule); await app.get(Users).normalize(); app.close(); process.exit(0); }
    `,
    'a server of metrics': `
      import http from 'node:http';
      export class MetricsReporter { server = http.createServer(answer); stop() { return new Promise((done) => this.server.close(done)); } }
    `,
    'a server of health checks': `
      import http from 'node:http';
      const healthServer = http.createServer(answer).listen(8081);
      export const stop = () => new Promise((done) => healthServer.close(done));
    `,
    'a server for one request': `
      import http from 'node:http';
      export const code = () => new Promise((resolve) => {
        const server = http.createServer((req, res) => { res.end('done'); server.close(); resolve(req.url); });
        server.listen(0);
      });
    `,
    'a server of the function that ends it': `
      import http from 'node:http';
      export async function ask() { let server; await new Promise((done) => { server = http.createServer(done).listen(0); }); await new Promise((done) => server.close(done)); }
    `,
    'an exit behind work that is waited for': `
      import http from 'node:http';
      const server = http.createServer();
      export async function hand() { server.close(); try { await clean(); } catch {} process.exit(0); }
    `,
    'a client that a failed start ends': `
      import http from 'node:http';
      import { Pool } from 'pg';
      const pool = new Pool();
      const server = http.createServer();
      export async function stop(failed) { if (failed) { await pool.end(); } setTimeout(() => server.closeAllConnections(), 5000).unref(); server.close(() => pool.end()); }
    `,
    'a field with a deadline': `
      import http from 'node:http';
      export class Api { start(app) { this.server = http.createServer(app).listen(80); } async stop() { const timer = setTimeout(() => this.server.closeAllConnections(), 5000); await new Promise((done) => this.server.close(done)); clearTimeout(timer); } }
    `,
    'Fastify, waited for': `
      import Fastify from 'fastify';
      const app = Fastify();
      process.once('SIGTERM', async () => { await app.close(); process.exit(0); });
    `,
    'a server that nobody knows': `
      import { start } from './start.js';
      const server = start();
      process.once('SIGTERM', () => server.close());
    `,
    'Fastify does it': `
      import Fastify from 'fastify';
      const app = Fastify();
      process.once('SIGTERM', () => app.close());
    `,
    'Nest does it': `
      import { NestFactory } from '@nestjs/core';
      async function main() { const app = await NestFactory.create(AppModule); const server = await app.listen(80); process.once('SIGTERM', async () => { await app.close(); server.close(); }); }
    `,
    'a package does it': `
      import express from 'express';
      import { createHttpTerminator } from 'http-terminator';
      const server = express().listen(80);
      const terminator = createHttpTerminator({ server });
      process.once('SIGTERM', async () => { await terminator.terminate(); server.close(); });
    `,
    'no HTTP server': `
      import net from 'node:net';
      import http from 'node:http';
      const server = net.createServer();
      process.once('SIGTERM', () => server.close());
    `,
    'a client': `
      import { Agent } from 'undici';
      const agent = new Agent();
      process.once('SIGTERM', () => agent.close());
    `,
    'one behind the other, in one list': `
      import http from 'node:http';
      import { Pool } from 'pg';
      const pool = new Pool();
      const server = http.createServer();
      export async function shutdown() { setTimeout(() => process.exit(1), 5000).unref(); await Promise.all([stop(() => { server.close(() => pool.end()); })]); }
    `,
    'what brings in work, before the server': `
      import express from 'express';
      import { Worker } from 'bullmq';
      const worker = new Worker('mail', work, { connection: { host: 'redis' } });
      const server = express().listen(80);
      process.on('SIGTERM', async () => { await worker.close(); server.close(); setTimeout(() => server.closeAllConnections(), 5000).unref(); });
    `,
    'an application that is waited for before its clients': `
      import Fastify from 'fastify';
      import { Pool } from 'pg';
      const app = Fastify();
      const pool = new Pool();
      process.on('SIGTERM', async () => { await app.close(); await pool.end(); });
    `,
  }).map(([name, code]) => ({ name, code })),
  invalid: [
    ...reported('exit', {
      'an application that another file lets listen': `
        import { NestFactory } from '@nestjs/core';
        import { serveAll } from './serve.js';
        export async function run() { const app = await NestFactory.create(AppModule); await serveAll(app); process.once('SIGTERM', () => { app.close(); process.exit(0); }); }
      `,
      'the next statement': `
        import http from 'node:http';
        const server = http.createServer();
        process.on('SIGTERM', () => { server.close(); process.exit(0); });
      `,
      'a private field': `
        import express from 'express';
        export class Api { #server; constructor() { this.app = express(); } start() { this.#server = this.app.listen(80); } stop() { this.#server.close(); process.exit(0); } }
      `,
      'Fastify, not waited for': `
        import Fastify from 'fastify';
        const app = Fastify();
        process.once('SIGTERM', () => { app.close(); process.exit(0); });
      `,
      'Nest, not waited for': `
        import { NestFactory } from '@nestjs/core';
        async function main() { const app = await NestFactory.create(AppModule); process.once('SIGTERM', () => { app.close(); process.exit(0); }); }
      `,
      'a server that a function of the project starts': `
        import { startServer } from './server.js';
        const server = startServer();
        process.on('SIGTERM', () => { try { server.close(); process.exit(0); } catch (error) { process.exit(1); } });
      `,
      'an application of express': `
        const express = require('express');
        const app = express();
        const server = app.listen(3000);
        function shutdown() { console.log('bye'); server.close(); console.log('closed'); process.exit(); }
        process.on('SIGINT', shutdown);
      `,
    }),
    ...reported('order', {
      'a pool before the server': `
        import http from 'node:http';
        import { Pool } from 'pg';
        const pool = new Pool();
        const server = http.createServer();
        export async function shutdown() { await pool.end(); server.close(); setTimeout(() => process.exit(1), 5000).unref(); }
      `,
      'a pool in a try before the server': `
        import express from 'express';
        import { MongoClient } from 'mongodb';
        const client = new MongoClient('mongodb://db');
        const server = express().listen(80);
        process.on('SIGTERM', async () => { try { await client.close(); } catch (error) { console.error(error); } server.close(() => process.exit(0)); setTimeout(() => process.exit(1), 5000).unref(); });
      `,
      'a promise of the close': `
        import http from 'node:http';
        import { createClient } from 'redis';
        const redis = createClient();
        const server = http.createServer().listen(80);
        process.on('SIGTERM', async () => { await redis.quit(); await new Promise((done) => server.close(done)); process.exit(0); });
      `,
      'the server in a finally': `
        import http from 'node:http';
        import { Pool } from 'pg';
        const pool = new Pool();
        const server = http.createServer().listen(80);
        process.on('SIGTERM', async () => { try { await pool.end(); } finally { server.close(); server.closeAllConnections(); } });
      `,
      'an application': `
        import Fastify from 'fastify';
        import { Pool } from 'pg';
        const app = Fastify();
        const pool = new Pool();
        process.on('SIGTERM', async () => { await pool.end(); await app.close(); });
      `,
      'the connection of mongoose': `
        import express from 'express';
        import mongoose from 'mongoose';
        const server = express().listen(80);
        process.on('SIGTERM', async () => { await mongoose.connection.close(); server.close(() => process.exit(0)); setTimeout(() => process.exit(1), 5000).unref(); });
      `,
      'redis before the server': `
        import express from 'express';
        import Redis from 'ioredis';
        const redis = new Redis();
        const server = express().listen(80);
        process.on('SIGTERM', async () => { await redis.quit(); server.close(() => process.exit(0)); });
      `,
    }),
    ...reported('meanwhile', {
      'a pool': `
        import http from 'node:http';
        import { Pool } from 'pg';
        const pool = new Pool();
        const server = http.createServer();
        export async function shutdown() { setTimeout(() => process.exit(1), 5000).unref(); await Promise.all([new Promise((done) => server.close(done)), pool.end()]); }
      `,
      'a pool and an application': `
        import Fastify from 'fastify';
        import { Pool } from 'pg';
        const app = Fastify();
        const pool = new Pool();
        process.on('SIGTERM', async () => { await Promise.allSettled([app.close(), pool.end()]); process.exit(0); });
      `,
    }),
    ...reported('deadline', {
      'a module without a name': `
        const server = require('http').createServer(app);
        server.listen(80);
        process.on('SIGINT', () => { server.close(() => process.exit(0)); });
      `,
      'nothing else': `
        import http from 'node:http';
        const server = http.createServer();
        process.once('SIGTERM', () => server.close());
      `,
      'a callback that waits for all': `
        import express from 'express';
        import { Pool } from 'pg';
        const pool = new Pool();
        const server = express().listen(80);
        process.once('SIGTERM', () => server.close(async () => { await pool.end(); process.exit(0); }));
      `,
      'a promise that waits for all': `
        import { serve } from '@hono/node-server';
        let server;
        export function start(app) { server = serve(app); }
        export async function stop() { await new Promise((done) => server.close(done)); }
      `,
      'a field': `
        import http from 'node:http';
        export class Api { start(app) { this.server = http.createServer(app); this.server.listen(80); } async stop() { await new Promise((done) => this.server.close(done)); } }
      `,
      promisified: `
        import http from 'node:http';
        import { promisify } from 'node:util';
        const server = http.createServer().listen(80);
        export const stop = () => promisify(server.close.bind(server))();
      `,
      'a server that a function of the project lets listen': `
        import { app } from './app.js';
        import { listen } from './listen.js';
        const server = listen(app, 3000);
        process.on('SIGTERM', () => server.close(() => process.exit()));
      `,
      'idle connections alone': `
        import http from 'node:http';
        const server = http.createServer();
        process.once('SIGTERM', () => { server.close(); server.closeIdleConnections(); });
      `,
    }),
  ],
});

ruleTester.run('require-graceful-server-close: suggestions', requireGracefulServerClose, {
  valid: [],
  invalid: [
    {
      name: 'a deadline behind the close',
      code: `import http from 'node:http';
const server = http.createServer();
process.once('SIGTERM', () => {
  server.close();
});`,
      errors: [
        {
          messageId: 'deadline',
          suggestions: [
            {
              messageId: 'addDeadline',
              output: `import http from 'node:http';
const server = http.createServer();
process.once('SIGTERM', () => {
  server.close();
  setTimeout(() => server.closeAllConnections(), 10_000).unref();
});`,
            },
          ],
        },
      ],
    },
  ],
});
