/**
 * Options of one object of which the first may not be above the second: the least, or the idle ones, and all
 * connections.
 */
export const boundPairs: readonly (readonly [string, string])[] = [
  // pg, generic-pool, mssql, knex, sequelize
  ['min', 'max'],
  ['pool.min', 'pool.max'],
  // mongodb
  ['minPoolSize', 'maxPoolSize'],
  // mysql2, mariadb
  ['maxIdle', 'connectionLimit'],
  ['minimumIdle', 'connectionLimit'],
  // http.Agent, agentkeepalive
  ['maxFreeSockets', 'maxSockets'],
  ['maxSockets', 'maxTotalSockets'],
  // node-redis
  ['minimum', 'maximum'],
];

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
    source: 'Node.js docs, new Agent(): Infinity',
  },
  {
    clients: ['agentkeepalive#*'],
    option: 'maxSockets',
    also: ['maxTotalSockets'],
    default: null,
    unit: 'sockets per host',
    start: 50,
    source: 'agentkeepalive@4.6 lib/agent.js',
  },
  {
    clients: ['pg#Pool', 'pg#native.Pool', 'pg-pool#default'],
    option: 'max',
    also: [],
    default: 10,
    unit: 'connections',
    start: 10,
    source: 'pg-pool@3.14.0 index.js:89',
  },
  {
    clients: ['mysql2#createPool', 'mysql2/promise#createPool', 'mysql#createPool', 'mariadb#createPool'],
    option: 'connectionLimit',
    also: [],
    default: 10,
    unit: 'connections',
    start: 10,
    source: 'mysql2@3.24.5 lib/pool_config.js:15',
  },
  {
    clients: ['mongodb#MongoClient'],
    option: 'maxPoolSize',
    also: [],
    default: 100,
    unit: 'connections',
    start: 50,
    source: 'mongodb@7 lib/connection_string.js',
  },
];
