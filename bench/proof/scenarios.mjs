// What is measured: a service for each rule, and the load it is put under.

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} rule
 * @property {string} service A file of services/.
 * @property {'safe' | 'migrate'} fixes Which fixes put it right.
 * @property {'http' | 'https' | 'postgres'} upstream
 * @property {number} calls
 * @property {number} [concurrency] 20 unless told.
 * @property {number} [patience] Milliseconds without a returning call after which the rest never returns; 3000 unless
 * told.
 * @property {number} [descriptors] The limit of open files.
 * @property {object} [settings] Of the plugin.
 * @property {boolean} [terminate] The service runs by itself and gets SIGTERM when it is ready.
 * @property {(after: import('./measure.mjs').Measured) => boolean} reaches Whether the fixed service is as good as one
 * put right by hand.
 */

/** @type {readonly Scenario[]} */
export const scenarios = [
  {
    name: 'undici Agent per call, HTTP',
    rule: 'no-client-in-function',
    service: 'agent-per-call.mjs',
    fixes: 'safe',
    upstream: 'http',
    calls: 1000,
    reaches: ({ connections, returned }) => connections <= 40 && returned === 1000,
  },
  {
    name: 'undici Agent per call, HTTPS',
    rule: 'no-client-in-function',
    service: 'agent-per-call.mjs',
    fixes: 'safe',
    upstream: 'https',
    calls: 300,
    reaches: ({ connections, fullHandshakes }) => connections <= 40 && fullHandshakes <= 25,
  },
  {
    name: 'undici Agent per call, closed, HTTPS',
    rule: 'no-client-in-function',
    service: 'closed-agent-per-call.mjs',
    fixes: 'safe',
    upstream: 'https',
    calls: 300,
    reaches: ({ connections, fullHandshakes }) => connections <= 40 && fullHandshakes <= 25,
  },
  {
    name: 'undici Agent per call, 256 descriptors',
    rule: 'no-client-in-function',
    service: 'agent-per-call.mjs',
    fixes: 'safe',
    upstream: 'http',
    calls: 600,
    concurrency: 10,
    descriptors: 256,
    reaches: ({ failed, returned }) => failed === 0 && returned === 600,
  },
  {
    name: 'axios with keep-alive agents per call, HTTP',
    rule: 'no-client-in-function',
    service: 'keep-alive-agent-per-call.mjs',
    fixes: 'migrate',
    upstream: 'http',
    calls: 1000,
    reaches: ({ connections, returned }) => connections <= 20 && returned === 1000,
  },
  {
    name: 'axios with keep-alive agents per call, HTTPS',
    rule: 'no-client-in-function',
    service: 'keep-alive-agent-per-call.mjs',
    fixes: 'migrate',
    upstream: 'https',
    calls: 300,
    reaches: ({ fullHandshakes, returned }) => fullHandshakes <= 20 && returned === 300,
  },
  {
    name: 'undici, error bodies unread, 10 connections',
    rule: 'require-body-cleanup',
    service: 'unread-bodies.mjs',
    fixes: 'safe',
    upstream: 'http',
    calls: 30,
    patience: 1_500,
    reaches: ({ returned }) => returned === 30,
  },
  {
    name: 'undici, a peer that never answers',
    rule: 'require-timeouts',
    service: 'silent-peer.mjs',
    fixes: 'migrate',
    settings: { timeouts: { connect: 1_000, headers: 1_000, body: 1_000 } },
    upstream: 'http',
    calls: 20,
    patience: 4_000,
    reaches: ({ returned }) => returned === 20,
  },
  {
    name: 'pg, a third of the queries fail, pool of 5',
    rule: 'require-release',
    service: 'failing-queries.mjs',
    fixes: 'safe',
    upstream: 'postgres',
    calls: 300,
    patience: 1_500,
    reaches: ({ returned }) => returned === 300,
  },
  {
    name: 'pg pool, SIGTERM',
    rule: 'require-client-close',
    service: 'unclosed-pool.mjs',
    fixes: 'safe',
    upstream: 'postgres',
    calls: 1,
    terminate: true,
    reaches: ({ ended }) => ended,
  },
];
