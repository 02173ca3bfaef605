import type { CloseMethod, Construct, Library } from '../types.js';

const disconnect: readonly CloseMethod[] = [
  { method: 'disconnect', graceful: true, returns: 'promise', idempotent: true },
];

const keyvRedisStore = {
  owns: 'socket',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'peer' },
  holdsProcess: true,
  options: 0,
  wraps: [{ argument: 0, accepts: ['redis#*', 'ioredis#*'], closes: true }],
  close: disconnect,
  returnsSelf: ['on', 'once'],
} satisfies Omit<Construct, 'export' | 'create'>;

/** Keyv's store in Redis: a connection of its own unless a client is given (node-redis from 3 on, ioredis before). */
export const keyvRedis = {
  name: '@keyv/redis',
  modules: ['@keyv/redis'],
  versions: '>=2 <6',
  source: [
    '@keyv/redis@5.1.6 dist/index.d.ts:111',
    '@keyv/redis@5.1.6 dist/index.d.ts:273',
    'run: constructing connects nothing',
  ],
  constructs: [
    { export: 'default', create: 'new', ...keyvRedisStore },
    { export: 'createKeyv', create: 'call', versions: '>=3 <6', ...keyvRedisStore },
  ],
} satisfies Library;

/** GraphQL over a WebSocket that opens with the first subscription, unless it is told not to be lazy. */
export const graphqlWs = {
  name: 'graphql-ws',
  modules: ['graphql-ws', 'graphql-ws/client'],
  versions: '>=5 <7',
  source: [
    'graphql-ws@6.4.2 dist/client.d.ts:163',
    'run: lazy, it opens nothing at construction; otherwise one socket; dispose() closes it',
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
      options: 0,
      conversation: true,
      close: [
        { method: 'dispose', graceful: true, returns: 'promise', idempotent: true },
        { method: 'terminate', graceful: false, returns: 'void', idempotent: true },
      ],
    },
  ],
} satisfies Library;

/** Channels of Pusher and Soketi over one WebSocket. */
export const pusherJs = {
  name: 'pusher-js',
  modules: ['pusher-js', 'pusher-js/*'],
  versions: '>=4 <9',
  source: [
    'pusher-js@8.6.0 dist/node/pusher.js',
    'run: it connects at once and keeps the process alive; disconnect() ends both',
  ],
  constructs: ['default', 'Pusher'].map((name) => ({
    export: name,
    create: 'new' as const,
    owns: 'socket' as const,
    opens: 'construction' as const,
    keepAlive: true,
    idle: { kind: 'peer' as const },
    holdsProcess: true,
    options: 1,
    conversation: true,
    close: [{ method: 'disconnect', graceful: false, returns: 'void' as const, idempotent: true }],
  })),
} satisfies Library;

/** workerpool: threads or processes that wait for the next task. */
export const workerpool = {
  name: 'workerpool',
  modules: ['workerpool'],
  versions: '>=6 <11',
  source: [
    'workerpool@10.0.3 src/Pool.js:69',
    'run: a pool that has had a task keeps the process alive; terminate() lets it end',
  ],
  constructs: [
    {
      export: 'pool',
      create: 'call',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      holdsProcess: true,
      threads: true,
      close: [{ method: 'terminate', graceful: true, returns: 'promise', idempotent: true }],
      views: [],
      cost: 'It starts threads or processes of its own',
    },
  ],
} satisfies Library;

/** IMAP: one connection for one mailbox at a time; a lock of a mailbox keeps all others waiting. */
export const imapflow = {
  name: 'imapflow',
  modules: ['imapflow'],
  versions: '>=1 <3',
  source: [
    'imapflow@2.10.2 dist/cjs/imap-flow.js:65',
    'imapflow@2.10.2 dist/cjs/connection-deadline.js:7',
    'imapflow@2.10.2 dist/cjs/imap-flow.js:1412 (verifyOnly)',
    'run: constructing connects nothing; a connected one keeps the process alive, logout() lets it end',
  ],
  constructs: [
    {
      export: 'ImapFlow',
      create: 'new',
      owns: 'socket',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      options: 0,
      perUse: true,
      // With it, connect() logs in, logs out and closes.
      freshWhen: [{ option: 'verifyOnly', equals: true }],
      close: [
        { method: 'logout', graceful: true, returns: 'promise', idempotent: true, unopened: 'fails' },
        { method: 'close', graceful: false, returns: 'void', idempotent: true },
      ],
      timeouts: [
        { phase: 'connect', option: ['connectionTimeout'], default: 90_000, effect: 'aborts' },
        { phase: 'headers', option: ['greetingTimeout'], default: 16_000, effect: 'aborts' },
        { phase: 'body', option: ['socketTimeout'], default: 300_000, effect: 'aborts', silence: true },
      ],
      returnsSelf: ['on', 'once'],
      acquires: [
        {
          method: 'getMailboxLock',
          async: true,
          release: [{ method: 'release', on: 'resource', double: 'harmless' }],
          type: 'MailboxLockObject',
          what: 'mailbox lock',
        },
      ],
    },
  ],
} satisfies Library;
