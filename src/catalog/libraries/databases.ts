import { neo4jDriver } from '../acquires/databases.js';
import type { CloseMethod, Construct, Library } from '../types.js';

const close: readonly CloseMethod[] = [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }];

/** Apache Cassandra. */
export const cassandra = {
  name: 'cassandra-driver',
  modules: ['cassandra-driver'],
  versions: '>=4 <5',
  source: ['cassandra-driver@4.10.0 lib/client-options.js:81', 'run: constructing a client connects nothing'],
  constructs: [
    {
      export: 'Client',
      create: 'new',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      close: [{ method: 'shutdown', graceful: true, returns: 'promise', idempotent: true }],
      timeouts: [
        { phase: 'connect', option: ['socketOptions.connectTimeout'], default: 5_000, effect: 'aborts' },
        {
          phase: 'headers',
          option: ['socketOptions.readTimeout'],
          default: 12_000,
          effect: 'aborts',
          covers: ['body'],
          off: [0],
        },
      ],
      requests: [{ export: 'execute' }, { export: 'batch' }],
      returnsSelf: ['on', 'once'],
      views: ['stream', 'eachRow'],
      injectAs: { type: 'Client' },
    },
  ],
} satisfies Library;

/** Neo4j. */
export const neo4j = {
  name: 'neo4j-driver',
  modules: ['neo4j-driver', 'neo4j-driver-lite'],
  versions: '>=4 <7',
  source: ['neo4j-driver-core@6.3.0 lib/driver.js:790', 'run: constructing a driver connects nothing'],
  constructs: [
    {
      export: 'driver',
      create: 'call',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      options: 2,
      close,
      timeouts: [
        { phase: 'connect', option: ['connectionTimeout'], default: 30_000, effect: 'aborts', off: [0] },
        { phase: 'pool', option: ['connectionAcquisitionTimeout'], default: 60_000, effect: 'aborts' },
        { phase: 'idle', option: ['maxConnectionLifetime'], default: 3_600_000, effect: 'aborts' },
      ],
      limits: [{ option: 'maxConnectionPoolSize', default: 100, meaning: 'connections to each server' }],
      requests: [{ export: 'executeQuery' }, { export: 'verifyConnectivity' }, { export: 'getServerInfo' }],
      views: ['session', 'rxSession'],
      acquires: neo4jDriver,
      injectAs: { type: 'Driver' },
    },
  ],
} satisfies Library;

/** ClickHouse over HTTP. */
export const clickhouse = {
  name: '@clickhouse/client',
  modules: ['@clickhouse/client'],
  versions: '>=0.2 <2',
  source: [
    '@clickhouse/client@1.23.1 dist/common/config.js:93',
    'run: request_timeout covers a body that stalls; idle sockets do not keep the process alive',
  ],
  constructs: [
    {
      export: 'createClient',
      create: 'call',
      owns: 'agent',
      opens: 'first-use',
      keepAlive: { option: 'keep_alive.enabled', default: true },
      idle: { kind: 'timeout', ms: 2_500 },
      close,
      timeouts: [
        {
          phase: 'total',
          option: ['request_timeout'],
          default: 30_000,
          effect: 'aborts',
          covers: ['connect', 'headers', 'body'],
        },
        { phase: 'idle', option: ['keep_alive.idle_socket_ttl'], default: 2_500, effect: 'aborts' },
      ],
      limits: [{ option: 'max_open_connections', default: 10, meaning: 'connections' }],
      views: ['query', 'exec'],
      injectAs: { type: 'ClickHouseClient' },
    },
  ],
} satisfies Library;

const search = {
  export: 'Client',
  create: 'new',
  owns: 'agent',
  opens: 'first-use',
  keepAlive: true,
  close: [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }],
  retries: { default: 3, option: 'maxRetries' },
  views: ['child'],
  injectAs: { type: 'Client' },
} satisfies Construct;

/** Elasticsearch: an undici pool for each node. */
export const elasticsearch = {
  name: '@elastic/elasticsearch',
  modules: ['@elastic/elasticsearch', '@elastic/elasticsearch-serverless'],
  versions: '>=7 <10',
  source: [
    '@elastic/elasticsearch@9.5.1 lib/client.js:325',
    'run: requestTimeout covers a body that stalls; 9 has no limit by default',
  ],
  constructs: [
    {
      ...search,
      idle: { kind: 'timeout', ms: 600_000 },
      timeouts: [
        {
          phase: 'total',
          option: ['requestTimeout'],
          default: null,
          effect: 'aborts',
          covers: ['connect', 'headers', 'body'],
        },
      ],
      limits: [{ option: 'agent.connections', default: 256, meaning: 'connections to each node' }],
    },
  ],
} satisfies Library;

/** OpenSearch: an agent for each node. */
export const opensearch = {
  name: '@opensearch-project/opensearch',
  modules: ['@opensearch-project/opensearch'],
  versions: '>=2 <4',
  source: [
    '@opensearch-project/opensearch@3.9.0 lib/Client.js:103',
    'run: requestTimeout does not cover a body that stalls',
  ],
  constructs: [
    {
      ...search,
      idle: { kind: 'peer' },
      timeouts: [
        { phase: 'headers', option: ['requestTimeout'], default: 30_000, effect: 'aborts', covers: ['connect'] },
      ],
      limits: [{ option: 'agent.maxSockets', default: 256, meaning: 'connections to each node' }],
    },
  ],
} satisfies Library;

const file = {
  owns: 'socket',
  opens: 'construction',
  local: true,
  options: 1,
  cost: 'Each one opens the database file anew and reads its schema again',
  close: [{ method: 'close', graceful: true, returns: 'void', idempotent: true }],
  views: ['prepare', 'transaction'],
} satisfies Partial<Construct>;

/** A synchronous driver of SQLite files. */
export const betterSqlite3 = {
  name: 'better-sqlite3',
  modules: ['better-sqlite3'],
  versions: '>=8',
  source: ['better-sqlite3@13.2.0 lib/database.js:40'],
  constructs: [{ export: 'default', create: 'either', ...file, injectAs: { type: 'Database' } }],
} satisfies Library;

/** SQLite of Node.js itself. */
export const nodeSqlite = {
  name: 'sqlite',
  modules: ['sqlite'],
  builtin: true,
  versions: '*',
  source: ['run: DatabaseSync on Node.js 24.21.0 and 26.10.0'],
  constructs: [
    {
      export: 'DatabaseSync',
      create: 'new',
      ...file,
      close: [{ method: 'close', graceful: true, returns: 'void', idempotent: false }],
      injectAs: { type: 'DatabaseSync' },
    },
  ],
} satisfies Library;
