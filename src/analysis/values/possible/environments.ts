import type { TSESTree } from '@typescript-eslint/utils';
import type { FileView } from '../../../ast/file-view.js';
import type { FunctionNode } from '../../../ast/nodes.js';
import { bindingsOf } from '../../../ast/variables.js';
import type { Environment } from './possible.js';

/** What the parameters of a function of the file stand for in one call, written with what holds around the call. */
export function entered(
  file: FileView,
  fn: FunctionNode,
  call: TSESTree.CallExpression,
  environment: Environment,
): Environment {
  const inner = new Map(environment);
  const spread = call.arguments.findIndex((argument) => argument.type === 'SpreadElement');
  for (const [index, param] of fn.params.entries()) {
    if (spread >= 0 && index >= spread) break;
    const pattern = param.type === 'AssignmentPattern' ? param.left : param;
    if (pattern.type !== 'Identifier' && pattern.type !== 'ObjectPattern') continue;
    const argument = call.arguments[index];
    for (const { identifier, path, rest } of bindingsOf(pattern)) {
      const variable = file.variableOf(identifier);
      if (variable)
        inner.set(variable, { value: argument ? { node: argument, environment } : null, path: rest ? [] : path });
    }
  }
  return inner;
}
