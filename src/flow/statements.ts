import type { TSESTree } from '@typescript-eslint/utils';
import type { Builder, Label, Task, Work } from './builder.js';
import { doWhileLoop, forLoop, iterationLoop, whileLoop } from './loops.js';
import { childTasks } from './children.js';

/** Builds a list of statements; values that `using` declarations in it bind are disposed at its end. */
export function* statements(builder: Builder, nodes: readonly TSESTree.Node[]): Work {
  const { frame } = builder;
  for (const node of nodes) yield { part: 'statement', node };
  yield* closeDown(builder, frame);
}

/** Disposes what `using` declarations have bound since `frame` was the innermost one. */
function* closeDown(builder: Builder, frame: Builder['frame']): Work {
  while (builder.frame !== frame && builder.frame?.kind === 'finalizer') yield { part: 'close', frame: builder.frame };
}

function body(node: TSESTree.Node): Task {
  return { part: 'statements', nodes: [node] };
}

/** Builds one statement. */
export function* statement(builder: Builder, node: TSESTree.Node): Work {
  const { labels } = builder;
  builder.labels = [];
  builder.emit('enter', node);
  switch (node.type) {
    case 'BlockStatement':
    case 'StaticBlock':
    case 'TSModuleBlock':
      yield { part: 'statements', nodes: node.body };
      return;
    case 'ExpressionStatement':
    case 'TSExportAssignment':
      yield { part: 'value', node: node.expression };
      return;
    case 'VariableDeclaration':
      if (!node.declare) yield* variableDeclaration(builder, node);
      return;
    case 'IfStatement':
      yield* ifStatement(builder, node);
      return;
    case 'ReturnStatement':
      if (node.argument) yield { part: 'value', node: node.argument };
      builder.emit('leave', node);
      builder.complete('return');
      return;
    case 'ThrowStatement': {
      yield { part: 'value', node: node.argument };
      builder.fail(builder.emit('leave', node), 'throw');
      builder.current = [];
      return;
    }
    case 'BreakStatement':
    case 'ContinueStatement': {
      builder.emit('leave', node);
      const target = builder.targetOf(node.type === 'BreakStatement' ? 'break' : 'continue', node.label?.name ?? null);
      if (target) builder.complete(target);
      builder.current = [];
      return;
    }
    case 'LabeledStatement': {
      const end: Label = [];
      builder.push({ kind: 'target', jump: 'break', label: end, names: [node.label.name], nearest: false });
      builder.labels = [...labels, node.label.name];
      yield body(node.body);
      builder.pop();
      builder.place(end);
      return;
    }
    case 'WhileStatement':
      yield* whileLoop(builder, node, labels);
      return;
    case 'DoWhileStatement':
      yield* doWhileLoop(builder, node, labels);
      return;
    case 'ForStatement': {
      const { frame } = builder;
      yield* forLoop(builder, node, labels);
      yield* closeDown(builder, frame);
      return;
    }
    case 'ForInStatement':
    case 'ForOfStatement':
      yield* iterationLoop(builder, node, labels);
      return;
    case 'SwitchStatement':
      yield* switchStatement(builder, node);
      return;
    case 'TryStatement':
      yield* tryStatement(builder, node);
      return;
    case 'WithStatement':
      yield { part: 'value', node: node.object };
      yield body(node.body);
      return;
    case 'ClassDeclaration':
      if (!node.declare) yield { part: 'value', node };
      return;
    case 'ExportNamedDeclaration':
      if (node.declaration) yield { part: 'statement', node: node.declaration };
      return;
    case 'ExportDefaultDeclaration':
      yield { part: /Declaration$/u.test(node.declaration.type) ? 'statement' : 'value', node: node.declaration };
      return;
    case 'TSModuleDeclaration':
      if (!node.declare && 'body' in node && node.body) yield { part: 'statement', node: node.body };
      return;
    case 'TSEnumDeclaration':
      if (!node.declare) yield* childTasks(builder, node.body);
      return;
    default:
      // Declarations of functions and types, imports, `debugger`, empty statements: nothing is evaluated here.
      return;
  }
}

/** Builds the declarators of a declaration; a `using` guards what follows in its statement list. */
function* variableDeclaration(builder: Builder, node: TSESTree.VariableDeclaration): Work {
  for (const declarator of node.declarations) {
    if (declarator.init) {
      yield { part: 'value', node: declarator.init };
      yield { part: 'bind', node: declarator.id };
    }
    builder.emit('evaluate', declarator);
    if (node.kind === 'using' || node.kind === 'await using') builder.guard(declarator);
  }
}

function* ifStatement(builder: Builder, node: TSESTree.IfStatement): Work {
  const whenTrue: Label = [];
  const whenFalse: Label = [];
  yield { part: 'condition', node: node.test, whenTrue, whenFalse };
  builder.place(whenTrue);
  yield body(node.consequent);
  if (node.alternate) {
    const end: Label = [];
    builder.goto(end);
    builder.place(whenFalse);
    yield body(node.alternate);
    builder.place(end);
  } else {
    builder.place(whenFalse);
  }
}

function* switchStatement(builder: Builder, node: TSESTree.SwitchStatement): Work {
  yield { part: 'value', node: node.discriminant };
  const end: Label = [];
  const bodies: Label[] = [];
  const comparesTrue = node.discriminant.type === 'Literal' && node.discriminant.value === true;
  let fallback: Label = end;
  for (const { test } of node.cases) {
    const matched: Label = [];
    bodies.push(matched);
    if (!test) {
      fallback = matched;
    } else if (comparesTrue) {
      const whenFalse: Label = [];
      yield { part: 'condition', node: test, whenTrue: matched, whenFalse };
      builder.place(whenFalse);
    } else {
      yield { part: 'value', node: test };
      builder.branch(matched, test, 'equal', node.discriminant);
      const next: Label = [];
      builder.branch(next, test, 'different', node.discriminant);
      builder.current = next;
    }
  }
  builder.goto(fallback);
  builder.push({ kind: 'target', jump: 'break', label: end, names: [], nearest: true });
  for (const [index, switchCase] of node.cases.entries()) {
    builder.place(bodies[index] ?? []);
    builder.emit('enter', switchCase);
    yield { part: 'statements', nodes: switchCase.consequent };
  }
  builder.pop();
  builder.place(end);
}

function* tryStatement(builder: Builder, node: TSESTree.TryStatement): Work {
  const { handler, finalizer } = node;
  const guard = finalizer
    ? builder.push({
        kind: 'finalizer',
        marker: 'finally',
        node: finalizer,
        cause: null,
        block: finalizer,
        interrupted: new Map(),
      })
    : null;
  const caught: Label = [];
  if (handler) builder.push({ kind: 'catch', label: caught });
  yield { part: 'statement', node: node.block };
  if (handler) {
    builder.pop();
    const end: Label = [];
    builder.goto(end);
    builder.place(caught);
    builder.emit('catch', handler);
    if (handler.param) yield { part: 'bind', node: handler.param };
    yield { part: 'statement', node: handler.body };
    builder.place(end);
  }
  if (guard?.kind === 'finalizer') yield { part: 'close', frame: guard };
}
