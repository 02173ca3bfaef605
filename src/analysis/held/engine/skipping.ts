import { indexFrom } from '../../../ast/ascending.js';
import { memoized } from '../../../ast/memo.js';
import type { FlowEdge, FlowGraph, FlowNode } from '../../../flow/graph.js';
import type { Effects } from './effects.js';
import { countsIn, type ThrowMode } from './holding.js';

/** Nothing: no place lies in it. */
const NOWHERE = [Infinity, -Infinity] as const;

/**
 * The moments of a function that follow each other without a choice, one after another, so that whoever follows
 * something through them comes to the next one that concerns it without going through all of them.
 */
class Chains {
  readonly #ranks: Int32Array;
  readonly #nodes: FlowNode[] = [];
  /** The rank of the last moment of each chain, by the rank of any of its moments. */
  readonly #ends: number[] = [];
  /** The stretch of text around the moments of a part of the ranks: a tree, of which each part is half of the next. */
  readonly #begins: Float64Array;
  readonly #closes: Float64Array;
  readonly #leaves: number;

  constructor(graph: FlowGraph, throws: ThrowMode) {
    this.#ranks = new Int32Array(graph.nodes.length).fill(-1);
    for (const node of graph.nodes) if ((this.#ranks[node.id] ?? 0) < 0) this.#number(node, throws);
    this.#leaves = 1 << Math.ceil(Math.log2(this.#nodes.length + 1));
    this.#begins = new Float64Array(2 * this.#leaves).fill(Infinity);
    this.#closes = new Float64Array(2 * this.#leaves).fill(-Infinity);
    for (const [rank, node] of this.#nodes.entries()) {
      const [begin, close] = concerned(node);
      this.#begins[this.#leaves + rank] = begin;
      this.#closes[this.#leaves + rank] = close;
    }
    for (let part = this.#leaves - 1; part > 0; part -= 1) {
      this.#begins[part] = Math.min(this.#begin(2 * part), this.#begin(2 * part + 1));
      this.#closes[part] = Math.max(this.#close(2 * part), this.#close(2 * part + 1));
    }
  }

  /**
   * The first moment from a given one on whose code has one of some places in it, or the last one before there is a
   * choice. `places`: offsets in the text, ascending.
   */
  next(node: FlowNode, places: readonly number[]): FlowNode {
    const rank = this.#ranks[node.id] ?? 0;
    const end = this.#ends[rank] ?? rank;
    const found = this.#first(1, 0, this.#leaves - 1, rank, end, places);
    return this.#nodes[found ?? end] ?? node;
  }

  #first(part: number, low: number, high: number, from: number, end: number, places: readonly number[]): number | null {
    if (high < from || low > end) return null;
    const place = places[indexFrom(places, itself, this.#begin(part))];
    if (place === undefined || place >= this.#close(part)) return null;
    if (low === high) return low;
    const middle = (low + high) >> 1;
    return (
      this.#first(2 * part, low, middle, from, end, places) ??
      this.#first(2 * part + 1, middle + 1, high, from, end, places)
    );
  }

  #begin(part: number): number {
    return this.#begins[part] ?? Infinity;
  }

  #close(part: number): number {
    return this.#closes[part] ?? -Infinity;
  }

  /** Gives ranks to a moment and to those that follow it without a choice. */
  #number(start: FlowNode, throws: ThrowMode): void {
    const first = this.#nodes.length;
    for (let node: FlowNode | null = start; node; node = onlyNext(node, throws)) {
      if ((this.#ranks[node.id] ?? 0) >= 0) break;
      this.#ranks[node.id] = this.#nodes.length;
      this.#nodes.push(node);
    }
    const last = this.#nodes.length - 1;
    for (let rank = first; rank <= last; rank += 1) this.#ends[rank] = last;
  }
}

const itself = (place: number): number => place;

/** The stretch of text that tells whether a moment concerns something; most kinds of moments concern nothing. */
function concerned({ kind, node }: FlowNode): readonly [number, number] {
  return kind === 'evaluate' || kind === 'write' || kind === 'iterate' ? node.range : NOWHERE;
}

/** The moment that follows for what the code of a moment does not concern, where there is no choice. */
function onlyNext(node: FlowNode, throws: ThrowMode): FlowNode | null {
  let next: FlowEdge | null = null;
  for (const edge of node.outgoing) {
    if (edge.kind === 'throw' && !countsIn(throws, edge)) continue;
    if (next || edge.kind === 'throw' || edge.kind === 'abandon') return null;
    if (edge.kind === 'normal' && edge.condition) return null;
    next = edge;
  }
  return next && next.to.kind !== 'exit' && next.to.kind !== 'end-iteration' ? next.to : null;
}

const chainsOf = memoized<FlowGraph, [], Map<ThrowMode, Chains>>(() => new Map());

/** Leads from a moment at which something is held to the next one that may concern it. */
export function skipsIn(
  graph: FlowGraph,
  throws: ThrowMode,
  effects: Effects,
  at: FlowNode['node'] | null,
): (node: FlowNode) => FlowNode {
  const byMode = chainsOf(graph);
  const chains = byMode.get(throws) ?? new Chains(graph, throws);
  byMode.set(throws, chains);
  const places = placesOf(effects, at);
  return (node) => chains.next(node, places);
}

/** Where the text has anything that says what becomes of what is held. */
function placesOf(effects: Effects, at: FlowNode['node'] | null): number[] {
  const nodes = [effects.at.keys(), effects.values, effects.held, effects.finished, effects.touches, at ? [at] : []];
  const names = [effects.variables, effects.heldVariables, effects.told, effects.errors];
  const places = new Set<number>();
  for (const each of nodes) for (const { range } of each) places.add(range[0]);
  for (const each of names)
    for (const { references } of each) for (const { identifier } of references) places.add(identifier.range[0]);
  return [...places].sort((left, right) => left - right);
}
