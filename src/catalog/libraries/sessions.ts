import { browserPages } from '../acquires/locks-and-channels.js';
import type { CloseMethod, Construct, Library } from '../types.js';

const socket = {
  owns: 'socket',
  opens: 'construction',
  keepAlive: true,
  idle: { kind: 'peer' },
  holdsProcess: true,
} satisfies Partial<Construct>;

/** WebSocket clients; a connection for each conversation is what they are for. */
export const ws = {
  name: 'ws',
  modules: ['ws'],
  versions: '>=7 <9',
  source: [
    'ws@8.23.0 lib/constants.js:10',
    'run: an open WebSocket keeps the process alive; a third argument behind an options object is ignored',
  ],
  constructs: ['default', 'WebSocket'].map((name) => ({
    export: name,
    create: 'new' as const,
    ...socket,
    conversation: true,
    options: 2,
    optionsAlso: [1],
    close: [
      { method: 'close', graceful: true, returns: 'void' as const, idempotent: true },
      { method: 'terminate', graceful: false, returns: 'void' as const, idempotent: true },
    ],
    timeouts: [
      {
        phase: 'connect' as const,
        option: ['handshakeTimeout'],
        default: null,
        effect: 'aborts' as const,
        covers: ['headers' as const],
      },
    ],
    returnsSelf: ['on', 'once'],
  })),
} satisfies Library;

export const eventsource = {
  name: 'eventsource',
  modules: ['eventsource'],
  versions: '>=1 <6',
  // It is there to stay open and connects again by itself, so that it has no limit but its close().
  source: ['eventsource@5.1.5 dist/EventSource.js:105', 'run: eventsource@4.1.1, close() ends the connection'],
  constructs: ['default', 'EventSource'].map((name) => ({
    export: name,
    create: 'new' as const,
    ...socket,
    conversation: true,
    options: 1,
    close: [{ method: 'close', graceful: false, returns: 'void' as const, idempotent: true }],
  })),
} satisfies Library;

/** Socket.IO: sockets to one URL share a connection, which the module keeps. */
export const socketIo = {
  name: 'socket.io-client',
  modules: ['socket.io-client'],
  versions: '>=2 <5',
  source: ['socket.io-client@4.8.4 build/cjs/index.js:44', 'run: io() connects at once and keeps the process alive'],
  constructs: ['default', 'io', 'connect', 'Manager'].map((name) => ({
    export: name,
    create: 'either' as const,
    ...socket,
    conversation: true,
    options: 1,
    optionsAlso: [0],
    close: [
      { method: 'disconnect', graceful: true, returns: 'void' as const, idempotent: true },
      { method: 'close', graceful: true, returns: 'void' as const, idempotent: true },
    ],
    timeouts: [{ phase: 'connect' as const, option: ['timeout'], default: 20_000, effect: 'aborts' as const }],
    returnsSelf: ['on', 'once', 'connect', 'open'],
  })),
} satisfies Library;

/** Mail: a connection for each message, a pool when asked for. */
export const nodemailer = {
  name: 'nodemailer',
  modules: ['nodemailer'],
  versions: '>=4 <11',
  source: ['nodemailer@10.6.0 dist/esm/smtp-connection/index.js:13'],
  constructs: [
    {
      export: 'createTransport',
      create: 'call',
      owns: 'pool',
      ownsWhen: { option: 'pool', equals: true },
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      close: [{ method: 'close', graceful: true, returns: 'void', idempotent: true }],
      timeouts: [
        { phase: 'connect', option: ['connectionTimeout'], default: 120_000, effect: 'aborts' },
        { phase: 'headers', option: ['greetingTimeout'], default: 30_000, effect: 'aborts' },
        { phase: 'body', option: ['socketTimeout'], default: 600_000, effect: 'aborts', silence: true },
      ],
      limits: [{ option: 'maxConnections', default: 5, meaning: 'connections' }],
      requests: [{ export: 'sendMail' }, { export: 'verify' }],
      returnsSelf: ['on', 'once'],
      injectAs: { type: 'Transporter' },
    },
  ],
} satisfies Library;

export const ssh2 = {
  name: 'ssh2',
  modules: ['ssh2'],
  versions: '>=1 <2',
  source: ['ssh2@1.17.0 lib/client.js:141'],
  constructs: [
    {
      export: 'Client',
      create: 'new',
      owns: 'socket',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      close: [
        { method: 'end', graceful: true, returns: 'void', idempotent: true },
        { method: 'destroy', graceful: false, returns: 'void', idempotent: true },
      ],
      returnsSelf: ['on', 'once', 'connect', 'setMaxListeners'],
      views: ['sftp', 'exec', 'shell', 'forwardOut'],
      injectAs: { type: 'Client' },
    },
  ],
} satisfies Library;

const browser = {
  create: 'call',
  async: true,
  owns: 'socket',
  opens: 'construction',
  close: [{ method: 'close', graceful: true, returns: 'promise', idempotent: true }],
  returnsSelf: ['on', 'once'],
} satisfies Partial<Construct>;

const launched = { ...browser, cost: 'Each one starts a browser process' } satisfies Partial<Construct>;

const disconnect: CloseMethod = { method: 'disconnect', graceful: true, returns: 'promise', idempotent: true };

/** Puppeteer: each browser is a process. */
export const puppeteer = {
  name: 'puppeteer',
  modules: ['puppeteer', 'puppeteer-core', 'puppeteer-extra'],
  versions: '>=19',
  source: ['puppeteer-core@25.16.0 lib/puppeteer/api/Browser.js:217'],
  constructs: ['launch', 'connect'].map((name) => ({
    export: name,
    ...(name === 'launch' ? launched : { ...browser, close: [disconnect, ...browser.close] }),
    views: [
      'newPage',
      'createBrowserContext',
      'createIncognitoBrowserContext',
      'wsEndpoint',
      'pages',
      'process',
      'target',
      'targets',
      'waitForTarget',
    ],
    acquires: browserPages.filter(({ method }) => method !== 'newContext'),
    timeouts: [
      { phase: 'connect' as const, option: ['timeout'], default: 30_000, effect: 'aborts' as const, off: [0] },
    ],
    injectAs: { type: 'Browser' },
  })),
} satisfies Library;

/** Playwright as a library; under its own test runner the fixtures own browsers. */
export const playwright = {
  name: 'playwright',
  modules: ['playwright', 'playwright-core', 'playwright-chromium', 'playwright-firefox', 'playwright-webkit'],
  versions: '>=1 <2',
  source: ['playwright-core@1.65.1 types/types.d.ts:5923'],
  constructs: ['chromium', 'firefox', 'webkit'].flatMap((type) =>
    ['launch', 'launchPersistentContext', 'connect', 'connectOverCDP'].map((method) => ({
      export: `${type}.${method}`,
      ...(method.startsWith('launch') ? launched : browser),
      options: method === 'launch' ? 0 : 1,
      views: ['newPage', 'newContext', 'contexts', 'pages', 'newCDPSession', 'newBrowserCDPSession'],
      acquires: browserPages.filter(({ method }) => method === 'newPage' || method === 'newContext'),
      timeouts: [
        {
          phase: 'connect' as const,
          option: ['timeout'],
          default: method.startsWith('launch') ? 180_000 : 30_000,
          effect: 'aborts' as const,
          off: [0],
        },
      ],
      injectAs: { type: 'Browser' },
    })),
  ),
} satisfies Library;

/** A pool of worker threads. */
export const piscina = {
  name: 'piscina',
  modules: ['piscina'],
  versions: '>=4 <6',
  source: [
    'piscina@5.3.2 dist/index.js:49',
    'run: starts its threads at construction; idle ones do not keep the process alive',
  ],
  constructs: ['default', 'Piscina'].map((name) => ({
    export: name,
    create: 'new' as const,
    owns: 'pool' as const,
    opens: 'construction' as const,
    threads: true,
    cost: 'Each one starts worker threads of its own',
    close: [
      { method: 'destroy', graceful: false, returns: 'promise' as const, idempotent: true },
      { method: 'close', graceful: true, returns: 'promise' as const, idempotent: true },
    ],
    requests: [{ export: 'run' }],
    returnsSelf: ['on', 'once'],
    views: [],
    injectAs: { type: 'Piscina' },
  })),
} satisfies Library;
