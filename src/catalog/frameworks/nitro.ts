import type { Framework } from '../framework-types.js';

/** Event handlers run per request, plugins once, the close hook at shutdown; Nuxt server routes are the same. */
export const nitro = {
  name: 'nitropack',
  modules: ['nitropack', 'nitropack/*', 'nitro', 'nitro/*', 'h3', '#imports', '#nitro', 'nuxt/server'],
  ambient: true,
  source: [
    'nitropack@2.13.6 dist/runtime/internal/shutdown.mjs:25',
    'nitropack@2.13.6 dist/runtime/internal/plugin.mjs:1',
  ],
  registrations: [
    {
      calls: [
        'defineEventHandler',
        'eventHandler',
        'defineCachedEventHandler',
        'cachedEventHandler',
        'defineLazyEventHandler',
        'lazyEventHandler',
        'defineRequestMiddleware',
        'defineResponseMiddleware',
        'defineWebSocketHandler',
        'fromNodeMiddleware',
        'defineRenderHandler',
      ],
      runs: 'many',
      why: 'for every request, in {call}',
    },
    {
      calls: ['defineEventHandler', 'eventHandler'],
      members: ['handler', 'onRequest', 'onBeforeResponse'],
      runs: 'many',
      why: 'for every request, as {member} of {call}',
    },
    { calls: ['defineTask'], members: ['run'], runs: 'many', why: 'at every run of the task, in {call}' },
    { calls: ['defineNitroPlugin', 'definePlugin', 'defineNuxtPlugin', 'defineNuxtModule'], runs: 'once' },
    { calls: ['hook', 'hookOnce'], first: ['close'], runs: 'close' },
    {
      calls: ['hook'],
      first: ['request', 'beforeResponse', 'afterResponse', 'error', 'render:response', 'render:html'],
      runs: 'many',
      why: 'for every request, in {call}',
    },
  ],
  place: "In Nitro: create it in a server plugin and close it in its 'close' hook.",
} satisfies Framework;
