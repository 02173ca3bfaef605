import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SHAPES } from '../bench/growth/shapes.mjs';
import { startCounting, stepsOf, stopCounting } from '../bench/growth/steps.mjs';
import { RankQueue } from '../src/flow/order.js';
import plugin from '../src/index.js';

/** Shapes whose cost is that of the flow engine: many things are held in one function. */
const shapes = ['fetches in one function', 'fetches in one try', 'one variable for all fetches', 'loops with a fetch'];

/** Shapes of which each part once asked something of all others. */
const asked = [
  'clients in one object',
  'fields of one class',
  'http.get callbacks',
  'then chains',
  'assignments to one variable',
  'assignments to one field',
  'clients added to one list',
  'one object of options for all requests',
  'options written one by one',
  'one controller for all requests',
  'one variable of a closure for all responses',
  'fields that hold responses',
  'streams to the client',
  'methods of one class that fetch',
  'connects in one function',
];

/** Shapes of which each part lies in all others, or is held while they run: what is around it is not gone through. */
const deep = [
  'nested connect, try and finally',
  'nested tries',
  'nested then',
  'nested callbacks',
  'nested functions with a fetch',
  'loops in loops with a fetch',
  'else branches of one response',
  'responses of one Promise.all',
];

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
function steps(name: string, n: number): Promise<number> {
  return stepsOf(() => {
    lint(name, n);
  }, '/src/');
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
  beforeAll(startCounting);

  afterAll(stopCounting);

  it('is counted in every step', async () => {
    lint('functions with a fetch', 2);
    const few = await steps('functions with a fetch', 10);
    const many = await steps('functions with a fetch', 100);
    expect(many).toBeGreaterThan(8 * few);
  });

  it.each(asked)('goes through ten times as many %s in ten times as many steps', async (name) => {
    lint(name, 10);
    const few = await steps(name, 10);
    const many = await steps(name, 100);
    expect(few).toBeGreaterThan(1_000);
    expect(many).toBeLessThanOrEqual(12 * few);
  });

  it.each(deep)('goes through hardly more of %s for each part of ten times as many', async (name) => {
    lint(name, 10);
    const few = await steps(name, 10);
    const many = await steps(name, 100);
    expect(few).toBeGreaterThan(1_000);
    expect(many).toBeLessThanOrEqual(15 * few);
  });
});
