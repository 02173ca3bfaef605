import type { AcquireFact } from './types.js';

/** What must be given back, by library; the libraries' entries refer to these. */

/** pg: a second `release()` throws; `end()` closes the connection while the pool still counts it. */
export const pgPool: readonly AcquireFact[] = [
  {
    method: 'connect',
    async: true,
    parameters: { resource: 1, release: 2 },
    release: [{ method: 'release', on: 'resource', double: 'error' }],
    wrong: ['end'],
    type: 'PoolClient',
    what: 'client',
  },
];

/** postgres.js: `sql.begin(fn)` and `sql.reserve()`. */
export const postgresSql: readonly AcquireFact[] = [
  {
    method: 'reserve',
    async: true,
    release: [{ method: 'release', on: 'resource' }],
    type: 'ReservedSql',
    what: 'connection',
  },
];

/** mysql2: the pool drops connections that fail, so a failing `beginTransaction()` leaves nothing behind. */
export const mysql2Pool: readonly AcquireFact[] = [
  {
    method: 'getConnection',
    async: true,
    parameters: { resource: 1 },
    release: [
      { method: 'release', on: 'resource', double: 'harmless' },
      { method: 'destroy', on: 'resource' },
      { method: 'end', on: 'resource' },
      { method: 'releaseConnection', on: 'owner' },
      { method: 'end', on: 'owner', async: true },
    ],
    setUp: ['beginTransaction', 'connect', 'ping'],
    disposable: true,
    type: 'PoolConnection',
    what: 'connection',
  },
];

/** mariadb: `end()` and `close()` of a pooled connection release it. */
export const mariadbPool: readonly AcquireFact[] = [
  {
    method: 'getConnection',
    async: true,
    parameters: { resource: 1 },
    release: [
      { method: 'release', on: 'resource', async: true },
      { method: 'end', on: 'resource', async: true },
      { method: 'close', on: 'resource', async: true },
      { method: 'destroy', on: 'resource' },
    ],
    setUp: ['beginTransaction', 'ping'],
    disposable: true,
    type: 'PoolConnection',
    what: 'connection',
  },
];

/** mssql: a transaction holds a connection of its pool from `begin()` on. */
export const mssqlTransaction: readonly AcquireFact[] = [
  {
    method: 'begin',
    async: true,
    resource: 'owner',
    release: [
      { method: 'commit', on: 'resource', async: true, outcome: 'success' },
      { method: 'rollback', on: 'resource', async: true, outcome: 'failure' },
    ],
    what: 'transaction',
  },
];

/** mssql: a prepared statement holds a connection until `unprepare()`. */
export const mssqlPreparedStatement: readonly AcquireFact[] = [
  {
    method: 'prepare',
    async: true,
    resource: 'owner',
    release: [{ method: 'unprepare', on: 'resource', async: true }],
    what: 'prepared statement',
  },
];

const session: AcquireFact = {
  method: 'startSession',
  async: false,
  release: [
    { method: 'endSession', on: 'resource', async: true, double: 'harmless' },
    { method: 'close', on: 'owner', async: true },
  ],
  setUp: ['startTransaction'],
  finished: ['hasEnded'],
  lends: ['session'],
  disposable: true,
  type: 'ClientSession',
  what: 'session',
};

/** mongodb: sessions that are never ended stay with the server for 30 minutes. */
export const mongoClient: readonly AcquireFact[] = [session];
/**
 * mongoose: `mongoose.startSession()`, `connection.startSession()` and `Model.startSession()`, which return promises.
 */
export const mongooseSession: readonly AcquireFact[] = [{ ...session, async: true }];

/** mongoose: the same on the module and its default connection. */
export const mongooseModule: readonly AcquireFact[] = ['startSession', 'connection.startSession'].map((method) => ({
  ...session,
  method,
  async: true,
}));

/** neo4j-driver: a session holds a connection while it works. */
export const neo4jDriver: readonly AcquireFact[] = [
  {
    method: 'session',
    async: false,
    release: [
      { method: 'close', on: 'resource', async: true, double: 'harmless' },
      { method: 'close', on: 'owner', async: true },
    ],
    disposable: true,
    type: 'Session',
    what: 'session',
  },
];

const transactionEnd = [
  { method: 'commit', on: 'resource', async: true, outcome: 'success' },
  { method: 'rollback', on: 'resource', async: true, outcome: 'failure' },
] as const;

/** knex: a transaction without callback holds a connection of the pool until it ends. */
export const knexTransaction: readonly AcquireFact[] = [
  {
    method: 'transaction',
    async: true,
    release: transactionEnd,
    finished: ['isCompleted'],
    managedByCallback: true,
    type: 'Knex.Transaction',
    what: 'transaction',
  },
];

/** sequelize: an unmanaged transaction holds a connection of the pool until it ends. */
export const sequelizeTransaction: readonly AcquireFact[] = [
  {
    method: 'transaction',
    async: true,
    release: transactionEnd,
    finished: ['finished'],
    lends: ['transaction'],
    managedByCallback: true,
    type: 'Transaction',
    what: 'transaction',
  },
];

/**
 * typeorm: a query runner holds a connection from its first use until `release()`, or until its data source is
 * destroyed; its disposal would commit an open transaction.
 */
const queryRunner = (method: string): AcquireFact => ({
  method,
  async: false,
  release: [
    { method: 'release', on: 'resource', async: true, double: 'harmless' },
    { method: 'destroy', on: 'owner', async: true },
    { method: 'close', on: 'owner', async: true },
  ],
  setUp: ['connect', 'startTransaction'],
  finished: ['isReleased'],
  type: 'QueryRunner',
  what: 'query runner',
});

/** typeorm's data source, or the `Connection` of its older versions. */
export const typeormDataSource: readonly AcquireFact[] = [queryRunner('createQueryRunner')];
/** typeorm's entity managers, which lead to their data source. */
export const typeormManager: readonly AcquireFact[] = [
  queryRunner('connection.createQueryRunner'),
  queryRunner('dataSource.createQueryRunner'),
];
/** typeorm's repositories, which lead to their manager. */
export const typeormRepository: readonly AcquireFact[] = [
  queryRunner('manager.connection.createQueryRunner'),
  queryRunner('manager.dataSource.createQueryRunner'),
];

/** generic-pool: the pool itself releases what it is given. */
export const genericPool: readonly AcquireFact[] = [
  {
    method: 'acquire',
    async: true,
    release: [
      { method: 'release', on: 'owner', async: true, double: 'error' },
      { method: 'destroy', on: 'owner', async: true },
    ],
    what: 'resource',
  },
];

/** async-mutex: `acquire()` of a mutex resolves to the function that releases it. */
export const mutex: readonly AcquireFact[] = [
  {
    method: 'acquire',
    async: true,
    release: [
      { method: '', on: 'resource' },
      { method: 'release', on: 'owner' },
    ],
    what: 'lock',
  },
];
/** async-mutex: `acquire()` of a semaphore resolves to its value and the function that releases it. */
export const semaphore: readonly AcquireFact[] = [
  {
    method: 'acquire',
    async: true,
    release: [
      { method: '1', on: 'resource' },
      { method: 'release', on: 'owner' },
    ],
    what: 'lock',
  },
];
/** async-sema: `acquire()` and `release()` of the semaphore itself. */
export const sema: readonly AcquireFact[] = [
  { method: 'acquire', async: true, resource: 'owner', release: [{ method: 'release', on: 'resource' }], what: 'lock' },
];

/** node:fs/promises: a handle that is collected instead of closed is a warning today, an error in future versions. */
export const fileHandle = (method: string): AcquireFact => ({
  method,
  async: true,
  release: [{ method: 'close', on: 'resource', async: true, double: 'harmless' }],
  transfers: ['createReadStream', 'createWriteStream', 'readLines', 'readableWebStream'],
  disposable: true,
  type: 'FileHandle',
  what: 'file handle',
});

/** node-redis and ioredis: a duplicate is a connection of its own, often kept as subscriber. */
export const redisDuplicate: readonly AcquireFact[] = [
  {
    method: 'duplicate',
    async: false,
    release: [
      { method: 'close', on: 'resource', async: true },
      { method: 'quit', on: 'resource', async: true },
      { method: 'disconnect', on: 'resource' },
      { method: 'destroy', on: 'resource' },
    ],
    setUp: ['connect'],
    lasting: true,
    what: 'connection',
  },
];

/** amqplib: a channel is closed with its connection, and often lives as long. */
export const amqpChannel: readonly AcquireFact[] = ['createChannel', 'createConfirmChannel'].map((method) => ({
  method,
  async: true,
  release: [
    { method: 'close', on: 'resource', async: true, double: 'error' },
    { method: 'close', on: 'owner', async: true },
  ],
  lasting: true,
  what: 'channel',
}));

/** puppeteer and playwright: pages and contexts are closed with their browser. */
export const browserPages: readonly AcquireFact[] = (
  [
    ['newPage', 'page'],
    ['newContext', 'browser context'],
    ['createBrowserContext', 'browser context'],
    ['createIncognitoBrowserContext', 'browser context'],
  ] as const
).map(([method, what]) => ({
  method,
  async: true,
  release: [
    { method: 'close', on: 'resource', async: true },
    { method: 'close', on: 'owner', async: true },
  ],
  lasting: true,
  what,
}));
