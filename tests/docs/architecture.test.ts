import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { floorsOf, partsOfSource, withPicture } from '../../scripts/architecture.mjs';

describe('the house', () => {
  it('has a picture that is what the imports say (npm run docs)', () => {
    const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');
    expect(withPicture(page)).toBe(page);
    expect(page).toContain('analysis/names');
  });

  it('has parts that stand on floors', () => {
    expect(floorsOf(partsOfSource()).flat()).toHaveLength(partsOfSource().size);
  });

  it('tells of parts that import from each other in a circle', () => {
    const parts = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['a'])],
    ]);
    expect(() => floorsOf(parts)).toThrow('in a circle: a, b');
  });

  it('names every part', () => {
    const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');
    const parts = [...partsOfSource().keys()].filter((part) => !['index', 'create-rule'].includes(part));
    expect(parts.filter((part) => !page.includes(`\`${part}\``) && !page.includes(`\`${part}.ts\``))).toEqual([]);
  });
});
