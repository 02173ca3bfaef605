import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isLoop, isWithin } from '../../../ast/nodes.js';
import type { Variable } from '../../../ast/variables.js';
import type { FlowGraph, FlowNode } from '../../../flow/graph.js';
import type { FlowRegion } from '../../../flow/solve.js';
import type { Effects } from './effects.js';
import { NONE, type Holder, type HoldingProblem } from './holding.js';

/** A part of a function that a solver has to go through, and what is true where it begins. */
export interface HoldingRegion extends FlowRegion {
  readonly initial: number;
}

/**
 * The statements of a list from the one in which something is acquired to the last one in which it is held: all that a
 * solver has to go through, since no way leads back into them. The innermost list in which all of it is held, or all
 * names of it are declared, outside of loops, but for the one each run of which has its own; `undefined`: the whole
 * function.
 */
export function regionOf(
  graph: FlowGraph,
  problem: HoldingProblem,
  { variables, heldVariables }: Effects,
  held: ReadonlySet<FlowNode>,
): HoldingRegion | undefined {
  const { home, at } = problem.holder;
  if (!at) return undefined;
  const names = [...variables, ...heldVariables];
  for (const { block, statements, opening } of listsAround(home, at, problem.loop)) {
    const start = graph.at(opening).find(({ kind }) => kind === 'enter');
    // Code outside of a block can do nothing with what only names of that block hold.
    const isOwn = block === null || names.every(({ scope }) => isWithin(scope.block, block));
    if (!start || (!isOwn && !isHeldWithin(held, opening, statements))) continue;
    const initial = stateBefore(problem, variables, opening, statements);
    if (initial !== null) return { start, initial, has: spanOf(held, opening, statements) };
  }
  return undefined;
}

/** What is true of the variables in front of a statement of a list; `null` where a branch decides it. */
function stateBefore(
  problem: HoldingProblem,
  variables: ReadonlySet<Variable>,
  opening: TSESTree.Node,
  statements: readonly TSESTree.Node[],
): number | null {
  let last: TSESTree.Node | null = null;
  for (const { references } of variables) {
    for (const each of references) {
      const { identifier } = each;
      if (!each.isWrite() || identifier.range[1] > opening.range[0]) continue;
      if (!last || identifier.range[0] > last.range[0]) last = identifier;
    }
  }
  if (!last) return NONE;
  const statement = last.parent?.parent;
  const inList = statement?.type === 'VariableDeclaration' || statement?.type === 'ExpressionStatement';
  if (!inList || !statements.includes(statement) || last.type !== 'Identifier') return null;
  return problem.replaced?.(last) ?? NONE;
}

/** The nodes of the statements from the opening one to the last one in which something is held, and the exits. */
function spanOf(
  held: ReadonlySet<FlowNode>,
  opening: TSESTree.Node,
  statements: readonly TSESTree.Node[],
): FlowRegion['has'] {
  const close = statements.at(-1)?.range[1] ?? 0;
  let end = opening.range[1];
  // Behind the list, as in a `catch` clause, only what is held matters.
  for (const { node } of held)
    if (node.range[0] >= opening.range[0] && node.range[1] <= close) end = Math.max(end, node.range[1]);
  const last = statements.findLast(({ range }) => range[0] < end) ?? opening;
  return (node) =>
    node.kind === 'exit' ||
    held.has(node) ||
    (node.node.range[0] >= opening.range[0] && node.node.range[1] <= last.range[1]);
}

/** Whether it is given up before control leaves a list of statements. */
function isHeldWithin(
  held: ReadonlySet<FlowNode>,
  opening: TSESTree.Node,
  statements: readonly TSESTree.Node[],
): boolean {
  const end = statements.at(-1)?.range[1] ?? 0;
  return [...held].every(
    ({ kind, node }) => kind !== 'exit' && node.range[0] >= opening.range[0] && node.range[1] <= end,
  );
}

interface StatementList {
  /** `null`: the body of the function. */
  readonly block: TSESTree.BlockStatement | null;
  readonly statements: readonly TSESTree.Node[];
  /** The statement that something lies in. */
  readonly opening: TSESTree.Node;
}

/**
 * The lists of statements around a node that run at most once for each run of the function, or of the loop each run of
 * which has its own; innermost first.
 */
function listsAround(home: TSESTree.Node, at: TSESTree.Node, own: TSESTree.Node | null): StatementList[] {
  const lists: StatementList[] = [];
  const body = bodyOf(home);
  let opening: TSESTree.Node | null = null;
  // What stands in the loop of its own: whatever is around that loop, each run begins and ends with none.
  let inOwn = 0;
  for (let node = at; node !== home && node.parent; node = node.parent) {
    const { parent } = node;
    if ((parent.type === 'BlockStatement' || parent.type === 'Program') && parent.body === body) opening = node;
    if (node === own) inOwn = lists.length;
    // The next turn comes back to what stands in a loop.
    else if (isLoop(node)) lists.length = inOwn;
    if (parent.type === 'BlockStatement' && parent.body !== body)
      lists.push({ block: parent, statements: parent.body, opening: node });
  }
  return opening ? [...lists, { block: null, statements: body, opening }] : lists;
}

function bodyOf(home: TSESTree.Node): readonly TSESTree.Node[] {
  if (home.type === 'Program') return home.body;
  return isFunction(home) && home.body.type === 'BlockStatement' ? home.body.body : [];
}

/** Whether something may still be held where a statement, or an arrow, returns it; those of callbacks are not asked. */
export function isReturnedHeld(held: Holder, nodes: ReadonlySet<FlowNode>, leaving: TSESTree.Node): boolean {
  return (
    (isFunction(leaving) ? leaving : enclosingFunction(leaving)) !== held.home ||
    (held.at !== null && isWithin(held.at, leaving)) ||
    [...nodes].some(({ node }) => isWithin(node, leaving))
  );
}
