import { mongoClient, mongooseModule, mongooseSession } from '../acquires/databases.js';
import type { CloseMethod, Construct, Library, TimeoutFact } from '../types.js';

const close: readonly CloseMethod[] = [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }];

const timeouts: readonly TimeoutFact[] = [
  {
    phase: 'connect',
    option: ['connectTimeoutMS', 'serverSelectionTimeoutMS'],
    default: 30_000,
    effect: 'aborts',
    off: [0],
  },
  {
    phase: 'body',
    option: ['socketTimeoutMS'],
    default: null,
    effect: 'aborts',
    silence: true,
    covers: ['headers'],
    off: [0],
  },
  {
    phase: 'total',
    option: ['timeoutMS'],
    default: null,
    effect: 'aborts',
    covers: ['connect', 'headers', 'body', 'pool'],
    off: [0],
  },
  { phase: 'pool', option: ['waitQueueTimeoutMS'], default: null, effect: 'aborts', off: [0] },
  { phase: 'idle', option: ['maxIdleTimeMS'], default: null, effect: 'aborts', off: [0] },
];

const client = {
  owns: 'pool',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'peer' },
  holdsProcess: true,
  perJob: true,
  options: 1,
  close,
  timeouts,
  limits: [{ option: 'maxPoolSize', default: 100, meaning: 'connections to each server' }],
  returnsSelf: ['connect', 'on', 'once'],
  resolvesToSelf: ['connect'],
  views: ['db', 'startSession', 'watch'],
  acquires: mongoClient,
  injectAs: { type: 'MongoClient' },
} satisfies Omit<Construct, 'export' | 'create'>;

/** The MongoDB driver; monitors and a pool for each server. */
export const mongodb = {
  name: 'mongodb',
  modules: ['mongodb'],
  versions: '>=4 <8',
  source: [
    'mongodb@7.8.0 lib/mongo_client.js:106',
    'run: constructing a client connects nothing; a connected one keeps the process alive',
  ],
  constructs: [
    { export: 'MongoClient', create: 'new', ...client },
    { export: 'MongoClient.connect', create: 'call', async: true, ...client },
  ],
} satisfies Library;

const connection = {
  ...client,
  opens: 'construction',
  timeouts: [...timeouts, { phase: 'headers', option: ['bufferTimeoutMS'], default: 10_000, effect: 'aborts' }],
  returnsSelf: ['asPromise', 'on', 'once', 'set'],
  resolvesToSelf: ['asPromise'],
  views: ['useDb', 'model', 'collection', 'startSession', 'getClient'],
  acquires: mongooseSession,
  injectAs: { type: 'Connection' },
} satisfies Omit<Construct, 'export' | 'create'>;

/** Nest's module of Mongoose: the framework closes its connection at `app.close()`. */
export const nestMongoose = {
  name: '@nestjs/mongoose',
  modules: ['@nestjs/mongoose'],
  versions: '>=7 <13',
  source: [
    '@nestjs/mongoose@12.0.0 dist/mongoose-core.module.js:29: its own options taken out, the rest is for mongoose',
    '@nestjs/mongoose@12.0.0 dist/mongoose-core.module.js:120: onApplicationShutdown() closes the connection',
  ],
  constructs: [
    {
      export: 'MongooseModule.forRoot',
      create: 'call',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      singleton: true,
      options: 1,
      close: [],
      timeouts: connection.timeouts,
      limits: client.limits,
    },
  ],
} satisfies Library;

/** Mongoose: `connect` opens the one default connection of the process, `createConnection` a further one. */
export const mongoose = {
  name: 'mongoose',
  modules: ['mongoose'],
  versions: '>=6 <10',
  source: ['mongoose@9.12.1 lib/connection.js:889', 'run: connect(uri) and createConnection(uri) connect at once'],
  acquires: mongooseModule,
  constructs: [
    {
      export: 'createConnection',
      create: 'call',
      ...connection,
      close: [...close, { method: 'destroy', graceful: false, returns: 'promise', idempotent: true }],
    },
    {
      export: 'connect',
      create: 'call',
      async: true,
      ...connection,
      singleton: true,
      close: [
        { method: 'disconnect', on: 'module', graceful: true, returns: 'promise', idempotent: true, reusable: true },
        {
          method: 'connection.close',
          on: 'module',
          graceful: true,
          returns: 'promise',
          idempotent: true,
          reusable: true,
        },
        { method: 'disconnect', graceful: true, returns: 'promise', idempotent: true, reusable: true },
        { method: 'connection.close', graceful: true, returns: 'promise', idempotent: true, reusable: true },
      ],
    },
  ],
} satisfies Library;
