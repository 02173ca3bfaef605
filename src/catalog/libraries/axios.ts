import type { Construct, InjectionPoint, Library, RequestFact, TimeoutFact } from '../types.js';

const agents: readonly InjectionPoint[] = [{ option: 'httpAgent' }, { option: 'httpsAgent' }];

const timeouts: readonly TimeoutFact[] = [
  // A wall clock until the headers, then the silence between chunks: a dripping body never ends it.
  {
    phase: 'headers',
    option: ['timeout'],
    default: null,
    effect: 'aborts',
    covers: ['connect', 'body'],
    silence: true,
    off: [0],
  },
  { phase: 'total', option: ['signal'], default: null, effect: 'aborts', covers: ['connect', 'headers', 'body'] },
];

const body: RequestFact['body'] = {
  kind: 'node-stream',
  delivery: 'promise',
  path: ['data'],
  when: { option: 'responseType', equals: 'stream' },
  errorPath: ['response', 'data'],
};

const request = (name: string, options: readonly number[]): RequestFact => ({
  export: name,
  options,
  borrows: agents,
  timeouts,
  body,
});

const requests: readonly RequestFact[] = [
  request('', [0, 1]),
  request('request', [0, 1]),
  ...['get', 'delete', 'head', 'options'].map((name) => request(name, [1])),
  ...['post', 'put', 'patch', 'postForm', 'putForm', 'patchForm'].map((name) => request(name, [2])),
];

const instance = {
  owns: 'none',
  takes: [
    { option: 'httpAgent', closes: false },
    { option: 'httpsAgent', closes: false },
  ],
  close: [],
  timeouts,
  requests,
  headerOptions: ['headers'],
  derives: [{ method: 'create', owns: 'none' }],
  defaults: 'defaults',
  hooks: ['interceptors.request.use'],
  injectAs: { type: 'AxiosInstance' },
  state: 'interceptors',
} satisfies Partial<Construct>;

export default {
  name: 'axios',
  modules: ['axios'],
  versions: '>=0.19 <2',
  source: [
    'axios@1.21.1 lib/defaults/index.js:149',
    'axios@1.21.1 lib/adapters/http.js:1500',
    'run: one instance per call uses the shared global agent (20 connections for 1,000 calls)',
  ],
  defaults: 'defaults',
  originOption: 'baseURL',
  constructs: [
    { export: 'create', create: 'call', ...instance },
    { export: 'Axios', create: 'new', ...instance },
  ],
  requests: requests.map((fact) => (fact.export === '' ? { ...fact, export: 'default' } : fact)),
} satisfies Library;

/** Nest's module: an axios instance for each registration, whose options are those of all requests of its service. */
export const nestAxios = {
  name: '@nestjs/axios',
  modules: ['@nestjs/axios'],
  versions: '>=0.1',
  source: ['@nestjs/axios@12.0.1 dist/http.module.js:15', 'axios@1.21.1 lib/defaults/index.js:149'],
  constructs: [
    {
      export: 'HttpModule.register',
      create: 'call',
      owns: 'none',
      takes: instance.takes,
      close: [],
      timeouts,
      headerOptions: ['headers'],
    },
  ],
} satisfies Library;
