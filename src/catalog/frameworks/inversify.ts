import type { Framework } from '../framework-types.js';

/** Dynamic values are constructed as their scope says; deactivations run when a binding is removed. */
export const inversify = {
  name: 'inversify',
  modules: ['inversify', '@inversifyjs/*'],
  source: [
    '@inversifyjs/container@3.1.3 lib/container/services/Container.d.ts:30',
    '@inversifyjs/core@15.0.1 lib/index.d.ts:34',
  ],
  registrations: [
    { calls: ['toDynamicValue', 'toProvider', 'toFactory', 'onActivation'], runs: 'once' },
    { calls: ['onDeactivation'], runs: 'close', disposes: true },
  ],
  methods: [{ decorators: ['preDestroy'], runs: 'close' }],
  container: true,
  place: 'In inversify: bind it in singleton scope with onDeactivation(), and unbind at shutdown.',
} satisfies Framework;
