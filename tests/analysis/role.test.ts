import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileView } from '../../src/ast/file-view.js';
import { inferRole, type Role } from '../../src/analysis/runs/role.js';
import { parse } from '../flow/fixture.js';

function roleOf(code: string, filename = 'src/file.ts', cwd = '/nowhere'): Role {
  return inferRole(new FileView(parse(code)), filename, cwd);
}

describe('roles from the text of a file', () => {
  it.each<[Role, string, string]>([
    ['lambda', 'CommonJS handler', `exports.handler = async (event) => ({ statusCode: 200 });`],
    ['lambda', 'ESM handler', `export const handler = async (event, context) => {};`],
    ['lambda', 'handler function', `export async function handler(event) {}`],
    ['lambda', 'handler exported by name', `async function main(event) {} export { main as handler };`],
    [
      'lambda',
      'wrapped handler',
      `async function handler(event, context) {} module.exports = { handler: handlerWrapper(handler, 'x') };`,
    ],
    ['lambda', 'middy', `import middy from '@middy/core'; export const handler = middy().handler(async (e) => {});`],
    [
      'lambda',
      'wrapper with methods',
      `const base = async (event) => {}; export const handler = wrap(base).use(plugin());`,
    ],
    [
      'lambda',
      'types',
      `import type { SQSEvent } from 'aws-lambda'; export const run = async (input: SQSEvent) => {};`,
    ],
    [
      'lambda',
      'another name that reads the event',
      `exports.putItemHandler = async (event) => JSON.parse(event.body);`,
    ],
    [
      'lambda',
      'Cloud Functions',
      `import { http } from '@google-cloud/functions-framework'; http('hello', (req, res) => res.send(''));`,
    ],
    ['lambda', 'Azure', `import { app } from '@azure/functions'; app.http('hello', { handler: async () => ({}) });`],
    [
      'lambda',
      'an express application behind an adapter',
      `const serverless = require('serverless-http'); module.exports.handler = serverless(app);`,
    ],
    [
      'worker-runtime',
      'fetch handler',
      `export default { async fetch(request, env, ctx) { return new Response(''); } };`,
    ],
    [
      'worker-runtime',
      'named worker',
      `const worker: ExportedHandler<Env> = { async fetch(request, env) { return new Response(''); } }; export default worker;`,
    ],
    ['worker-runtime', 'queue consumer', `export default { async queue(batch) {}, fetch: app.fetch };`],
    [
      'worker-runtime',
      'entry point',
      `import { WorkerEntrypoint } from 'cloudflare:workers'; export class A extends WorkerEntrypoint {}`,
    ],
    [
      'worker-runtime',
      'Hono with bindings',
      `import { Hono } from 'hono'; const app = new Hono<{ Bindings: Env }>(); export default app;`,
    ],
    [
      'service',
      'a server of Bun',
      `export default { port: 3000, fetch(request, server) { return new Response(''); } };`,
    ],
    [
      'service',
      'Hono on Node.js',
      `import { Hono } from 'hono'; import { serve } from '@hono/node-server'; const app = new Hono<{ Bindings: X }>(); serve(app);`,
    ],
    ['next', 'server action', `'use server'; export async function save(data) {}`],
    ['next', 'edge route', `export const runtime = 'edge'; export async function GET() {}`],
    ['next', 'loader', `export async function getServerSideProps() { return { props: {} }; }`],
    ['next', 'middleware', `import { NextResponse } from 'next/server'; export function middleware(request) {}`],
    [
      'next',
      'a page that redirects',
      `import { notFound } from 'next/navigation'; export async function load() { notFound(); }`,
    ],
    [
      'browser',
      'a page with hooks',
      `import { useRouter } from 'next/navigation'; export function useX() { return useRouter(); }`,
    ],
    [
      'browser',
      'the service worker of a page',
      `self.addEventListener('install', () => self.skipWaiting()); self.addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`,
    ],
    [
      'browser',
      'what says whose cookies a request has',
      `export const load = (url) => fetch(url, { credentials: 'same-origin' });`,
    ],
    [
      'service',
      'the same in a program of Node.js',
      `import fs from 'node:fs'; export const load = (url) => fetch(url, { credentials: 'same-origin' });`,
    ],
    [
      'tool',
      'what esbuild made of a program and its packages',
      `var __commonJS = (cb, mod) => cb;\n\n// ../../node_modules/.pnpm/ms@2.1.3/node_modules/ms/index.js\nvar require_ms = __commonJS({});\n`,
    ],
    [
      'tool',
      'what webpack made of a program and its packages',
      `var modules = {\n/***/ "./node_modules/ms/index.js":\n/***/ (() => {}),\n};\n`,
    ],
    ['service', 'a comment on packages', `// node_modules is searched, too\nexport const load = (url) => fetch(url);`],
    [
      'browser',
      'a script for pages, which has the loader of its page',
      `const { Chat } = require('WebChat'); window.App = {}; window.App.send = async (text) => { await fetch('/send', { body: text }); };`,
    ],
    [
      'service',
      'a document of its own',
      `const { JSDOM } = require('jsdom'); global.window = new JSDOM().window; window.App = {};`,
    ],
    ['test', 'steps of Cucumber', `import { When } from '@cucumber/cucumber'; When('it answers', async () => {});`],
    ['browser', 'a path alone', `export const sign = (id) => fetch(\`/api/sign/\${id}\`).then((r) => r.json());`],
    ['service', 'a host alone', `export const load = () => fetch('//cdn.test/a.js');`],
    ['service', 'a function of that name', `export const load = (fetch) => fetch('/api/items');`],
    [
      'service',
      'a path beside a server',
      `import express from 'express'; export const load = () => fetch('/api/items');`,
    ],
    [
      'service',
      'a path in a page that is driven',
      `export const load = (page) => page.evaluate(() => fetch('/api/items'));`,
    ],
    [
      'next',
      'cookies in a server action',
      `'use server'; export async function load() { return fetch('https://a.test', { credentials: 'include' }); }`,
    ],
    ['browser', 'client component', `'use client'; export function A() {}`],
    [
      'browser',
      'what users do',
      `export const plugin = { paste(event: ClipboardEvent) { void fetch('https://a.test'); } };`,
    ],
    [
      'service',
      'what a program has a browser do that it drives',
      `export async function scroll(page: Page) { await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight)); }`,
    ],
    [
      'service',
      'a program that drives a browser',
      `import puppeteer from 'puppeteer'; export const print = async () => { const height = () => document.body.scrollHeight; return (await puppeteer.launch()).evaluate(height); };`,
    ],
    [
      'browser',
      'a method of a page itself',
      `export const run = (code) => { evaluate(() => document.body.append(code)); };`,
    ],
    [
      'service',
      'an imported type of that name',
      `import type { KeyboardEvent } from './keys.js'; export const on = (event: KeyboardEvent) => fetch('https://a.test');`,
    ],
    [
      'script',
      'a loop that reads to the end',
      `#!/usr/bin/env node\nwhile (true) { const { done } = await reader.read(); if (done) break; }`,
    ],
    [
      'service',
      'a loop that nothing ends',
      `#!/usr/bin/env node\nimport { poll } from './poll.js'; while (true) { await poll(() => { return 1; }); }`,
    ],
    ['script', 'hashbang', `#!/usr/bin/env node\nimport x from './x.js'; export const a = x;`],
    [
      'script',
      'main with exit',
      `import { load } from './load.js'; async function main() { await load(); } main().then(() => process.exit(0));`,
    ],
    [
      'script',
      'top-level await',
      `import { S3Client } from '@aws-sdk/client-s3'; const s3 = new S3Client(); await s3.send(1); console.log('done');`,
    ],
    [
      'script',
      'commander',
      `import { Command } from 'commander'; const program = new Command(); program.command('a').action(() => {}); program.parse();`,
    ],
    [
      'script',
      'command line read by a function that is called where it stands',
      `const id = process.argv[2]; (async () => { while (id) { await fetch('https://a.example/' + id); break; } })();`,
    ],
    [
      'service',
      'a function that is called where it stands',
      `import { start } from './start.js'; (async () => { await start(); })().catch(() => process.exit(1));`,
    ],
    ['script', 'GitHub action', `import * as core from '@actions/core'; export class C { a() { core.info(''); } }`],
    ['service', 'yargs commands export a handler', `exports.command = 'a'; exports.handler = async (event) => {};`],
    [
      'script',
      'the end of the process behind its work, whatever timers tell of it',
      `import { scan } from './scan.js'; const timer = setInterval(() => console.error('...'), 1e4); scan().catch(console.error).finally(() => { clearInterval(timer); process.exit(); });`,
    ],
    [
      'script',
      'the same in an immediate function',
      `import { scan } from './scan.js'; setInterval(report, 1e4); (async () => { await scan(); process.exit(0); })();`,
    ],
    [
      'service',
      'an end of the process that only failures reach',
      `import { poll } from './poll.js'; setInterval(poll, 1e4); poll().catch(() => process.exit(1)).finally(() => {});`,
    ],
    [
      'service',
      'an end of the process by somebody else',
      `import { poll } from './poll.js'; setInterval(poll, 1e4); process.on('SIGTERM', () => process.exit(0));`,
    ],
    [
      'service',
      'main that starts a server',
      `import app from './app.js'; async function main() { app.listen(1); } main().catch(() => process.exit(1));`,
    ],
    ['service', 'main that may start anything', `import { start } from './server.js'; await start();`],
    [
      'service',
      'a hashbang before a server',
      `#!/usr/bin/env node\nimport http from 'node:http'; http.createServer(() => {}).listen(1);`,
    ],
    ['service', 'an exported handler of requests', `export const handler = async (req, res) => {};`],
    ['service', 'a handler of DOM-like events', `export const clickHandler = (event) => event.preventDefault();`],
    [
      'service',
      'code that calls Lambda',
      `import { LambdaClient } from '@aws-sdk/client-lambda'; export const lambda = new LambdaClient();`,
    ],
  ])('%s: %s', (role, _name, code) => {
    expect(roleOf(code)).toBe(role);
  });
});

describe('roles from the path of a file', () => {
  it.each<[Role, string, string]>([
    ['test', 'types/index.tst.ts', ``],
    ['test', 'src/a.test-d.ts', ``],
    ['test', 'spec/helper.js', ``],
    ['next', 'app/api/users/route.ts', `export async function GET() {}`],
    ['next', 'src/pages/api/users.ts', `export default async function handler(req, res) {}`],
    ['service', 'src/app/route.ts', `export class Route {}`],
    ['example', 'docs/guides/http.ts', `export const a = 1;`],
    ['example', 'deploy/Examples/producer.js', `export const a = 1;`],
    ['test', 'src/boards/loadtest/helper.ts', `export const a = 1;`],
    ['test', 'scripts/test-core-functions.mjs', `await fetch('http://localhost:3000/health');`],
    ['service', 'src/docs/http.ts', `export const a = 1;`],
    ['script', '.scripts/compare.js', `import { db } from '../src/db.js'; export const a = db;`],
    ['script', 'scripts/seed-users.ts', `import { db } from '../src/db.js'; export const a = db;`],
    ['script', 'database/migrations/1.ts', `export async function up() {}`],
    ['service', 'src/controllers/scripts/get.ts', `export async function get() {}`],
    [
      'script',
      'storage/scripts/fill.mjs',
      `import { run } from '../lib/run.js'; setInterval(report, 1000); process.on('SIGTERM', stop); await run(); process.exit(0);`,
    ],
    [
      'service',
      'storage/scripts/serve.mjs',
      `createServer(handle).listen(1); process.on('SIGTERM', () => process.exit(0));`,
    ],
    ['test', 'acceptance/support/http.ts', `export const get = (url) => fetch(url);`],
    ['service', 'src/terms/acceptance/accept.ts', `export const get = (url) => fetch(url);`],
    ['test', 'tools/stress_test.mjs', `export const get = (url) => fetch(url);`],
    ['test', 'load-tests/orders.ts', `export const get = (url) => fetch(url);`],
    ['script', 'fonts/build.mjs', `for (const url of ['a']) { await fetch(url); }`],
  ])('%s: %s', (role, path, code) => {
    expect(roleOf(code, path)).toBe(role);
  });

  it('takes paths relative to the linted folder', () => {
    expect(roleOf(`export const a = 1;`, '/home/tests/docs/project/src/a.ts', '/home/tests/docs/project')).toBe(
      'service',
    );
  });
});

describe('roles from what lies beside a file', () => {
  let root = '';
  const files: Record<string, string> = {
    'next/package.json': JSON.stringify({ private: true, dependencies: { next: '16' } }),
    'custom/package.json': JSON.stringify({ private: true, dependencies: { next: '16', express: '5' } }),
    'sls/package.json': JSON.stringify({ private: true }),
    'sls/serverless.yml': 'service: a\nfunctions:\n  a: {}\n',
    'beside/package.json': JSON.stringify({ private: true }),
    'beside/users/handler.js': `exports.handler = async (event) => {};`,
    'cli/package.json': JSON.stringify({ bin: { a: './dist/run.js' }, main: 'dist/index.js' }),
    'lib/package.json': JSON.stringify({ main: 'dist/index.js', types: 'dist/index.d.ts' }),
    'edge/package.json': '{}',
    'edge/wrangler.jsonc': '{}',
    'broken/package.json': '{',
  };
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'roles-'));
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it.each<[Role, string, string]>([
    ['next', 'next/lib/db.ts', `export const a = 1;`],
    ['service', 'next/worker.ts', `import { Worker } from 'bullmq'; new Worker('a', async () => {});`],
    ['service', 'custom/server/db.ts', `export const a = 1;`],
    ['lambda', 'sls/src/db.ts', `export const a = 1;`],
    ['lambda', 'beside/users/lib/db.js', `exports.a = 1;`],
    ['service', 'beside/orders/lib/db.js', `exports.a = 1;`],
    ['script', 'cli/src/run.ts', `export const a = 1;`],
    ['service', 'cli/src/agent.ts', `export const a = 1;`],
    ['library', 'lib/src/agent.ts', `export const a = 1;`],
    ['worker-runtime', 'edge/src/db.ts', `export const a = 1;`],
    ['service', 'broken/src/a.ts', `export const a = 1;`],
  ])('%s: %s', (role, path, code) => {
    for (const [name, text] of Object.entries({ ...files, [path]: code })) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    expect(roleOf(code, join(root, path), root)).toBe(role);
  });
});
