import { MAX_DEPTH, type Possible } from './possible.js';

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
export class ReadMemory {
  readonly #active = new Set<string>();
  readonly #known = new WeakMap<object, Map<string, Remembered>>();
  #cuts = 0;
  #deepest = 0;

  /**
   * Reads under a key. `again` is the answer inside of a read of the same key, `tooDeep` the one at the greatest depth;
   * `owner` is what all of the answer depends on together with the path, `null` where that is more than one thing.
   */
  read(
    key: string,
    owner: object | null,
    path: readonly string[],
    answers: { readonly again: Possible; readonly tooDeep: Possible; readonly compute: () => Possible },
  ): Possible {
    const active = this.#active;
    if (active.has(key) || active.size > MAX_DEPTH) {
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

  /** What was computed before for a place of an owner, on which alone the answer depends, or is now. */
  once(owner: object, place: string, compute: () => Possible): Possible {
    const { size } = this.#active;
    const places = this.#known.get(owner) ?? new Map<string, Remembered>();
    const known = places.get(place);
    if (known && size + known.depth <= MAX_DEPTH) {
      this.#deepest = Math.max(this.#deepest, size + known.depth);
      return known.possible;
    }
    const before = { deepest: this.#deepest, cuts: this.#cuts };
    this.#deepest = size;
    const possible = compute();
    if (this.#cuts === before.cuts) {
      this.#known.set(owner, places);
      places.set(place, { possible, depth: this.#deepest - size });
    }
    this.#deepest = Math.max(this.#deepest, before.deepest);
    return possible;
  }
}
