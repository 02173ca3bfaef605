import { free, total, untilHeaders } from '../sdk-shapes.js';
import type { Library } from '../types.js';

/** Meilisearch: the platform's fetch, without a limit unless one is chosen. */
export const meilisearch = {
  name: 'meilisearch',
  modules: ['meilisearch'],
  versions: '>=0.30 <1',
  source: ['meilisearch@0.62.0 dist/index.js:322', 'meilisearch@0.62.0 dist/index.js:365'],
  overFetch: true,
  constructs: ['Meilisearch', 'MeiliSearch'].map((name) => ({
    export: name,
    ...free,
    timeouts: [total('timeout', null)],
  })),
} satisfies Library;

/** Typesense: axios, with an agent of its own for each request unless one is given. */
export const typesense = {
  name: 'typesense',
  modules: ['typesense'],
  versions: '>=1 <4',
  source: ['typesense@3.1.0 lib/Typesense/ApiCall.js:188', 'typesense@3.1.0 lib/Typesense/Configuration.js:27'],
  constructs: ['Client', 'SearchClient', 'default.Client', 'default.SearchClient'].map((name) => ({
    export: name,
    ...free,
    timeouts: [total('connectionTimeoutSeconds', 5_000, { unit: 's' })],
  })),
} satisfies Library;

/** PostHog: the platform's fetch, a queue of events that shutdown() sends. */
export const posthog = {
  name: 'posthog-node',
  modules: ['posthog-node'],
  versions: '>=2 <6',
  source: [
    'posthog-node@5.70.0 dist/client.js:139',
    '@posthog/core@1 dist/posthog-core-stateless.js:220',
    'run: a client with events in its queue lets the process end',
  ],
  overFetch: true,
  constructs: [
    {
      export: 'PostHog',
      ...free,
      options: 1,
      close: [{ method: 'shutdown', graceful: true, returns: 'promise', idempotent: true }],
      timeouts: [total('requestTimeout', 10_000)],
      retries: { option: 'fetchRetryCount', default: 3 },
    },
  ],
} satisfies Library;

/** The REST API of Pusher and Soketi: node-fetch over the global agents, without a limit unless one is chosen. */
export const pusher = {
  name: 'pusher',
  modules: ['pusher'],
  versions: '>=4 <6',
  source: [
    'pusher@5.3.4 lib/requests.js:58: the limit ends with the headers',
    'pusher@5.3.4 lib/pusher.js:75',
    'pusher@5.3.4 lib/config.js:26',
  ],
  constructs: (
    [
      ['default', 0],
      ['default.forURL', 1],
      ['default.forCluster', 1],
    ] as const
  ).map(([name, options]) => ({
    export: name,
    ...free,
    create: options === 0 ? ('new' as const) : ('call' as const),
    options,
    takes: [{ option: 'agent', closes: false }],
    timeouts: [untilHeaders('timeout', null)],
  })),
} satisfies Library;

/** MinIO: requests over the global agents, unless it is given an agent. */
export const minio = {
  name: 'minio',
  modules: ['minio'],
  versions: '>=7 <9',
  source: ['minio@8.0.7 dist/main/internal/client.js:83', 'minio@8.0.7 dist/main/internal/client.js:108'],
  constructs: [{ export: 'Client', ...free }],
} satisfies Library;

/** Docker's API over a socket of the machine. */
export const dockerode = {
  name: 'dockerode',
  modules: ['dockerode'],
  versions: '>=3 <6',
  source: [
    'docker-modem@5 lib/modem.js:296: the limit is one on silence, and destroys the request',
    'docker-modem@5.0.7 lib/modem.js:97: without a host, and without DOCKER_HOST, it opens the socket of the machine',
  ],
  constructs: [
    {
      export: 'default',
      ...free,
      timeouts: [untilHeaders('timeout', null, { silence: true })],
      localWithout: ['host', 'hostname'],
      slow: 'builds, pulls and logs may take as long as they take',
    },
  ],
} satisfies Library;

/** Unleash: polls its server and sends metrics as long as the process runs; its timers do not hold that. */
export const unleash = {
  name: 'unleash-client',
  modules: ['unleash-client'],
  versions: '>=3 <7',
  source: [
    'unleash-client@6.12.1 lib/unleash.js:38',
    'unleash-client@6.12.1 lib/request.js:67',
    'run: one that polls lets the process end; an eleventh of one process is an error',
  ],
  constructs: [
    {
      export: 'Unleash',
      create: 'new',
      owns: 'agent',
      opens: 'construction',
      keepAlive: true,
      leftOpen: true,
      cost: 'It fetches all flags at once, and goes on polling for them',
      close: [{ method: 'destroy', graceful: false, returns: 'void', idempotent: true }],
      returnsSelf: ['on', 'once'],
      timeouts: [total('timeout', 10_000)],
    },
    {
      export: 'initialize',
      create: 'call',
      owns: 'agent',
      opens: 'construction',
      keepAlive: true,
      leftOpen: true,
      singleton: true,
      close: [
        { method: 'destroy', graceful: false, returns: 'void', idempotent: true },
        { method: 'destroy', on: 'module', graceful: false, returns: 'void', idempotent: true },
      ],
      returnsSelf: ['on', 'once'],
      timeouts: [total('timeout', 10_000)],
    },
  ],
} satisfies Library;
