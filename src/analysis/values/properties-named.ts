import type { TSESTree } from '@typescript-eslint/utils';
import { memoized } from '../../ast/memo.js';
import { propertyName } from '../../ast/nodes.js';
type Member = TSESTree.ObjectExpression['properties'][number];

/** The members of a literal that give a property its value, and all that may, in the order of the text. */
export function propertiesNamed(object: TSESTree.ObjectExpression, name: string): readonly Member[] {
  const { byName, others } = indexOf(object);
  const named = byName.get(name) ?? [];
  if (others.length === 0) return named;
  return [...named, ...others].sort((left, right) => left.range[0] - right.range[0]);
}

/** Members by name, and spreads and computed ones, collected once for each literal, however large. */
const indexOf = memoized(({ properties }: TSESTree.ObjectExpression) => {
  const byName = new Map<string, Member[]>();
  const others: Member[] = [];
  for (const property of properties) {
    const name = property.type === 'SpreadElement' ? null : propertyName(property);
    if (name === null) others.push(property);
    else (byName.get(name) ?? byName.set(name, []).get(name))?.push(property);
  }
  return { byName, others };
});
