import type { CloseMethod, Library } from '../types.js';

const close: readonly CloseMethod[] = [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }];
const stop: readonly CloseMethod[] = [{ method: 'stop', graceful: true, returns: 'promise', idempotent: true }];

/** pg-boss: a pool of its own, from `start()` on. */
export const pgBoss = {
  name: 'pg-boss',
  modules: ['pg-boss'],
  versions: '>=6 <13',
  source: ['pg-boss@10.4.2 src/index.js:147'],
  constructs: ['default', 'PgBoss'].map((name) => ({
    export: name,
    create: 'new' as const,
    owns: 'pool' as const,
    opens: 'first-use' as const,
    keepAlive: true,
    idle: { kind: 'peer' as const },
    holdsProcess: true,
    options: 0,
    wraps: [{ option: 'db', accepts: [], closes: false }],
    close: stop,
    returnsSelf: ['on', 'once'],
    views: [],
    injectAs: { type: 'PgBoss' },
  })),
} satisfies Library;

/** graphile-worker: a pool for each set of utilities and for each runner, unless one is given. */
export const graphileWorker = {
  name: 'graphile-worker',
  modules: ['graphile-worker'],
  versions: '>=0.13 <1',
  source: ['graphile-worker@0.17.3 dist/lib.js:213', 'graphile-worker@0.17.3 dist/workerUtils.js:12'],
  constructs: (
    [
      ['makeWorkerUtils', 'release'],
      ['run', 'stop'],
    ] as const
  ).map(([name, method]) => ({
    export: name,
    create: 'call' as const,
    async: true,
    owns: 'pool' as const,
    opens: 'construction' as const,
    keepAlive: true,
    idle: { kind: 'peer' as const },
    holdsProcess: true,
    wraps: [{ option: 'pgPool', accepts: ['pg#Pool'], closes: false }],
    close: [{ method, graceful: true, returns: 'promise' as const, idempotent: false }],
    views: [],
  })),
} satisfies Library;

/** bee-queue: up to three connections to Redis for each queue. */
export const beeQueue = {
  name: 'bee-queue',
  modules: ['bee-queue'],
  versions: '>=1 <3',
  source: ['bee-queue@2.0.0 lib/queue.js:84', 'bee-queue@2.0.0 lib/queue.js:205'],
  constructs: [
    {
      export: 'default',
      create: 'new',
      owns: 'pool',
      opens: 'construction',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      options: 1,
      wraps: [{ option: 'redis', accepts: ['redis#*'], closes: false }],
      close,
      returnsSelf: ['on', 'once'],
    },
  ],
} satisfies Library;

/** RabbitMQ, with connections that come back by themselves. */
export const amqpConnectionManager = {
  name: 'amqp-connection-manager',
  modules: ['amqp-connection-manager'],
  versions: '>=3 <6',
  source: [
    'amqp-connection-manager@5.0.0 dist/cjs/AmqpConnectionManager.js:153',
    'amqp-connection-manager@5.0.0 dist/cjs/index.js:13',
  ],
  constructs: [
    {
      export: 'connect',
      create: 'call',
      owns: 'socket',
      opens: 'construction',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      options: 1,
      close,
      returnsSelf: ['on', 'once'],
      views: ['createChannel'],
      injectAs: { type: 'AmqpConnectionManager' },
    },
  ],
} satisfies Library;

/** RabbitMQ, without amqplib. */
export const rabbitmqClient = {
  name: 'rabbitmq-client',
  modules: ['rabbitmq-client'],
  versions: '>=3 <6',
  source: ['rabbitmq-client@5.0.8 lib/Connection.js:88', 'rabbitmq-client@5.0.8 lib/Connection.js:124'],
  constructs: [
    {
      export: 'Connection',
      create: 'new',
      owns: 'socket',
      opens: 'construction',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      close,
      returnsSelf: ['on', 'once'],
      views: ['createPublisher', 'createConsumer', 'createRPCClient', 'acquire'],
      injectAs: { type: 'Connection' },
    },
  ],
} satisfies Library;

/** Clients of Nest's transports: Redis, NATS, RabbitMQ, Kafka, MQTT, gRPC, TCP. */
export const nestMicroservices = {
  name: '@nestjs/microservices',
  modules: ['@nestjs/microservices'],
  versions: '>=7 <13',
  source: [
    '@nestjs/microservices@12.1.1 client/client-proxy-factory.js:13',
    '@nestjs/microservices@12.1.1 client/client-redis.js:30',
  ],
  constructs: [
    'ClientProxyFactory.create',
    'ClientRedis',
    'ClientNats',
    'ClientRMQ',
    'ClientKafka',
    'ClientMqtt',
    'ClientTCP',
  ].map((name) => ({
    export: name,
    create: name.includes('.') ? ('call' as const) : ('new' as const),
    owns: 'socket' as const,
    opens: 'first-use' as const,
    keepAlive: true,
    idle: { kind: 'peer' as const },
    close: [{ method: 'close', graceful: true, returns: 'promise' as const, idempotent: true }],
    views: [],
    injectAs: { type: 'ClientProxy' },
  })),
} satisfies Library;

/** Temporal: clients work through a connection over gRPC. */
export const temporal = {
  name: '@temporalio/client',
  modules: ['@temporalio/client'],
  versions: '>=1 <2',
  source: ['@temporalio/client@1.24.0 lib/connection.js:284', '@temporalio/client@1.24.0 lib/connection.js:451'],
  constructs: (
    [
      ['connect', true],
      ['lazy', false],
    ] as const
  ).map(([method, isAsync]) => ({
    export: `Connection.${method}`,
    create: 'call' as const,
    async: isAsync,
    owns: 'socket' as const,
    opens: isAsync ? ('construction' as const) : ('first-use' as const),
    keepAlive: true,
    idle: { kind: 'peer' as const },
    close,
    injectAs: { type: 'Connection' },
  })),
} satisfies Library;
