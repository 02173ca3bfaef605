import type { FlowNode } from './graph.js';

/**
 * The nodes that can be reached from `starts`, each before the nodes that follow it (except along the back edges of
 * loops).
 */
export function reversePostorder(
  nodes: readonly FlowNode[],
  starts: readonly FlowNode[],
  backward: boolean,
): FlowNode[] {
  const seen = new Uint8Array(nodes.length);
  const postorder: FlowNode[] = [];
  // The path of the search, and how many edges of each node on it have been followed: numbers, as a path can be as long
  // as the function.
  const path = new Int32Array(nodes.length);
  const followed = new Int32Array(nodes.length);
  for (const start of starts) {
    if (seen[start.id] !== 0) continue;
    seen[start.id] = 1;
    path[0] = start.id;
    let depth = 0;
    while (depth >= 0) {
      const id = path[depth] ?? 0;
      const node = nodes[id];
      const next = followed[id] ?? 0;
      const edge = backward ? node?.incoming[next] : node?.outgoing[next];
      if (!edge) {
        if (node) postorder.push(node);
        depth -= 1;
        continue;
      }
      followed[id] = next + 1;
      const target = backward ? edge.from : edge.to;
      if (seen[target.id] !== 0) continue;
      seen[target.id] = 1;
      depth += 1;
      path[depth] = target.id;
    }
  }
  return postorder.reverse();
}

/** A set of ranks that gives back the smallest first. */
export class RankQueue {
  readonly #heap: number[] = [];
  readonly #queued = new Set<number>();

  get isEmpty(): boolean {
    return this.#heap.length === 0;
  }

  add(rank: number): void {
    if (this.#queued.has(rank)) return;
    this.#queued.add(rank);
    const heap = this.#heap;
    let index = heap.length;
    heap.push(rank);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] ?? rank;
      if (above <= rank) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = rank;
  }

  /** Removes the smallest rank; `-1` when there is none. */
  take(): number {
    const heap = this.#heap;
    const smallest = heap[0];
    const last = heap.pop();
    if (smallest === undefined || last === undefined) return -1;
    this.#queued.delete(smallest);
    if (heap.length === 0) return smallest;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if ((heap[child + 1] ?? Infinity) < (heap[child] ?? Infinity)) child += 1;
      const below = heap[child];
      if (below === undefined || below >= last) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
    return smallest;
  }
}
