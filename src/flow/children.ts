import type { TSESTree } from '@typescript-eslint/utils';
import type { Builder, Work } from './builder.js';

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Whether a node exists for the type checker only. */
function isTypeOnly(node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
    case 'TSEnumBody':
    case 'TSEnumMember':
    case 'TSParameterProperty':
    case 'TSExternalModuleReference':
      return false;
    default:
      return node.type.startsWith('TS');
  }
}

/**
 * Evaluates the children of a node that needs no order or branches of its own, in the order of the parser's visitor
 * keys.
 */
export function* childTasks(builder: Builder, node: TSESTree.Node): Work {
  for (const key of builder.options.visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key);
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child) && !isTypeOnly(child)) yield { part: 'value', node: child };
    }
  }
}
