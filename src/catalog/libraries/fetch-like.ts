import type { Library, RequestFact, TimeoutFact } from '../types.js';

const signal: TimeoutFact = {
  phase: 'total',
  option: ['signal'],
  default: null,
  effect: 'aborts',
  covers: ['connect', 'headers', 'body'],
};
const ignoredTimeout: TimeoutFact = { phase: 'total', option: ['timeout'], default: null, effect: 'ignored' };

/** The default export (and `fetch`, where it is exported by name) is a fetch function. */
function fetchLibrary(
  facts: Pick<Library, 'name' | 'versions' | 'source'>,
  request: Omit<RequestFact, 'export'>,
  modules = [facts.name],
  names = ['default', 'fetch'],
): Library {
  const shared = { options: [1], ...request };
  return { ...facts, modules, constructs: [], requests: names.map((name) => ({ export: name, ...shared })) };
}

/** node-fetch 2 on Node.js, the platform's own fetch in browsers, whose types it has everywhere. */
export const crossFetch = fetchLibrary(
  {
    name: 'cross-fetch',
    versions: '*',
    source: [
      'cross-fetch@4.1.0 dist/node-ponyfill.js:1, index.d.ts:1',
      'run: body.destroy() and leaving for await keep the socket',
    ],
  },
  {
    borrows: [{ option: 'agent' }],
    timeouts: [
      {
        phase: 'headers',
        option: ['timeout'],
        default: null,
        effect: 'aborts',
        covers: ['connect', 'body'],
        off: [0],
        given: true,
      },
      signal,
    ],
    body: { kind: 'node-fetch-2-response', delivery: 'promise', path: [], mistyped: true },
  },
  ['cross-fetch', 'isomorphic-fetch'],
);

/** The global fetch under another name. */
export const nodeFetchNative = fetchLibrary(
  { name: 'node-fetch-native', versions: '*', source: ['node-fetch-native re-exports the global fetch'] },
  { timeouts: [signal, ignoredTimeout], body: { kind: 'fetch-response', delivery: 'promise', path: [] } },
);

/** npm's fetch; it frees the socket of an unread body but keeps the whole body in memory. */
export const minipassFetch = fetchLibrary(
  { name: 'minipass-fetch', versions: '*', source: ['run: an unread body is buffered in memory'] },
  {
    borrows: [{ option: 'agent' }],
    timeouts: [signal],
    body: { kind: 'node-fetch-3-response', delivery: 'promise', path: [] },
  },
  ['minipass-fetch'],
  ['default'],
);

const kyTimeouts: readonly TimeoutFact[] = [
  { phase: 'headers', option: ['timeout'], default: 10_000, effect: 'aborts', covers: ['connect'], off: [false] },
  signal,
];

const kyRequest = (name: string): RequestFact => ({
  export: name,
  options: [1],
  timeouts: kyTimeouts,
  body: { kind: 'fetch-response', delivery: 'promise', path: [], rejectsUnless: 'throwHttpErrors' },
});
const kyMethods = ['get', 'post', 'put', 'patch', 'delete', 'head'];
const kyRequests: readonly RequestFact[] = ['', ...kyMethods].map(kyRequest);

/** ky: an error status rejects; ky 2 has released the body then. */
export const ky = {
  name: 'ky',
  modules: ['ky', 'ky-universal'],
  overFetch: true,
  versions: '>=1 <3',
  source: [
    'run: ky 2 on Node.js 26, a timeout of 10 s until the headers',
    'ky@1.14.3 distribution/core/Ky.js:58, ky@2.1.0 distribution/core/Ky.js:151: throwHttpErrors',
  ],
  constructs: ['create', 'extend'].map((name) => ({
    export: name,
    create: 'call' as const,
    owns: 'none' as const,
    close: [],
    timeouts: kyTimeouts,
    requests: kyRequests,
    headerOptions: ['headers'],
    derives: [
      { method: 'create', owns: 'none' as const },
      { method: 'extend', owns: 'none' as const },
    ],
    injectAs: { type: 'KyInstance' },
  })),
  requests: ['default', ...kyMethods].map(kyRequest),
} satisfies Library;

const ofetchTimeouts: readonly TimeoutFact[] = [
  {
    phase: 'headers',
    option: ['timeout'],
    default: null,
    effect: 'aborts',
    unless: 'signal',
    covers: ['connect'],
    off: [0],
  },
  signal,
];

/** ofetch parses bodies itself and ignores its `timeout` next to a signal; `native` is the global fetch. */
export const ofetch = {
  name: 'ofetch',
  modules: ['ofetch'],
  versions: '>=1',
  source: ['run: ofetch and ofetch.raw release errors, native does not'],
  constructs: [],
  overFetch: true,
  requests: [
    ...['ofetch', '$fetch', 'ofetch.raw', '$fetch.raw'].map((name) => ({
      export: name,
      options: [1],
      timeouts: ofetchTimeouts,
    })),
    ...['ofetch.native', '$fetch.native'].map((name) => ({
      export: name,
      options: [1],
      timeouts: [signal],
      body: { kind: 'fetch-response' as const, delivery: 'promise' as const, path: [] },
    })),
  ],
} satisfies Library;

const gaxiosRequest: RequestFact = {
  export: 'request',
  options: [0],
  borrows: [{ option: 'agent' }],
  timeouts: [
    {
      phase: 'total',
      option: ['timeout'],
      default: null,
      effect: 'aborts',
      covers: ['connect', 'headers', 'body'],
      off: [0],
    },
    signal,
  ],
  body: {
    kind: 'node-stream',
    delivery: 'promise',
    path: ['data'],
    when: { option: 'responseType', equals: 'stream' },
  },
};

/** Google's client: buffers everything but streams. */
export const gaxios = {
  name: 'gaxios',
  modules: ['gaxios'],
  versions: '*',
  source: ['run: buffered by default, a stream with responseType stream'],
  constructs: [{ export: 'Gaxios', create: 'new', owns: 'none', close: [], requests: [gaxiosRequest] }],
  requests: [gaxiosRequest],
} satisfies Library;

/** Node.js's http and https with redirects. */
export const followRedirects = {
  name: 'follow-redirects',
  modules: ['follow-redirects', 'follow-redirects/http', 'follow-redirects/https'],
  versions: '>=1',
  source: ['follow-redirects index.js:217'],
  constructs: [],
  requests: ['http.get', 'http.request', 'https.get', 'https.request', 'get', 'request'].map((name) => ({
    export: name,
    options: [0, 1],
    borrows: [{ option: 'agent' }],
    timeouts: [
      {
        phase: 'headers' as const,
        option: ['timeout'],
        method: 'setTimeout',
        default: null,
        effect: 'event' as const,
        silence: true,
        off: [0],
      },
      signal,
    ],
    body: { kind: 'incoming-message' as const, delivery: 'callback' as const, path: [] },
  })),
} satisfies Library;

/** A thin layer over http.request with a callback that takes an error first. */
export const simpleGet = {
  name: 'simple-get',
  modules: ['simple-get'],
  versions: '*',
  source: ['run: the response is a stream that must be consumed'],
  constructs: [],
  requests: ['default', 'get', 'post', 'put', 'patch', 'head', 'delete'].map((name) => ({
    export: name,
    options: [0],
    borrows: [{ option: 'agent' }],
    timeouts: [
      {
        phase: 'headers' as const,
        option: ['timeout'],
        default: null,
        effect: 'aborts' as const,
        silence: true,
        covers: ['body' as const],
        off: [0],
      },
    ],
    body: { kind: 'incoming-message' as const, delivery: 'callback' as const, path: [], parameter: 1 },
  })),
} satisfies Library;
