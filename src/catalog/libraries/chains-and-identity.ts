import { free, total, untilHeaders } from '../sdk-shapes.js';
import type { Library } from '../types.js';

/** viem: transports over the platform's fetch, or over one WebSocket of the process for each address. */
export const viem = {
  name: 'viem',
  modules: ['viem'],
  versions: '>=1 <3',
  source: [
    'viem@2.57.20 clients/transports/http.ts:127',
    'viem@2.57.20 utils/rpc/socket.ts:119: clients with the same address and options share one socket',
    'viem@2.47.0 utils/rpc/http.ts:103: the limit ends with the headers; newer ones read the body within it',
    'run: without an answer a request ends after its timeout; with 0 it never does; constructing connects nothing',
  ],
  constructs: ['http', 'webSocket'].map((name) => ({
    export: name,
    ...free,
    create: 'call' as const,
    options: 1,
    timeouts: [untilHeaders('timeout', 10_000, { off: [0] })],
    retries: { default: 3, option: 'retryCount' },
  })),
} satisfies Library;

/** openid-client 6: the platform's fetch, with a limit on every request. */
export const openidClient = {
  name: 'openid-client',
  modules: ['openid-client'],
  versions: '>=6 <7',
  source: [
    'openid-client@6.9.0 build/index.js:265',
    'openid-client@6.9.0 build/index.js:1206',
    'run: the limit covers a body that stalls',
  ],
  constructs: [
    ...(['discovery', 'dynamicClientRegistration'] as const).map((name) => ({
      export: name,
      ...free,
      create: 'call' as const,
      async: true,
      options: name === 'discovery' ? 4 : 3,
      timeouts: [total('timeout', 30_000, { unit: 's', off: [0] })],
      injectAs: { type: 'Configuration' },
    })),
    { export: 'Configuration', ...free, timeouts: [total('timeout', 30_000, { unit: 's', given: true })] },
  ],
} satisfies Library;

/** Keys of an issuer, over the global agents. */
export const jwksRsa = {
  name: 'jwks-rsa',
  modules: ['jwks-rsa'],
  versions: '>=2 <5',
  source: [
    'jwks-rsa@4.1.0 src/JwksClient.js:12',
    'jwks-rsa@4.1.0 src/wrappers/request.js:28',
    'run: a request without an answer ends after its timeout; where the body stalls, the promise stays pending',
  ],
  constructs: [
    'default',
    'JwksClient',
    'passportJwtSecret',
    'expressJwtSecret',
    'koaJwtSecret',
    'hapiJwt2Key',
    'hapiJwt2KeyAsync',
  ].map((name) => ({
    export: name,
    ...free,
    create: name === 'JwksClient' ? ('new' as const) : ('call' as const),
    takes: [{ option: 'requestAgent', closes: false }],
    timeouts: [untilHeaders('timeout', 30_000, { silence: true, off: [0] })],
  })),
} satisfies Library;

/** Web Push: a request of Node.js for each message. */
export const webPush = {
  name: 'web-push',
  modules: ['web-push'],
  versions: '>=3.4 <4',
  source: [
    'web-push@3.6.7 src/web-push-lib.js:356',
    'web-push@3.6.7 src/web-push-lib.js:222',
    'run: a push service that accepts and says nothing ends it after `timeout`; without one never',
  ],
  constructs: [],
  requests: [
    {
      export: 'sendNotification',
      options: [2],
      borrows: [{ option: 'agent' }],
      timeouts: [untilHeaders('timeout', null, { silence: true, off: [0] })],
    },
  ],
} satisfies Library;
