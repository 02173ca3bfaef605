import type { TSESTree } from '@typescript-eslint/utils';
import type { Builder, Label, Work } from './builder.js';

type Loop =
  | TSESTree.WhileStatement
  | TSESTree.DoWhileStatement
  | TSESTree.ForStatement
  | TSESTree.ForInStatement
  | TSESTree.ForOfStatement;

/** Builds `while`. */
export function* whileLoop(builder: Builder, node: TSESTree.WhileStatement, labels: readonly string[]): Work {
  const end: Label = [];
  const head = builder.emit('loop', node);
  yield* loopTest(builder, node.test, end);
  builder.push({ kind: 'target', jump: 'break', label: end, names: [], nearest: true });
  yield* iteration(builder, node, labels);
  builder.connect(builder.current, head);
  builder.current = [];
  builder.pop();
  builder.place(end);
}

/** Builds `do ... while`. */
export function* doWhileLoop(builder: Builder, node: TSESTree.DoWhileStatement, labels: readonly string[]): Work {
  const end: Label = [];
  const head = builder.emit('loop', node);
  builder.push({ kind: 'target', jump: 'break', label: end, names: [], nearest: true });
  yield* iteration(builder, node, labels);
  builder.pop();
  yield* loopTest(builder, node.test, end);
  builder.connect(builder.current, head);
  builder.current = [];
  builder.place(end);
}

/** Builds `for (;;)`; the caller disposes what a `using` in its head has bound. */
export function* forLoop(builder: Builder, node: TSESTree.ForStatement, labels: readonly string[]): Work {
  const end: Label = [];
  if (node.init) yield { part: node.init.type === 'VariableDeclaration' ? 'statement' : 'value', node: node.init };
  const head = builder.emit('loop', node);
  if (node.test) yield* loopTest(builder, node.test, end);
  builder.push({ kind: 'target', jump: 'break', label: end, names: [], nearest: true });
  yield* iteration(builder, node, labels);
  builder.pop();
  if (node.update) yield { part: 'value', node: node.update };
  builder.connect(builder.current, head);
  builder.current = [];
  builder.place(end);
}

/** Builds `for-in`, `for-of` and `for await`. */
export function* iterationLoop(
  builder: Builder,
  node: TSESTree.ForInStatement | TSESTree.ForOfStatement,
  labels: readonly string[],
): Work {
  const end: Label = [];
  const item: Label = [];
  const { left } = node;
  const legacyInit = left.type === 'VariableDeclaration' ? left.declarations[0]?.init : null;
  if (legacyInit) yield { part: 'value', node: legacyInit };
  yield { part: 'value', node: node.right };
  const head = builder.emit('iterate', node);
  if (node.type === 'ForOfStatement') builder.fail(head, node.await ? 'await' : 'iterate');
  builder.branch(item, node, 'item');
  builder.branch(end, node, 'done');
  builder.current = item;
  builder.push({ kind: 'target', jump: 'break', label: end, names: [], nearest: true });
  const guard =
    node.type === 'ForOfStatement'
      ? builder.push({
          kind: 'finalizer',
          marker: 'close-iterator',
          node,
          cause: null,
          block: null,
          interrupted: new Map(),
        })
      : null;
  yield* iteration(builder, node, labels);
  builder.connect(builder.current, head);
  builder.current = [];
  if (guard?.kind === 'finalizer') yield { part: 'close', frame: guard };
  builder.pop();
  builder.place(end);
}

/** One run of the body, up to the place where `continue` leads. */
function* iteration(builder: Builder, node: Loop, labels: readonly string[]): Work {
  const next: Label = [];
  builder.push({ kind: 'target', jump: 'continue', label: next, names: labels, nearest: true });
  const scope = builder.push({
    kind: 'finalizer',
    marker: 'end-iteration',
    node,
    cause: null,
    block: null,
    interrupted: new Map(),
  });
  if (node.type === 'ForInStatement' || node.type === 'ForOfStatement') yield* bindItem(builder, node.left);
  yield { part: 'statements', nodes: [node.body] };
  while (builder.frame !== scope && builder.frame?.kind === 'finalizer') yield { part: 'close', frame: builder.frame };
  if (scope.kind === 'finalizer') yield { part: 'close', frame: scope };
  builder.pop();
  builder.place(next);
}

function* bindItem(builder: Builder, left: TSESTree.ForInStatement['left'] | TSESTree.ForOfStatement['left']): Work {
  if (left.type !== 'VariableDeclaration') {
    yield { part: 'bind', node: left };
    return;
  }
  builder.emit('enter', left);
  for (const declarator of left.declarations) {
    yield { part: 'bind', node: declarator.id };
    builder.emit('evaluate', declarator);
    if (left.kind === 'using' || left.kind === 'await using') builder.guard(declarator);
  }
}

/** Evaluates the test of a loop; a constant that is truthy never ends it. */
function* loopTest(builder: Builder, test: TSESTree.Expression, end: Label): Work {
  const repeat: Label = [];
  yield {
    part: 'condition',
    node: test,
    whenTrue: repeat,
    whenFalse: test.type === 'Literal' && test.value ? [] : end,
  };
  builder.current = repeat;
}
