import type { Framework } from '../framework-types.js';

/** Controllers and middleware run per request, providers once; shutdown() and terminating hooks at shutdown. */
export const adonis = {
  name: '@adonisjs/core',
  modules: ['@adonisjs/*', '@ioc:Adonis/*'],
  source: [
    '@adonisjs/application@9.1.0 build/application-TLzZVFOE.js:1780',
    '@adonisjs/application@9.1.0 build/src/types.d.ts:408',
  ],
  registrations: [
    {
      calls: ['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all', 'use', 'route', 'any'],
      route: true,
      runs: 'many',
      why: 'for every request, as handler of {call}',
    },
    { calls: ['singleton'], runs: 'once' },
    { calls: ['bind'], runs: 'many', why: 'at every resolution of the binding, in {call}' },
    { calls: ['terminating'], runs: 'close' },
    { calls: ['booting', 'booted', 'starting', 'started', 'initiating'], runs: 'once' },
  ],
  methods: [
    { names: ['shutdown'], classes: ['*Provider'], runs: 'close' },
    { names: ['register', 'boot', 'start', 'ready'], classes: ['*Provider'], runs: 'once' },
    { names: ['run', 'prepare', 'interact', 'completed'], classes: ['BaseCommand'], runs: 'once' },
  ],
  setUpTypes: ['ApplicationService', 'ApplicationContract'],
  place: 'In AdonisJS: bind it as a singleton in a provider and close it in the shutdown() of that provider.',
} satisfies Framework;
