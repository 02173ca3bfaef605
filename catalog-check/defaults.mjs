// Defaults that constructing shows without a connection.
import { load } from './packages.mjs';

/** @typedef {{ name: string, expected: unknown, read: (module: any) => unknown }} Default */

/** @type {Readonly<Record<string, readonly Default[]>>} */
const defaults = {
  pg: [
    { name: 'Pool.max', expected: 10, read: ({ default: pg }) => new pg.Pool().options.max },
    {
      name: 'Pool.idleTimeoutMillis',
      expected: 10_000,
      read: ({ default: pg }) => new pg.Pool().options.idleTimeoutMillis,
    },
    {
      name: 'Pool without a dispose symbol',
      expected: false,
      read: ({ default: pg }) => Symbol.asyncDispose in pg.Pool.prototype,
    },
  ],
  mysql2: [
    {
      name: 'createPool.connectionLimit',
      expected: 10,
      read: ({ default: mysql }) => mysql.createPool({}).config.connectionLimit,
    },
    {
      name: 'createPool.connectTimeout',
      expected: 10_000,
      read: ({ default: mysql }) => mysql.createPool({}).config.connectionConfig.connectTimeout,
    },
    {
      name: 'createPool.idleTimeout',
      expected: 60_000,
      read: ({ default: mysql }) => mysql.createPool({}).config.idleTimeout,
    },
  ],
  mongodb: [
    {
      name: 'maxPoolSize',
      expected: 100,
      read: ({ MongoClient }) => new MongoClient('mongodb://127.0.0.1:1').options.maxPoolSize,
    },
    {
      name: 'serverSelectionTimeoutMS',
      expected: 30_000,
      read: ({ MongoClient }) => new MongoClient('mongodb://127.0.0.1:1').options.serverSelectionTimeoutMS,
    },
    {
      name: 'connectTimeoutMS',
      expected: 30_000,
      read: ({ MongoClient }) => new MongoClient('mongodb://127.0.0.1:1').options.connectTimeoutMS,
    },
    {
      name: 'socketTimeoutMS',
      expected: 0,
      read: ({ MongoClient }) => new MongoClient('mongodb://127.0.0.1:1').options.socketTimeoutMS,
    },
  ],
  ioredis: [
    {
      name: 'connectTimeout',
      expected: 10_000,
      read: ({ Redis }) => new Redis({ lazyConnect: true }).options.connectTimeout,
    },
    {
      name: 'maxRetriesPerRequest',
      expected: 20,
      read: ({ Redis }) => new Redis({ lazyConnect: true }).options.maxRetriesPerRequest,
    },
  ],
  knex: [
    {
      name: 'pool.max',
      expected: 10,
      read: ({ default: knex }) => knex({ client: 'pg', connection: {} }).client.pool.max,
    },
    {
      name: 'pool.min',
      expected: 2,
      read: ({ default: knex }) => knex({ client: 'pg', connection: {} }).client.pool.min,
    },
  ],
  openai: [
    { name: 'timeout', expected: 600_000, read: ({ OpenAI }) => new OpenAI({ apiKey: 'x' }).timeout },
    { name: 'maxRetries', expected: 2, read: ({ OpenAI }) => new OpenAI({ apiKey: 'x' }).maxRetries },
  ],
  '@anthropic-ai/sdk': [
    { name: 'timeout', expected: 600_000, read: ({ Anthropic }) => new Anthropic({ apiKey: 'x' }).timeout },
    { name: 'maxRetries', expected: 2, read: ({ Anthropic }) => new Anthropic({ apiKey: 'x' }).maxRetries },
  ],
  '@aws-sdk/client-s3': [
    {
      name: 'no dispose symbol',
      expected: false,
      read: ({ S3Client }) => Symbol.dispose in S3Client.prototype || Symbol.asyncDispose in S3Client.prototype,
    },
  ],
  stripe: [
    {
      name: 'timeout',
      expected: 80_000,
      read: ({ default: Stripe }) =>
        new Stripe('sk_test_x').getApiField?.('timeout') ?? new Stripe('sk_test_x')._api.timeout,
    },
  ],
  undici: [
    {
      name: 'no dispose symbol',
      expected: false,
      read: ({ Agent }) => Symbol.dispose in Agent.prototype || Symbol.asyncDispose in Agent.prototype,
    },
  ],
};

/**
 * The defaults of a package that are not what the catalog says.
 * @param {string} alias
 * @returns {Promise<string[]>}
 */
export async function checkDefaults(alias) {
  const module = defaults[alias] ? await load(alias, '') : null;
  if (!module) return [];
  return (defaults[alias] ?? []).flatMap(({ name, expected, read }) => {
    const found = read(module);
    return found === expected ? [] : [`${name} is ${String(found)}, the catalog says ${String(expected)}`];
  });
}
