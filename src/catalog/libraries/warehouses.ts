import { oracleConnection } from '../acquires/databases.js';
import type { CloseMethod, Library } from '../types.js';

const close: readonly CloseMethod[] = [{ method: 'close', graceful: true, returns: 'promise', idempotent: false }];

/** Oracle: `getConnection()` of the module takes one from the default pool, or opens one. */
export const oracledb = {
  name: 'oracledb',
  modules: ['oracledb'],
  versions: '>=5 <27',
  source: [
    'oracledb@26.0.0 lib/oracledb.js:625',
    'oracledb@26.0.0 lib/oracledb.js:767',
    'oracledb@26.0.0 lib/pool.js:230',
  ],
  constructs: [
    {
      export: 'createPool',
      create: 'call',
      async: true,
      owns: 'pool',
      opens: 'construction',
      keepAlive: true,
      idle: { kind: 'timeout', ms: 60_000 },
      close,
      views: [],
      acquires: [oracleConnection],
      injectAs: { type: 'Pool' },
    },
  ],
  acquires: [oracleConnection],
} satisfies Library;

/** Snowflake: a session of the server for each connection. */
export const snowflake = {
  name: 'snowflake-sdk',
  modules: ['snowflake-sdk'],
  versions: '>=1 <4',
  source: ['snowflake-sdk@3.3.0 dist/lib/connection/connection.js:356', 'snowflake-sdk@3.3.0 dist/lib/core.js:307'],
  constructs: [
    {
      export: 'createConnection',
      create: 'call',
      owns: 'socket',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      perJob: true,
      close: [{ method: 'destroy', graceful: true, returns: 'callback', idempotent: false }],
      injectAs: { type: 'Connection' },
    },
    {
      export: 'createPool',
      create: 'call',
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      close: [{ method: 'drain', graceful: true, returns: 'promise', idempotent: false }],
      views: ['use'],
    },
  ],
} satisfies Library;

/** Databricks SQL: sessions on a client. */
export const databricks = {
  name: '@databricks/sql',
  modules: ['@databricks/sql'],
  versions: '>=1 <3',
  source: ['@databricks/sql@2.1.0 dist/DBSQLClient.js:545', '@databricks/sql@2.1.0 dist/DBSQLClient.js:773'],
  constructs: [
    {
      export: 'DBSQLClient',
      create: 'new',
      owns: 'socket',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'peer' },
      perJob: true,
      close,
      returnsSelf: ['on', 'once', 'connect'],
      resolvesToSelf: ['connect'],
      views: ['openSession'],
      acquires: [
        {
          method: 'openSession',
          async: true,
          release: [
            { method: 'close', on: 'resource', async: true },
            { method: 'close', on: 'owner', async: true },
          ],
          what: 'session',
        },
      ],
    },
  ],
} satisfies Library;

/** Slonik: pools of pg. */
export const slonik = {
  name: 'slonik',
  modules: ['slonik'],
  versions: '>=24 <48',
  source: ['slonik@47.3.2 dist/integration.test/stream.test.js:57'],
  constructs: [
    {
      export: 'createPool',
      create: 'call',
      async: true,
      owns: 'pool',
      opens: 'first-use',
      keepAlive: true,
      idle: { kind: 'timeout', ms: 5_000 },
      options: 1,
      close: [{ method: 'end', graceful: true, returns: 'promise', idempotent: false }],
      views: ['stream'],
      injectAs: { type: 'DatabasePool' },
    },
  ],
} satisfies Library;

/** Valkey and Redis through a core in Rust: one connection for all commands. */
export const valkeyGlide = {
  name: '@valkey/valkey-glide',
  modules: ['@valkey/valkey-glide'],
  versions: '>=1 <3',
  source: [
    '@valkey/valkey-glide@2.5.2 build-ts/GlideClient.js:105',
    '@valkey/valkey-glide@2.5.2 build-ts/BaseClient.js:7242',
  ],
  constructs: ['GlideClient', 'GlideClusterClient'].map((name) => ({
    export: `${name}.createClient`,
    create: 'call' as const,
    async: true,
    owns: 'socket' as const,
    opens: 'construction' as const,
    keepAlive: true,
    idle: { kind: 'peer' as const },
    holdsProcess: true,
    close: [{ method: 'close', graceful: false, returns: 'void' as const, idempotent: true }],
    views: [],
    injectAs: { type: name },
  })),
} satisfies Library;

/** Ethereum nodes over WebSockets. */
export const ethersSocket = {
  name: 'ethers',
  modules: ['ethers'],
  versions: '>=6 <7',
  source: ['ethers@6.17.0 lib.commonjs/providers/provider-websocket.js:71'],
  constructs: ['WebSocketProvider', 'ethers.WebSocketProvider'].map((name) => ({
    export: name,
    create: 'new' as const,
    owns: 'socket' as const,
    opens: 'construction' as const,
    keepAlive: true,
    idle: { kind: 'peer' as const },
    holdsProcess: true,
    close: [{ method: 'destroy', graceful: false, returns: 'promise' as const, idempotent: true }],
    injectAs: { type: 'WebSocketProvider' },
  })),
} satisfies Library;
