import type { Framework } from '../framework-types.js';

/** Singletons are constructed once; container.dispose() calls dispose() of what it constructed. */
export const tsyringe = {
  name: 'tsyringe',
  modules: ['tsyringe'],
  source: ['tsyringe@4.10.0 dist/cjs/dependency-container.js:305'],
  registrations: [
    { calls: ['register', 'registerSingleton', 'registerInstance'], members: ['useFactory', 'useValue'], runs: 'once' },
    { calls: ['instanceCachingFactory', 'predicateAwareClassFactory'], runs: 'once' },
  ],
  methods: [{ names: ['dispose'], classes: ['singleton', 'Disposable'], runs: 'close' }],
  container: true,
  singletons: { decorators: ['singleton'], unless: 'scope' },
  place: 'In tsyringe: keep it in a @singleton() class with a dispose() method.',
} satisfies Framework;
