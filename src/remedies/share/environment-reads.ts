import type { TSESTree } from '@typescript-eslint/utils';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import type { AnalysedFile } from '../../analysis/names/clients.js';
import { namePattern } from '../../analysis/names/conventions.js';
import { definitionOf } from '../../analysis/names/exports.js';
import { descendantsOf } from '../../ast/children.js';
import { ancestorsUntil, calleeName, isFunction, isWithin, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { initializerOf } from '../../ast/variables.js';
import { fixedGlobals, pureCalls } from '../../catalog/conventions/pure-calls.js';
import { definedAt } from './project-made.js';

const PURE = namePattern(pureCalls);
/** Globals that code reads settings from, and those that stay as they are. */
const GLOBALS = new Set([...fixedGlobals, 'window', 'Deno', 'Bun']);
/** Functions that call each other. */
const MAX_DEPTH = 3;
const CHANGING = /^(?:Await|Yield|TaggedTemplate|Import|This|Update)Expression$|^(?:Super|MetaProperty)$/;

/**
 * Whether a call only reads the environment, by a function of the project such as `requireEnv('REGION')`: what it gives
 * is as fixed as `process.env.REGION` is. It may throw where a variable is missing.
 */
export function isEnvironmentRead(
  file: FileLifecycle,
  node: TSESTree.CallExpression | TSESTree.NewExpression,
): boolean {
  const defined = node.type === 'CallExpression' ? definedAt(file, node.callee) : null;
  return defined !== null && isFunction(defined.made) && readsEnvironment(defined.read, defined.made, MAX_DEPTH);
}

function readsEnvironment(file: AnalysedFile, fn: FunctionNode, depth: number): boolean {
  if (fn.async || fn.generator || depth === 0) return false;
  // What only an error says does not matter, because nothing is constructed then.
  const inner = (node: TSESTree.Node): boolean => node.type !== 'ThrowStatement';
  for (const node of descendantsOf(fn, file.visitorKeys, inner)) {
    if (CHANGING.test(node.type)) return false;
    if (node.type === 'AssignmentExpression' && !isLocal(file, node.left, fn)) return false;
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && !isRead(file, node, depth)) return false;
  }
  return [...file.outerReferences(fn)].every(({ identifier, variable, isType }) => {
    const isThrown = [...ancestorsUntil(identifier, fn)].some(({ type }) => type === 'ThrowStatement');
    if (isType || isThrown || isCallee(identifier)) return true;
    if (!variable || variable.defs.length === 0)
      return identifier.type === 'Identifier' && GLOBALS.has(identifier.name);
    const init = initializerOf(variable);
    return init !== null && unwrap(init).type === 'Literal';
  });
}

function isCallee(node: TSESTree.Node): boolean {
  return node.parent?.type === 'CallExpression' && node.parent.callee === node;
}

/** Whether a call depends on its arguments and the environment only. */
function isRead(file: AnalysedFile, node: TSESTree.CallExpression | TSESTree.NewExpression, depth: number): boolean {
  if (PURE.test(calleeName(node.callee) ?? '')) return true;
  const fn = node.type === 'CallExpression' ? definitionOf(file, unwrap(node.callee)) : null;
  return isFunction(fn) && readsEnvironment(file, fn, depth - 1);
}

/** Whether a target is a variable of the function itself. */
function isLocal(file: AnalysedFile, target: TSESTree.Node, fn: FunctionNode): boolean {
  const variable = target.type === 'Identifier' ? file.variableOf(target) : null;
  return variable?.defs.every(({ name }) => isWithin(name, fn)) === true;
}
