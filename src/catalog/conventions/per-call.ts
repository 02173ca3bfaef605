import type { NameConvention } from './types.js';

/**
 * Options by which the connections of an agent go to an address that the code has checked before: guards against
 * requests to internal addresses (undici, Node.js' agents).
 */
export const pinningOptions: readonly string[] = ['lookup', 'connect.lookup', 'connect.host', 'connect'];

/**
 * Options of requests by which the code follows redirects itself, one request for each hop: fetch, axios, undici before
 * 6, got.
 */
export const redirectOptions: readonly { readonly option: string; readonly equals: boolean | number | string }[] = [
  { option: 'redirect', equals: 'manual' },
  { option: 'maxRedirects', equals: 0 },
  { option: 'maxRedirections', equals: 0 },
  { option: 'followRedirect', equals: false },
  { option: 'followRedirects', equals: false },
];

/** Options that carry the credentials of one account, tenant or deployment (`authCredentials`: weaviate-client). */
export const credentialOptions: readonly string[] = [
  'credentials',
  'accessKeyId',
  'secretAccessKey',
  'apiKey',
  'accessToken',
  'token',
  'auth',
  'password',
  'clientSecret',
  'authCredentials',
  'privateKey',
];

/** Parts of a route that only the set-up of an installation calls, once in its life. */
export const setUpRoutes: NameConvention = {
  names: ['setup', 'setup-*', 'set-up', 'install', 'install-*', 'installer', 'first-run', 'initial-setup'],
};

/** First parameters of set-up functions that configure the program: they do not make it run more often. */
export const configurationParameters: NameConvention = {
  names: ['*config', '*configuration', '*options', 'opts', '*settings', 'env', 'argv', 'args', 'logger', 'log'],
  ignoreCase: true,
};

/** Methods of clients that are told only then where to connect: ssh2, ssh2-sftp-client, pg-like classes. */
export const connectingMethods: readonly string[] = ['connect', 'open', 'login', 'bind', 'access'];

/**
 * Functions, classes, routes and files that exist to find out whether a connection can be made: the probes of
 * Kubernetes and of load balancers, buttons that test a connection. A shared client would answer for an old one.
 */
export const probes: NameConvention = {
  begins: [
    'health',
    'healthz',
    'readiness',
    'readyz',
    'liveness',
    'livez',
    'ping',
    'probe',
    'check health',
    'check connection',
    'check connectivity',
    'test connection',
    'test connectivity',
    'verify connection',
    'validate connection',
    'is healthy',
    'is alive',
    'get health',
  ],
};
