const given = 'works through a client that it is given, which is closed as usual';
const unlimited = 'the platform’s `fetch`, without a limit or an option for one';

/**
 * Packages that were read, and of which an entry would say nothing that a rule could use, or something wrong.
 * @type {readonly { readonly name: string, readonly reason: string }[]}
 */
export const leftOut = [
  {
    name: '@kubernetes/client-node',
    reason: 'makes a dispatcher for each request, so that sharing saves nothing (2.0.1)',
  },
  {
    name: '@sendgrid/mail',
    reason: 'one client of the module; its only limit is set by a call of the module (run: 8.1.6)',
  },
  { name: '@socket.io/redis-adapter', reason: given },
  { name: '@upstash/ratelimit', reason: given },
  { name: '@upstash/redis', reason: `${unlimited} but a signal (run: 1.39.0)` },
  { name: '@urql/core', reason: `${unlimited} (run: 6.0.3)` },
  { name: 'cache-manager', reason: given },
  {
    name: 'cacheable-request',
    reason: 'a layer over `http.request()`, which got is built on; what it is given decides',
  },
  { name: 'connect-pg-simple', reason: given },
  { name: 'connect-redis', reason: given },
  { name: 'dd-trace', reason: 'one tracer of the process, started once' },
  { name: 'dynamoose', reason: 'one DynamoDB client of the module, or the one that it is given (4.2.0)' },
  { name: 'google-auth-library', reason: 'requests of gaxios, which is an entry' },
  { name: 'googleapis', reason: 'requests of gaxios, which is an entry' },
  { name: 'inngest', reason: `${unlimited} (run: 4.24.0); its functions are known as those of a framework` },
  { name: 'jose', reason: '`createRemoteJWKSet()` uses the platform’s `fetch` with a limit of 5 s (run: 6.2.18)' },
  {
    name: 'kysely',
    reason: '`destroy()` ends the pool of its dialect, so that a shared pool would be closed by the first call',
  },
  { name: 'nano', reason: `${unlimited} (run: 11.0.7)` },
  {
    name: 'nestjs-grpc-reflection',
    reason: 'tells of the services of its own server, and opens no connection (0.2.2)',
  },
  {
    name: 'net-snmp',
    reason: 'a session is a socket that does not keep the process alive (run: 3.29.2), for one device each',
  },
  { name: 'ollama', reason: `${unlimited} (run: 0.6.4)` },
  {
    name: 'openid-client 5',
    reason:
      'one limit of the whole process, 3.5 s until the headers; a body that stalls is waited for without end (run: 5.7.1)',
  },
  {
    name: 'pg-promise',
    reason: 'its databases are closed by `end()` of the object that made them, which no rule follows',
  },
  { name: 'rate-limit-redis', reason: given },
  { name: 'rate-limiter-flexible', reason: given },
  { name: 'redlock', reason: given },
  { name: 'replicate', reason: `${unlimited} (run: 1.4.0)` },
  { name: 'stompit', reason: 'its clients arrive in a callback' },
  {
    name: 'telegraf',
    reason:
      'one agent of the module, 500 s for each request without an option (4.16.3); its handlers are known as those of a framework',
  },
  { name: '@ai-sdk/openai', reason: 'a provider for `ai`: the platform’s `fetch`, or the one that it is given' },
  { name: '@google/generative-ai', reason: 'abandoned by its maker in favour of `@google/genai`, which is an entry' },
  { name: '@linear/sdk', reason: `${unlimited} (98.0.0)` },
  { name: '@microsoft/microsoft-graph-client', reason: `${unlimited} (run: 3.0.7)` },
  { name: '@novu/node', reason: 'axios over the global agents, without a limit or an option for one (run: 2.6.6)' },
  { name: '@octokit/auth-app', reason: 'requests of the Octokit that it is given' },
  { name: 'aws4fetch', reason: `${unlimited} but the signal of each request (1.0.20)` },
  { name: 'keyv', reason: 'works through the store that it is given; `@keyv/redis` is an entry' },
  { name: 'openapi-fetch', reason: `${unlimited} but the signal of each request (0.17.0)` },
  { name: 'resend', reason: `${unlimited} (run: 6.38.0)` },
  { name: 'simple-git', reason: 'runs `git`, and opens no connection itself' },
];
