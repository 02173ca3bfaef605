import type { TSESTree } from '@typescript-eslint/utils';
import type { Builder, Label, Work } from './builder.js';
import { emitMemberWrite, reference } from './expressions.js';

/** Builds the assignment of a value that has been evaluated already to a variable, member or pattern. */
export function* bind(builder: Builder, node: TSESTree.Node): Work {
  switch (node.type) {
    case 'Identifier':
      builder.emit('write', node);
      return;
    case 'MemberExpression':
      yield* reference(builder, node);
      emitMemberWrite(builder, node);
      return;
    case 'ObjectPattern':
      builder.fail(builder.emit('evaluate', node), 'member');
      for (const property of node.properties) {
        if (property.type === 'Property' && property.computed) yield { part: 'value', node: property.key };
        yield { part: 'bind', node: property.type === 'Property' ? property.value : property };
      }
      return;
    case 'ArrayPattern':
      builder.fail(builder.emit('evaluate', node), 'iterate');
      for (const element of node.elements) if (element) yield { part: 'bind', node: element };
      return;
    case 'AssignmentPattern': {
      builder.emit('evaluate', node);
      const missing: Label = [];
      const given: Label = [];
      builder.branch(missing, node, 'undefined');
      builder.branch(given, node, 'defined');
      builder.current = missing;
      yield { part: 'value', node: node.right };
      builder.place(given);
      yield { part: 'bind', node: node.left };
      return;
    }
    case 'RestElement':
      yield { part: 'bind', node: node.argument };
      return;
    case 'TSParameterProperty':
      yield { part: 'bind', node: node.parameter };
      return;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
      yield { part: 'bind', node: node.expression };
      return;
    default:
      yield { part: 'value', node };
  }
}
