import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

function closeReports(files: Files, file: string): number {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  return lintFile(folder, file).filter((message) => message.startsWith('require-client-close')).length;
}

const redis = `import Redis from 'ioredis';\nexport const client = new Redis();\n`;
const user = (code: string): string => `import { client } from './redis.js';\n${code}\n`;

describe('a client that a file exports and another one gives to a package', () => {
  it.each([
    ['a store', `import { RedisStore } from 'connect-redis';\nexport const store = new RedisStore({ client });`, 1],
    ['a plugin', `import plugin from '@fastify/redis';\napp.register(plugin, { client });`, 1],
    ['an adapter', `import { createAdapter } from '@socket.io/redis-adapter';\nio.adapter(createAdapter(client));`, 1],
    ['what ends things', `import { gracefulShutdown } from 'some-package';\ngracefulShutdown(client);`, 0],
    ['a plugin of the project', `import { plugin } from './plugin.js';\napp.register(plugin, { client });`, 0],
  ])('%s', (_name, code, count) => {
    const plugin = `export const plugin = (app, { client }) => app.onClose(() => finish(client));\n`;
    const files = { 'src/redis.js': redis, 'src/server.js': user(code), 'src/plugin.js': plugin };
    expect(closeReports(files, 'src/redis.js')).toBe(count);
  });
});

describe('a field that holds a client, in the files that import its class', () => {
  const cache = `import Redis from 'ioredis';\nexport class Cache { client = new Redis(); get(key) { return this.client.get(key); } }\n`;
  it.each([
    ['a field of another class has that name', `export class Api { close() { return this.client.quit(); } }`, 1],
    ['a class inherits it', `export class Api extends Cache { close() { return this.client.quit(); } }`, 0],
    ['a class takes it', `export class Api { client = cache.client; close() { return this.client.quit(); } }`, 0],
    [
      'a class takes it apart',
      `export class Api { constructor(cache) { const { client } = cache; this.client = client; } close() { return this.client.quit(); } }`,
      0,
    ],
    ['it is closed there', `export const close = () => cache.client.quit();`, 0],
  ])('%s', (_name, code, count) => {
    const api = `import { Cache } from './cache.js';\nexport const cache = new Cache();\n${code}\n`;
    expect(closeReports({ 'src/cache.js': cache, 'src/api.js': api }, 'src/cache.js')).toBe(count);
  });
});

describe('a variable that holds a client, and that a function gives another one', () => {
  const db = `import { Pool } from 'pg';\nlet pool;\nexport const find = (id) => (pool ??= new Pool()).query('select $1', [id]);\nexport function setPool(given) { pool = given; }\n`;
  const use = `import { find } from './db.js';\nexport const show = (id) => find(id);\n`;
  const test = { 'tests/db.test.js': `import { setPool } from '../src/db.js';\nit('a', () => setPool({}));\n` };
  it.each<[string, Files, number]>([
    ['only tests call it', { 'src/use.js': use, ...test }, 1],
    ['a program calls it', { 'src/use.js': `${use}import { setPool } from './db.js';\nsetPool(other);\n`, ...test }, 0],
    ['nobody knows who calls it', test, 0],
  ])('%s', (_name, files, count) => {
    expect(closeReports({ 'src/db.js': db, ...files }, 'src/db.js')).toBe(count);
  });
});

describe('a client that another program closes at its end', () => {
  const db = `import { Pool } from 'pg';\nexport const pool = new Pool();\n`;
  const mongo = `import mongoose from 'mongoose';\nexport async function open() {\n  await mongoose.connect('mongodb://a');\n}\n`;
  const serve = (use: string): string =>
    `import http from 'node:http';\n${use}\nhttp.createServer(() => {}).listen(80);\n`;
  const server = serve(`import { pool } from './db.js';\nexport const find = () => pool.query('a');`);
  const seed = `import { pool } from '../src/db.js';\nawait pool.query('a');\nawait pool.end();\n`;
  it.each<[string, Files, string, number]>([
    ['and that a server uses', { 'src/server.js': server, 'scripts/seed.js': seed }, 'src/db.js', 1],
    ['and that nothing else uses', { 'scripts/seed.js': seed }, 'src/db.js', 0],
    [
      'and that a part of the server closes as well',
      {
        'src/server.js': serve(`import { stop } from './stop.js';\nprocess.on('SIGTERM', stop);`),
        'src/stop.js': `import { pool } from './db.js';\nexport const stop = () => pool.end().then(() => process.exit(0));\n`,
        'scripts/seed.js': seed,
      },
      'src/db.js',
      0,
    ],
    [
      'the only one of its library',
      {
        'src/server.js': serve(`import { open } from './mongo.js';\nawait open();`),
        'scripts/seed.js': `import mongoose from 'mongoose';\nimport { open } from '../src/mongo.js';\nawait open();\nawait mongoose.disconnect();\n`,
      },
      'src/mongo.js',
      1,
    ],
    [
      'the only one of its library, which another server of the package closes in its own process',
      {
        'src/server.js': serve(`import { open } from './mongo.js';\nawait open();`),
        'src/worker.js': serve(
          `import mongoose from 'mongoose';\nawait mongoose.connect('mongodb://b');\nprocess.on('SIGTERM', () => mongoose.disconnect());`,
        ),
      },
      'src/mongo.js',
      1,
    ],
    [
      'the only one of its library, which other code of the server closes',
      {
        'src/server.js': serve(
          `import mongoose from 'mongoose';\nimport { open } from './mongo.js';\nawait open();\nprocess.on('SIGTERM', () => mongoose.disconnect());`,
        ),
      },
      'src/mongo.js',
      0,
    ],
  ])('%s', (_name, files, file, count) => {
    expect(closeReports({ 'src/db.js': db, 'src/mongo.js': mongo, ...files }, file)).toBe(count);
  });
});
