import type { TSESTree } from '@typescript-eslint/utils';
import type { Builder, Label, Work } from './builder.js';

/**
 * Builds an expression for its truth, so that each operand of `&&`, `||`, `!` and `?:` leads on where its outcome does.
 * The compound expressions get one node for each outcome.
 */
export function* condition(builder: Builder, node: TSESTree.Node, whenTrue: Label, whenFalse: Label): Work {
  const isTrue: Label = [];
  const isFalse: Label = [];
  switch (node.type) {
    case 'LogicalExpression': {
      const right: Label = [];
      if (node.operator === '&&') {
        yield { part: 'condition', node: node.left, whenTrue: right, whenFalse: isFalse };
      } else if (node.operator === '||') {
        yield { part: 'condition', node: node.left, whenTrue: isTrue, whenFalse: right };
      } else {
        break;
      }
      builder.current = right;
      yield { part: 'condition', node: node.right, whenTrue: isTrue, whenFalse: isFalse };
      settle(builder, node, isTrue, isFalse, whenTrue, whenFalse);
      return;
    }
    case 'UnaryExpression':
      if (node.operator !== '!') break;
      yield { part: 'condition', node: node.argument, whenTrue: isFalse, whenFalse: isTrue };
      settle(builder, node, isTrue, isFalse, whenTrue, whenFalse);
      return;
    case 'ConditionalExpression': {
      const consequent: Label = [];
      const alternate: Label = [];
      yield { part: 'condition', node: node.test, whenTrue: consequent, whenFalse: alternate };
      builder.current = consequent;
      yield { part: 'condition', node: node.consequent, whenTrue: isTrue, whenFalse: isFalse };
      builder.current = alternate;
      yield { part: 'condition', node: node.alternate, whenTrue: isTrue, whenFalse: isFalse };
      settle(builder, node, isTrue, isFalse, whenTrue, whenFalse);
      return;
    }
    case 'SequenceExpression': {
      const last = node.expressions.at(-1);
      if (!last) break;
      for (const expression of node.expressions.slice(0, -1)) yield { part: 'value', node: expression };
      yield { part: 'condition', node: last, whenTrue: isTrue, whenFalse: isFalse };
      settle(builder, node, isTrue, isFalse, whenTrue, whenFalse);
      return;
    }
    case 'ChainExpression':
      // A chain that is cut short is undefined, so falsy.
      builder.chains.push(isFalse);
      yield { part: 'condition', node: node.expression, whenTrue: isTrue, whenFalse: isFalse };
      builder.chains.pop();
      settle(builder, node, isTrue, isFalse, whenTrue, whenFalse);
      return;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
      yield { part: 'condition', node: node.expression, whenTrue: isTrue, whenFalse: isFalse };
      settle(builder, node, isTrue, isFalse, whenTrue, whenFalse);
      return;
    default:
  }
  yield { part: 'value', node };
  builder.branch(whenTrue, node, 'truthy');
  builder.branch(whenFalse, node, 'falsy');
  builder.current = [];
}

function settle(
  builder: Builder,
  node: TSESTree.Node,
  isTrue: Label,
  isFalse: Label,
  whenTrue: Label,
  whenFalse: Label,
): void {
  builder.current = isTrue;
  if (isTrue.length > 0) {
    builder.emit('evaluate', node);
    builder.branch(whenTrue, node, 'truthy');
  }
  builder.current = isFalse;
  if (isFalse.length > 0) {
    builder.emit('evaluate', node);
    builder.branch(whenFalse, node, 'falsy');
  }
  builder.current = [];
}
