import { genericPoolSession } from '../session-state.js';
import type { AcquireFact } from '../types.js';

/** What must be given back apart from connections to databases: locks, files, channels, pages. */

/** generic-pool: the pool itself releases what it is given. */
export const genericPool: readonly AcquireFact[] = [
  {
    method: 'acquire',
    async: true,
    release: [
      { method: 'release', on: 'owner', async: true, double: 'error' },
      { method: 'destroy', on: 'owner', async: true },
    ],
    what: 'resource',
    session: genericPoolSession,
  },
];

/** async-mutex: `acquire()` of a mutex resolves to the function that releases it. */
export const mutex: readonly AcquireFact[] = [
  {
    method: 'acquire',
    async: true,
    release: [
      { method: '', on: 'resource' },
      { method: 'release', on: 'owner' },
    ],
    what: 'lock',
  },
];
/** async-mutex: `acquire()` of a semaphore resolves to its value and the function that releases it. */
export const semaphore: readonly AcquireFact[] = [
  {
    method: 'acquire',
    async: true,
    release: [
      { method: '1', on: 'resource' },
      { method: 'release', on: 'owner' },
    ],
    what: 'lock',
  },
];
/** async-sema: `acquire()` and `release()` of the semaphore itself. */
export const sema: readonly AcquireFact[] = [
  { method: 'acquire', async: true, resource: 'owner', release: [{ method: 'release', on: 'resource' }], what: 'lock' },
];

/** node:fs/promises: a handle that is collected instead of closed is a warning today, an error in future versions. */
export const fileHandle = (method: string): AcquireFact => ({
  method,
  async: true,
  release: [{ method: 'close', on: 'resource', async: true, double: 'harmless' }],
  transfers: ['createReadStream', 'createWriteStream', 'readLines', 'readableWebStream'],
  disposable: true,
  left: 'The file stays open until its handle is collected as garbage, which warns and will be an error.',
  type: 'FileHandle',
  what: 'file handle',
});

/** node-redis and ioredis: a duplicate is a connection of its own, often kept as subscriber. */
export const redisDuplicate: readonly AcquireFact[] = [
  {
    method: 'duplicate',
    async: false,
    release: [
      { method: 'close', on: 'resource', async: true },
      { method: 'quit', on: 'resource', async: true },
      { method: 'disconnect', on: 'resource' },
      { method: 'destroy', on: 'resource' },
    ],
    setUp: ['connect'],
    // What subscribes goes on for as long as the connection is open.
    transfers: [
      'subscribe',
      'psubscribe',
      'ssubscribe',
      'pSubscribe',
      'sSubscribe',
      'SUBSCRIBE',
      'PSUBSCRIBE',
      'monitor',
    ],
    lasting: true,
    left: 'It stays open, and a server limits how many it accepts.',
    what: 'connection',
  },
];

/** amqplib: a channel is closed with its connection, and often lives as long. */
export const amqpChannel: readonly AcquireFact[] = ['createChannel', 'createConfirmChannel'].map((method) => ({
  method,
  async: true,
  release: [
    { method: 'close', on: 'resource', async: true, double: 'error' },
    { method: 'close', on: 'owner', async: true },
  ],
  // What consumes goes on for as long as the channel is open.
  transfers: ['consume'],
  lasting: true,
  left: 'It stays open as long as its connection, which has room for 2,047.',
  what: 'channel',
}));

/** puppeteer and playwright: pages and contexts are closed with their browser. */
export const browserPages: readonly AcquireFact[] = (
  [
    ['newPage', 'page'],
    ['newContext', 'browser context'],
    ['createBrowserContext', 'browser context'],
    ['createIncognitoBrowserContext', 'browser context'],
  ] as const
).map(([method, what]) => ({
  method,
  async: true,
  release: [
    { method: 'close', on: 'resource', async: true },
    { method: 'close', on: 'owner', async: true },
  ],
  lasting: true,
  left: 'It stays open, with its process, until the browser is closed.',
  what,
}));
