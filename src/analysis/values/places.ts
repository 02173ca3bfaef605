import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, propertyName, unwrap, type FunctionNode } from '../../ast/nodes.js';
import type { Variable } from '../../ast/variables.js';
import type { AnalysedFile, Construction } from '../names/clients.js';
import { writesOf } from './writes.js';

/** The promise whose value a parameter is: `promise.then((client) => ...)`. */
export function promiseBehind(variable: Variable): TSESTree.Node | null {
  const fn = variable.defs[0]?.node;
  if (!isFunction(fn) || fn.params[0] !== variable.identifiers[0]) return null;
  const { parent } = fn;
  const callee = parent.type === 'CallExpression' && parent.arguments[0] === fn ? parent.callee : null;
  return callee?.type === 'MemberExpression' && propertyName(callee) === 'then' ? callee.object : null;
}

/** The expressions whose value a function gives back. */
export function resultsOf(file: FileView, fn: FunctionNode): TSESTree.Node[] {
  if (fn.body.type !== 'BlockStatement') return [fn.body];
  const results: TSESTree.Node[] = [];
  for (const node of descendantsOf(fn.body, file.visitorKeys, (inner) => !isFunction(inner))) {
    if (node.type === 'ReturnStatement' && node.argument) results.push(node.argument);
  }
  return results;
}

/** Whether a member expression is a target in a destructuring pattern. */
export function isInPattern(node: TSESTree.Node): boolean {
  const { parent } = node;
  return (
    parent?.type === 'ArrayPattern' ||
    parent?.type === 'RestElement' ||
    (parent?.type === 'AssignmentPattern' && parent.left === node) ||
    (parent?.type === 'Property' && parent.value === node && parent.parent.type === 'ObjectPattern')
  );
}

/** The construction that a chain of calls on a client starts from: `createClient().on(...).connect()`. */
export function receiverOf(file: AnalysedFile, node: TSESTree.Node, maxDepth: number): Construction | null {
  let current = unwrap(node);
  for (let depth = 0; depth < maxDepth; depth++) {
    const construction = file.clients.constructions.get(current);
    if (construction) return construction;
    if (current.type === 'CallExpression' && current.callee.type === 'MemberExpression')
      current = unwrap(current.callee.object);
    else if (current.type === 'AwaitExpression') current = unwrap(current.argument);
    else if (current.type === 'Identifier') {
      const variable = file.variableOf(current);
      const value = variable?.defs[0]?.type === 'Variable' ? writesOf(variable)[0]?.value : null;
      if (!value) return null;
      current = unwrap(value);
    } else return null;
  }
  return null;
}
