import type { Construct, Library } from '../types.js';
import { free, total, untilHeaders } from '../sdk-shapes.js';

/** Algolia: agents of the requester module. */
export const algoliasearch = {
  name: 'algoliasearch',
  modules: ['algoliasearch', 'algoliasearch/lite'],
  versions: '>=4 <6',
  source: [
    '@algolia/requester-node-http@5.64.0 dist/requester.http.js:10',
    '@algolia/client-search@5.64.0 dist/builds/node.js:4044',
    'run: rejects where the headers or the body stall',
  ],
  constructs: ['default', 'algoliasearch', 'liteClient'].map((name) => ({
    export: name,
    ...free,
    create: 'call' as const,
    options: 2,
    timeouts: [
      {
        phase: 'headers' as const,
        option: ['timeouts.connect'],
        default: 2_000,
        effect: 'aborts' as const,
        covers: ['connect' as const],
      },
      { phase: 'body' as const, option: ['timeouts.read'], default: 5_000, effect: 'aborts' as const },
    ],
  })),
} satisfies Library;

/** Firebase: the apps of the process by name. */
export const firebaseAdmin = {
  name: 'firebase-admin',
  modules: ['firebase-admin', 'firebase-admin/app'],
  versions: '>=10 <15',
  source: ['firebase-admin@14.5.1 lib/app/lifecycle.js:24'],
  constructs: [
    {
      export: 'initializeApp',
      ...free,
      create: 'call',
      singleton: true,
      close: [
        { method: 'deleteApp', on: 'module', graceful: true, returns: 'promise', idempotent: false },
        { method: 'delete', graceful: true, returns: 'promise', idempotent: false },
      ],
      injectAs: { type: 'App' },
    },
  ],
} satisfies Library;

const supabaseClient = {
  export: 'createClient',
  ...free,
  create: 'call',
  options: 2,
  injectAs: { type: 'SupabaseClient' },
} satisfies Construct;

/** Supabase: global fetch, and a socket only after a subscription. */
export const supabase = {
  name: '@supabase/supabase-js',
  modules: ['@supabase/supabase-js'],
  versions: '>=2 <3',
  source: [
    '@supabase/auth-js@2.119.0 dist/main/GoTrueClient.js:4538',
    '@supabase/supabase-js@2.119.0 dist/index.cjs:681',
    'run: constructing connects nothing; db.timeout ends with the headers',
    '@supabase/supabase-js@2.119.0 dist/index.cjs:661: db.timeout goes to PostgrestClient, global.fetch to all',
    "@supabase/supabase-js@2.93.0 and 2.94.0: the option came with 2.94; before, only a fetch of one's own can limit",
  ],
  constructs: [
    {
      ...supabaseClient,
      versions: '>=2.94 <3',
      timeouts: [
        untilHeaders('db.timeout', 300_000, {
          beneath: true,
          only: { called: 'queries', others: ['storage', 'auth', 'functions'] },
        }),
        { ...total('global.fetch', null), given: true },
      ],
    },
    { ...supabaseClient, versions: '>=2 <2.94' },
  ],
} satisfies Library;
