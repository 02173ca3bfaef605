import { amqpChannel } from '../acquires/locks-and-channels.js';
import type { CloseMethod, Construct, DerivedConstruct, InjectionPoint, Library, MultiplexedFact } from '../types.js';

const disconnect: readonly CloseMethod[] = [
  { method: 'disconnect', graceful: true, returns: 'promise', idempotent: true, reusable: true },
];
const close: readonly CloseMethod[] = [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }];

const members: readonly DerivedConstruct[] = [
  { method: 'producer', owns: 'pool', close: disconnect, views: ['transaction'], injectAs: { type: 'Producer' } },
  { method: 'consumer', owns: 'pool', close: disconnect, injectAs: { type: 'Consumer' } },
  { method: 'admin', owns: 'pool', close: disconnect, views: [], injectAs: { type: 'Admin' } },
].map((member) => ({ ...member, owns: 'pool', opens: 'first-use', perJob: true, returnsSelf: [] }));

/** Only what it makes has connections. */
const kafka = { create: 'new', owns: 'none', close: [], derives: members } satisfies Partial<Construct>;

/** kafkajs: connections to each broker for every producer, consumer and admin. */
export const kafkajs = {
  name: 'kafkajs',
  modules: ['kafkajs'],
  versions: '>=1 <3',
  source: ['kafkajs@2.2.4 src/index.js:56', 'run: constructing connects nothing'],
  constructs: [
    {
      export: 'Kafka',
      ...kafka,
      timeouts: [
        { phase: 'connect', option: ['connectionTimeout'], default: 1_000, effect: 'aborts' },
        { phase: 'headers', option: ['requestTimeout'], default: 30_000, effect: 'aborts' },
      ],
      retries: { default: 5, option: 'retry.retries' },
    },
  ],
} satisfies Library;

/** librdkafka with the interface of kafkajs; it has threads besides connections. */
export const confluentKafka = {
  name: '@confluentinc/kafka-javascript',
  modules: ['@confluentinc/kafka-javascript'],
  versions: '>=0.2 <2',
  source: ['@confluentinc/kafka-javascript@1.10.1 lib/kafkajs/_producer.js:454'],
  constructs: [{ export: 'KafkaJS.Kafka', ...kafka }],
} satisfies Library;

/** RabbitMQ: a connection holds any number of channels. */
export const amqplib = {
  name: 'amqplib',
  modules: ['amqplib'],
  versions: '>=0.8 <3',
  source: ['amqplib@2.3.1 lib/channel_model.js:18'],
  constructs: [
    {
      export: 'connect',
      create: 'call',
      async: true,
      owns: 'socket',
      opens: 'construction',
      // Its socket is a plain net.Socket that nothing unrefs.
      holdsProcess: true,
      keepAlive: true,
      idle: { kind: 'peer' },
      options: 1,
      close: [{ method: 'close', graceful: true, returns: 'promise', idempotent: false }],
      timeouts: [{ phase: 'connect', option: ['timeout'], default: null, effect: 'aborts' }],
      returnsSelf: ['on', 'once'],
      views: ['createChannel', 'createConfirmChannel'],
      acquires: amqpChannel,
      injectAs: { type: 'ChannelModel' },
    },
  ],
} satisfies Library;

/** NATS, version 2 as `nats`, version 3 as `@nats-io/transport-node`. */
export const nats = {
  name: 'nats',
  modules: ['nats', '@nats-io/transport-node'],
  versions: '>=2 <4',
  source: ['@nats-io/nats-core@3.4.0 lib/nats.js:397'],
  constructs: [
    {
      export: 'connect',
      create: 'call',
      async: true,
      owns: 'socket',
      opens: 'construction',
      keepAlive: true,
      idle: { kind: 'peer' },
      close: [
        { method: 'drain', graceful: true, returns: 'promise', idempotent: false },
        { method: 'close', graceful: false, returns: 'promise', idempotent: true },
      ],
      timeouts: [{ phase: 'connect', option: ['timeout'], default: 20_000, effect: 'aborts' }],
      views: ['jetstream', 'jetstreamManager', 'subscribe', 'services'],
      injectAs: { type: 'NatsConnection' },
    },
  ],
} satisfies Library;

const mqttClient = {
  create: 'call',
  owns: 'socket',
  opens: 'construction',
  keepAlive: true,
  idle: { kind: 'peer' },
  holdsProcess: true,
  options: 1,
  optionsAlso: [0],
  close: [
    { method: 'endAsync', graceful: true, returns: 'promise', idempotent: true },
    { method: 'end', graceful: true, returns: 'callback', idempotent: true },
  ],
  timeouts: [{ phase: 'connect', option: ['connectTimeout'], default: 30_000, effect: 'aborts' }],
  returnsSelf: ['on', 'once', 'subscribe', 'publish', 'unsubscribe', 'end'],
  views: [],
  injectAs: { type: 'MqttClient' },
} satisfies Omit<Construct, 'export'>;

/** MQTT: connects at construction and reconnects forever. */
export const mqtt = {
  name: 'mqtt',
  modules: ['mqtt'],
  versions: '>=4 <6',
  source: ['mqtt@5.16.0 build/lib/client.js:68', 'run: a client that is not ended keeps the process alive'],
  constructs: [
    { export: 'connect', ...mqttClient },
    { export: 'connectAsync', ...mqttClient, async: true },
  ],
} satisfies Library;

/** A Redis instance that is given is shared and not closed; options make a connection of its own. */
const connection: readonly InjectionPoint[] = [
  { option: 'connection', accepts: ['ioredis#*', 'redis#*'], closes: false },
];

const queue = {
  create: 'new',
  owns: 'socket',
  opens: 'construction',
  keepAlive: true,
  idle: { kind: 'peer' },
  holdsProcess: true,
  options: 1,
  wraps: connection,
  listens: true,
  close,
  returnsSelf: ['on', 'once'],
  views: [],
} satisfies Omit<Construct, 'export'>;

/** Adding and reading jobs are plain commands on one connection (bullmq@6.7.0 dist/cjs/classes/queue.js). */
const multiplexed: MultiplexedFact = { exclusive: [], givesUpBy: ['connection.retryStrategy', 'redis.retryStrategy'] };

/** BullMQ over Redis. */
export const bullmq = {
  name: 'bullmq',
  modules: ['bullmq'],
  versions: '>=1 <7',
  source: [
    'bullmq@6.7.0 dist/cjs/classes/queue.js:274',
    'bullmq@6.7.0 dist/cjs/classes/redis-connection.js:268',
    'run: a Queue, QueueEvents or FlowProducer connects once at construction, a Worker twice; each keeps the ' +
      'process alive',
  ],
  constructs: [
    { export: 'Queue', ...queue, multiplexed },
    { export: 'QueueEvents', ...queue },
    { export: 'QueueScheduler', ...queue, versions: '<3' },
    { export: 'FlowProducer', ...queue, options: 0, multiplexed },
    // A worker blocks on a connection of its own, whatever it is given.
    { export: 'Worker', ...queue, owns: 'pool', works: { through: 1 }, options: 2, wraps: [], takes: connection },
  ],
} satisfies Library;

/** Bull, the predecessor: three connections for each queue. */
export const bull = {
  name: 'bull',
  modules: ['bull'],
  versions: '>=3 <5',
  source: ['bull@4.16.5 lib/queue.js:187'],
  constructs: [
    {
      export: 'default',
      ...queue,
      create: 'either',
      owns: 'pool',
      multiplexed: { ...multiplexed, exclusive: ['process'] },
      wraps: [{ option: 'createClient' }],
    },
  ],
} satisfies Library;
