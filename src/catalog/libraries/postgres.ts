import { pgPool as checkout, pgPromiseDatabase, postgresSql } from '../acquires/databases.js';
import type { CloseMethod, Construct, Library, TimeoutFact } from '../types.js';

const end: readonly CloseMethod[] = [{ method: 'end', graceful: true, returns: 'promise', idempotent: false }];

const queryTimeouts: readonly TimeoutFact[] = [
  { phase: 'total', option: ['query_timeout'], default: null, effect: 'aborts', off: [0, false] },
  // The server's own limit, which says nothing of a silent server.
  { phase: 'headers', option: ['statement_timeout'], default: null, effect: 'aborts', off: [0, false] },
];

const pool = {
  create: 'new',
  owns: 'pool',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'timeout', ms: 10_000 },
  close: end,
  timeouts: [
    {
      phase: 'pool',
      option: ['connectionTimeoutMillis'],
      default: null,
      effect: 'aborts',
      covers: ['connect'],
      off: [0],
    },
    ...queryTimeouts,
    { phase: 'idle', option: ['idleTimeoutMillis'], default: 10_000, effect: 'aborts', off: [0] },
  ],
  limits: [{ option: 'max', default: 10, meaning: 'connections' }],
  requests: [{ export: 'query' }],
  returnsSelf: ['on', 'once'],
  views: ['connect'],
  acquires: checkout,
  injectAs: { type: 'Pool' },
} satisfies Omit<Construct, 'export'>;

const client = {
  create: 'new',
  owns: 'socket',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'peer' },
  holdsProcess: true,
  close: end,
  timeouts: [
    { phase: 'connect', option: ['connectionTimeoutMillis'], default: null, effect: 'aborts', off: [0] },
    ...queryTimeouts,
  ],
  requests: [{ export: 'query' }],
  returnsSelf: ['on', 'once'],
  views: [],
  injectAs: { type: 'Client' },
} satisfies Omit<Construct, 'export'>;

/** node-postgres; `native` holds the same classes over libpq. */
export const pg = {
  name: 'pg',
  modules: ['pg'],
  versions: '>=8 <9',
  source: [
    'pg@8.23.1 lib/client.js:116',
    'pg@8.23.1 lib/defaults.js:65',
    'pg-pool@3.14.0 index.js:89',
    'run: an unreleased client of a pool of one blocks the next query forever; a pool that is not ended holds ' +
      'the process for 10 s, a client until end()',
  ],
  constructs: ['', 'native.'].flatMap((prefix) => [
    { export: `${prefix}Pool`, ...pool },
    { export: `${prefix}Client`, ...client },
  ]),
} satisfies Library;

/** The pool of node-postgres as a package of its own. */
export const pgPool = {
  name: 'pg-pool',
  modules: ['pg-pool'],
  versions: '>=3 <4',
  source: ['pg-pool@3.14.0 index.js:89', 'pg-pool@3.14.0 index.js:206'],
  constructs: [{ export: 'default', ...pool, create: 'either' }],
} satisfies Library;

/**
 * pg-promise: `pgp(address)` makes a pool of pg, which `pgp.end()` ends with all others, so that nothing is said of its
 * own end.
 */
export const pgPromise = {
  name: 'pg-promise',
  modules: ['pg-promise'],
  versions: '>=10 <13',
  source: ['pg-promise@12.7.1 lib/database.js:126', 'pg-promise@12.7.1 lib/database.js:244'],
  constructs: [
    {
      export: 'default',
      create: 'call',
      owns: 'none',
      close: [],
      // Only what `pgp(address)` makes has them.
      derives: [{ method: '', owns: 'none' }],
      acquires: pgPromiseDatabase,
      injectAs: { type: 'IDatabase' },
    },
  ],
} satisfies Library;

/** postgres.js, whose durations are seconds. */
export const postgres = {
  name: 'postgres',
  modules: ['postgres'],
  versions: '>=3 <4',
  source: ['postgres@3.4.9 src/index.js:453', 'run: a client that is not ended keeps the process alive'],
  constructs: [
    {
      export: 'default',
      create: 'call',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      options: 1,
      close: [
        { method: 'end', graceful: true, returns: 'promise', idempotent: true },
        { method: 'close', graceful: false, returns: 'promise', idempotent: true },
      ],
      timeouts: [
        { phase: 'connect', option: ['connect_timeout'], unit: 's', default: 30_000, effect: 'aborts', off: [0] },
        { phase: 'idle', option: ['idle_timeout'], unit: 's', default: null, effect: 'aborts', off: [0] },
      ],
      limits: [{ option: 'max', default: 10, meaning: 'connections' }],
      requests: [{ export: '' }, { export: 'unsafe' }, { export: 'begin' }, { export: 'file' }],
      views: ['reserve', 'subscribe', 'listen'],
      acquires: postgresSql,
      injectAs: { type: 'Sql' },
    },
  ],
} satisfies Library;
