/** A plugin that puts a pool on the application, so that no file has it from a constructor or an import. */
export interface DecoratedPool {
  readonly plugin: string;
  /** The member of the application, and of `this` in its handlers. */
  readonly member: string;
  /** The library of the pool and its construct, as in the catalog. */
  readonly module: string;
  readonly construct: string;
}

/**
 * @fastify/postgres (README: `fastify.pg.connect()`), @fastify/mysql with `promise: true`
 * (`fastify.mysql.getConnection()`).
 */
export const decoratedPools: readonly DecoratedPool[] = [
  { plugin: '@fastify/postgres', member: 'pg', module: 'pg', construct: 'Pool' },
  { plugin: '@fastify/mysql', member: 'mysql', module: 'mysql2/promise', construct: 'createPool' },
];
