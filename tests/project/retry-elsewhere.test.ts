import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

const LOOP = `export async function attempt(fn, times = 3) {
  for (let i = 0; i < times; i++) {
    try { return await fn(); } catch (error) { await new Promise((done) => setTimeout(done, Math.random() * 2 ** i)); }
  }
  throw new Error('gave up');
}`;
const CALLS_ITSELF = `export async function attempt(fn, times = 3) {
  try { return await fn(); } catch (error) { if (times === 0) throw error; return attempt(fn, times - 1); }
}`;
const CHOOSES = LOOP.replace('{ await', `{ if (error.code !== 'ECONNREFUSED') throw error; await`);
const ON_500 = LOOP.replace(
  '{ await',
  `{ if (error.response.status < 500 || error.response.status >= 500 + 99) throw error; await`,
);
const ONCE = `export async function attempt(fn) { try { return await fn(); } catch (error) { console.error(error); throw error; } }`;

function reports(helper: string, middle = `export { attempt } from './attempt.js';`): string[] {
  const folder = folderOf({
    'package.json': { name: 'x', dependencies: { axios: '^1.7.0', fastify: '^5.0.0' } },
    'src/pay.ts': `import axios from 'axios';
import { attempt } from './lib/index.js';
export const pay = (order) => attempt(() => axios.post('https://pay.example.com/charges', order, { timeout: 5_000 }));
`,
    'src/lib/index.ts': middle,
    'src/lib/attempt.ts': helper,
  });
  return lintFile(folder, 'src/pay.ts', { config: 'strict', settings: { role: 'service' } }).filter((message) =>
    message.startsWith('no-unsafe-retry'),
  );
}

describe('a request that is given to a function of another file', () => {
  it.each([
    ['in a loop', LOOP],
    ['by calling itself', CALLS_ITSELF],
    ['also where a server failed', ON_500],
  ])('is sent again there, %s', (_, helper) => {
    expect(reports(helper)).toHaveLength(1);
  });

  it.each([
    ['tells failures apart', CHOOSES],
    ['calls it once', ONCE],
  ])('is not where that %s', (_, helper) => {
    expect(reports(helper)).toEqual([]);
  });
});
