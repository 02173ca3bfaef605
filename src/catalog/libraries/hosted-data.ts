import { free } from '../sdk-shapes.js';
import type { Library } from '../types.js';

/** Pinecone: the platform's fetch; it has no limit of its own. */
export const pinecone = {
  name: '@pinecone-database/pinecone',
  modules: ['@pinecone-database/pinecone'],
  versions: '>=1 <9',
  source: [
    '@pinecone-database/pinecone@8.2.0 dist/utils/fetch.js:131',
    'run: constructing connects nothing; a server that says nothing is waited for without end',
  ],
  overFetch: true,
  constructs: [{ export: 'Pinecone', ...free, retries: { default: 3, option: 'maxRetries' } }],
} satisfies Library;

/** An upload in parts: it works through the client that it is given, and leaves it open. */
export const s3Upload = {
  name: '@aws-sdk/lib-storage',
  modules: ['@aws-sdk/lib-storage'],
  versions: '>=3 <4',
  source: [
    '@aws-sdk/lib-storage@3.1175.0 dist-cjs/index.js:227',
    'run: done() leaves the client open; abort() ends the wait, and not a part that is on its way',
  ],
  constructs: [
    {
      export: 'Upload',
      ...free,
      takes: [{ option: 'client', accepts: ['@aws-sdk/client-*#*'], closes: false }],
    },
  ],
} satisfies Library;
