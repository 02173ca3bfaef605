import { memoized } from '../../ast/memo.js';
import { callAround, propertyName } from '../../ast/nodes.js';
import { readsOf, type Reference, type Variable } from '../../ast/variables.js';
import { ELEMENT, HELD, OWNED } from './client-paths.js';
import { CONTINUATION_METHODS } from './closures.js';

/** A read, and which one of the variable it is. */
interface OrderedRead {
  readonly read: Reference;
  readonly at: number;
}

/** Reads of a variable that only take a member of what it holds, by the name of that, and all others. */
interface MemberReads {
  readonly byName: ReadonlyMap<string, readonly OrderedRead[]>;
  readonly others: readonly OrderedRead[];
}

const MARKERS: ReadonlySet<string> = new Set([ELEMENT, HELD, OWNED]);

/**
 * The reads of a variable that have to do with what a path leads to: all, but for those that do nothing but take a
 * member of another name. Where many members hold something, each read is looked at once.
 */
export function readsTowards(variable: Variable, [name]: readonly string[]): readonly Reference[] {
  if (name === undefined || MARKERS.has(name)) return readsOf(variable);
  const { byName, others } = memberReads(variable);
  const all = [...(byName.get(name) ?? []), ...others];
  return all.sort((left, right) => left.at - right.at).map(({ read }) => read);
}

const memberReads = memoized((variable: Variable): MemberReads => {
  const byName = new Map<string, OrderedRead[]>();
  const others: OrderedRead[] = [];
  for (const [at, read] of readsOf(variable).entries()) {
    const { identifier } = read;
    const { parent } = identifier;
    const member = parent.type === 'MemberExpression' && parent.object === identifier ? parent : null;
    const name = member && propertyName(member);
    // A method may concern all elements, and a continuation what a promise resolves to.
    if (!member || name === null || CONTINUATION_METHODS.has(name) || callAround(member)) others.push({ read, at });
    else (byName.get(name) ?? byName.set(name, []).get(name))?.push({ read, at });
  }
  return { byName, others };
});
