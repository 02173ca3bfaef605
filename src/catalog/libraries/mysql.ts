import { mariadbPool as mariadbCheckout, mysql2Pool, mysqlPool } from '../acquires/databases.js';
import type { CloseMethod, Construct, Library, TimeoutFact } from '../types.js';

const end: readonly CloseMethod[] = [{ method: 'end', graceful: true, returns: 'promise', idempotent: false }];
/** Run: end() of a connection that could not be opened fails, without a callback as an `error` event. */
const endOrDestroy: readonly CloseMethod[] = [
  { method: 'end', graceful: true, returns: 'promise', idempotent: false, unopened: 'fails' },
  { method: 'destroy', graceful: false, returns: 'void', idempotent: true },
];

const connectTimeout: TimeoutFact = { phase: 'connect', option: ['connectTimeout'], default: 10_000, effect: 'aborts' };

const pool = {
  create: 'call',
  owns: 'pool',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'timeout', ms: 60_000 },
  close: end,
  timeouts: [connectTimeout, { phase: 'idle', option: ['idleTimeout'], default: 60_000, effect: 'aborts' }],
  limits: [
    { option: 'connectionLimit', default: 10, meaning: 'connections' },
    { option: 'queueLimit', default: null, meaning: 'calls that wait for a connection' },
  ],
  requests: [{ export: 'query' }, { export: 'execute' }],
  returnsSelf: ['on', 'once', 'promise'],
  views: ['getConnection', 'of'],
  acquires: mysql2Pool,
  injectAs: { type: 'Pool' },
} satisfies Omit<Construct, 'export'>;

const connection = {
  create: 'call',
  owns: 'socket',
  opens: 'construction',
  keepAlive: true,
  idle: { kind: 'peer' },
  holdsProcess: true,
  close: endOrDestroy,
  timeouts: [connectTimeout],
  requests: [{ export: 'query' }, { export: 'execute' }],
  returnsSelf: ['on', 'once', 'promise'],
  views: [],
  injectAs: { type: 'Connection' },
} satisfies Omit<Construct, 'export'>;

const source = [
  'mysql2@3.24.5 lib/pool_config.js:15',
  'mysql2@3.24.5 lib/base/connection.js:1149',
  'run: createConnection() connects at construction, a pool with its first query; an exhausted pool waits forever',
];

/** mysql2 with callbacks; `connect` is another name of `createConnection`. */
export const mysql2 = {
  name: 'mysql2',
  modules: ['mysql2'],
  versions: '>=2 <4',
  source,
  constructs: [
    ...['createPool', 'createPoolPromise', 'createPoolCluster', 'createPoolClusterPromise'].map((name) => ({
      export: name,
      ...pool,
    })),
    ...['createConnection', 'connect'].map((name) => ({ export: name, ...connection })),
    { export: 'createConnectionPromise', ...connection, async: true },
  ],
} satisfies Library;

/** mysql2 with promises: a connection is delivered when it is open. */
export const mysql2Promise = {
  name: 'mysql2/promise',
  modules: ['mysql2/promise', 'mysql2/promise.js'],
  versions: '>=2 <4',
  source,
  constructs: [
    ...['createPool', 'createPoolCluster'].map((name) => ({ export: name, ...pool })),
    { export: 'createConnection', ...connection, async: true },
  ],
} satisfies Library;

/** What the older driver, which has callbacks only, does in another way than mysql2. */
const older = {
  opens: 'first-use',
  idle: { kind: 'peer' },
  close: [{ method: 'end', graceful: true, returns: 'callback', idempotent: false }],
  requests: [{ export: 'query' }],
  returnsSelf: ['on', 'once'],
} satisfies Partial<Construct>;

/** The older driver, whose connections open with their first query. */
export const mysql = {
  name: 'mysql',
  modules: ['mysql'],
  versions: '>=2 <3',
  source: [
    'mysql@2.18.1 lib/ConnectionConfig.js:31',
    'mysql@2.18.1 lib/PoolConfig.js:15',
    'mysql@2.18.1 lib/Pool.js:206',
  ],
  constructs: [
    ...['createPool', 'createPoolCluster'].map((name) => ({
      export: name,
      ...pool,
      ...older,
      acquires: mysqlPool,
      timeouts: [
        connectTimeout,
        { phase: 'pool' as const, option: ['acquireTimeout'], default: 10_000, effect: 'aborts' as const },
      ],
    })),
    {
      export: 'createConnection',
      ...connection,
      ...older,
      close: [
        { method: 'end', graceful: true, returns: 'callback', idempotent: false, unopened: 'fails' },
        { method: 'destroy', graceful: false, returns: 'void', idempotent: true },
      ],
    },
  ],
} satisfies Library;

const mariadbTimeouts: readonly TimeoutFact[] = [
  { phase: 'connect', option: ['connectTimeout'], default: 1_000, effect: 'aborts', off: [0] },
  { phase: 'total', option: ['queryTimeout'], default: null, effect: 'aborts', off: [0] },
  {
    phase: 'body',
    option: ['socketTimeout'],
    default: null,
    effect: 'aborts',
    silence: true,
    covers: ['headers'],
    off: [0],
  },
];

const mariadbPool = {
  ...pool,
  opens: 'construction',
  holdsProcess: true,
  idle: { kind: 'timeout', ms: 1_800_000 },
  timeouts: [
    ...mariadbTimeouts,
    { phase: 'pool', option: ['acquireTimeout'], default: 10_000, effect: 'aborts' },
    { phase: 'idle', option: ['idleTimeout'], unit: 's', default: 1_800_000, effect: 'aborts' },
  ],
  limits: [{ option: 'connectionLimit', default: 10, meaning: 'connections' }],
  acquires: mariadbCheckout,
} satisfies Omit<Construct, 'export'>;

/** MariaDB's driver, which fills its pools at construction. */
export const mariadb = {
  name: 'mariadb',
  modules: ['mariadb', 'mariadb/promise', 'mariadb/promise.js'],
  versions: '>=3 <4',
  source: [
    'mariadb@3.5.4 lib/config/pool-options.js:28',
    'run: createPool() connects at once and its timer keeps the process alive',
  ],
  constructs: [
    ...['createPool', 'createPoolCluster'].map((name) => ({ export: name, ...mariadbPool })),
    { export: 'createConnection', ...connection, async: true, timeouts: mariadbTimeouts },
  ],
} satisfies Library;
