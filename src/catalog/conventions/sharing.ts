import type { NameConvention, TextConvention } from './types.js';

/**
 * Methods that set an instance up or change it (node:events, axios interceptors, clients that connect, query builders),
 * which must not happen anew for every call on a shared one.
 */
export const settingUpMethods: NameConvention = {
  begins: [
    ...['on', 'once', 'addListener', 'prependListener', 'off', 'removeListener', 'use', 'set', 'connect', 'init'],
    ...['compose', 'open', 'start', 'subscribe', 'register', 'extend', 'add', 'remove', 'delete', 'with', 'reset'],
    'clear',
  ],
};

/** The same for a connection that many callers share, whose commands may be called `set`, `add` or `delete`. */
export const sharedSettingUpMethods: NameConvention = {
  begins: [
    ...['on', 'once', 'addListener', 'prependListener', 'off', 'removeListener', 'removeAllListeners'],
    ...['setMaxListeners', 'connect', 'use', 'init', 'waitUntilReady'],
  ],
};

/**
 * Methods that keep a connection of a pool for one caller while its code runs: transactions and sessions (Prisma,
 * Drizzle, MongoDB), connections (pg, mysql2), and what makes another client of this one (`$extends`).
 */
export const takingOutMethods: NameConvention = {
  names: [
    ...['*transaction*', '*session*', '*connect*', '*client*', 'begin*', 'reserve*', 'acquire*', '*extends*'],
    ...['close*', 'end', 'destroy*', 'duplicate', 'use', '$use', 'on', '$on', 'once'],
  ],
  ignoreCase: true,
};

/** Options and variables that hold somebody's secret or session, for which no client may be kept. */
export const secretNames: NameConvention = {
  names: [
    ...['cred', 'secret', 'token', 'passw', 'pwd', 'auth', 'cert', 'pfx', 'passphrase', 'private'],
    ...['session', 'cookie', 'jar', 'apikey'],
  ]
    .map((word) => `*${word}*`)
    .concat('key', 'ca', 'user*'),
  ignoreCase: true,
};

/**
 * Names of options and variables whose values are texts or numbers wherever they are used in the documentation of the
 * catalogued libraries; an object in their place is told at run time, and gets a client of its own.
 */
export const scalarNames: NameConvention = {
  names: [
    ...['url', '*Url', '*URL', 'uri', '*Uri', '*URI', 'endpoint', '*Endpoint', 'host', '*Host', 'hostname', 'port'],
    ...['origin', 'address', '*Address', 'region', '*Region', 'servername', 'proxy', '*Proxy', 'socketPath', 'family'],
    ...['localAddress', 'protocol', 'timeout', '*Timeout', 'rejectUnauthorized', 'maxAttempts', 'accountId', 'profile'],
  ],
};

/** Options that take text in every catalogued library, and those that take a number. */
export const textOptions: readonly string[] = ['region', 'servername', 'host', 'hostname'];
export const numberOptions: readonly string[] = ['port'];

/** Methods that open a connection which is constructed closed (pg, redis, MongoDB, IMAP clients, TypeORM). */
export const openingMethods: readonly string[] = ['connect', 'open', 'initialize'];

/**
 * Functions that make the credentials of a client from constants, or a provider that reads them whenever they are
 * needed: `@grpc/grpc-js` (`credentials.createInsecure`), `@aws-sdk/credential-providers` (README.md).
 */
export const credentialMakers: readonly string[] = [
  ...['createInsecure', 'createSsl', 'defaultProvider', 'fromContainerMetadata', 'fromEnv', 'fromHttp', 'fromIni'],
  ...['fromInstanceMetadata', 'fromNodeProviderChain', 'fromProcess', 'fromSSO', 'fromTokenFile', 'fromWebToken'],
];

/**
 * Methods that read the settings of a program, which stay as they are while it runs: of an instance of a class, or of
 * the default export where `type` is `default`. `@nestjs/config@4.0.2` dist/config.service.js: `get()` reads the
 * environment and the files that the module has loaded; `config@4` lib/config.js: immutable after the first `get()`.
 */
export const settingReaders: readonly {
  readonly module: string;
  readonly type: string;
  readonly methods: readonly string[];
}[] = [
  { module: '@nestjs/config', type: 'ConfigService', methods: ['get', 'getOrThrow'] },
  { module: 'config', type: 'default', methods: ['get', 'has'] },
];

/** The same of `@aws-sdk/credential-providers`, from what differs with the call. */
export const callCredentialMakers: readonly string[] = [
  ...['fromCognitoIdentity', 'fromCognitoIdentityPool', 'fromLoginCredentials', 'fromTemporaryCredentials'],
];

/**
 * What changes a client for good: middleware of AWS clients, interceptors and defaults of axios, compose() of undici's
 * dispatchers, event emitters.
 */
export const changesForGood: TextConvention = [
  ...['middlewareStack', 'interceptors', '.compose(', 'setMaxListeners', '.defaults.', '.use('],
];

/** Classes whose instances gather something from call to call, besides containers (Node.js). */
export const gatheringClasses: readonly string[] = ['WeakMap', 'WeakSet', 'EventEmitter', 'AbortController'];

/** Classes whose instances a key holds by value (Node.js). */
export const plainClasses: readonly string[] = ['URL', 'String', 'Number', 'Boolean'];

/** Parameters that stand for one request or event (Express, Koa, Hono, Lambda, Node.js), or log for it. */
export const callObjects: NameConvention = {
  names: [
    ...['req', 'request', 'res', 'response', 'reply', 'ctx', 'context', 'c', 'event', 'socket', 'conn', 'connection'],
    ...['session', 'signal', 'logger', 'log', 'span', 'tx', 'transaction'],
  ],
};

/** Methods of applications, containers and registries that keep what they get, where others find it. */
export const keepingMethods: readonly string[] = ['decorate', 'set', 'register', 'provide', 'push', 'add'];
