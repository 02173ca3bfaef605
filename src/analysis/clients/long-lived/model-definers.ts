import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap } from '../../../ast/nodes.js';
import { modelArguments, modelGivingMethods } from '../../../catalog/conventions/model-definers.js';
import type { CallLike } from '../../names/clients.js';

/** Whether a call gives a client to a model that is defined with it, or all models to one: neither ends it. */
export function definesModel({ callee, arguments: given }: CallLike): boolean {
  const called = unwrap(callee);
  if (called.type === 'MemberExpression' && modelGivingMethods.includes(propertyName(called) ?? '')) return true;
  return given.some((argument) => modelArguments.includes(nameOf(unwrap(argument)) ?? ''));
}

/** `DataTypes`, `Sequelize.DataTypes` */
function nameOf(node: TSESTree.Node): string | null {
  if (node.type === 'MemberExpression') return propertyName(node);
  return node.type === 'Identifier' ? node.name : null;
}
