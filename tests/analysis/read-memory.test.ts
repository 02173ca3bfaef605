import { describe, expect, it } from 'vitest';
import {
  ABSENT,
  anyOf,
  MAX_DEPTH,
  NOTHING,
  OPAQUE,
  type Possible,
} from '../../src/analysis/values/possible/possible.js';
import { ReadMemory } from '../../src/analysis/values/possible/read-memory.js';

const answers = (compute: () => Possible) => ({ again: ABSENT, tooDeep: OPAQUE, compute });

/** Reads under a key of their own, one inside of the other, and then whatever is given. */
function nested(memory: ReadMemory, levels: number, then: () => Possible, name = 'level'): Possible {
  if (levels === 0) return then();
  const compute = (): Possible => nested(memory, levels - 1, then, name);
  return memory.read(`${name} ${String(levels)}`, null, [], answers(compute));
}

describe('the memory of reads', () => {
  it('computes once for an owner and a path', () => {
    const memory = new ReadMemory();
    const owner = {};
    let computed = 0;
    const read = (path: readonly string[]): Possible =>
      memory.read(
        'key',
        owner,
        path,
        answers(() => {
          computed += 1;
          return { ...NOTHING };
        }),
      );
    expect(read(['a'])).toBe(read(['a']));
    expect(read(['a', 'b'])).not.toBe(read(['a.b']));
    expect(computed).toBe(3);
  });

  it('gives up soon where many values depend on one another, for that one value', () => {
    const memory = new ReadMemory();
    const names = Array.from({ length: 20 }, (_, index) => String(index));
    let computed = 0;
    const read = (name: string): Possible =>
      memory.read(
        name,
        null,
        [],
        answers(() => {
          computed += 1;
          return anyOf(NOTHING, names.map(read));
        }),
      );
    expect(read('0').opaque).toBe(true);
    expect(computed).toBeLessThan(6_000);
    expect(
      memory.read(
        'another',
        null,
        [],
        answers(() => ABSENT),
      ),
    ).toBe(ABSENT);
  });

  it('computes anew what depends on more than its owner', () => {
    const memory = new ReadMemory();
    const read = (): Possible =>
      memory.read(
        'key',
        null,
        [],
        answers(() => ({ ...NOTHING })),
      );
    expect(read()).not.toBe(read());
  });

  it('keeps nothing of a value that was met inside of itself', () => {
    const memory = new ReadMemory();
    const [outer, inner] = [{}, {}];
    const readInner = (): Possible => memory.read('inner', inner, [], answers(readOuter));
    const readOuter = (): Possible =>
      memory.read(
        'outer',
        outer,
        [],
        answers(() => ({ ...readInner(), opaque: true })),
      );
    expect(readOuter()).toMatchObject({ opaque: true });
    // From the inside it is the inner one that is met again.
    expect(readInner()).toMatchObject({ opaque: true });
    expect(memory.once(inner, '', () => NOTHING)).toBe(NOTHING);
  });

  it('keeps nothing of what the greatest depth cut short', () => {
    const memory = new ReadMemory();
    const owner = {};
    const deep = (): Possible => memory.once(owner, '', () => nested(memory, MAX_DEPTH, () => NOTHING, 'inner'));
    expect(nested(memory, 2, deep)).toBe(OPAQUE);
    expect(deep()).toBe(NOTHING);
  });

  it('reads anew where what is kept would lie too deep', () => {
    const memory = new ReadMemory();
    const owner = {};
    const deep = (): Possible => memory.once(owner, '', () => nested(memory, MAX_DEPTH, () => NOTHING, 'inner'));
    expect(deep()).toBe(NOTHING);
    expect(nested(memory, 2, deep)).toBe(OPAQUE);
    expect(deep()).toBe(NOTHING);
  });
});
