import type { NameConvention } from './types.js';

/** Imported functions which promise a new agent with every call; a `get...` may return a shared one. */
export const agentFactories: NameConvention = {
  begins: ['make', 'create', 'build', 'new', 'construct', 'instantiate'],
  contains: ['Agent', 'Agents', 'Dispatcher'],
};
