import type { TSESTree } from '@typescript-eslint/utils';
import { indexFrom } from '../../ast/ascending.js';
import { memoized } from '../../ast/memo.js';
import { isFunction, isLoop, propertyName } from '../../ast/nodes.js';
import { readsOf, type Reference, type Variable } from '../../ast/variables.js';

/** Where the code that declares a variable reads and replaces it. */
interface Places {
  /** Reads in that code, in the order of the text. */
  readonly reads: readonly TSESTree.Node[];
  /** Reads in functions and classes inside of it, which may run at any time. */
  readonly inner: readonly TSESTree.Node[];
  /** Statements `name = value` by the list that they stand in, in the order of the text. */
  readonly writes: ReadonlyMap<TSESTree.Node, readonly TSESTree.Node[]>;
}

/**
 * The reads of a variable that may see what an assignment gives to it, where other assignments replace it; `null` where
 * that takes more than the order of statements, because a loop comes back or another name holds the same value.
 */
export function readsOfWrite(variable: Variable, assignment: TSESTree.AssignmentExpression): TSESTree.Node[] | null {
  const { parent: statement } = assignment;
  if (statement.type !== 'ExpressionStatement' || assignment.operator !== '=') return null;
  const { reads, inner, writes } = placesOf(variable);
  const seen: TSESTree.Node[] = [];
  const see = (from: number, end: number): void => {
    for (let index = indexFrom(reads, beginOf, from); ; index++) {
      const read = reads[index];
      if (!read || read.range[0] >= end) break;
      seen.push(read);
    }
  };
  let from = statement.range[0];
  let node: TSESTree.Node = statement;
  while (node !== variable.scope.variableScope.block) {
    const parent: TSESTree.Node | undefined = node.parent;
    if (!parent || isLoop(node) || isFunction(node) || node.type === 'ClassBody') return null;
    const list = writes.get(parent);
    const next = list && firstFrom(list, node.range[1]);
    // Code that nothing is written in is looked through at once, however many branches of branches it has.
    if (next) {
      // The value that replaces it may be made of it.
      if (firstFrom(reads, next.range[0], next.range[1])) return null;
      see(from, next.range[1]);
      from = parent.range[1];
    }
    node = parent;
  }
  see(from, node.range[1]);
  return seen.every(isLookedInto) && inner.every(isLookedInto) ? [...seen, ...inner] : null;
}

const placesOf = memoized((variable: Variable): Places => {
  const { block } = variable.scope.variableScope;
  const own = readsOf(variable).filter(({ identifier }) => isDirectlyIn(identifier, block));
  const writes = new Map<TSESTree.Node, TSESTree.Node[]>();
  for (const each of variable.references) {
    const statement = each.isWrite() && !each.isRead() ? statementOf(each) : null;
    if (!statement) continue;
    const others = writes.get(statement.parent) ?? [];
    writes.set(statement.parent, others);
    others.push(statement);
  }
  for (const list of writes.values()) list.sort(byPlace);
  return {
    reads: own.map(({ identifier }) => identifier).sort(byPlace),
    inner: readsOf(variable).flatMap(({ identifier }) => (isDirectlyIn(identifier, block) ? [] : [identifier])),
    writes,
  };
});

/** The statement of a list that does nothing but give a variable a value. */
function statementOf({ identifier }: Reference): TSESTree.ExpressionStatement | null {
  const assignment = identifier.parent;
  if (assignment.type !== 'AssignmentExpression' || assignment.left !== identifier) return null;
  const statement = assignment.parent;
  return statement.type === 'ExpressionStatement' && isList(statement.parent) ? statement : null;
}

/** Whether statements in it run one after the other. */
function isList({ type }: TSESTree.Node): boolean {
  return type === 'BlockStatement' || type === 'Program';
}

function isDirectlyIn(node: TSESTree.Node, block: TSESTree.Node): boolean {
  for (let current = node.parent; current && current !== block; current = current.parent)
    if (isFunction(current) || current.type === 'ClassBody') return false;
  return true;
}

/** Whether code takes a member of it, so that no other name holds it. */
function isLookedInto(read: TSESTree.Node): boolean {
  const { parent } = read;
  return parent?.type === 'MemberExpression' && parent.object === read && propertyName(parent) !== null;
}

function byPlace(left: TSESTree.Node, right: TSESTree.Node): number {
  return left.range[0] - right.range[0];
}

const beginOf = ({ range }: TSESTree.Node): number => range[0];

function firstFrom(nodes: readonly TSESTree.Node[], from: number, to = Infinity): TSESTree.Node | undefined {
  const found = nodes[indexFrom(nodes, beginOf, from)];
  return found && found.range[0] < to ? found : undefined;
}
