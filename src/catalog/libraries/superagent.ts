import type { Library, RequestFact, TimeoutFact } from '../types.js';

const timeouts: readonly TimeoutFact[] = [
  { phase: 'total', option: [], method: 'timeout', default: null, effect: 'aborts', covers: ['connect', 'headers', 'body'], off: [0] },
];

const requests: readonly RequestFact[] = ['get', 'head', 'options', 'post', 'put', 'patch', 'del', 'delete'].map((name) => ({ export: name, timeouts }));

/** superagent, whose requests are built by chained methods; it buffers bodies. */
export default {
  name: 'superagent',
  modules: ['superagent'],
  versions: '>=5',
  source: ['superagent@10 lib/request-base.js: timeout()', 'run: without timeout() a silent peer is waited for without end; timeout(ms) also ends a stalled and a dripping body'],
  constructs: [
    {
      export: 'agent',
      create: 'either',
      owns: 'none',
      close: [],
      timeouts,
      requests,
      state: 'cookie jar and defaults',
      returnsSelf: ['timeout', 'set', 'use', 'retry', 'auth', 'ca', 'key', 'cert', 'disableTLSCerts'],
    },
  ],
  requests: [{ export: 'default', timeouts }, ...requests],
} satisfies Library;
