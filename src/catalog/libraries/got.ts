import type { InjectionPoint, Library, RequestFact, TimeoutFact } from '../types.js';

const agents: readonly InjectionPoint[] = [
  { option: 'agent.http' },
  { option: 'agent.https' },
  { option: 'agent.http2' },
];

const timeouts: readonly TimeoutFact[] = [
  { phase: 'connect', option: ['timeout.connect'], default: null, effect: 'aborts' },
  { phase: 'headers', option: ['timeout.response'], default: null, effect: 'aborts' },
  { phase: 'body', option: ['timeout.read'], default: null, effect: 'aborts' },
  { phase: 'body', option: ['timeout.socket'], default: null, effect: 'aborts', silence: true, covers: ['headers'] },
  {
    phase: 'total',
    option: ['timeout.request'],
    default: null,
    effect: 'aborts',
    covers: ['connect', 'headers', 'body'],
  },
  // A number limits everything in got 11; later versions refuse it at once, so that nobody waits.
  {
    phase: 'total',
    option: ['timeout'],
    default: null,
    effect: 'aborts',
    covers: ['connect', 'headers', 'body'],
    given: true,
  },
  { phase: 'total', option: ['signal'], default: null, effect: 'aborts', covers: ['connect', 'headers', 'body'] },
];

const methods = ['', 'get', 'post', 'put', 'patch', 'head', 'delete'];

const requests: readonly RequestFact[] = [
  ...methods.map((name): RequestFact => ({ export: name, options: [1, 0], borrows: agents, timeouts })),
  ...['stream', ...methods.slice(1).map((name) => `stream.${name}`)].map((name): RequestFact => ({
    export: name,
    options: [1, 0],
    borrows: agents,
    timeouts,
    body: { kind: 'got-stream', delivery: 'value', path: [] },
  })),
  { export: 'paginate', options: [1, 0], borrows: agents, timeouts },
];

export default {
  name: 'got',
  modules: ['got'],
  versions: '>=11 <17',
  source: [
    'got@16.1.0 dist/source/core/options.js:296',
    'got@16.1.0 dist/source/core/utils/http2-client.js:479',
    'got@11.8.6 dist/source/core/index.js:1031, got@12.0.0 dist/source/core/options.js: timeout',
    'run: one instance per call uses the shared global agent',
  ],
  constructs: [
    {
      export: 'extend',
      create: 'call',
      owns: 'none',
      takes: [
        { option: 'agent.http', closes: false },
        { option: 'agent.https', closes: false },
        { option: 'agent.http2', closes: false },
      ],
      close: [],
      timeouts,
      requests,
      headerOptions: ['headers'],
      retries: { default: 2, option: 'retry.limit', methods: ['GET', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'] },
      derives: [{ method: 'extend', owns: 'none' }],
      injectAs: { type: 'Got' },
      state: 'hooks and cookie jar',
    },
  ],
  requests: [
    ...requests.map((fact) => (fact.export === '' ? { ...fact, export: 'default' } : fact)),
    // `import { got }` is the same function as the default export.
    ...requests.map((fact) => ({ ...fact, export: fact.export === '' ? 'got' : `got.${fact.export}` })),
  ],
} satisfies Library;
