import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

const POOL = `import { Pool } from 'pg';
import { withHandler } from './database/index.js';
const pool = withHandler(new Pool({ max: 10 }), console.error);
export const find = (id) => pool.query('select 1', [id]);
`;

function reports(index: string, errors: string): string[] {
  const folder = folderOf({
    'package.json': { name: 'x', dependencies: { pg: '^8.0.0', fastify: '^5.0.0' } },
    'src/app.ts': POOL,
    'src/database/index.ts': index,
    'src/database/pool-errors.ts': errors,
  });
  return lintFile(folder, 'src/app.ts', { config: 'strict', settings: { role: 'service' } }).filter((message) =>
    message.startsWith('require-error-listener'),
  );
}

describe('a pool that is given to a function of another file', () => {
  const listens = `export function withHandler(pool, handler) { pool.on('error', handler); return pool; }`;

  it.each([
    ['which that file exports again', `export { withHandler } from './pool-errors.js';`, listens],
    ['with all others', `export * from './pool-errors.js';`, listens],
    ['which stands in it', listens, ''],
  ])('is heard there, %s', (_, index, errors) => {
    expect(reports(index, errors)).toEqual([]);
  });

  it('is not heard by a function that only returns it', () => {
    expect(
      reports(`export { withHandler } from './pool-errors.js';`, `export const withHandler = (pool) => pool;`),
    ).toHaveLength(1);
  });

  it('is not heard by what is a type alone', () => {
    const index = `export type { Handler } from './pool-errors.js';\nexport const withHandler = (pool) => pool;`;
    expect(reports(index, listens)).toHaveLength(1);
  });
});
