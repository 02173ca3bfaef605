import type { TSESTree } from '@typescript-eslint/utils';
import type { Construction, RequestCall } from '../names/clients.js';

/** What some requests say of limits. */
export interface CallLimits {
  readonly nodes: readonly TSESTree.Node[];
  /** Whether each of them is limited. */
  readonly limited: boolean;
  /** Those of which nobody chose a limit. */
  readonly unchosen: readonly RequestCall[];
}

/** Which client sends which requests. One list serves all clients that a name may hold, however many those are. */
export class Senders {
  readonly #order = new Map<RequestCall, number>();
  readonly #lists = new Map<Construction, (readonly RequestCall[])[]>();
  readonly #merged = new Map<Construction, readonly RequestCall[]>();

  /** `lentTo`: the clients that a request may be sent by because they are lent to it. */
  constructor(requests: Iterable<RequestCall>, lentTo: (call: RequestCall) => readonly Construction[]) {
    const own = new Map<Construction, RequestCall[]>();
    const lent = new Map<readonly Construction[], RequestCall[]>();
    for (const call of requests) {
      this.#order.set(call, this.#order.size);
      if (call.client) add(own, call.client, call);
      add(lent, lentTo(call), call);
    }
    for (const [client, calls] of own) add(this.#lists, client, calls);
    for (const [clients, calls] of lent) for (const client of new Set(clients)) add(this.#lists, client, calls);
  }

  /** The requests that a client sends, in the order of all requests. */
  of(client: Construction): readonly RequestCall[] {
    const known = this.#merged.get(client) ?? this.#merge(this.#lists.get(client) ?? []);
    this.#merged.set(client, known);
    return known;
  }

  #merge([first = [], ...others]: readonly (readonly RequestCall[])[]): readonly RequestCall[] {
    if (others.length === 0) return first;
    const orderOf = (call: RequestCall): number => this.#order.get(call) ?? 0;
    return [...new Set([...first, ...others.flat()])].sort((left, right) => orderOf(left) - orderOf(right));
  }
}

function add<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const known = lists.get(key);
  if (known) known.push(item);
  else lists.set(key, [item]);
}
