import { MAX_DEPTH, type Possible, type ReadAnswers, type ReadingMemory } from './possible.js';

/**
 * How many reads one value may take. A value that depends on itself in several ways is not remembered on the way, and
 * would take twice as many with each of them; of real options few take a hundred.
 */
const MAX_READS = 5_000;

/** What a read gave, and how many reads it had under way in itself. */
interface Remembered {
  readonly possible: Possible;
  readonly depth: number;
}

/**
 * Reads that are under way, so that a value that depends on itself ends, and what earlier ones gave: an object of
 * options may go to a thousand requests. Nothing is remembered of a read that met one under way or the greatest depth,
 * because what it gives depends on where it began.
 */
export class ReadMemory implements ReadingMemory {
  readonly #active = new Set<string>();
  readonly #known = new WeakMap<object, Map<string, Remembered>>();
  #cuts = 0;
  #deepest = 0;
  #reads = 0;

  read(key: string, owner: object | null, path: readonly string[], answers: ReadAnswers): Possible {
    const active = this.#active;
    this.#reads = active.size === 0 ? 0 : this.#reads + 1;
    if (active.has(key) || active.size > MAX_DEPTH || this.#reads > MAX_READS) {
      this.#cuts += 1;
      return active.has(key) ? answers.again : answers.tooDeep;
    }
    const compute = (): Possible => {
      active.add(key);
      this.#deepest = Math.max(this.#deepest, active.size);
      const possible = answers.compute();
      active.delete(key);
      return possible;
    };
    return owner ? this.once(owner, path.join('\n'), compute) : compute();
  }

  once(owner: object, place: string, compute: () => Possible): Possible {
    const { size } = this.#active;
    const places = this.#known.get(owner) ?? new Map<string, Remembered>();
    this.#known.set(owner, places);
    const known = places.get(place);
    if (known && size + known.depth <= MAX_DEPTH) {
      this.#deepest = Math.max(this.#deepest, size + known.depth);
      return known.possible;
    }
    const before = { deepest: this.#deepest, cuts: this.#cuts };
    this.#deepest = size;
    const possible = compute();
    if (this.#cuts === before.cuts) places.set(place, { possible, depth: this.#deepest - size });
    this.#deepest = Math.max(this.#deepest, before.deepest);
    return possible;
  }
}
