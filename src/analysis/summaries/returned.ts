import type { TSESTree } from '@typescript-eslint/utils';
import { isLoop, type FunctionNode } from '../../ast/nodes.js';

/** The expressions that a function may return; `null` when it may end without a value. */
export function returnedBy(fn: FunctionNode): readonly TSESTree.Node[] | null {
  const { returned, always } = returnsOf(fn);
  return always && returned.length > 0 ? returned : null;
}

/** The expressions that a function returns where it returns any, and its bare returns. */
export function returnsOf({ body }: FunctionNode): { returned: readonly TSESTree.Node[]; always: boolean } {
  if (!body) return { returned: [], always: false };
  if (body.type !== 'BlockStatement') return { returned: [body], always: true };
  const returned: TSESTree.Node[] = [];
  const always = collect(body, returned);
  return { returned, always };
}

/**
 * Collects what a statement returns; whether it never lets the statement behind it run. `null` stands for a bare
 * return.
 */
function collect(statement: TSESTree.Statement, returned: TSESTree.Node[]): boolean {
  switch (statement.type) {
    case 'ReturnStatement':
      // A return without a value is a value that is no client.
      returned.push(statement.argument ?? statement);
      return true;
    case 'ThrowStatement':
      return true;
    case 'BlockStatement':
      return statement.body.map((each) => collect(each, returned)).some(Boolean);
    case 'IfStatement': {
      const ends = collect(statement.consequent, returned);
      return (statement.alternate ? collect(statement.alternate, returned) : false) && ends;
    }
    case 'TryStatement': {
      const block = collect(statement.block, returned);
      const handler = statement.handler ? collect(statement.handler.body, returned) : true;
      const finalizer = statement.finalizer ? collect(statement.finalizer, returned) : false;
      return finalizer || (block && handler);
    }
    case 'SwitchStatement': {
      const ends = statement.cases.map((each) =>
        each.consequent.map((inner) => collect(inner, returned)).some(Boolean),
      );
      return statement.cases.some((each) => each.test === null) && ends.at(-1) === true;
    }
    case 'ForStatement':
    case 'WhileStatement':
      collect(statement.body, returned);
      return isEndless(statement);
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
      collect(statement.body, returned);
      return false;
    default:
      return false;
  }
}

/** `while (true)` and `for (;;)`, out of which no `break` leads. */
function isEndless({ test, body }: TSESTree.ForStatement | TSESTree.WhileStatement): boolean {
  const always = test === null || (test.type === 'Literal' && test.value === true);
  return always && !mayBreak(body);
}

function mayBreak(statement: TSESTree.Statement): boolean {
  switch (statement.type) {
    case 'BreakStatement':
      return true;
    case 'BlockStatement':
      return statement.body.some(mayBreak);
    case 'IfStatement':
      return mayBreak(statement.consequent) || (statement.alternate !== null && mayBreak(statement.alternate));
    case 'TryStatement':
      return [statement.block, statement.handler?.body, statement.finalizer].some((each) => each && mayBreak(each));
    default:
      // Which of the statements a `break` in there leaves is not looked at.
      return isLoop(statement) || statement.type === 'SwitchStatement' || statement.type === 'LabeledStatement';
  }
}
