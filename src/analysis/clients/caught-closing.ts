import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { ancestorsUntil, enclosingStatement, isFunction, isLoop, isWithin } from '../../ast/nodes.js';
import { wholeName } from '../names/conventions.js';

/** A client of one call that a `catch` closes, as well as the code that runs when nothing fails. */
export interface CaughtClient {
  readonly construction: TSESTree.Node;
  /** All calls that close it. */
  readonly closes: readonly TSESTree.Node[];
  /** The function that constructs it; `null`: the program. */
  readonly fn: TSESTree.Node | null;
  /** Its name, where it has one. */
  readonly name: string | null;
  /** Whether its connection opens when it is first used, so that what runs before leaves nothing open. */
  readonly opensLater: boolean;
}

/** Whether some way past a `try` whose `catch` closes a client leaves it open all the same. */
export function isMissedAround(
  file: FileView,
  client: CaughtClient,
  opens: (awaited: TSESTree.AwaitExpression) => boolean,
): boolean {
  const { construction, closes, fn } = client;
  const tries = closes.flatMap((close) => tryOfCatch(close, fn) ?? []);
  const [first] = tries;
  if (!first) return false;
  const nodes = [...descendantsOf(fn ?? file.ast, file.visitorKeys, (inner) => !isFunction(inner))];
  const after = nodes.filter((node) => node.range[0] > construction.range[1]);
  // What a `catch` around it closes, or takes, does not leave.
  const before = after.filter(
    (node) =>
      node.range[1] <= first.range[0] && [...ancestorsUntil(node, fn)].every(({ type }) => type !== 'TryStatement'),
  );
  if (before.some((node) => node.type === 'AwaitExpression' && !opens(node))) return true;
  return tries.some((statement) =>
    after.some(
      (node) => isWithin(node, statement.block) && leaves(node, client) && !isClosedBefore(file, node, client),
    ),
  );
}

/** The `try` whose `catch` a close stands in. */
function tryOfCatch(close: TSESTree.Node, fn: TSESTree.Node | null): TSESTree.TryStatement | null {
  for (const ancestor of ancestorsUntil(close, fn))
    if (ancestor.type === 'CatchClause' && ancestor.parent.type === 'TryStatement') return ancestor.parent;
  return null;
}

/** Whether a statement ends the call, or the turn of a loop that constructs one client in each. */
function leaves(node: TSESTree.Node, { construction, fn }: CaughtClient): boolean {
  if (node.type === 'ReturnStatement') return true;
  if (node.type !== 'ContinueStatement' || node.label) return false;
  const loop = [...ancestorsUntil(node, fn)].find(isLoop);
  return loop !== undefined && isWithin(construction, loop);
}

/** Whether a close runs before a statement on all ways to it, or the statement is reached before anything is open. */
function isClosedBefore(file: FileView, leaving: TSESTree.Node, client: CaughtClient): boolean {
  const { closes, name, opensLater, fn, construction } = client;
  if (closes.some((close) => isWithin(close, leaving) || runsBefore(close, leaving))) return true;
  const named = name === null ? null : new RegExp(wholeName(name));
  // `if (!client) return`, and results that work through it.
  const tests = [...ancestorsUntil(leaving, fn)].flatMap((node) => (node.type === 'IfStatement' ? [node.test] : []));
  if (named && tests.some((test) => named.test(file.getText(test)))) return true;
  if (!opensLater || !named) return false;
  const text = file.text.slice(construction.range[1], leaving.range[0]);
  return !new RegExp(`await\\b[^;]*${wholeName(name ?? '')}`).test(text);
}

function runsBefore(close: TSESTree.Node, leaving: TSESTree.Node): boolean {
  const block = enclosingStatement(close).parent;
  return close.range[1] <= leaving.range[0] && block !== undefined && isWithin(leaving, block);
}
