import type { TSESTree } from '@typescript-eslint/utils';
import { memoized } from '../../ast/memo.js';
import { propertyName, wrapped } from '../../ast/nodes.js';
import { readsOf, type Variable } from '../../ast/variables.js';

/** Where code names a member of what a variable holds, by its name; `null`: any. */
const memberUses = memoized((variable: Variable): ReadonlyMap<string | null, readonly TSESTree.Node[]> => {
  const uses = new Map<string | null, TSESTree.Node[]>();
  for (const { identifier } of readsOf(variable)) {
    const value = wrapped(identifier);
    const member = value.parent;
    if (member?.type !== 'MemberExpression' || member.object !== value) continue;
    const name = propertyName(member);
    const others = uses.get(name) ?? [];
    uses.set(name, others);
    others.push(identifier);
  }
  return uses;
});

/** Where code may name a member: an object may have a thousand, of which each is asked about. */
export function usesOfMember(variable: Variable, name: string | undefined): readonly TSESTree.Node[] {
  if (name === undefined) return [];
  const uses = memberUses(variable);
  const named = uses.get(name) ?? [];
  const any = uses.get(null);
  return any ? [...named, ...any].sort((left, right) => left.range[0] - right.range[0]) : named;
}
