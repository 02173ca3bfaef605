import type { Library, RequestFact, TimeoutFact } from '../types.js';

const timeouts: readonly TimeoutFact[] = [
  {
    phase: 'total',
    option: [],
    method: 'timeout',
    default: null,
    effect: 'aborts',
    covers: ['connect', 'headers', 'body'],
    off: [0],
  },
];

const requests: readonly RequestFact[] = ['get', 'head', 'options', 'post', 'put', 'patch', 'del', 'delete'].map(
  (name) => ({ export: name, timeouts }),
);

/**
 * superagent, whose requests are built by chained methods: a new connection for each unless an agent is given; bodies
 * are read by itself.
 */
export default {
  name: 'superagent',
  modules: ['superagent'],
  versions: '>=7 <11',
  source: [
    'superagent@10.4.2 lib/node/index.js:314',
    'superagent@10.4.2 lib/request-base.js:146',
    'run: an unread response does not hold the connection; .timeout() covers the queue and the body',
  ],
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
