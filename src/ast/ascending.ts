/** The index of the first of some items, in ascending order of their places, whose place is not below a bound. */
export function indexFrom<Item>(items: readonly Item[], placeOf: (item: Item) => number, bound: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && placeOf(item) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
