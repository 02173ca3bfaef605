import type { TSESTree } from '@typescript-eslint/utils';
import { Builder, type BuildOptions, type Task, type Work } from './builder.js';
import { closeFinalizer } from './completions.js';
import { condition } from './conditions.js';
import { evaluateLeaf, value } from './expressions.js';
import type { FlowGraph } from './graph.js';
import { bind } from './patterns.js';
import { statement, statements } from './statements.js';

export type { BuildOptions } from './builder.js';

/**
 * The control flow of one function, program, static block or class field (its initial value); any other node is taken
 * as a statement or expression of its own. Functions inside it are values only: each has a graph of its own. Takes
 * every tree that a parser accepts, whatever its depth.
 */
export function buildGraph(root: TSESTree.Node, options: BuildOptions): FlowGraph {
  const builder = new Builder(root, options);
  run(builder, rootWork(builder, root));
  return builder.finish();
}

/** Runs work depth first with a stack of its own. */
function run(builder: Builder, work: Work): void {
  const stack = [work];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const step = top.next();
    if (step.done) stack.pop();
    else if (step.value.part !== 'value' || !evaluateLeaf(builder, step.value.node))
      stack.push(workOf(builder, step.value));
  }
}

function workOf(builder: Builder, task: Task): Work {
  switch (task.part) {
    case 'statement':
      return statement(builder, task.node);
    case 'statements':
      return statements(builder, task.nodes);
    case 'value':
      return value(builder, task.node);
    case 'condition':
      return condition(builder, task.node, task.whenTrue, task.whenFalse);
    case 'bind':
      return bind(builder, task.node);
    case 'close':
      return closeFinalizer(builder, task.frame);
  }
}

function* rootWork(builder: Builder, root: TSESTree.Node): Work {
  switch (root.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      for (const parameter of root.params) yield { part: 'bind', node: parameter };
      if (root.body.type === 'BlockStatement') {
        yield { part: 'statement', node: root.body };
        end(builder, root.body);
      } else {
        yield { part: 'value', node: root.body };
        leaveWith(builder, root.body);
      }
      return;
    case 'Program':
    case 'StaticBlock':
      yield { part: 'statements', nodes: root.body };
      end(builder, root);
      return;
    case 'PropertyDefinition':
    case 'AccessorProperty':
      if (root.value) {
        yield { part: 'value', node: root.value };
        leaveWith(builder, root.value);
      } else {
        end(builder, root);
      }
      return;
    default:
      yield { part: /(?:Statement|Declaration)$/u.test(root.type) ? 'statement' : 'value', node: root };
      end(builder, root);
  }
}

function end(builder: Builder, node: TSESTree.Node): void {
  if (builder.current.length === 0) return;
  builder.emit('end', node);
  builder.complete('return');
}

function leaveWith(builder: Builder, node: TSESTree.Node): void {
  builder.emit('leave', node);
  builder.complete('return');
}
