import type { CloseMethod, Construct, InjectionPoint, LimitFact, Library, RequestFact, TimeoutFact } from '../types.js';

const close: readonly CloseMethod[] = [
  { method: 'close', graceful: true, returns: 'promise', idempotent: false },
  { method: 'destroy', graceful: false, returns: 'promise', idempotent: true },
];

const requestTimeouts: readonly TimeoutFact[] = [
  { phase: 'headers', option: ['headersTimeout'], default: 300_000, effect: 'aborts', off: [0] },
  { phase: 'body', option: ['bodyTimeout'], default: 300_000, effect: 'aborts', silence: true, off: [0] },
];

const timeouts: readonly TimeoutFact[] = [
  { phase: 'connect', option: ['connect.timeout', 'connectTimeout'], default: 10_000, effect: 'aborts', off: [0] },
  ...requestTimeouts,
  { phase: 'idle', option: ['keepAliveTimeout'], default: 4_000, effect: 'aborts' },
];

/** Connections to a proxy and through it are opened by connectors of their own, which `connect` does not reach. */
const proxyTimeouts: readonly TimeoutFact[] = [
  {
    phase: 'connect',
    option: ['proxyTls.timeout', 'requestTls.timeout'],
    // Its mere presence makes undici speak TLS to a SOCKS proxy.
    given: true,
    default: 10_000,
    effect: 'aborts',
    off: [0],
  },
  { phase: 'connect', option: ['connect.timeout', 'connectTimeout'], default: null, effect: 'ignored' },
  ...timeouts.filter(({ phase }) => phase !== 'connect'),
];

const limits: readonly LimitFact[] = [
  { option: 'connections', default: null, meaning: 'connections per origin' },
  { option: 'pipelining', default: 1, meaning: 'requests on one connection at a time' },
];

const dispatcher: readonly InjectionPoint[] = [{ option: 'dispatcher' }];

// A signal does not interrupt a pending connect of request() and stream(), only that of fetch().
const signal: TimeoutFact = {
  phase: 'total',
  option: ['signal'],
  default: null,
  effect: 'aborts',
  covers: ['headers', 'body'],
};

const requests = (options: number, borrows?: readonly InjectionPoint[]): RequestFact[] => {
  const shared = { options: [options], timeouts: [...requestTimeouts, signal], ...(borrows && { borrows }) };
  return [
    { export: 'request', ...shared, body: { kind: 'undici-body', delivery: 'promise', path: ['body'] } },
    { export: 'stream', ...shared },
    { export: 'pipeline', ...shared },
    // Their options have no limits of headers and body in the library's types.
    { export: 'connect', ...shared, timeouts: [signal] },
    { export: 'upgrade', ...shared, timeouts: [signal] },
  ];
};

const dispatcherFacts: Pick<
  Construct,
  | 'create'
  | 'owns'
  | 'opens'
  | 'idle'
  | 'keepAlive'
  | 'survivesStaleSockets'
  | 'close'
  | 'timeouts'
  | 'requests'
  | 'returnsSelf'
  | 'injectAs'
> = {
  create: 'new',
  owns: 'agent',
  opens: 'first-use',
  keepAlive: true,
  idle: { kind: 'timeout', ms: 4_000, maxMs: 600_000 },
  // 0 of 80 POSTs failed on connections that the server had just dropped; 40 of 80 did on a shared http.Agent.
  survivesStaleSockets: true,
  close,
  timeouts,
  requests: requests(0),
  returnsSelf: ['on', 'once', 'compose'],
  injectAs: { type: 'Dispatcher' },
};

/** A connection to one origin is given as the first argument. */
const toOrigin = { ...dispatcherFacts, options: 1 };

export default {
  name: 'undici',
  modules: ['undici'],
  versions: '>=6 <9',
  source: [
    'undici@8.12.4 lib/dispatcher/agent.js:25',
    'undici@7.30.2 lib/dispatcher/agent.js:25',
    'undici@7.30.2 lib/dispatcher/proxy-agent.js:128',
    'run: timeouts, close, unread bodies on Node.js 20 to 26 with undici 6.29.1, 7.30.2 and 8.12.4',
  ],
  constructs: [
    {
      export: 'Agent',
      ...dispatcherFacts,
      limits: [...limits, { option: 'maxOrigins', default: null, meaning: 'origins' }],
    },
    { export: 'Pool', ...toOrigin, limits },
    {
      export: 'Client',
      ...toOrigin,
      sharedAs: 'Pool',
      limits: [{ option: 'pipelining', default: 1, meaning: 'requests on its only connection at a time' }],
      notes: ['exactly one connection: 40 calls of 200 ms on a shared one took 8 s'],
    },
    { export: 'BalancedPool', ...toOrigin, limits },
    { export: 'RoundRobinPool', ...toOrigin, limits, versions: '>=7' },
    { export: 'H2CClient', ...toOrigin, versions: '>=7' },
    { export: 'ProxyAgent', ...dispatcherFacts, limits, timeouts: proxyTimeouts, addressOption: 'uri' },
    {
      export: 'EnvHttpProxyAgent',
      ...dispatcherFacts,
      limits,
      readsEnvironment: true,
      // `connect` counts for what goes around the proxy, `proxyTls` for the rest: no single option bounds both.
      timeouts: timeouts.map((fact) => (fact.phase === 'connect' ? { ...fact, option: [] } : fact)),
    },
    // Its pools get none of its options: it has no limits but those of each request.
    { export: 'Socks5ProxyAgent', ...toOrigin, timeouts: [], versions: '>=8' },
    {
      export: 'RetryAgent',
      ...dispatcherFacts,
      owns: 'none',
      options: 1,
      wraps: [{ argument: 0, closes: true }],
      retries: { default: 5, option: 'maxRetries', methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'] },
    },
    {
      export: 'MockAgent',
      ...dispatcherFacts,
      testDouble: true,
      close: [{ method: 'close', graceful: true, returns: 'promise', idempotent: false }],
    },
    { export: 'MockPool', ...toOrigin, testDouble: true },
    { export: 'MockClient', ...toOrigin, testDouble: true },
    { export: 'SnapshotAgent', ...dispatcherFacts, testDouble: true, holdsProcess: true, versions: '>=7' },
  ],
  requests: [
    ...requests(1, dispatcher),
    {
      export: 'fetch',
      options: [1],
      borrows: dispatcher,
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
  globalSetters: [{ export: 'setGlobalDispatcher', argument: 0 }],
} satisfies Library;
