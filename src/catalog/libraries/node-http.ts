import type { Construct, Library, RequestFact, TimeoutFact } from '../types.js';

const agent = {
  export: 'Agent',
  // `http.Agent()` without `new` returns an agent as well.
  create: 'either',
  owns: 'agent',
  opens: 'first-use',
  // `new Agent()` is without keep-alive in every version; only `globalAgent` has it on.
  keepAlive: { option: 'keepAlive', default: false },
  freshWhen: [
    { option: 'keepAlive', equals: false },
    { option: 'maxCachedSessions', equals: 0 },
  ],
  idle: { kind: 'peer' },
  close: [{ method: 'destroy', graceful: false, returns: 'void', idempotent: true, reusable: true }],
  timeouts: [{ phase: 'idle', option: ['timeout'], default: null, effect: 'event', silence: true }],
  limits: [
    { option: 'maxSockets', default: null, meaning: 'connections per origin' },
    { option: 'maxTotalSockets', default: null, meaning: 'connections' },
    { option: 'maxFreeSockets', default: 256, meaning: 'idle connections per origin' },
  ],
  returnsSelf: ['on', 'once', 'setMaxListeners'],
} satisfies Construct;

const onlyEvent: TimeoutFact = {
  phase: 'headers',
  option: ['timeout'],
  method: 'setTimeout',
  default: null,
  effect: 'event',
  silence: true,
  covers: ['connect', 'body'],
  off: [0],
};

const timeouts: readonly TimeoutFact[] = [
  onlyEvent,
  { phase: 'total', option: ['signal'], default: null, effect: 'aborts', covers: ['connect', 'headers', 'body'] },
];

const requests = ['request', 'get'].map((name): RequestFact => ({
  export: name,
  options: [0, 1],
  borrows: [{ option: 'agent' }],
  timeouts,
  body: { kind: 'incoming-message', delivery: 'callback', path: [] },
}));

const shared = {
  builtin: true,
  versions: '*',
  source: ['run: keep-alive, timeouts, unread bodies and destroy on Node.js 20.20.2, 22.23.3, 24.21.0 and 26.10.0'],
  constructs: [agent],
  requests,
} as const;

/** `node:http`. */
export const http = { name: 'http', modules: ['http'], ...shared } satisfies Library;

/** `node:https`. */
export const https = { name: 'https', modules: ['https'], ...shared } satisfies Library;

/** `node:http2`. */
export const http2 = {
  name: 'http2',
  modules: ['http2'],
  builtin: true,
  versions: '*',
  source: ['run: an idle session keeps the process alive until close(), destroy() or unref(), Node.js 20 to 26'],
  constructs: [
    {
      export: 'connect',
      create: 'call',
      owns: 'socket',
      opens: 'construction',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      options: 1,
      close: [
        { method: 'close', graceful: true, returns: 'callback', idempotent: true },
        { method: 'destroy', graceful: false, returns: 'void', idempotent: true },
      ],
      timeouts: [{ phase: 'idle', option: [], default: null, effect: 'event' }],
      limits: [{ option: 'peerMaxConcurrentStreams', default: 100, meaning: 'streams at a time' }],
      requests: [
        {
          export: 'request',
          options: [1],
          timeouts: [
            { ...onlyEvent, option: [], covers: ['body'] },
            { phase: 'total', option: ['signal'], default: null, effect: 'aborts', covers: ['headers', 'body'] },
          ],
          body: { kind: 'http2-stream', delivery: 'value', path: [] },
        },
      ],
      returnsSelf: ['on', 'once', 'setTimeout'],
      injectAs: { type: 'ClientHttp2Session' },
    },
  ],
} satisfies Library;

/** Functions and classes that Node.js has as globals. */
export const globals = {
  name: 'global',
  modules: [],
  globals: { fetch: 'fetch', WebSocket: 'WebSocket', EventSource: 'EventSource' },
  versions: '*',
  source: ['run: Node.js 20.20.2 (undici 6.24.1), 22.23.3 (6.28.1), 24.21.0 (7.29.1) and 26.10.0 (8.10.2)'],
  constructs: [
    {
      export: 'WebSocket',
      create: 'new',
      owns: 'socket',
      opens: 'construction',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      options: 1,
      close: [{ method: 'close', graceful: true, returns: 'void', idempotent: true }],
      conversation: true,
    },
    {
      export: 'EventSource',
      create: 'new',
      conversation: true,
      owns: 'socket',
      opens: 'construction',
      keepAlive: true,
      idle: { kind: 'peer' },
      holdsProcess: true,
      options: 1,
      close: [{ method: 'close', graceful: false, returns: 'void', idempotent: true }],
    },
  ],
  requests: [
    {
      export: 'fetch',
      options: [1],
      borrows: [{ option: 'dispatcher' }],
      timeouts: [
        { phase: 'connect', option: [], default: 10_000, effect: 'aborts' },
        { phase: 'headers', option: [], default: 300_000, effect: 'aborts' },
        { phase: 'body', option: [], default: 300_000, effect: 'aborts', silence: true },
        { phase: 'total', option: ['signal'], default: null, effect: 'aborts', covers: ['connect', 'headers', 'body'] },
        { phase: 'total', option: ['timeout'], default: null, effect: 'ignored' },
      ],
      ignores: ['agent', 'httpAgent', 'httpsAgent'],
      body: { kind: 'fetch-response', delivery: 'promise', path: [] },
    },
  ],
} satisfies Library;
