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
];

/** How many moments of functions the flow engine goes through for a text. */
function steps(text: string): number {
  const take = vi.spyOn(RankQueue.prototype, 'take');
  new Linter().verify(
    text,
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
  return take.mock.calls.length;
}

describe('the flow engine', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(shapes)('goes through ten times as many %s in ten times as many steps', (name) => {
    const shape = SHAPES.find((each) => each.name === name);
    const few = steps(shape?.make(10) ?? '');
    vi.restoreAllMocks();
    const many = steps(shape?.make(100) ?? '');
    expect(few).toBeGreaterThan(10);
    expect(many).toBeLessThanOrEqual(12 * few);
  });
});
