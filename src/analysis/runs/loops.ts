import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';

/** Whether a loop runs one of its parts again: its body, test and update, not what it starts from. */
export function repeats(loop: TSESTree.Node, child: TSESTree.Node): boolean {
  if (loop.type === 'ForStatement') return child !== loop.init;
  if (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') return child !== loop.right;
  return true;
}

/**
 * Whether a loop only starts again behind a failure: `for (;;) { try { return await send(); } catch { log(); } }`.
 * Whoever gives each attempt a connection of its own leaves the broken one behind on purpose.
 */
export function triesAgain({ visitorKeys }: FileView, loop: TSESTree.Node, child: TSESTree.Node): boolean {
  if (loop.type !== 'ForStatement' && loop.type !== 'WhileStatement' && loop.type !== 'DoWhileStatement') return false;
  if (child !== loop.body || loop.body.type !== 'BlockStatement') return false;
  return loop.body.body.some(
    (statement) =>
      statement.type === 'TryStatement' &&
      statement.handler !== null &&
      leaves(statement.block) &&
      ![...descendantsOf(statement.block, visitorKeys)].some(({ type }) => type === 'ContinueStatement'),
  );
}

/** Whether the last statement of a block leaves the loop around it. */
function leaves({ body }: TSESTree.BlockStatement): boolean {
  const last = body.at(-1);
  return last?.type === 'ReturnStatement' || last?.type === 'BreakStatement';
}
