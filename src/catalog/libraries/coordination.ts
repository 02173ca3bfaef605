import type { CloseMethod, Construct, Library } from '../types.js';

const shutdown: readonly CloseMethod[] = [
  { method: 'shutdown', graceful: true, returns: 'promise', idempotent: false },
];
const closeNow: readonly CloseMethod[] = [{ method: 'close', graceful: false, returns: 'void', idempotent: true }];

/** etcd: gRPC channels to each host, which all calls share. */
export const etcd3 = {
  name: 'etcd3',
  modules: ['etcd3'],
  versions: '>=1 <2',
  source: [
    'etcd3@1.1.2 lib/connection-pool.js:146',
    'etcd3@1.1.2 lib/options.d.ts:95',
    'run: constructing connects nothing; close() ends the channels',
  ],
  constructs: [
    {
      export: 'Etcd3',
      create: 'new',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      multiplexed: { exclusive: [] },
      close: closeNow,
      timeouts: [{ phase: 'connect', option: ['dialTimeout'], default: 30_000, effect: 'aborts' }],
      limitedBy: ['defaultCallOptions'],
      retries: { default: 3, option: 'faultHandling.global' },
      injectAs: { type: 'Etcd3' },
    },
  ],
} satisfies Library;

/** Consul: an agent of its own for each client, unless one is given. */
export const consul = {
  name: 'consul',
  modules: ['consul'],
  versions: '>=2 <3',
  source: [
    'consul@2.0.1 lib/utils.js:23',
    'consul@2.0.1 lib/consul.js:62',
    'consul@2.0.1 lib/consul.d.ts:19: the types do not know a timeout',
    'run: an idle connection stays open until destroy(), and lets the process end; defaults.timeout ends a request ' +
      'that gets no answer, which without it is waited for without end',
  ],
  constructs: [
    {
      export: 'default',
      create: 'new',
      owns: 'agent',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      wraps: [{ option: 'agent', closes: true }],
      close: [{ method: 'destroy', graceful: false, returns: 'void', idempotent: true }],
      timeouts: [
        {
          phase: 'total',
          option: ['defaults.timeout'],
          untyped: true,
          default: null,
          effect: 'aborts',
          covers: ['connect', 'headers', 'body'],
          off: [0],
        },
      ],
      injectAs: { type: 'Consul' },
    },
  ],
} satisfies Library;

/** ZooKeeper: one session over one connection, from connect() on. */
export const zookeeper = {
  name: 'node-zookeeper-client',
  modules: ['node-zookeeper-client'],
  versions: '>=0.2 <2',
  source: [
    'node-zookeeper-client@1.1.3 index.js:39',
    'node-zookeeper-client@1.1.3 lib/ConnectionManager.js:238',
    'run: constructing connects nothing; a connected one keeps the process alive',
  ],
  constructs: [
    {
      export: 'createClient',
      create: 'call',
      owns: 'socket',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      options: 1,
      multiplexed: { exclusive: [] },
      close: closeNow,
      timeouts: [{ phase: 'connect', option: ['sessionTimeout'], default: 30_000, effect: 'aborts' }],
      retries: { default: 0, option: 'retries' },
      returnsSelf: ['on', 'once'],
      injectAs: { type: 'Client' },
    },
  ],
} satisfies Library;

const broker = {
  create: 'call',
  async: true,
  owns: 'pool',
  opens: 'construction',
  keepAlive: true,
  idle: { kind: 'peer' },
  holdsProcess: true,
  close: shutdown,
  returnsSelf: ['on', 'once'],
  views: ['publish', 'subscribe', 'forward'],
  injectAs: { type: 'BrokerAsPromised' },
} satisfies Omit<Construct, 'export'>;

/** RabbitMQ through a broker that is configured as a whole. */
export const rascal = {
  name: 'rascal',
  modules: ['rascal'],
  versions: '>=10 <22',
  source: [
    'rascal@21.0.1 lib/amqp/Broker.js:57: a timer of its own keeps the process alive until shutdown()',
    'rascal@21.0.1 lib/amqp/BrokerAsPromised.js:9',
    'run: even one whose connection fails keeps the process alive',
  ],
  constructs: ['BrokerAsPromised.create', 'createBrokerAsPromised'].map((name) => ({ export: name, ...broker })),
} satisfies Library;

/** Memcached: a connection for each server, which all commands share. */
export const memjs = {
  name: 'memjs',
  modules: ['memjs'],
  versions: '>=1 <2',
  source: [
    'memjs@1.3.2 lib/memjs/server.js:20',
    'memjs@1.3.2 lib/memjs/memjs.js:18',
    'run: constructing connects nothing; after a command it keeps the process alive until close() or quit()',
  ],
  constructs: [
    {
      export: 'Client.create',
      create: 'call',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      options: 1,
      multiplexed: { exclusive: [] },
      close: [
        { method: 'quit', graceful: true, returns: 'void', idempotent: true },
        { method: 'close', graceful: false, returns: 'void', idempotent: true },
      ],
      timeouts: [
        { phase: 'connect', option: ['conntimeout'], unit: 's', default: 1_000, effect: 'aborts' },
        { phase: 'total', option: ['timeout'], unit: 's', default: 500, effect: 'aborts', covers: ['headers', 'body'] },
      ],
      retries: { default: 1, option: 'retries' },
      injectAs: { type: 'Client' },
    },
  ],
} satisfies Library;

const metrics = {
  create: 'new',
  owns: 'socket',
  opens: 'construction',
  cost: 'It opens a socket of its own, which stays open',
} satisfies Partial<Construct>;

/** StatsD: a UDP socket for each client, which does not keep the process alive. */
export const hotShots = {
  name: 'hot-shots',
  modules: ['hot-shots'],
  versions: '>=6 <18',
  source: [
    'hot-shots@17.1.1 lib/transport.js:138',
    'hot-shots@17.1.1 lib/statsd.js:722',
    'run: over UDP and TCP, it lets the process end',
  ],
  constructs: ['default', 'StatsD'].map((name) => ({
    export: name,
    ...metrics,
    leftOpen: true,
    close: [{ method: 'close', graceful: true, returns: 'callback' as const, idempotent: true }],
    views: ['childClient'],
    injectAs: { type: 'StatsD' },
  })),
} satisfies Library;

/** The first StatsD client of npm: its UDP socket keeps the process alive once it has sent something. */
export const nodeStatsd = {
  name: 'node-statsd',
  modules: ['node-statsd'],
  versions: '>=0.1 <1',
  source: ['node-statsd@0.1.1 lib/statsd.js:38', 'run: it keeps the process alive from the first metric until close()'],
  constructs: ['default', 'StatsD'].map((name) => ({
    export: name,
    ...metrics,
    holdsProcess: true,
    close: [{ method: 'close', graceful: false, returns: 'void' as const, idempotent: false }],
  })),
} satisfies Library;

/** Google's generated clients over gRPC, each with a channel of its own. */
export const googleClients = {
  name: '@google-cloud/kms and its like',
  modules: ['kms', 'secret-manager', 'tasks', 'scheduler', 'speech', 'text-to-speech', 'translate', 'vision'].map(
    (name) => `@google-cloud/${name}`,
  ),
  versions: '>=2 <10',
  source: [
    '@google-cloud/kms@5.7.0 build/src/v1/key_management_service_client.js:3532',
    'run: constructing connects nothing; an idle channel lets the process end',
  ],
  constructs: [
    {
      export: '*Client',
      create: 'new',
      owns: 'socket',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      leftOpen: true,
      multiplexed: { exclusive: [] },
      close: [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }],
    },
  ],
} satisfies Library;
