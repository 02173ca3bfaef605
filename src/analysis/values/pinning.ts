import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import { isFunction } from '../../ast/nodes.js';
import { resolveConstant } from '../../ast/variables.js';
import { pinningOptions } from '../../catalog/conventions/per-call.js';
import type { Construction } from '../names/clients.js';
import { originOf } from './argument-origin.js';
import { optionsOf, writtenOption } from './options.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** Whether the connections of an agent go to an address that the call has checked, which no other call may use. */
export function pinsAddress(sourceCode: SourceCode, construction: Construction): boolean {
  const options = optionsOf(construction);
  return pinningOptions.some((option) => {
    const value = writtenOption(sourceCode, options, option);
    // An object of options pins nothing by itself: its members are looked up on their own.
    if (value === null || value.type === 'ObjectExpression') return false;
    return originOf(sourceCode, [value]) === 'call' || (option.endsWith('lookup') && isMadeHere(sourceCode, value));
  });
}

/** Whether a call next to the construction makes the value: `lookup: guarded ? createLookup() : undefined`. */
function isMadeHere(sourceCode: SourceCode, value: TSESTree.Node): boolean {
  const made = resolveConstant(sourceCode, value);
  if (isFunction(made)) return false;
  return [made, ...descendantsOf(made, sourceCode.visitorKeys, (inner) => !isFunction(inner))].some(
    ({ type }) => type === 'CallExpression',
  );
}
