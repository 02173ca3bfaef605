/**
 * Options of one object of which the first may not be above the second: the least, or the idle ones, and all
 * connections.
 */
export const boundPairs: readonly {
  readonly pair: readonly [string, string];
  /** Whether the first counts idle ones: then it should not be the same, either. */
  readonly idle: boolean;
}[] = [
  // pg, generic-pool, mssql, knex, sequelize
  { pair: ['min', 'max'], idle: false },
  { pair: ['pool.min', 'pool.max'], idle: false },
  // mongodb
  { pair: ['minPoolSize', 'maxPoolSize'], idle: false },
  // mysql2, mariadb
  { pair: ['maxIdle', 'connectionLimit'], idle: false },
  { pair: ['minimumIdle', 'connectionLimit'], idle: false },
  // http.Agent, agentkeepalive
  { pair: ['maxFreeSockets', 'maxSockets'], idle: true },
  { pair: ['maxSockets', 'maxTotalSockets'], idle: false },
  // node-redis
  { pair: ['minimum', 'maximum'], idle: false },
];

/** Libraries whose limit of a call counts all of its attempts together. */
export const totalsOfAllAttempts: readonly string[] = ['ky', 'axios-retry'];

/** Functions that give up waiting for a promise after a while, with the option that says when. */
export const callersLimits: readonly { readonly module: string; readonly option: string; readonly source: string }[] = [
  { module: 'p-timeout', option: 'milliseconds', source: 'p-timeout@6 index.js; a number before version 5' },
];

/** Libraries whose promises have a `cancel()`, which p-timeout calls (p-timeout@6 index.js). */
export const cancellableLibraries: readonly string[] = ['got'];

/** Times of `http.Server` of which the first has to be shorter, or may at most be as long. */
export const serverPairs: readonly {
  readonly pair: readonly [string, string];
  /** Whether both may be the same. */
  readonly mayBeEqual: boolean;
  /** Versions of Node.js in which it matters no more. */
  readonly fixedIn?: string;
  readonly source: string;
}[] = [
  {
    pair: ['keepAliveTimeout', 'headersTimeout'],
    mayBeEqual: false,
    fixedIn: '>=14',
    source: 'nodejs/node#27363, #32329 (12.19, 14.0); run: Node.js 20.20, a connection is reused behind headersTimeout',
  },
  {
    pair: ['headersTimeout', 'requestTimeout'],
    mayBeEqual: true,
    source: 'Node.js lib/_http_server.js, storeHTTPOptions(): ERR_OUT_OF_RANGE for options where the first is longer',
  },
];

/**
 * Idle time in milliseconds at which common load balancers end a connection (AWS ALB, nginx 75 s, GCP backends 600 s).
 */
export const longestIdle = 60_000;

/** Options that say how many connections a pool may have, with what holds without them; `null`: no limit. */
export const poolCeilings: readonly {
  /** Ids of constructs. */
  readonly clients: readonly string[];
  readonly option: string;
  /** Other options that bound it as well. */
  readonly also: readonly string[];
  readonly default: number | null;
  /** What the number counts. */
  readonly unit: string;
  /** Number for a suggestion. */
  readonly start: number;
  /** Where the library lets calls wait for a connection without end: the option, and what turns it off. */
  readonly queue?: { readonly option: string; readonly unlimited: number; readonly unlessFalse: string };
  /** What else is written next to it where it is not set: the name of a constant, and a number to begin with. */
  readonly with?: readonly {
    readonly option: string;
    readonly name: string;
    readonly start: number;
    /** Versions that know it. */
    readonly versions?: string;
  }[];
  readonly source: string;
}[] = [
  {
    clients: ['undici#Agent', 'undici#Pool', 'undici#ProxyAgent', 'undici#EnvHttpProxyAgent'],
    option: 'connections',
    also: ['factory'],
    default: null,
    unit: 'connections per origin',
    start: 50,
    source: 'undici@8.13 lib/dispatcher/pool.js: null means no limit',
  },
  {
    clients: ['http#Agent', 'https#Agent'],
    option: 'maxSockets',
    also: ['maxTotalSockets'],
    default: null,
    unit: 'sockets per host',
    start: 50,
    with: [{ option: 'maxFreeSockets', name: 'MAX_IDLE_CONNECTIONS', start: 12 }],
    source: 'Node.js docs, new Agent(): Infinity; maxFreeSockets 256',
  },
  {
    clients: ['agentkeepalive#*'],
    option: 'maxSockets',
    also: ['maxTotalSockets'],
    default: null,
    unit: 'sockets per host',
    start: 50,
    with: [{ option: 'maxFreeSockets', name: 'MAX_IDLE_CONNECTIONS', start: 12 }],
    source: 'agentkeepalive@4.6 lib/agent.js',
  },
  {
    // Clients of the AWS SDK without a handler of their own have the same 50: a choice that suits most of them.
    clients: ['@smithy/node-http-handler#NodeHttpHandler', '@smithy/node-http-handler#NodeHttpHandler.create'],
    option: 'httpsAgent.maxSockets',
    also: ['httpAgent'],
    default: 50,
    unit: 'sockets per host',
    start: 50,
    source: '@smithy/node-http-handler@4.14.2 dist-cjs/index.js:289; an agent of its own replaces the number',
  },
  {
    clients: ['pg#Pool', 'pg#native.Pool', 'pg-pool#default'],
    option: 'max',
    also: [],
    default: 10,
    unit: 'connections',
    start: 10,
    with: [
      { option: 'connectionTimeoutMillis', name: 'CONNECTION_WAIT_MS', start: 1_000 },
      { option: 'idleTimeoutMillis', name: 'IDLE_MS', start: 10_000 },
    ],
    source: 'pg-pool@3.14.0 index.js:89',
  },
  {
    clients: ['mysql2#createPool', 'mysql2/promise#createPool'],
    option: 'connectionLimit',
    also: [],
    default: 10,
    unit: 'connections',
    start: 10,
    queue: { option: 'queueLimit', unlimited: 0, unlessFalse: 'waitForConnections' },
    with: [
      { option: 'maxIdle', name: 'MAX_IDLE_CONNECTIONS', start: 3, versions: '>=3' },
      { option: 'queueLimit', name: 'MAX_WAITING_CALLS', start: 50 },
    ],
    source: 'mysql2@3.24.5 lib/pool_config.js:15: queueLimit 0, which is no limit',
  },
  {
    clients: ['mysql#createPool'],
    option: 'connectionLimit',
    also: [],
    default: 10,
    unit: 'connections',
    start: 10,
    queue: { option: 'queueLimit', unlimited: 0, unlessFalse: 'waitForConnections' },
    with: [{ option: 'queueLimit', name: 'MAX_WAITING_CALLS', start: 50 }],
    source: 'mysql@2.18.1 lib/PoolConfig.js: queueLimit 0, which is no limit',
  },
  {
    clients: ['mariadb#createPool'],
    option: 'connectionLimit',
    also: [],
    default: 10,
    unit: 'connections',
    start: 10,
    source: 'mariadb@3 documentation, pool options',
  },
  {
    clients: ['mongodb#MongoClient'],
    option: 'maxPoolSize',
    also: [],
    default: 100,
    unit: 'connections',
    start: 50,
    with: [
      { option: 'maxIdleTimeMS', name: 'IDLE_MS', start: 30_000 },
      { option: 'waitQueueTimeoutMS', name: 'CONNECTION_WAIT_MS', start: 1_000 },
    ],
    source: 'mongodb@7 lib/connection_string.js',
  },
];
