import { mssqlPreparedStatement, mssqlTransaction } from '../acquires/databases.js';
import type { Construct, Library } from '../types.js';

const pool = {
  owns: 'pool',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'timeout', ms: 30_000 },
  close: [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }],
  timeouts: [
    { phase: 'connect', option: ['connectionTimeout'], default: 15_000, effect: 'aborts' },
    { phase: 'total', option: ['requestTimeout'], default: 15_000, effect: 'aborts', off: [0] },
    { phase: 'pool', option: ['pool.acquireTimeoutMillis'], default: 30_000, effect: 'aborts' },
    { phase: 'idle', option: ['pool.idleTimeoutMillis'], default: 30_000, effect: 'aborts' },
  ],
  limits: [{ option: 'pool.max', default: 10, meaning: 'connections' }],
  requests: [{ export: 'query' }, { export: 'batch' }],
  returnsSelf: ['connect', 'on', 'once'],
  resolvesToSelf: ['connect'],
  views: ['request', 'transaction'],
  injectAs: { type: 'ConnectionPool' },
} satisfies Omit<Construct, 'export' | 'create'>;

/** SQL Server; `connect` fills the one pool of the module and gives it to every later caller. */
export const mssql = {
  name: 'mssql',
  modules: ['mssql', 'mssql/msnodesqlv8', 'mssql/msnodesqlv8.js'],
  versions: '>=6 <13',
  source: ['mssql@12.7.14 lib/global-connection.js:17', 'run: constructing a ConnectionPool connects nothing'],
  constructs: [
    { export: 'ConnectionPool', create: 'new', ...pool },
    {
      export: 'Transaction',
      create: 'new',
      owns: 'none',
      wraps: [{ argument: 0 }],
      close: [],
      acquires: mssqlTransaction,
    },
    {
      export: 'PreparedStatement',
      create: 'new',
      owns: 'none',
      wraps: [{ argument: 0 }],
      close: [],
      acquires: mssqlPreparedStatement,
    },
    {
      export: 'connect',
      create: 'call',
      async: true,
      ...pool,
      singleton: true,
      close: [...pool.close, { method: 'close', on: 'module', graceful: true, returns: 'promise', idempotent: true }],
    },
  ],
} satisfies Library;
