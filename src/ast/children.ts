import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { indexFrom } from './ascending.js';

type VisitorKeys = Readonly<Record<string, readonly string[] | undefined>>;

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The direct child nodes of a node, in source order as far as the parser's visitor keys have it. */
export function childrenOf(node: TSESTree.Node, visitorKeys: VisitorKeys): TSESTree.Node[] {
  const children: TSESTree.Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key);
    for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) children.push(item);
  }
  return children;
}

/** A node and everything below it; `enter` returning `false` leaves a subtree out. */
export function* descendantsOf(
  root: TSESTree.Node,
  visitorKeys: VisitorKeys,
  enter: (node: TSESTree.Node) => boolean = () => true,
): Generator<TSESTree.Node> {
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    yield node;
    if (node !== root && !enter(node)) continue;
    // One by one: an array of a hundred thousand elements does not fit into the arguments of a call.
    const children = childrenOf(node, visitorKeys);
    for (let child = children.pop(); child; child = children.pop()) pending.push(child);
  }
}

/**
 * The nodes of one type that start at one of some places of the text, found in one walk that enters only what holds
 * one.
 */
export function* nodesStartingAt<Type extends TSESTree.Node['type']>(
  { ast, visitorKeys }: Readonly<Pick<TSESLint.SourceCode, 'ast' | 'visitorKeys'>>,
  ascending: readonly number[],
  type: `${Type}`,
): Generator<Extract<TSESTree.Node, { type: Type }>> {
  if (ascending.length === 0) return;
  const wanted = new Set(ascending);
  const enter = ({ range }: TSESTree.Node): boolean =>
    (ascending[indexFrom(ascending, (place) => place, range[0])] ?? Infinity) < range[1];
  for (const node of descendantsOf(ast, visitorKeys, enter)) {
    if (node.type === type && wanted.has(node.range[0])) yield node as Extract<TSESTree.Node, { type: Type }>;
  }
}
