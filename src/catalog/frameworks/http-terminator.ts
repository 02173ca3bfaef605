import type { Framework } from '../framework-types.js';

/** Closes a server with its connections; clients are closed after it, in the same function. */
export const httpTerminator = {
  name: 'http-terminator',
  modules: ['http-terminator'],
  source: ['http-terminator@3.2.0 dist/src/factories/createInternalHttpTerminator.js:15'],
} satisfies Framework;
