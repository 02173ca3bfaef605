import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import {
  enclosingFunction,
  isFunction,
  isTransparent,
  propertyName,
  unwrap,
  type FunctionNode,
} from '../../../ast/nodes.js';
import { functionOf } from '../../names/functions.js';
import { isNothing, ofRivals, raceOf, worse, type Alternative } from '../resources/rivals.js';
import type { Acquisition } from './acquisitions.js';

export type { Alternative } from '../resources/rivals.js';

/**
 * What the code makes arrive where a response is expected: `fetch(url).catch(() => null)`,
 * `wanted ? await fetch(url) : undefined`, a helper that returns `null` when the request fails.
 */
export function alternativeOf(file: FileView, { call, at }: Pick<Acquisition, 'call' | 'at'>): Alternative {
  if (call.type !== 'CallExpression') return 'none';
  const helper = functionOf(file, unwrap(call.callee));
  let found: Alternative = call.optional ? 'nullish' : helper ? ofHelper(file, helper) : 'none';
  for (let node: TSESTree.Node = call; node.parent && node !== at?.parent; node = node.parent) {
    const { parent } = node;
    // A function in between hands the response on by itself, as a retry helper does.
    if (isFunction(parent) || (at === null && isContinuation(node, parent))) break;
    found = worse(found, ofStep(file, node, parent));
  }
  return at ? worse(found, ofValue(at)) : found;
}

/** What follows behind the callback that takes the response. */
function isContinuation(node: TSESTree.Node, parent: TSESTree.Node): boolean {
  return (
    parent.type === 'MemberExpression' &&
    parent.object === node &&
    !/^(?:catch|finally)$/.test(propertyName(parent) ?? '')
  );
}

function ofStep(file: FileView, node: TSESTree.Node, parent: TSESTree.Node): Alternative {
  if (parent.type === 'ConditionalExpression' || parent.type === 'LogicalExpression') return ofChoice(node, parent);
  if (parent.type === 'ArrayExpression') return raceOf(node) ? ofRivals(file, node) : 'none';
  if (parent.type !== 'MemberExpression' || parent.object !== node || parent.parent.type !== 'CallExpression')
    return 'none';
  const name = propertyName(parent);
  const handler = name === 'catch' ? parent.parent.arguments[0] : undefined;
  return handler ? ofHandler(file, handler) : 'none';
}

/** `const response = wanted ? await fetch(url) : null;` */
function ofValue(at: TSESTree.Node): Alternative {
  let found: Alternative = 'none';
  for (let node = at; node.parent; node = node.parent) {
    const { parent } = node;
    if (parent.type === 'ConditionalExpression' || parent.type === 'LogicalExpression')
      found = worse(found, ofChoice(node, parent));
    else if (!isTransparent(parent)) break;
  }
  return found;
}

function ofChoice(
  node: TSESTree.Node,
  choice: TSESTree.ConditionalExpression | TSESTree.LogicalExpression,
): Alternative {
  if (choice.type === 'ConditionalExpression') {
    if (choice.test === node) return 'none';
    return ofExpression(choice.consequent === node ? choice.alternate : choice.consequent);
  }
  if (choice.left === node) return choice.operator === '&&' ? 'none' : ofExpression(choice.right);
  return choice.operator === '&&' ? 'nullish' : 'none';
}

/** What the handler of a rejection puts in the place of the response. */
function ofHandler(file: FileView, handler: TSESTree.Node): Alternative {
  const fn = isFunction(handler) ? handler : functionOf(file, unwrap(handler));
  if (!fn) return 'other';
  if (fn.body.type !== 'BlockStatement') return isNothing(fn.body) ? 'nullish' : 'other';
  const returned = returnsOf(file, fn);
  const last = fn.body.body.at(-1);
  if (returned.length === 0) return last?.type === 'ThrowStatement' ? 'none' : 'other';
  return returned.every((node) => !node || isNothing(node)) ? 'nullish' : 'other';
}

/** `return null;` in a function that also returns the response. */
function ofHelper(file: FileView, fn: FunctionNode): Alternative {
  if (fn.body.type !== 'BlockStatement') return 'none';
  return returnsOf(file, fn)
    .map((node) => (node && !isPlain(node) ? 'none' : node ? ofExpression(node) : 'nullish'))
    .reduce(worse, 'none');
}

function returnsOf(file: FileView, fn: FunctionNode): (TSESTree.Expression | null)[] {
  return [...descendantsOf(fn.body, file.visitorKeys, (node) => !isFunction(node))].flatMap((node) =>
    node.type === 'ReturnStatement' && enclosingFunction(node) === fn ? [node.argument] : [],
  );
}

/** Whether an expression is a value by itself, which cannot be the response. */
function isPlain(node: TSESTree.Expression): boolean {
  return isNothing(node) || /^(?:Object|Array|New)Expression$|^(?:Template)?Literal$/.test(unwrap(node).type);
}

function ofExpression(node: TSESTree.Expression): Alternative {
  const value = unwrap(node);
  if (isNothing(node)) return 'nullish';
  return value.type === 'AwaitExpression' || value.type === 'CallExpression' ? 'none' : 'other';
}
