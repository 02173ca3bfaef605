import type { Framework } from '../framework-types.js';

/** Registrations are constructed once where they are singletons; disposers run at container.dispose(). */
export const awilix = {
  name: 'awilix',
  modules: ['awilix', '@fastify/awilix', 'awilix-express', 'awilix-koa'],
  source: ['awilix@13.0.5 lib/container.js:431', 'awilix@13.0.5 lib/resolvers.d.ts:48'],
  registrations: [
    { calls: ['asFunction', 'asClass', 'asValue'], runs: 'once' },
    { calls: ['disposer'], runs: 'close', disposes: true },
    { calls: ['asFunction', 'asClass'], members: ['dispose'], runs: 'close', disposes: true },
  ],
  place: 'In awilix: register it with asFunction(...).singleton().disposer(...).',
} satisfies Framework;
