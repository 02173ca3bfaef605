import {
  mariadbSession,
  mongoSession,
  mysql2Session,
  mysqlSession,
  neo4jSession,
  oracleSession,
  pgPromiseSession,
  pgSession,
  postgresSession,
  typeormSession,
} from '../session-state.js';
import type { AcquireFact } from '../types.js';

/** What must be given back to databases and their pools, by library; the libraries' entries refer to these. */

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
    session: pgSession,
  },
];

/**
 * pg-promise: `tasks` and `tx` give back what they take; `connect()` is for what lasts, and a second `done()` throws.
 */
export const pgPromiseDatabase: readonly AcquireFact[] = [
  {
    method: 'connect',
    async: true,
    release: [{ method: 'done', on: 'resource', double: 'error' }],
    // What listens goes on for as long as the connection is open.
    transfers: ['client.on', 'client.once', 'client.addListener'],
    lasting: true,
    type: 'IConnected',
    what: 'connection',
    session: pgPromiseSession,
  },
];

/** oracledb: of its pools and of the module. */
export const oracleConnection: AcquireFact = {
  method: 'getConnection',
  async: true,
  parameters: { resource: 1 },
  release: [
    { method: 'close', on: 'resource', async: true, double: 'error' },
    { method: 'release', on: 'resource', async: true, double: 'error' },
  ],
  type: 'Connection',
  what: 'connection',
  session: oracleSession,
};

/** postgres.js: `sql.begin(fn)` and `sql.reserve()`. */
export const postgresSql: readonly AcquireFact[] = [
  {
    method: 'reserve',
    async: true,
    release: [{ method: 'release', on: 'resource' }],
    type: 'ReservedSql',
    what: 'connection',
    session: postgresSession,
  },
];

/** mysql: `release()` of a connection that is free throws; a failing `beginTransaction()` leaves nothing behind. */
export const mysqlPool: readonly AcquireFact[] = [
  {
    method: 'getConnection',
    async: true,
    parameters: { resource: 1 },
    release: [
      { method: 'release', on: 'resource', double: 'error' },
      { method: 'destroy', on: 'resource' },
      { method: 'end', on: 'resource' },
      { method: 'releaseConnection', on: 'owner' },
      { method: 'end', on: 'owner' },
    ],
    setUp: ['beginTransaction', 'connect', 'ping'],
    type: 'PoolConnection',
    what: 'connection',
    session: mysqlSession,
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
    session: mysql2Session,
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
    session: mariadbSession,
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
  // localLogicalSessionTimeoutMinutes of the server.
  left: 'The server keeps it for 30 minutes after its last use.',
  session: mongoSession,
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
    session: neo4jSession,
  },
];

const transactionEnd = [
  { method: 'commit', on: 'resource', async: true, outcome: 'success' },
  { method: 'rollback', on: 'resource', async: true, outcome: 'failure' },
] as const;

/**
 * knex: a transaction without callback holds a connection of the pool until it ends; so does the driver's connection
 * that `client.acquireConnection()` takes (knex@3.3.0 lib/client.js:460, :505).
 */
export const knexTransaction: readonly AcquireFact[] = [
  {
    method: 'client.acquireConnection',
    async: true,
    release: [{ method: 'releaseConnection', on: 'owner', async: true }],
    what: 'connection',
  },
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
  opens: 'first-use',
  setUp: ['connect', 'startTransaction'],
  finished: ['isReleased'],
  type: 'QueryRunner',
  what: 'query runner',
  session: typeormSession,
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
