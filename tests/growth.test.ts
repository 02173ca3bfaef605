import { Session, type Profiler } from 'node:inspector/promises';
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SHAPES } from '../bench/growth/shapes.mjs';
import { RankQueue } from '../src/flow/order.js';
import plugin from '../src/index.js';

/** Shapes whose cost is that of the flow engine: many things are held in one function. */
const shapes = [
  'fetches in one function',
  'fetches in one try',
  'one variable for all fetches',
  'connects in one function',
  'loops with a fetch',
];

/** Shapes of which each part once asked something of all others. */
const asked = ['clients in one object', 'fields of one class', 'http.get callbacks', 'then chains'];

function lint(name: string, n: number): void {
  const shape = SHAPES.find((each) => each.name === name);
  new Linter().verify(
    shape?.make(n) ?? '',
    [
      {
        files: ['**/*'],
        plugins: { 'client-lifecycle': plugin },
        rules: plugin.configs.recommended.rules,
        languageOptions: { parser },
      },
    ],
    { filename: 'growth.js' },
  );
}

/** How many moments of functions the flow engine goes through for a shape. */
function moments(name: string, n: number): number {
  const take = vi.spyOn(RankQueue.prototype, 'take');
  lint(name, n);
  return take.mock.calls.length;
}

/** How often the blocks of the plugin's own code run for a shape. */
async function steps(name: string, n: number): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  lint(name, n);
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  session.disconnect();
  const own = result.filter(
    ({ url }: Profiler.ScriptCoverage) => url.includes('/src/') && !url.includes('node_modules'),
  );
  return own
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0);
}

describe('the flow engine', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(shapes)('goes through ten times as many %s in ten times as many steps', (name) => {
    const few = moments(name, 10);
    vi.restoreAllMocks();
    const many = moments(name, 100);
    expect(few).toBeGreaterThan(10);
    expect(many).toBeLessThanOrEqual(12 * few);
  });
});

describe('the plugin', () => {
  it.each(asked)('goes through ten times as many %s in ten times as many steps', async (name) => {
    lint(name, 2);
    const few = await steps(name, 20);
    const many = await steps(name, 200);
    expect(few).toBeGreaterThan(1_000);
    expect(many).toBeLessThanOrEqual(12 * few);
  });
});
