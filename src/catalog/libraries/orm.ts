import {
  knexTransaction,
  sequelizeTransaction,
  typeormDataSource,
  typeormManager,
  typeormRepository,
} from '../acquires/databases.js';
import type { CloseMethod, Construct, Library } from '../types.js';

const destroy: readonly CloseMethod[] = [{ method: 'destroy', graceful: true, returns: 'promise', idempotent: true }];

/** Prisma's client; version 7 generates it into the project, where its name stays the same. */
export const prisma = {
  name: '@prisma/client',
  modules: ['@prisma/client', '**prisma**', '**/generated/client**'],
  versions: '>=4 <8',
  source: ['@prisma/client@7.10.0 runtime/client.d.ts:648'],
  constructs: [
    {
      export: 'PrismaClient',
      create: 'new',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      takes: [{ option: 'adapter', closes: false }],
      close: [{ method: '$disconnect', graceful: true, returns: 'promise', idempotent: true, reusable: true }],
      // The address limits the rest: `connect_timeout` (5 s) and `pool_timeout` (10 s); a query has no limit.
      timeouts: [
        { phase: 'pool', option: ['transactionOptions.maxWait'], default: 2_000, effect: 'aborts' },
        { phase: 'total', option: ['transactionOptions.timeout'], default: 5_000, effect: 'aborts' },
      ],
      returnsSelf: ['$extends', '$on', '$use'],
      views: ['$extends'],
      injectAs: { type: 'PrismaClient' },
    },
  ],
} satisfies Library;

/** Driver adapters of Prisma 7: each client makes its pool through one, unless a pool is given. */
export const prismaAdapters = {
  name: '@prisma/adapter-*',
  modules: ['@prisma/adapter-*'],
  versions: '>=6 <8',
  source: ['@prisma/client@7.10.0 runtime/client.d.ts:648'],
  constructs: [
    'PrismaPg',
    'PrismaNeon',
    'PrismaLibSql',
    'PrismaMariaDb',
    'PrismaMssql',
    'PrismaBetterSqlite3',
    'PrismaPlanetScale',
    'PrismaD1',
  ].map((name) => ({
    export: name,
    create: 'new' as const,
    owns: 'none' as const,
    wraps: [{ argument: 0 }],
    close: [],
    ...(name === 'PrismaPg' && {
      timeouts: [
        { phase: 'connect' as const, option: ['connectionTimeoutMillis'], default: null, effect: 'aborts' as const },
      ],
    }),
  })),
} satisfies Library;

const drizzlePool = {
  export: 'drizzle',
  create: 'call',
  owns: 'pool',
  opens: 'first-use',
  keepAlive: true,
  wraps: [{ argument: 0 }, { option: 'client' }],
  close: [{ method: '$client.end', graceful: true, returns: 'promise', idempotent: false }],
  views: ['select', 'selectDistinct', '$with', 'with'],
} satisfies Construct;

/**
 * Drizzle over a socket driver: makes a pool when it is given a URL or a `connection`, wraps what it is given
 * otherwise.
 */
export const drizzle = {
  name: 'drizzle-orm',
  modules: ['node-postgres', 'postgres-js', 'mysql2', 'neon-serverless', 'vercel-postgres'].flatMap((driver) => [
    `drizzle-orm/${driver}`,
    `drizzle-orm/${driver}/index.js`,
    `drizzle-orm/${driver}/driver`,
  ]),
  versions: '>=0.36 <1',
  source: ['drizzle-orm@0.45.4 node-postgres/driver.js:61'],
  constructs: [drizzlePool],
} satisfies Library;

/** knex: a pool that keeps two connections open (one to SQLite), so that the process does not end without destroy(). */
export const knex = {
  name: 'knex',
  modules: ['knex'],
  versions: '>=0.95 <4',
  source: ['knex@3.3.0 lib/client.js:230', 'run: the process does not end without destroy()'],
  constructs: ['default', 'knex', 'Knex'].map((name) => ({
    export: name,
    create: 'call' as const,
    owns: 'pool' as const,
    connectsBy: 'connection',
    opens: 'first-use' as const,
    keepAlive: true,
    idle: { kind: 'peer' as const },
    holdsProcess: true,
    close: destroy,
    timeouts: [
      {
        phase: 'pool' as const,
        option: ['acquireConnectionTimeout', 'pool.acquireTimeoutMillis'],
        default: 60_000,
        effect: 'aborts' as const,
        covers: ['connect' as const],
      },
      { phase: 'idle' as const, option: ['pool.idleTimeoutMillis'], default: 30_000, effect: 'aborts' as const },
    ],
    limits: [{ option: 'pool.max', default: 10, meaning: 'connections' }],
    requests: [{ export: '' }, { export: 'raw' }],
    returnsSelf: ['on', 'once'],
    views: ['transaction', 'transactionProvider', 'withUserParams'],
    acquires: knexTransaction,
    injectAs: { type: 'Knex' },
  })),
} satisfies Library;

const dataSource = {
  owns: 'pool',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'peer' },
  returnsSelf: ['initialize', 'connect'],
  resolvesToSelf: ['initialize', 'connect'],
  views: [
    'createQueryRunner',
    'getRepository',
    'getTreeRepository',
    'getMongoRepository',
    'getCustomRepository',
    'createEntityManager',
    'createQueryBuilder',
  ],
  acquires: typeormDataSource,
  timeouts: [
    // Of PostgreSQL and CockroachDB, of MySQL and MariaDB, and what goes through to the driver.
    {
      phase: 'connect',
      option: [
        'connectTimeoutMS',
        'connectTimeout',
        'connectionTimeout',
        'extra.connectionTimeoutMillis',
        'extra.connectTimeout',
      ],
      default: null,
      effect: 'aborts',
    },
  ],
  injectAs: { type: 'DataSource' },
} satisfies Partial<Construct>;

/** Run: both fail with CannotExecuteNotConnectedError before initialize(), where it failed, and a second time. */
const dataSourceClose = ['destroy', 'close'].map(
  (method) => ({ method, graceful: true, returns: 'promise', idempotent: false, unopened: 'fails' }) as const,
);

/** TypeORM; `createConnection` is the form before 0.3. */
export const typeorm = {
  name: 'typeorm',
  modules: ['typeorm'],
  versions: '>=0.2 <2',
  source: ['typeorm@1.1.1 data-source/DataSource.js:171', 'run: constructing a DataSource connects nothing'],
  constructs: [
    { export: 'DataSource', create: 'new', ...dataSource, close: dataSourceClose },
    {
      export: 'Connection',
      create: 'new',
      versions: '<1',
      ...dataSource,
      close: dataSourceClose,
      injectAs: { type: 'Connection' },
    },
    { export: 'EntityManager', create: 'new', owns: 'none', close: [], acquires: typeormManager },
    ...['Repository', 'TreeRepository'].map((name) => ({
      export: name,
      create: 'new' as const,
      owns: 'none' as const,
      close: [],
      acquires: typeormRepository,
    })),
    {
      export: 'createConnection',
      create: 'call',
      async: true,
      versions: '<1',
      ...dataSource,
      opens: 'construction',
      close: dataSourceClose,
      injectAs: { type: 'Connection' },
    },
  ],
} satisfies Library;

/** Nest's module of TypeORM: the framework destroys its data source at `app.close()`. */
export const nestTypeorm = {
  name: '@nestjs/typeorm',
  modules: ['@nestjs/typeorm'],
  versions: '>=7 <13',
  source: [
    '@nestjs/typeorm@12.0.2 dist/typeorm-core.module.js:175: its options are those of the data source',
    '@nestjs/typeorm@12.0.2 dist/typeorm-core.module.js:120: onApplicationShutdown() destroys the data source',
  ],
  constructs: [
    {
      export: 'TypeOrmModule.forRoot',
      create: 'call',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      singleton: true,
      close: [],
      timeouts: dataSource.timeouts,
    },
  ],
} satisfies Library;

/** Sequelize and its version for decorators. */
export const sequelize = {
  name: 'sequelize',
  modules: ['sequelize', '@sequelize/core', 'sequelize-typescript'],
  versions: '>=5 <8',
  source: ['sequelize@6.37.8 lib/dialects/abstract/connection-manager.js:24'],
  constructs: ['default', 'Sequelize'].map((name) => ({
    export: name,
    create: 'new' as const,
    owns: 'pool' as const,
    opens: 'first-use' as const,
    keepAlive: true,
    idle: { kind: 'timeout' as const, ms: 10_000 },
    close: [{ method: 'close', graceful: true, returns: 'promise' as const, idempotent: true }],
    timeouts: [
      { phase: 'pool' as const, option: ['pool.acquire'], default: 60_000, effect: 'aborts' as const },
      { phase: 'idle' as const, option: ['pool.idle'], default: 10_000, effect: 'aborts' as const },
    ],
    limits: [{ option: 'pool.max', default: 5, meaning: 'connections' }],
    requests: [{ export: 'query' }, { export: 'authenticate' }, { export: 'sync' }],
    views: ['define', 'model', 'transaction', 'getQueryInterface', 'startUnmanagedTransaction'],
    acquires: sequelizeTransaction,
    injectAs: { type: 'Sequelize' },
  })),
} satisfies Library;

/** Nest's module of Sequelize: the framework closes it at `app.close()`, unless it is told not to. */
export const nestSequelize = {
  name: '@nestjs/sequelize',
  modules: ['@nestjs/sequelize'],
  versions: '>=7 <13',
  source: [
    '@nestjs/sequelize@12.0.0 dist/sequelize-core.module.js:70: onApplicationShutdown() closes it',
    '@nestjs/sequelize@12.0.0 dist/sequelize-core.module.js:115: its options are those of Sequelize',
  ],
  constructs: [
    {
      export: 'SequelizeModule.forRoot',
      create: 'call',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      singleton: true,
      close: [],
      timeouts: sequelize.constructs[0]?.timeouts ?? [],
      limits: sequelize.constructs[0]?.limits ?? [],
    },
  ],
} satisfies Library;
