import type { Library, RequestFact } from '../types.js';

const shared = { export: 'default', options: [1], borrows: [{ option: 'agent' }] } satisfies RequestFact;
const signal = {
  phase: 'total',
  option: ['signal'],
  default: null,
  effect: 'aborts',
  covers: ['connect', 'headers', 'body'],
} as const;

/** node-fetch 2, whose body is a Node.js stream that destroy() does not release. */
export const nodeFetch2 = {
  name: 'node-fetch',
  modules: ['node-fetch'],
  versions: '>=2 <3',
  source: ['node-fetch@2.7.0 lib/index.mjs:1221', 'run: body.destroy() and leaving for await keep the socket'],
  constructs: [],
  requests: [
    {
      ...shared,
      timeouts: [
        {
          phase: 'headers',
          option: ['timeout'],
          default: null,
          effect: 'aborts',
          covers: ['connect', 'body'],
          off: [0],
        },
        signal,
      ],
      body: { kind: 'node-fetch-2-response', delivery: 'promise', path: [] },
    },
  ],
} satisfies Library;

/** node-fetch 3, which ignores a `timeout`. */
export const nodeFetch3 = {
  name: 'node-fetch',
  modules: ['node-fetch'],
  versions: '>=3 <4',
  source: ['node-fetch@3.3.2 src/index.js:253', 'node-fetch@3.3.2 src/request.js:286'],
  constructs: [],
  requests: [
    {
      ...shared,
      timeouts: [{ phase: 'total', option: ['timeout'], default: null, effect: 'ignored' }, signal],
      body: { kind: 'node-fetch-3-response', delivery: 'promise', path: [] },
    },
  ],
} satisfies Library;
