import { free, untilHeaders } from '../sdk-shapes.js';
import type { CloseMethod, Library } from '../types.js';

const close: readonly CloseMethod[] = [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }];

/** Couchbase: connections and threads of its native core for each cluster. */
export const couchbase = {
  name: 'couchbase',
  modules: ['couchbase'],
  versions: '>=4 <5',
  source: [
    'couchbase@4.7.1 dist/cluster.js:159',
    'couchbase@4.7.1 dist/cluster.js:626',
    'run: connect() opens at once and ends after timeouts.connectTimeout without an answer',
  ],
  constructs: ['connect', 'Cluster.connect'].map((name) => ({
    export: name,
    create: 'call' as const,
    async: true,
    owns: 'pool' as const,
    opens: 'construction' as const,
    keepAlive: true,
    idle: { kind: 'peer' as const },
    options: 1,
    close,
    timeouts: [
      { phase: 'connect' as const, option: ['timeouts.connectTimeout'], default: 10_000, effect: 'aborts' as const },
      {
        phase: 'total' as const,
        option: ['timeouts.kvTimeout'],
        default: 2_500,
        effect: 'aborts' as const,
        covers: ['headers' as const, 'body' as const],
      },
    ],
    views: ['bucket', 'query', 'transactions', 'searchIndexes', 'queryIndexes'],
    injectAs: { type: 'Cluster' },
  })),
} satisfies Library;

/** ArangoDB: the platform's fetch; the limit ends with the headers. */
export const arangojs = {
  name: 'arangojs',
  modules: ['arangojs'],
  versions: '>=9 <11',
  source: [
    'arangojs@10.4.0 cjs/connection.js:123',
    'arangojs@10.4.0 cjs/connection.js:343',
    'run: constructing connects nothing; without a timeout a silent server is waited for without end; with one a ' +
      'body that stalls still is',
  ],
  overFetch: true,
  constructs: ['Database', 'default'].map((name) => ({
    export: name,
    ...free,
    create: name === 'Database' ? ('new' as const) : ('call' as const),
    timeouts: [untilHeaders('timeout', null, { off: [0] })],
    retries: { default: 0, option: 'maxRetries' },
    injectAs: { type: 'Database' },
  })),
} satisfies Library;

/** InfluxDB 2: requests of Node.js; what a write API gathers is sent by its close(). */
export const influx = {
  name: '@influxdata/influxdb-client',
  modules: ['@influxdata/influxdb-client'],
  versions: '>=1 <2',
  source: [
    '@influxdata/influxdb-client@1.35.0 dist/index.d.ts:671',
    'run: without an answer a request ends after 10 s; points that were not flushed keep the process alive',
  ],
  constructs: [
    {
      export: 'InfluxDB',
      ...free,
      timeouts: [untilHeaders('timeout', 10_000, { silence: true, off: [0] })],
      injectAs: { type: 'InfluxDB' },
    },
  ],
} satisfies Library;

/** SQL Server's driver: one connection, one request at a time. */
export const tedious = {
  name: 'tedious',
  modules: ['tedious'],
  versions: '>=11 <20',
  source: [
    'tedious@19.2.2 lib/connection.js:54',
    'run: constructing connects nothing; connect() does, close() ends it',
  ],
  constructs: [
    {
      export: 'Connection',
      create: 'new',
      owns: 'socket',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      close: [{ method: 'close', graceful: false, returns: 'void', idempotent: true }],
      timeouts: [
        { phase: 'connect', option: ['options.connectTimeout'], default: 15_000, effect: 'aborts', off: [0] },
        {
          phase: 'total',
          option: ['options.requestTimeout'],
          default: 15_000,
          effect: 'aborts',
          covers: ['headers', 'body'],
          off: [0],
        },
      ],
      returnsSelf: ['on', 'once'],
    },
  ],
} satisfies Library;

/** SQLite: each database is a handle on its file; `cached.Database` gives one for each file. */
export const sqlite3 = {
  name: 'sqlite3',
  modules: ['sqlite3'],
  versions: '>=4 <7',
  source: ['sqlite3@6.0.1 lib/sqlite3.js:31', 'sqlite3@6.0.1 lib/sqlite3.js:25'],
  constructs: [
    {
      export: 'Database',
      create: 'new',
      owns: 'socket',
      opens: 'construction',
      leftOpen: true,
      local: true,
      cost: 'Each one opens the database file anew and reads its schema again',
      close: [{ method: 'close', graceful: true, returns: 'callback', idempotent: false }],
      injectAs: { type: 'Database' },
    },
  ],
} satisfies Library;
