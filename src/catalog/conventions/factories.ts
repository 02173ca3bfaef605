import type { NameConvention } from './types.js';

/** Imported functions which promise a new agent with every call; a `get...` may return a shared one. */
export const agentFactories: NameConvention = {
  begins: ['make', 'create', 'build', 'new', 'construct', 'instantiate'],
  contains: ['Agent', 'Agents', 'Dispatcher'],
};

/** Methods which promise a new client with every call, so that their callers own it as well. */
export const makerMethods: NameConvention = { begins: ['create', 'make', 'build', 'open', 'spawn', 'new'] };

/** Functions that return a dispatcher which is there to reach the peer through a proxy. */
export const proxyFactories: NameConvention = { names: ['*proxy*', '*proxied*'], ignoreCase: true };
