/**
 * Calls and members by which a client becomes one of the framework, and the texts of code that ends it. Sources:
 * fastify 5 decorate.js and lib/hooks.js (onClose, preClose); @nestjs/common interfaces/hooks and
 * interfaces/modules/provider.interface.
 */
export const handingOver = [
  {
    framework: 'fastify',
    kind: 'decorated',
    call: 'decorate',
    ends: ['onClose', 'preClose'],
  },
  {
    framework: '@nestjs/core',
    kind: 'provided',
    factory: 'useFactory',
    beside: 'provide',
    ends: ['onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown'],
  },
] as const;
