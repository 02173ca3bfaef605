import type { TSESTree } from '@typescript-eslint/utils';
import { ancestorsUntil, propertyName, unwrap } from '../../../ast/nodes.js';
import { statusMembers } from '../../../catalog/conventions/streams.js';
import type { FlowSolution } from '../../../flow/solve.js';
import type { Effects } from '../engine/effects.js';
import { RELEASED } from '../engine/holding.js';

/**
 * Whether a function only checks a response that it is given: it reads the body of a bad one, for a message, and
 * leaves a good one to whoever gave it. `async function assertOk(response: Response) { if (!response.ok) throw new
 * Error(await response.text()); }`.
 */
export function isOnlyChecked(home: TSESTree.Node, effects: Effects, solution: FlowSolution<number>): boolean {
  const end = solution.before(solution.graph.exits.normal);
  if (end !== undefined && (end & RELEASED) === 0) return true;
  const releases = [...effects.at].flatMap(([node, { kind }]) =>
    kind === 'release' || kind === 'chain' ? [node] : [],
  );
  return releases.length > 0 && releases.every((node) => isForBadOnes(node, home, effects));
}

/** Whether code runs only where the response is a bad one. */
function isForBadOnes(node: TSESTree.Node, home: TSESTree.Node, effects: Effects): boolean {
  let inner = node;
  for (const outer of ancestorsUntil(node, home)) {
    if (outer.type === 'IfStatement') {
      const verdict = verdictOf(outer.test, effects);
      if ((verdict === 'bad' && outer.consequent === inner) || (verdict === 'good' && outer.alternate === inner))
        return true;
    }
    inner = outer;
  }
  return false;
}

/** What a test says of the response where it holds. */
function verdictOf(test: TSESTree.Node, effects: Effects): 'good' | 'bad' | null {
  const node = unwrap(test);
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    const verdict = verdictOf(node.argument, effects);
    return verdict === 'good' ? 'bad' : verdict === 'bad' ? 'good' : null;
  }
  if (node.type === 'LogicalExpression') return verdictOf(node.left, effects) ?? verdictOf(node.right, effects);
  if (node.type === 'MemberExpression') return isOf(node, effects, ['ok']) ? 'good' : null;
  if (node.type !== 'BinaryExpression') return null;
  const left = unwrap(node.left);
  if (left.type !== 'MemberExpression') return null;
  if (isOf(left, effects, ['ok'])) return unwrap(node.right).type === 'Literal' ? 'bad' : null;
  if (!isOf(left, effects, statusMembers)) return null;
  return node.operator.startsWith('=') ? null : 'bad';
}

function isOf(member: TSESTree.MemberExpression, { values }: Effects, names: readonly string[]): boolean {
  return names.includes(propertyName(member) ?? '') && values.has(unwrap(member.object));
}
