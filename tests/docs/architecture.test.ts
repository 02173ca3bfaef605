import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { layersOf, partsOfSource, withPicture } from '../../scripts/architecture.mjs';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** What each file of src imports, by path. */
function importsByFile(): Map<string, string[]> {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return new Map(
    files.map((name) => [
      name,
      [...readFileSync(join(source, name), 'utf8').matchAll(/^(?:import|export)\s[^;]*?from '(\.[^']+)'/gm)].map(
        ([, specifier = '']) => relative(source, join(source, dirname(name), specifier)).replace(/\.js$/, '.ts'),
      ),
    ]),
  );
}

/** The files that lead back to themselves by their imports. */
function circles(files: ReadonlyMap<string, readonly string[]>): string[] {
  return [...files.keys()].filter((start) => {
    const reached = new Set(files.get(start));
    for (const file of reached) for (const next of files.get(file) ?? []) reached.add(next);
    return reached.has(start);
  });
}

describe('the layers', () => {
  it('have a picture that is what the imports say (npm run docs)', () => {
    const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');
    expect(withPicture(page)).toBe(page);
    expect(page).toContain('analysis/names');
  });

  it('hold all parts', () => {
    expect(layersOf(partsOfSource()).flat()).toHaveLength(partsOfSource().size);
  });

  it('name parts that import from each other in a circle', () => {
    const parts = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['a'])],
    ]);
    expect(() => layersOf(parts)).toThrow('in a circle: a, b');
  });

  it('have no circle of files', () => {
    expect(circles(importsByFile())).toEqual([]);
  });

  it('name every part', () => {
    const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');
    const parts = [...partsOfSource().keys()].filter((part) => !['index', 'create-rule'].includes(part));
    expect(parts.filter((part) => !page.includes(`\`${part}\``) && !page.includes(`\`${part}.ts\``))).toEqual([]);
  });
});
