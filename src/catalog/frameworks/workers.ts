import type { Framework } from '../framework-types.js';

/** Every request has sockets of its own: no client may outlive the request that opened it. */
export const workers = {
  name: 'cloudflare-workers',
  modules: ['cloudflare:*', '@cloudflare/workers-types'],
  source: [
    '@cloudflare/workers-types@5.20261117.1 index.d.ts:442',
    'https://developers.cloudflare.com/workers/observability/errors/',
  ],
  registrations: [{ calls: ['waitUntil'], runs: 'once' }],
} satisfies Framework;
