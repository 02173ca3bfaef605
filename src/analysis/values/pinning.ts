import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { isFunction, unwrap } from '../../ast/nodes.js';
import { pinningOptions } from '../../catalog/conventions/per-call.js';
import type { Construction } from '../names/clients.js';
import { originOf } from './argument-origin.js';
import { optionsOf, writtenOption } from './options.js';

/** Whether the connections of an agent go to an address that the call has checked, which no other call may use. */
export function pinsAddress(file: FileView, construction: Construction): boolean {
  const options = optionsOf(construction);
  return pinningOptions.some((option) => {
    const value = writtenOption(file, options, option);
    // An object of options pins nothing by itself, nor do options that take its place: its members are looked up.
    if (value === null || choicesOf(value).some(({ type }) => type === 'ObjectExpression')) return false;
    return originOf(file, [value]) === 'call' || (option.endsWith('lookup') && isMadeHere(file, value));
  });
}

/** Whether a call next to the construction makes the value: `lookup: guarded ? createLookup() : undefined`. */
function isMadeHere(file: FileView, value: TSESTree.Node): boolean {
  const made = file.resolveConstant(value);
  if (isFunction(made)) return false;
  return [made, ...descendantsOf(made, file.visitorKeys, (inner) => !isFunction(inner))].some(
    ({ type }) => type === 'CallExpression',
  );
}

/** What a value may be: each side of `given ?? {}` and of `secure ? a : b`. */
function choicesOf(value: TSESTree.Node): TSESTree.Node[] {
  const node = unwrap(value);
  if (node.type === 'LogicalExpression') return [...choicesOf(node.left), ...choicesOf(node.right)];
  if (node.type === 'ConditionalExpression') return [...choicesOf(node.consequent), ...choicesOf(node.alternate)];
  return [node];
}
