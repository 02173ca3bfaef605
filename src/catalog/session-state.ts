import type { SessionFacts, SqlFunctionFact, StatementFact } from './acquire-types.js';

/**
 * Statements that begin or end a state of the session; all others leave none.
 * PostgreSQL 17: https://www.postgresql.org/docs/17/sql-commands.html; MySQL 8.4:
 * https://dev.mysql.com/doc/refman/8.4/en/sql-transactional-statements.html; Transact-SQL: BEGIN TRANSACTION.
 */
export const STATEMENTS: readonly StatementFact[] = [
  { starts: ['ROLLBACK TO', 'ROLLBACK WORK TO', 'ROLLBACK TRANSACTION TO', 'SAVEPOINT', 'RELEASE'] },
  { starts: ['COMMIT PREPARED', 'ROLLBACK PREPARED'] },
  {
    starts: ['COMMIT', 'ROLLBACK', 'END', 'ABORT'],
    contains: 'AND CHAIN',
    begins: ['transaction'],
  },
  { starts: ['COMMIT', 'ROLLBACK', 'END', 'ABORT', 'XA COMMIT', 'XA ROLLBACK'], ends: ['transaction'] },
  { starts: ['PREPARE TRANSACTION', 'XA PREPARE'], ends: ['transaction'] },
  { starts: ['BEGIN', 'START TRANSACTION', 'XA START', 'XA BEGIN'], begins: ['transaction'] },
  { starts: ['SET LOCAL', 'SET TRANSACTION', 'SET CONSTRAINTS'] },
  { starts: ['SET ROLE NONE', 'SET SESSION AUTHORIZATION DEFAULT'], ends: ['setting'] },
  { starts: ['SET', 'USE', 'ALTER SESSION', 'ATTACH'], begins: ['setting'] },
  { starts: ['RESET', 'DETACH'], ends: ['setting'] },
  { starts: ['DISCARD ALL', 'RESET CONNECTION'], ends: ['all'] },
  { starts: ['LISTEN'], begins: ['listener'] },
  { starts: ['UNLISTEN'], ends: ['listener'] },
  { starts: ['PREPARE'], begins: ['prepared'] },
  { starts: ['DEALLOCATE', 'DROP PREPARE'], ends: ['prepared'] },
  { starts: ['CREATE TEMP', 'CREATE TEMPORARY', 'CREATE * TEMP', 'CREATE * TEMPORARY'], contains: 'ON COMMIT DROP' },
  {
    starts: [
      'CREATE TEMP',
      'CREATE TEMPORARY',
      'CREATE * TEMP',
      'CREATE * TEMPORARY',
      'CREATE OR REPLACE TEMP',
      'CREATE OR REPLACE TEMPORARY',
    ],
    begins: ['temporary'],
  },
  { starts: ['SELECT'], contains: 'INTO TEMP', begins: ['temporary'] },
  { starts: ['SELECT'], contains: 'INTO TEMPORARY', begins: ['temporary'] },
  { starts: ['DROP TABLE', 'DROP TEMPORARY TABLE', 'DISCARD TEMP', 'DISCARD TEMPORARY'], ends: ['temporary'] },
  { starts: ['LOCK TABLES', 'LOCK TABLE', 'LOCK INSTANCE', 'FLUSH TABLES WITH READ LOCK'], begins: ['lock'] },
  { starts: ['UNLOCK'], ends: ['lock'] },
];

/**
 * SQL functions that change the session: https://www.postgresql.org/docs/17/functions-admin.html and
 * https://dev.mysql.com/doc/refman/8.4/en/locking-functions.html; `sp_getapplock` of Transact-SQL.
 */
export const SQL_FUNCTIONS: readonly SqlFunctionFact[] = [
  { name: 'pg_advisory_lock', begins: ['lock'] },
  { name: 'pg_advisory_lock_shared', begins: ['lock'] },
  { name: 'pg_try_advisory_lock', begins: ['lock'] },
  { name: 'pg_try_advisory_lock_shared', begins: ['lock'] },
  { name: 'pg_advisory_unlock', ends: ['lock'] },
  { name: 'pg_advisory_unlock_shared', ends: ['lock'] },
  { name: 'pg_advisory_unlock_all', ends: ['lock'] },
  { name: 'get_lock', begins: ['lock'] },
  { name: 'release_lock', ends: ['lock'] },
  { name: 'release_all_locks', ends: ['lock'] },
  { name: 'set_config', begins: ['setting'], localWhen: 2 },
];

const transactionMethods = {
  beginTransaction: { begins: ['transaction'] },
  commit: { ends: ['transaction'] },
  rollback: { ends: ['transaction'] },
} satisfies SessionFacts['methods'];

/** pg: `release(true)` and `release(error)` remove the client from the pool; a plain one resets nothing. */
export const pgSession: SessionFacts = {
  statements: ['query'],
  discard: { method: 'release', on: 'resource', argument: 'true' },
  source: ['pg-pool@3.14.0 index.js:392'],
};

/** pg-promise: `done(true)` removes the client from its pool; a plain one gives it back as it is. */
export const pgPromiseSession: SessionFacts = {
  statements: [
    ...['query', 'none', 'one', 'oneOrNone', 'many', 'manyOrNone', 'any'],
    ...['result', 'multi', 'multiResult', 'map', 'each', 'client.query'],
  ],
  discard: { method: 'done', on: 'resource', argument: 'true' },
  source: ['pg-promise@12.7.1 lib/connect.js:69', 'pg-promise@12.7.1 lib/database.js:255'],
};

/** oracledb: `close()` rolls back what is open, and gives the rest back as it is; `drop` takes it out of the pool. */
export const oracleSession: SessionFacts = {
  statements: ['execute', 'executeMany', 'queryStream'],
  methods: { commit: { ends: ['transaction'] }, rollback: { ends: ['transaction'] } },
  endedByRelease: ['transaction'],
  rollback: { call: '.rollback()' },
  discard: { method: 'close', on: 'resource', argument: '{ drop: true }' },
  source: ['oracledb@26.0.0 lib/thin/connection.js: close()', 'oracledb@26.0.0 lib/connection.js:839'],
};

/** postgres.js: a reserved connection goes back as it is, and cannot be closed alone. */
export const postgresSession: SessionFacts = {
  statements: ['', 'unsafe'],
  rollback: { call: '`rollback`' },
  source: ['postgres@3.4.9 src/index.js: reserve()'],
};

/** mysql: the pool resets nothing; `destroy()` takes the connection out of it. */
export const mysqlSession: SessionFacts = {
  statements: ['query'],
  methods: { ...transactionMethods, changeUser: { begins: ['setting'], ends: ['all'] } },
  rollback: { call: '.rollback()' },
  discard: { method: 'destroy', on: 'resource' },
  source: ['mysql@2.18.1 lib/PoolConnection.js:51', 'mysql@2.18.1 lib/Connection.js: beginTransaction(), changeUser()'],
};

/** mysql2: the pool resets nothing; `destroy()` takes the connection out of it. */
export const mysql2Session: SessionFacts = {
  statements: ['query', 'execute'],
  methods: {
    ...transactionMethods,
    prepare: { begins: ['prepared'] },
    changeUser: { begins: ['setting'], ends: ['all'] },
    reset: { ends: ['all'] },
  },
  rollback: { call: '.rollback()' },
  discard: { method: 'destroy', on: 'resource' },
  source: ['mysql2@3.24.6 lib/pool_connection.js:57'],
};

/** mariadb: the pool rolls back what it gets (unless `noControlAfterUse`), and resets nothing else by default. */
export const mariadbSession: SessionFacts = {
  statements: ['query', 'execute', 'batch', 'queryStream'],
  methods: {
    ...transactionMethods,
    prepare: { begins: ['prepared'] },
    changeUser: { begins: ['setting'], ends: ['all'] },
    reset: { ends: ['all'] },
  },
  endedByRelease: ['transaction'],
  rollback: { call: '.rollback()' },
  discard: { method: 'destroy', on: 'resource' },
  source: ['mariadb@3.5.4 lib/pool.js:914'],
};

/** mongodb: `endSession()` aborts an open transaction by itself. */
export const mongoSession: SessionFacts = {
  statements: [],
  methods: {
    startTransaction: { begins: ['transaction'] },
    commitTransaction: { ends: ['transaction'] },
    abortTransaction: { ends: ['transaction'] },
  },
  endedByRelease: ['transaction'],
  guarded: true,
  rollback: { call: '.abortTransaction()', when: '.inTransaction()' },
  source: ['mongodb@6.22.0 lib/sessions.js:119'],
};

/** typeorm: `release()` gives the connection back as it is; a query runner cannot be discarded. */
export const typeormSession: SessionFacts = {
  statements: ['query', 'manager.query', 'stream'],
  methods: {
    startTransaction: { begins: ['transaction'] },
    commitTransaction: { ends: ['transaction'] },
    rollbackTransaction: { ends: ['transaction'] },
  },
  rollback: { call: '.rollbackTransaction()', when: '.isTransactionActive' },
  source: ['typeorm@0.3.31 driver/postgres/PostgresQueryRunner.js:106, :155'],
};

/** neo4j-driver: `close()` rolls back an open transaction by itself. */
export const neo4jSession: SessionFacts = {
  statements: [],
  endedByRelease: ['transaction'],
  guarded: true,
  source: ['neo4j-driver-core@5.28.1 lib/session.js: close()'],
};

/** What is true of every connection that a pool of unknown make lends. */
export const anySession: SessionFacts = {
  statements: ['query', 'execute'],
  methods: transactionMethods,
  guarded: true,
  source: ['the names that drivers share'],
};

/** generic-pool: `pool.destroy(resource)` takes the resource out of the pool. */
export const genericPoolSession: SessionFacts = {
  statements: ['query', 'execute'],
  methods: transactionMethods,
  discard: { method: 'destroy', on: 'owner', async: true },
  source: ['generic-pool@3.9.0 lib/Pool.js: destroy(resource)'],
};
