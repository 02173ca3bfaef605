import { describe, expect, it } from 'vitest';
import { folderOf } from '../project/folder.js';
import { fixAll } from './fix-all.js';

const users = (use: string, made = 'new PrismaClient()'): string =>
  `import { PrismaClient } from '@prisma/client';\n\nexport async function users(id) {\n  const prisma = ${made};\n  return ${use};\n}\n`;
const FIND = 'prisma.user.findMany({ where: { id } })';

describe('a pool that each call leaves behind', () => {
  it.each(['service', 'next', 'lambda'])('is shared without being asked for: %s', (role) => {
    expect(fixAll(users(FIND), { role }).output).toBe(
      users(FIND)
        .replace('  const prisma = new PrismaClient();\n', '')
        .replace('\n\nexport', '\n\nconst prisma = new PrismaClient();\n\nexport'),
    );
  });

  it.each([
    [
      'a transaction that holds a connection',
      users('prisma.$transaction(async (tx) => tx.user.findMany({ where: { id } }))'),
      'service',
    ],
    ['a client that is made of it', users('prisma.$extends(id).user.findMany()'), 'service'],
    ['code that gets it', users('load(prisma, id)'), 'service'],
    ['a program that ends', users(FIND), 'script'],
    ['a close for each call', users(`await prisma.$disconnect().then(() => ${FIND})`), 'service'],
    [
      'connections that end by themselves',
      `import { Pool } from 'pg';\n\nexport async function users() {\n  const pool = new Pool();\n  return pool.query('SELECT 1');\n}\n`,
      'service',
    ],
    [
      'a limit of its own',
      `import { MongoClient } from 'mongodb';\n\nexport async function users() {\n  const client = new MongoClient('mongodb://a', { maxPoolSize: 2 });\n  return client.db('a').collection('a').find().toArray();\n}\n`,
      'service',
    ],
  ])('but not with %s', (_name, code, role) => {
    expect(fixAll(code, { role }).output).toBe(code);
  });

  it('is left alone where a test replaces it', () => {
    const cwd = folderOf({
      'package.json': { name: 'a', type: 'module' },
      'users.js': users(FIND),
      'users.test.js': `import { users } from './users.js';\nvi.mock('@prisma/client');\n`,
    });
    const file = { filename: `${cwd}/users.js`, cwd };
    expect(fixAll(users(FIND), { role: 'service' }, file).output).toBe(users(FIND));
  });
});

describe('options of a connection that another file writes', () => {
  const code = `import { Queue } from 'bullmq';\nimport { connection } from './connection.js';\n\nexport async function add(data) {\n  const queue = new Queue('jobs', { connection });\n  await queue.add('job', data);\n}\n`;
  const fixed = (connection: string): string => {
    const cwd = folderOf({
      'package.json': { name: 'a', type: 'module' },
      'add.js': code,
      'connection.js': `export const connection = ${connection};\n`,
    });
    return fixAll(code, { role: 'service', fixes: 'migrate' }, { filename: `${cwd}/add.js`, cwd }).output;
  };

  it('are read there', () => {
    expect(fixed(`{ host: process.env.HOST, port: 6379 }`)).toContain(
      `(queue ??= new Queue('jobs', { connection }));`.replace('queue ??=', 'sharedQueue ??='),
    );
    expect(fixed(`{ host: process.env.HOST, retryStrategy: () => null }`)).toBe(code);
    expect(fixed(`readOptions()`)).toBe(code);
  });
});

it('credentials without secrets are the same for all calls', () => {
  const code = `import * as grpc from '@grpc/grpc-js';\n\nexport function get(id) {\n  const client = new grpc.Client(process.env.USERS, grpc.credentials.createInsecure());\n  return client.makeUnaryRequest('/get', id);\n}\n`;
  const cwd = folderOf({ 'package.json': { name: 'a', type: 'module' }, 'get.js': code });
  const { output } = fixAll(code, { role: 'service' }, { filename: `${cwd}/get.js`, cwd });
  expect(output).toContain('??= new grpc.Client(process.env.USERS, grpc.credentials.createInsecure())');
});
