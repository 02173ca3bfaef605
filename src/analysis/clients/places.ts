import type { FunctionNode } from '../../ast/nodes.js';
import type { FileLifecycle } from '../lifecycle.js';
import type { CallLike, Construction } from '../names/clients.js';
import { callsOf, describeFunction } from '../names/functions.js';
import { isGivenInstead } from './given-instead.js';
import { summarize, type Sink } from '../values/ownership.js';
import { ValueWalk } from '../values/value-walk.js';

/** A place that gets a client: its construction, or the call of a function of this file that constructs it. */
export interface ClientPlace {
  readonly construction: Construction;
  readonly node: CallLike;
  /** Members of the value of `node` that lead to the client; several where the value holds it under several names. */
  readonly paths: readonly (readonly string[])[];
  /** The function that constructs it, in words, where `node` is a call of one. */
  readonly factory: string | null;
  /** Where the client goes from here, and what that comes to. */
  readonly sinks: readonly Sink[];
  readonly kind: ReturnType<typeof summarize>['kind'];
  /** Constructions that were given the client. */
  readonly owners: ValueWalk['owners'];
  /** Whether one of them, here or where the function makes it, is not known to take a client there. */
  readonly givenAway: boolean;
}

/** Follows more than the value of a construction, before its sinks are counted. */
type Following = (walk: ValueWalk, construction: Construction) => void;

/**
 * The verdicts on one construction. `judge` looks at the place that has the client; where it answers `'callers'`, the
 * function that returns it makes one for each of its calls, and those are judged instead.
 */
export function verdictsOn<Verdict>(
  file: FileLifecycle,
  construction: Construction,
  path: readonly string[],
  judge: (place: ClientPlace) => readonly Verdict[] | 'callers',
  follow?: Following,
): Verdict[] {
  const visited = new Set<FunctionNode>();
  const at = (
    node: CallLike,
    paths: ClientPlace['paths'],
    factory: FunctionNode | null,
    wasGivenAway: boolean,
  ): readonly Verdict[] => {
    const walk = new ValueWalk(file, construction);
    for (const each of paths) walk.value(node, each);
    if (node === construction.node) follow?.(walk, construction);
    const { kind, sinks } = summarize(walk.sinks);
    const givenAway = wasGivenAway || walk.givenAway;
    const named = factory && describeFunction(file, factory);
    const { owners } = walk;
    const verdict = judge({ construction, node, paths, factory: named, sinks, kind, owners, givenAway });
    if (verdict !== 'callers') return verdict;
    return sinks.flatMap((sink) => {
      if (sink.kind !== 'returned' || visited.has(sink.fn)) return [];
      visited.add(sink.fn);
      const returned = new Map(
        sinks.flatMap((each) =>
          each.kind === 'returned' && each.fn === sink.fn ? [[each.path.join('.'), each.path] as const] : [],
        ),
      );
      return callsOf(file, sink.fn)
        .filter((call) => !isGivenInstead(file, node, sink.fn, call))
        .flatMap((call) => at(call, [...returned.values()], sink.fn, givenAway));
    });
  };
  return [...at(construction.node, [path], null, false)];
}
