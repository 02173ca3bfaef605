import type { Framework } from '../framework-types.js';

/** Route handlers and extensions run per request, plugins once, onPostStop at shutdown. */
export const hapi = {
  name: '@hapi/hapi',
  modules: ['@hapi/*', 'hapi'],
  source: ['https://hapi.dev/api/#-serverexttype-method-options'],
  registrations: [
    { calls: ['ext'], first: ['onPreStop', 'onPostStop'], runs: 'close' },
    { calls: ['ext'], first: ['onPreStart', 'onPostStart'], runs: 'once' },
    {
      calls: ['ext'],
      first: [
        'onRequest',
        'onPreAuth',
        'onCredentials',
        'onPostAuth',
        'onPreHandler',
        'onPostHandler',
        'onPreResponse',
        'onPostResponse',
      ],
      runs: 'many',
      why: 'for every request, in {call}',
    },
    { calls: ['route'], members: ['handler', 'method'], runs: 'many', why: 'for every request, as {member} of {call}' },
  ],
  place: "In hapi: create it in a plugin, decorate the server with it and close it in an 'onPostStop' extension.",
} satisfies Framework;
