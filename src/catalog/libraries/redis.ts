import { redisDuplicate } from '../acquires/locks-and-channels.js';
import type { CloseMethod, Construct, Library, TimeoutFact } from '../types.js';

/**
 * quit() exists in every major; close() and destroy() replace it and disconnect() since 5. All fail with "The client is
 * closed" where connect() was not called or failed (run: 4.7, 5.x, 6.x; from 6 on disconnect() and destroy() do not).
 */
const close: readonly CloseMethod[] = [
  { method: 'quit', graceful: true, returns: 'promise', idempotent: false, unopened: 'fails' },
  { method: 'close', graceful: true, returns: 'promise', idempotent: false, unopened: 'fails' },
  { method: 'disconnect', graceful: false, returns: 'promise', idempotent: false, unopened: 'fails' },
  { method: 'destroy', graceful: false, returns: 'void', idempotent: false, unopened: 'fails' },
  { method: 'end', graceful: false, returns: 'void', idempotent: true },
];

/** Run with 5 and 6: close() of a pool, a sentinel or a cluster that never connected does nothing. */
const closeOfMany: readonly CloseMethod[] = close.map((way) => ({ ...way, unopened: 'harmless' }));
/** Pools and sentinels came with 5, without the older methods. */
const closeSince5 = closeOfMany.filter(({ method }) => method === 'close' || method === 'destroy');

const timeouts: readonly TimeoutFact[] = [
  { phase: 'connect', option: ['socket.connectTimeout'], default: 5_000, effect: 'aborts' },
  {
    phase: 'body',
    option: ['socket.socketTimeout'],
    default: null,
    effect: 'aborts',
    silence: true,
    covers: ['headers'],
  },
  // Bounds the wait in the queue only: a silent server is waited for without end.
  { phase: 'pool', option: ['commandOptions.timeout'], default: 5_000, effect: 'aborts' },
];

const client = {
  create: 'call',
  owns: 'socket',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'peer' },
  // Its socket is a plain net.Socket; unref() of the client is the only way to let the process end with it open.
  holdsProcess: true,
  close,
  timeouts,
  returnsSelf: ['connect', 'on', 'once', 'setMaxListeners'],
  resolvesToSelf: ['connect'],
  derives: [{ method: 'duplicate', owns: 'socket' }],
  views: ['multi', 'scanIterator', 'acquire', 'withTypeMapping', 'legacy'],
  acquires: redisDuplicate,
  injectAs: { type: 'RedisClientType' },
} satisfies Omit<Construct, 'export'>;

const pool = {
  ...client,
  owns: 'pool',
  close: closeSince5,
  options: 1,
  timeouts: [...timeouts, { phase: 'pool', option: ['acquireTimeout'], default: 3_000, effect: 'aborts' }],
  limits: [{ option: 'maximum', default: 100, meaning: 'connections' }],
  injectAs: { type: 'RedisClientPoolType' },
} satisfies Omit<Construct, 'export'>;

/** node-redis; the connection opens with connect(), before version 4 at construction. */
export const redis = {
  name: 'redis',
  modules: ['redis', '@redis/client'],
  versions: '>=3 <7',
  source: [
    '@redis/client@6.3.1 dist/lib/client/socket.js:45',
    '@redis/client@6.3.1 dist/lib/client/pool.d.ts:143, dist/lib/sentinel/index.d.ts:134',
    'run: createClient() connects nothing; a GET waits for a silent server in spite of commandOptions.timeout',
  ],
  constructs: [
    { export: 'createClient', ...client },
    { export: 'createClientPool', ...pool },
    { export: 'createCluster', ...client, close: closeOfMany, owns: 'pool', injectAs: { type: 'RedisClusterType' } },
    { export: 'createSentinel', ...client, owns: 'pool', close: closeSince5, injectAs: { type: 'RedisSentinelType' } },
  ],
} satisfies Library;

/** Run: quit() rejects with "Connection is closed." where connecting failed; disconnect() does not. */
const ioredisClose: readonly CloseMethod[] = [
  { method: 'quit', graceful: true, returns: 'promise', idempotent: false, unopened: 'fails' },
  { method: 'disconnect', graceful: false, returns: 'void', idempotent: true, unopened: 'harmless' },
  { method: 'end', graceful: false, returns: 'void', idempotent: true },
];

/**
 * Commands after which a connection is one caller's alone, or keeps all others waiting (redis.io/docs, groups
 * connection, transactions, pubsub, and the blocking ones of lists, sorted sets and streams).
 */
const exclusive = [
  ...['subscribe', 'psubscribe', 'ssubscribe', 'unsubscribe', 'punsubscribe', 'sunsubscribe', 'monitor'],
  ...['multi', 'exec', 'watch', 'unwatch', 'discard', 'select', 'auth', 'client', 'hello', 'reset', 'swapdb'],
  ...['wait', 'waitaof', 'readonly', 'readwrite', 'asking', 'call', 'sendcommand', 'shutdown', 'debug'],
  ...['blpop', 'brpop', 'brpoplpush', 'blmove', 'blmpop', 'bzpopmin', 'bzpopmax', 'bzmpop', 'xread', 'xreadgroup'],
];

const ioredisClient = {
  create: 'either',
  owns: 'socket',
  opens: 'construction',
  keepAlive: true,
  idle: { kind: 'peer' },
  holdsProcess: true,
  close: ioredisClose,
  // The default retryStrategy waits up to 2 s (5 s from 6 on) and never gives up; one of the project's own may.
  multiplexed: { exclusive, givesUpBy: ['retryStrategy', 'clusterRetryStrategy'] },
  timeouts: [
    { phase: 'connect', option: ['connectTimeout'], default: 10_000, effect: 'aborts' },
    { phase: 'total', option: ['commandTimeout'], default: null, effect: 'aborts', covers: ['headers', 'body'] },
    { phase: 'body', option: ['socketTimeout'], default: null, effect: 'aborts', silence: true, covers: ['headers'] },
  ],
  retries: { default: 20, option: 'maxRetriesPerRequest' },
  returnsSelf: ['on', 'once', 'setMaxListeners'],
  derives: [{ method: 'duplicate', owns: 'socket' }],
  views: ['pipeline', 'multi', 'scanStream', 'hscanStream', 'sscanStream', 'zscanStream', 'nodes'],
  acquires: redisDuplicate,
  injectAs: { type: 'Redis' },
} satisfies Omit<Construct, 'export'>;

/** ioredis: connects at construction unless `lazyConnect` is set, and reconnects forever. */
export const ioredis = {
  name: 'ioredis',
  modules: ['ioredis'],
  versions: '>=4 <7',
  source: [
    'ioredis@6.0.0 built/redis/RedisOptions.js:9',
    'ioredis@6.0.0 built/Redis.d.ts:112',
    'run: a client that is not closed keeps the process alive; commandTimeout covers the reply',
  ],
  constructs: [
    // (options), (url, options), (port, options), (port, host, options).
    ...['default', 'Redis'].map((name) => ({ export: name, ...ioredisClient, optionsAlso: [1, 2] })),
    ...['Cluster', 'Redis.Cluster'].map((name) => ({
      export: name,
      ...ioredisClient,
      create: 'new' as const,
      owns: 'pool' as const,
      options: 1,
      timeouts: [
        {
          phase: 'connect' as const,
          option: ['redisOptions.connectTimeout'],
          default: 10_000,
          effect: 'aborts' as const,
        },
      ],
      injectAs: { type: 'Cluster' },
    })),
  ],
} satisfies Library;

/** Valkey's continuation of ioredis 5. */
export const iovalkey = {
  ...ioredis,
  name: 'iovalkey',
  modules: ['iovalkey'],
  versions: '>=0.1 <1',
  source: ['iovalkey@0.4.0 built/Redis.js'],
} satisfies Library;
