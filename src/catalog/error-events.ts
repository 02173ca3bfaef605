/**
 * What happens to an `error` event of a client that nobody listens for.
 * `ends`: Node.js throws it, and the process ends; `prints`: the library writes it to stderr; `swallows`: nobody ever
 * learns of it.
 */
export type UnheardEffect = 'ends' | 'prints' | 'swallows';

/** What a client does when one of its connections fails between two calls. */
export interface ErrorEventFact {
  /** Ids of constructs; `*` stands for any characters. */
  readonly clients: readonly string[];
  readonly effect: UnheardEffect;
  /** What emits it, as the subject of "ends the process". */
  readonly when: string;
  /** Whether it emits while it connects as well, so that a client of one call needs a listener too. */
  readonly opening?: boolean;
  /** Whether it goes on by itself afterwards: then a listener that logs is all there is to do. */
  readonly recovers: boolean;
  /** Methods whose results, or what they resolve to, emit as well. */
  readonly members?: readonly { readonly method: string; readonly what: string; readonly when: string }[];
  readonly source: readonly string[];
}

/**
 * Clients whose failures arrive as an `error` event, measured without a listener. Pools of mysql2, kafkajs, bullmq:
 * none.
 */
export const errorEvents: readonly ErrorEventFact[] = [
  {
    clients: ['pg#Pool', 'pg#native.Pool', 'pg-pool#default'],
    effect: 'ends',
    when: 'an idle connection that the server drops',
    recovers: true,
    source: ['pg-pool@3.14.0 index.js:62', 'run: a restart of PostgreSQL ends the process'],
  },
  {
    clients: ['pg#Client', 'pg#native.Client'],
    effect: 'ends',
    when: 'a connection that the server drops',
    recovers: false,
    source: ['pg@8.23.1 lib/client.js:422'],
  },
  {
    clients: ['redis#create*'],
    effect: 'ends',
    when: 'a lost or refused connection',
    opening: true,
    recovers: true,
    source: ['@redis/client@6.3.1 dist/lib/client/index.js:638', 'run: the server ends the connection, exit code 1'],
  },
  {
    clients: ['ioredis#*'],
    effect: 'prints',
    when: 'ioredis',
    recovers: true,
    source: ['ioredis@6.0.0 built/Redis.js:561', 'run: "[ioredis] Unhandled error event", the process goes on'],
  },
  {
    clients: ['mysql#createConnection'],
    effect: 'ends',
    when: 'a connection that the server drops',
    recovers: false,
    source: ['mysql@2.18.1 lib/Connection.js:423'],
  },
  {
    clients: [
      'mysql2#createConnection',
      'mysql2#connect',
      'mysql2#createConnectionPromise',
      'mysql2/promise#createConnection',
    ],
    effect: 'ends',
    when: 'a connection that the server drops',
    recovers: false,
    source: ['mysql2@3.24.6 lib/base/connection.js:338', 'run: a refused connection without a query, exit code 1'],
  },
  {
    clients: ['amqplib#connect'],
    effect: 'ends',
    when: 'a connection that the broker drops',
    recovers: false,
    members: [
      {
        method: 'createChannel',
        what: 'channel',
        when: 'a channel that the broker closes (a missing queue, another argument)',
      },
      {
        method: 'createConfirmChannel',
        what: 'channel',
        when: 'a channel that the broker closes (a missing queue, another argument)',
      },
    ],
    source: ['amqplib@2.3.1 lib/connection.js:311', 'amqplib@2.3.1 lib/channel.js:317'],
  },
  {
    clients: ['mqtt#connect', 'mqtt#connectAsync'],
    effect: 'swallows',
    when: 'mqtt',
    recovers: true,
    source: ['mqtt@5.16.0 build/lib/connect/index.js:173', 'run: connect() adds an empty listener of its own'],
  },
  {
    clients: ['ws#default', 'ws#WebSocket'],
    effect: 'ends',
    when: 'a refused handshake or a reset connection',
    opening: true,
    recovers: false,
    source: ['ws@8.23.0 lib/websocket.js:1092', 'run: exit code 1'],
  },
  {
    clients: ['http2#connect'],
    effect: 'ends',
    when: 'a refused or reset connection',
    opening: true,
    recovers: false,
    source: ['run: exit code 1 on Node.js 20 to 26'],
  },
  {
    clients: ['ssh2#Client', 'ssh2#default.Client'],
    effect: 'ends',
    when: 'a refused or lost connection',
    opening: true,
    recovers: false,
    source: ['run: ssh2 1.17.0, exit code 1'],
  },
  {
    clients: ['ldapjs#createClient'],
    effect: 'ends',
    when: 'a refused or lost connection',
    opening: true,
    recovers: false,
    source: ['run: ldapjs 3.0.7, a closed port and a reset, exit code 1'],
  },
  {
    clients: ['pg-boss#*'],
    effect: 'ends',
    when: 'a failed query of its maintenance or a connection that the server drops',
    recovers: true,
    source: ['pg-boss@10.4.2 src/db.js:19', 'pg-boss@10.4.2 src/index.js:97', 'pg-boss@10.4.2 src/boss.js:109'],
  },
];

/** Functions whose request emits `error` when the connection is refused or reset, and ends the process when unheard. */
export const unheardRequests: readonly { readonly library: string; readonly source: string }[] = [
  { library: 'http', source: 'run: http.get() to a closed port, exit code 1 on Node.js 20 to 26' },
  { library: 'https', source: 'run: as http' },
  {
    library: 'follow-redirects',
    source: 'follow-redirects@1.15 index.js: events of the native request are emitted again',
  },
];

/** Emitters that are no clients of the catalog: what makes them, and what emits an error. */
export const plainEmitters: readonly {
  readonly module: string;
  readonly exports: readonly string[];
  /** Whether each is a class. */
  readonly create: 'new' | 'call';
  readonly what: string;
  readonly when: string;
  readonly source: string;
}[] = [
  {
    module: 'net',
    exports: ['connect', 'createConnection'],
    create: 'call',
    what: 'socket',
    when: 'a refused or reset connection',
    source: 'run: Node.js 20.20, a closed port, exit code 1',
  },
  {
    module: 'net',
    exports: ['Socket'],
    create: 'new',
    what: 'socket',
    when: 'a refused or reset connection',
    source: 'run: Node.js 20.20, a closed port, exit code 1',
  },
  {
    module: 'tls',
    exports: ['connect'],
    create: 'call',
    what: 'socket',
    when: 'a refused or reset connection',
    source: 'run: Node.js 20.20, a closed port, exit code 1',
  },
  {
    module: 'tedious',
    exports: ['Connection'],
    create: 'new',
    what: 'connection',
    when: 'a connection that the server drops',
    source: 'tedious@19.2.2 lib/connection.js:1426',
  },
];

/** Servers whose event delivers a connection that needs a listener of its own. */
export const acceptedConnections: readonly {
  readonly module: string;
  readonly exports: readonly string[];
  /** `null`: only the callback is given it. */
  readonly event: string | null;
  /** Which argument of the listener it is. */
  readonly index?: number;
  /** Whether the last argument of what makes the server is such a listener as well. */
  readonly listenerAtEnd?: boolean;
  readonly when: string;
  readonly source: string;
}[] = [
  {
    module: 'ws',
    exports: ['WebSocketServer', 'Server', 'WebSocket.Server'],
    event: 'connection',
    when: 'one bad frame from a peer',
    source: 'run: ws 8.23.0, six bytes 0xff from a client, exit code 1',
  },
  {
    module: 'net',
    exports: ['createServer', 'Server'],
    event: 'connection',
    listenerAtEnd: true,
    when: 'a peer that resets it',
    source: 'run: Node.js 20.20, resetAndDestroy() of the client, exit code 1',
  },
  {
    module: 'tls',
    exports: ['createServer', 'Server'],
    event: 'secureConnection',
    listenerAtEnd: true,
    when: 'a peer that resets it',
    source: 'as net: a TLSSocket is a net.Socket',
  },
  {
    module: 'amqplib/callback_api',
    exports: ['connect'],
    event: null,
    index: 1,
    listenerAtEnd: true,
    when: 'a connection that the broker drops',
    source: 'amqplib@2.3.1 callback_api.js:11: the same connection as behind the promise',
  },
  ...['http', 'https'].flatMap((module) =>
    // Node.js takes its own listener away when it hands the socket over.
    ['upgrade', 'connect'].map((event) => ({
      module,
      exports: ['createServer', 'Server'],
      event,
      index: 1,
      when: 'a peer that resets it',
      source: 'run: Node.js 20.20, resetAndDestroy() of the client, exit code 1',
    })),
  ),
];

/** Functions that are given an emitter and listen for its errors themselves. */
export const listeningFunctions: readonly {
  readonly module: string;
  readonly exports: readonly string[];
  readonly source: string;
}[] = [
  {
    module: 'ws',
    exports: ['createWebSocketStream'],
    source: 'ws@8.23.0 lib/stream.js:69; run: a closed port, the process goes on',
  },
];

/** Packages that are given a client and add no listener for its errors. */
export const deafPackages: readonly string[] = [
  'drizzle-orm',
  'drizzle-orm/*',
  'kysely',
  'connect-pg-simple',
  'connect-redis',
  'rate-limit-redis',
  'rate-limiter-flexible',
  '@grammyjs/storage-*',
  'redlock',
];
