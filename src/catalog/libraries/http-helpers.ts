import type { BodyKind, Construct, Library, RequestFact, TimeoutFact } from '../types.js';

const headers = (option: string, ms: number | null, more: Partial<TimeoutFact> = {}): TimeoutFact => ({
  phase: 'headers',
  option: [option],
  default: ms,
  effect: 'aborts',
  covers: ['connect'],
  off: [0],
  ...more,
});
const methods = ['get', 'head', 'post', 'put', 'patch', 'delete'];
const agent = [{ option: 'agent' }];

/** needle: its open timeout ends with the connection. */
export const needle: Library = {
  name: 'needle',
  modules: ['needle'],
  versions: '>=2 <4',
  source: ['needle@3.5.0 lib/needle.js:94', 'needle@3.5.0 lib/needle.js:765', 'needle@3.5.0 lib/needle.js:838'],
  setsDefaults: 'defaults',
  constructs: [],
  requests: [
    ...['get', 'head'].map((name) => ({ export: name, options: [1] })),
    ...['post', 'put', 'patch', 'delete'].map((name) => ({ export: name, options: [2] })),
    { export: 'default', options: [3], optionsFor: { first: ['get', 'head', 'GET', 'HEAD'], index: 2 } },
  ].map((request): RequestFact => ({
    ...request,
    borrows: agent,
    timeouts: [
      { phase: 'connect', option: ['open_timeout', 'timeout'], default: 10_000, effect: 'aborts', off: [0] },
      headers('response_timeout', null, { covers: [] }),
      { phase: 'body', option: ['read_timeout'], default: null, effect: 'aborts', off: [0] },
    ],
  })),
};

/** wretch: chained over the global fetch. */
export const wretch: Library = {
  name: 'wretch',
  modules: ['wretch'],
  versions: '>=2 <4',
  source: ['wretch@3.0.9 dist/index.js:20'],
  constructs: ['default', 'wretch'].map((name) => ({
    export: name,
    create: 'call',
    owns: 'none',
    close: [],
    options: 1,
  })),
};

/** npm's fetch with a cache; agents of its own module, bodies buffered in memory. */
export const makeFetchHappen: Library = {
  name: 'make-fetch-happen',
  modules: ['make-fetch-happen'],
  versions: '>=10',
  source: [
    'make-fetch-happen@16.0.1 lib/remote.js:87',
    'make-fetch-happen@16.0.1 lib/options.js:22',
    'run: an unread body is buffered in memory',
  ],
  constructs: [
    {
      export: 'defaults',
      create: 'call',
      owns: 'none',
      close: [],
      options: 1,
      retries: { default: 0, option: 'retry' },
      requests: [fetchLike('')],
    },
  ],
  requests: [fetchLike('default')],
};

function fetchLike(name: string): RequestFact {
  return {
    export: name,
    options: [1],
    borrows: agent,
    timeouts: [
      {
        phase: 'total',
        option: ['timeout'],
        default: null,
        effect: 'aborts',
        covers: ['connect', 'headers', 'body'],
        off: [0],
      },
      { phase: 'total', option: ['signal'], default: null, effect: 'aborts', covers: ['connect', 'headers', 'body'] },
    ],
    body: { kind: 'node-fetch-3-response', delivery: 'promise', path: [] },
  };
}

/** Google's request: hands a timeout to a fetch which ignores it. */
export const teenyRequest: Library = {
  name: 'teeny-request',
  modules: ['teeny-request'],
  versions: '>=9',
  source: [
    'teeny-request@11.1.1 build/src/index.js:293',
    'teeny-request@11.1.1 build/src/agents.js:60',
    'run: the timeout has no effect on Node.js',
  ],
  constructs: [],
  requests: [
    {
      export: 'teenyRequest',
      options: [0],
      timeouts: [{ phase: 'total', option: ['timeout'], default: null, effect: 'ignored' }],
    },
  ],
};

const wreckRequest = (name: string, options: number, kind?: BodyKind): RequestFact => ({
  export: name,
  options: [options],
  borrows: agent,
  timeouts: [headers('timeout', null)],
  ...(kind && { body: { kind, delivery: 'promise', path: [] } }),
});
const wreckRequests: readonly RequestFact[] = [
  wreckRequest('request', 2, 'incoming-message'),
  ...['get', 'post', 'put', 'patch', 'delete'].map((name) => wreckRequest(name, 1)),
];

/** hapi's client: agents without keep-alive, so that sharing an instance saves nothing. */
export const wreck: Library = {
  name: '@hapi/wreck',
  modules: ['@hapi/wreck'],
  versions: '>=17',
  source: [
    '@hapi/wreck@18.1.2 lib/index.js:37',
    '@hapi/wreck@18.1.2 lib/index.js:308',
    'run: an unread response holds its connection',
  ],
  constructs: [{ export: 'defaults', create: 'call', owns: 'none', close: [], requests: wreckRequests }],
  requests: wreckRequests,
};

/** phin: axios underneath since version 4. */
export const phin: Library = {
  name: 'phin',
  modules: ['phin'],
  versions: '>=4',
  source: ['phin@4.0.0 lib/phin.js:33'],
  constructs: [{ export: 'defaults', create: 'call', owns: 'none', close: [] }],
  requests: [
    {
      export: 'default',
      options: [0],
      timeouts: [headers('timeout', null, { silence: true, covers: ['connect', 'body'] })],
    },
  ],
};

/** request, which is deprecated: agents of the module. */
export const request: Library = {
  name: 'request',
  modules: ['request', 'request-promise', 'request-promise-native'],
  versions: '*',
  source: ['request@2.88.2 request.js:466', 'request@2.88.2 request.js:767'],
  constructs: [{ export: 'defaults', create: 'call', owns: 'none', close: [] }],
  requests: ['default', ...methods, 'del'].map((name) => ({
    export: name,
    options: [0, 1],
    borrows: agent,
    timeouts: [headers('timeout', null, { silence: true, covers: ['connect', 'body'] })],
  })),
};

const restClient: Omit<Construct, 'export'> = {
  create: 'new',
  owns: 'agent',
  ownsWhen: { option: 'keepAlive', equals: true },
  opens: 'first-use',
  keepAlive: { option: 'keepAlive', default: false },
  idle: { kind: 'peer' },
  close: [{ method: 'dispose', graceful: false, returns: 'void', idempotent: true }],
  timeouts: [headers('socketTimeout', 180_000, { silence: true, covers: ['connect', 'body'] })],
};

/** Azure DevOps' client. */
export const typedRestClient: Library = {
  name: 'typed-rest-client',
  modules: ['typed-rest-client', 'typed-rest-client/HttpClient', 'typed-rest-client/RestClient'],
  versions: '>=1 <4',
  source: ['typed-rest-client@3.1.2 HttpClient.js:54', 'typed-rest-client@3.1.2 HttpClient.js:400'],
  constructs: [
    { export: 'HttpClient', ...restClient, options: 2 },
    {
      export: 'RestClient',
      ...restClient,
      options: 3,
      close: [{ method: 'client.dispose', graceful: false, returns: 'void', idempotent: true }],
    },
  ],
};

/** GitHub's client for actions: a request that is silent for three minutes fails. */
export const actionsHttpClient: Library = {
  name: '@actions/http-client',
  modules: ['@actions/http-client'],
  versions: '>=1',
  source: ['@actions/http-client@4.0.1 lib/index.js:389', '@actions/http-client@4.0.1 lib/index.js:129'],
  constructs: [{ export: 'HttpClient', ...restClient, options: 2 }],
};

/** A fetch that tries again, any method; an error response which it drops is not released. */
export const fetchRetry: Library = {
  name: 'fetch-retry',
  modules: ['fetch-retry'],
  versions: '>=5',
  source: ['fetch-retry@6.0.0 index.js:24', 'fetch-retry@6.0.0 index.js:60'],
  constructs: [
    {
      export: 'default',
      create: 'call',
      owns: 'none',
      options: 1,
      close: [],
      retries: { default: 3, option: 'retries' },
      requests: [
        {
          export: '',
          options: [1],
          timeouts: [
            {
              phase: 'total',
              option: ['signal'],
              default: null,
              effect: 'aborts',
              covers: ['connect', 'headers', 'body'],
            },
          ],
          body: { kind: 'fetch-response', delivery: 'promise', path: [] },
        },
      ],
    },
  ],
};

/** Retry helpers, which own nothing: their defaults are what counts. */
export const pRetry: Library = {
  name: 'p-retry',
  modules: ['p-retry'],
  versions: '>=4',
  source: ['p-retry@9.0.0 index.js:240'],
  constructs: [
    {
      export: 'default',
      create: 'call',
      owns: 'none',
      options: 1,
      close: [],
      retries: { default: 10, option: 'retries' },
    },
  ],
};

export const axiosRetry: Library = {
  name: 'axios-retry',
  modules: ['axios-retry'],
  versions: '>=3',
  source: ['axios-retry@4.5.0 dist/esm/index.js:15'],
  constructs: [
    {
      export: 'default',
      create: 'call',
      owns: 'none',
      options: 1,
      close: [],
      retries: { default: 3, option: 'retries', methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'] },
    },
  ],
};
