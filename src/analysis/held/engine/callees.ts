import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import { isFunction, type FunctionNode } from '../../../ast/nodes.js';
import { callsOf, functionOf, isExported, referencesTo } from '../../names/functions.js';

/**
 * The functions of the file that a callee may be: one that it names, or, for a parameter of a function whose calls are
 * all known, each that these calls give it. Empty where some other function is possible.
 */
export function calledBy(file: FileView, callee: TSESTree.Node): readonly FunctionNode[] {
  const named = functionOf(file, callee);
  if (named) return [named];
  if (callee.type !== 'Identifier') return [];
  const definition = file.variableOf(callee)?.defs[0];
  const owner = definition?.type === 'Parameter' && isFunction(definition.node) ? definition.node : null;
  const index = owner ? owner.params.findIndex((each) => each.type === 'Identifier' && each.name === callee.name) : -1;
  if (!owner || index < 0 || isExported(file, owner)) return [];
  const calls = callsOf(file, owner);
  if (calls.length === 0 || calls.length !== referencesTo(file, owner).length) return [];
  const given = calls.map((call) => {
    const argument = call.arguments[index];
    return argument && (isFunction(argument) ? argument : functionOf(file, argument));
  });
  return given.every((each) => each !== null && each !== undefined) ? given : [];
}
