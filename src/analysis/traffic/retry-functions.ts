import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, isLoop, isWithin, unwrap, type FunctionNode } from '../../ast/nodes.js';
import type { FileLifecycle } from '../lifecycle.js';
import { functionOf, nameOfFunction } from '../names/functions.js';
import { importedName } from '../names/import-source.js';
import { chooses } from './retry-texts.js';

/** What a function of the project does with the function that it is given. */
export interface RetryFunction {
  /** Whether it calls it once more where it failed. */
  readonly triesAgain: boolean;
  /** Whether it tells failures that happen before anything arrives from others. */
  readonly isChosen: boolean;
}

/** The function of this file, or of another one of the project, that a call gives a function to. */
export function retryFunctionOf(file: FileLifecycle, node: TSESTree.CallExpression): RetryFunction | null {
  const index = node.arguments.findIndex((argument) => isFunction(argument));
  const callee = unwrap(node.callee);
  const own = functionOf(file, callee);
  if (own) return { triesAgain: triesAgain(file, own, index), isChosen: false };
  const imported = importedName(file, callee);
  const found = imported && file.catalog?.elsewhere.definitionOf(imported);
  if (!found || !isFunction(found.node) || found.rest.length > 0) return null;
  // A server that answers with an error may have done the work before.
  const isChosen = chooses(found.file, found.node) && !/>=?\s*(?:499|500)\b/.test(found.file.getText(found.node));
  return { triesAgain: triesAgain(found.file, found.node, index), isChosen };
}

/** Whether a function calls its parameter in a loop that goes on behind a failure, or calls itself then. */
function triesAgain(file: FileView, fn: FunctionNode, index: number): boolean {
  const parameter = fn.params[index];
  const variable = parameter?.type === 'Identifier' ? file.variableOf(parameter) : null;
  return (variable?.references ?? []).some(({ identifier }) => {
    let handler: TSESTree.CatchClause | null = null;
    for (let each: TSESTree.Node | undefined = identifier.parent; each && each !== fn; each = each.parent) {
      if (each.type === 'TryStatement' && isWithin(identifier, each.block)) handler ??= each.handler;
      if (handler && isLoop(each) && isWithin(handler, each)) return !alwaysLeaves(handler.body);
    }
    return handler !== null && callOfItself(file, handler, fn) !== null;
  });
}

/** The call by which a function starts itself again in a part of it. */
export function callOfItself(file: FileView, handler: TSESTree.Node, fn: FunctionNode): TSESTree.CallExpression | null {
  const name = nameOfFunction(file, fn);
  if (name === null) return null;
  for (const node of descendantsOf(handler, file.visitorKeys))
    if (node.type === 'CallExpression' && functionOf(file, unwrap(node.callee)) === fn) return node;
  return null;
}

/** Whether a block ends with a statement that leaves the loop, so that nothing is tried again. */
export function alwaysLeaves({ body }: TSESTree.BlockStatement): boolean {
  const last = body.at(-1);
  return last?.type === 'ThrowStatement'
    ? !body.some(mayContinue)
    : last?.type === 'ReturnStatement' || last?.type === 'BreakStatement'
      ? !body.some(mayContinue)
      : false;
}

function mayContinue(statement: TSESTree.Statement): boolean {
  if (statement.type === 'ContinueStatement') return true;
  if (statement.type !== 'IfStatement') return false;
  const branches = [statement.consequent, statement.alternate].flatMap((each) =>
    each?.type === 'BlockStatement' ? each.body : each ? [each] : [],
  );
  return branches.some(mayContinue);
}
