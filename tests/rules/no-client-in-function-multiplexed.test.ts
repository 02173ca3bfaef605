import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { ruleTester } from '../rule-tester.js';

const migrate = { 'client-lifecycle': { fixes: 'migrate', role: 'service' } };
const REDIS = `import Redis from 'ioredis';\n`;
const GRPC = `import * as grpc from '@grpc/grpc-js';\nimport { GreeterClient } from './generated/greeter_grpc_pb';\n`;
const QUEUE = `import { Queue } from 'bullmq';\n`;
const common = { filename: 'a.js', settings: migrate, errors: [{ messageId: 'constantArguments' as const }] };

/** A function that reads with a Redis client of its own; `made`: its arguments, `used`: what it does with it. */
const redis = (used: string, made = 'process.env.REDIS_URL'): string =>
  `${REDIS}export async function read(id) {\n  const redis = new Redis(${made});\n  ${used}\n}\n`;

ruleTester.run('no-client-in-function: connections that serve many calls at once', noClientInFunction, {
  valid: [],
  invalid: [
    {
      ...common,
      name: 'commands of Redis',
      code: redis('return redis.get(id);'),
      output: `${REDIS}\nlet sharedRedis;\n\nexport async function read(id) {\n  const redis = (sharedRedis ??= new Redis(process.env.REDIS_URL));\n  return redis.get(id);\n}\n`,
    },
    {
      ...common,
      name: 'TypeScript: the variable has the type of the client',
      filename: 'a.ts',
      code: `${REDIS}export async function save(id: string, value: string): Promise<void> {\n  const redis = new Redis('redis://cache:6379', { connectTimeout: 500 });\n  await redis.set(id, value);\n  await redis.pipeline().expire(id, 60).exec();\n}\n`,
      output: `${REDIS}\nlet sharedRedis: Redis | undefined;\n\nexport async function save(id: string, value: string): Promise<void> {\n  const redis = (sharedRedis ??= new Redis('redis://cache:6379', { connectTimeout: 500 }));\n  await redis.set(id, value);\n  await redis.pipeline().expire(id, 60).exec();\n}\n`,
    },
    {
      ...common,
      name: 'a gRPC channel with credentials that are made from nothing',
      code: `${GRPC}export function hello(name, done) {\n  const client = new GreeterClient('a:1', grpc.credentials.createInsecure());\n  client.sayHello({ name }, done);\n}\n`,
      output: `${GRPC}\nlet greeterClient;\n\nexport function hello(name, done) {\n  const client = (greeterClient ??= new GreeterClient('a:1', grpc.credentials.createInsecure()));\n  client.sayHello({ name }, done);\n}\n`,
    },
    {
      ...common,
      name: 'a queue, whose add() adds a job',
      code: `${QUEUE}export async function enqueue(mail) {\n  const queue = new Queue('mails', { connection: { host: 'redis' } });\n  await queue.add('mail', mail);\n}\n`,
      output: `${QUEUE}\nlet sharedQueue;\n\nexport async function enqueue(mail) {\n  const queue = (sharedQueue ??= new Queue('mails', { connection: { host: 'redis' } }));\n  await queue.add('mail', mail);\n}\n`,
    },
    ...[
      ...['subscribe', 'psubscribe', 'blpop', 'brpopBuffer', 'xreadgroup', 'multi', 'watch', 'select', 'auth'],
      ...['monitor', 'call', 'on', 'once', 'connect', 'setMaxListeners'],
    ].map((method) => ({
      ...common,
      name: `not where the connection becomes one caller's: ${method}()`,
      code: redis(`await redis.${method}('a', 1);\n  return redis.get(id);`),
      output: null,
    })),
    ...[
      ['it may decide to connect no more', `{ retryStrategy: (times) => (times > 3 ? null : times) }`],
      ['also behind the address', `'redis://a', { retryStrategy: () => null }`],
    ].map(([name, made]) => ({
      ...common,
      name: `not where ${name ?? ''}`,
      code: redis('return redis.get(id);', made),
      output: null,
    })),
    {
      ...common,
      name: 'not where its options are not shown',
      code: `import { options } from './options.js';\n${redis('return redis.get(id);', 'options')}`,
      output: null,
    },
    {
      ...common,
      name: 'not where a command is chosen at run time, which may be one of those',
      code: redis('return redis[id]();'),
      output: null,
    },
    {
      ...common,
      name: 'what every call closes stays a connection of its own, and quit() fails where connecting did: no edit',
      code: redis('const value = await redis.get(id);\n  await redis.quit();\n  return value;'),
      output: null,
      errors: [{ messageId: 'closedOnSuccessOnly' as const }],
    },
  ],
});
