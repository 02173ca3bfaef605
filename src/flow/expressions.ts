import type { TSESTree } from '@typescript-eslint/utils';
import type { Builder, Label, Work } from './builder.js';
import type { ThrowCause } from './graph.js';
import { childTasks } from './children.js';

/** Evaluates an expression that has no operands; says whether it is one. */
export function evaluateLeaf(builder: Builder, node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'Identifier':
    case 'Literal':
    case 'ThisExpression':
    case 'Super':
    case 'MetaProperty':
    case 'PrivateIdentifier':
    case 'JSXText':
      builder.emit('evaluate', node);
      return true;
    default:
      return false;
  }
}

/** Builds the evaluation of an expression for its value: operands first, then the expression itself. */
export function* value(builder: Builder, node: TSESTree.Node): Work {
  switch (node.type) {
    case 'MemberExpression': {
      yield* reference(builder, node);
      const read = builder.emit('evaluate', node);
      if (mayBeNullish(node)) builder.fail(read, 'member');
      return;
    }
    case 'ChainExpression': {
      const end: Label = [];
      builder.chains.push(end);
      yield { part: 'value', node: node.expression };
      builder.chains.pop();
      builder.place(end);
      builder.emit('evaluate', node);
      return;
    }
    case 'CallExpression':
      yield { part: 'value', node: node.callee };
      if (node.optional) skipWhenNullish(builder, node.callee);
      for (const argument of node.arguments) yield { part: 'value', node: argument };
      invoke(builder, node, 'call');
      return;
    case 'NewExpression':
      yield { part: 'value', node: node.callee };
      for (const argument of node.arguments) yield { part: 'value', node: argument };
      invoke(builder, node, 'new');
      return;
    case 'TaggedTemplateExpression':
      yield { part: 'value', node: node.tag };
      for (const argument of node.quasi.expressions) yield { part: 'value', node: argument };
      invoke(builder, node, 'call');
      return;
    case 'TemplateLiteral':
      for (const part of node.expressions) yield { part: 'value', node: part };
      builder.emit('evaluate', node);
      return;
    case 'AwaitExpression':
      yield { part: 'value', node: node.argument };
      invoke(builder, node, 'await');
      return;
    case 'YieldExpression': {
      if (node.argument) yield { part: 'value', node: node.argument };
      const suspended = builder.emit('evaluate', node);
      builder.fail(suspended, 'yield');
      builder.abandon(suspended);
      return;
    }
    case 'SpreadElement':
      yield { part: 'value', node: node.argument };
      builder.fail(builder.emit('evaluate', node), 'iterate');
      return;
    case 'ObjectExpression':
      for (const property of node.properties) {
        if (property.type === 'Property') {
          yield { part: 'value', node: property };
        } else {
          // Unlike in lists, a spread in an object takes any value.
          yield { part: 'value', node: property.argument };
          builder.emit('evaluate', property);
        }
      }
      builder.emit('evaluate', node);
      return;
    case 'LogicalExpression':
      yield* logical(builder, node);
      return;
    case 'ConditionalExpression': {
      const whenTrue: Label = [];
      const whenFalse: Label = [];
      const end: Label = [];
      yield { part: 'condition', node: node.test, whenTrue, whenFalse };
      builder.place(whenTrue);
      yield { part: 'value', node: node.consequent };
      builder.goto(end);
      builder.place(whenFalse);
      yield { part: 'value', node: node.alternate };
      builder.place(end);
      builder.emit('evaluate', node);
      return;
    }
    case 'AssignmentExpression':
      yield* assignment(builder, node);
      return;
    case 'UpdateExpression':
      yield { part: 'value', node: node.argument };
      builder.emit('write', node.argument);
      builder.emit('evaluate', node);
      return;
    case 'Property':
      if (node.computed) yield { part: 'value', node: node.key };
      yield { part: 'value', node: node.value };
      builder.emit('evaluate', node);
      return;
    case 'ClassDeclaration':
    case 'ClassExpression':
      yield* classDefinition(builder, node);
      return;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      yield { part: 'value', node: node.expression };
      builder.emit('evaluate', node);
      return;
    case 'TSEnumMember':
      if (node.initializer) yield { part: 'value', node: node.initializer };
      builder.emit('evaluate', node);
      return;
    default:
      yield* childTasks(builder, node);
      builder.emit('evaluate', node);
  }
}

/** Evaluates the object and the key of a member expression, without reading it. */
export function* reference(builder: Builder, node: TSESTree.MemberExpression): Work {
  yield { part: 'value', node: node.object };
  if (node.optional) skipWhenNullish(builder, node.object);
  if (node.computed) yield { part: 'value', node: node.property };
}

/** Whether reading or writing a member can throw because its object is nullish. */
export function mayBeNullish(node: TSESTree.MemberExpression): boolean {
  const { object } = node;
  return (
    !node.optional && object.type !== 'ThisExpression' && object.type !== 'Super' && object.type !== 'MetaProperty'
  );
}

function skipWhenNullish(builder: Builder, test: TSESTree.Node): void {
  const end = builder.chains.at(-1);
  if (!end) return;
  builder.branch(end, test, 'nullish');
  const present: Label = [];
  builder.branch(present, test, 'present');
  builder.current = present;
}

/** Emits something that runs other code; control may never come back from it. */
function invoke(builder: Builder, node: TSESTree.Node, cause: ThrowCause): void {
  const invoked = builder.emit('evaluate', node);
  const never = builder.options.neverReturns?.(node) ?? null;
  if (never !== 'exits') builder.fail(invoked, never === 'throws' ? 'throw' : cause);
  if (never) builder.current = [];
}

function* logical(builder: Builder, node: TSESTree.LogicalExpression): Work {
  const end: Label = [];
  const right: Label = [];
  if (node.operator === '??') {
    yield { part: 'value', node: node.left };
    builder.branch(right, node.left, 'nullish');
    builder.branch(end, node.left, 'present');
    builder.current = [];
  } else if (node.operator === '&&') {
    yield { part: 'condition', node: node.left, whenTrue: right, whenFalse: end };
  } else {
    yield { part: 'condition', node: node.left, whenTrue: end, whenFalse: right };
  }
  builder.place(right);
  yield { part: 'value', node: node.right };
  builder.place(end);
  builder.emit('evaluate', node);
}

function* assignment(builder: Builder, node: TSESTree.AssignmentExpression): Work {
  const { left, operator } = node;
  if (operator === '=') {
    if (left.type === 'MemberExpression') yield* reference(builder, left);
    yield { part: 'value', node: node.right };
    if (left.type === 'MemberExpression') emitMemberWrite(builder, left);
    else yield { part: 'bind', node: left };
    builder.emit('evaluate', node);
    return;
  }
  const end: Label = [];
  yield { part: 'value', node: left };
  if (operator === '&&=' || operator === '||=' || operator === '??=') {
    const right: Label = [];
    const [go, stay] =
      operator === '&&='
        ? (['truthy', 'falsy'] as const)
        : operator === '||='
          ? (['falsy', 'truthy'] as const)
          : (['nullish', 'present'] as const);
    builder.branch(right, left, go);
    builder.branch(end, left, stay);
    builder.current = right;
  }
  yield { part: 'value', node: node.right };
  builder.emit('write', left);
  builder.place(end);
  builder.emit('evaluate', node);
}

/** Emits the write of a member whose object and key have been evaluated. */
export function emitMemberWrite(builder: Builder, node: TSESTree.MemberExpression): void {
  const written = builder.emit('write', node);
  if (mayBeNullish(node)) builder.fail(written, 'member');
}

/**
 * Evaluates what a class definition runs in the surrounding function; field values and static blocks have graphs of
 * their own.
 */
function* classDefinition(builder: Builder, node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): Work {
  let runsCode = node.superClass !== null;
  const decorators = [...decoratorsOf(node)];
  if (node.superClass) yield { part: 'value', node: node.superClass };
  for (const member of node.body.body) {
    runsCode ||=
      member.type === 'StaticBlock' || (member.type === 'PropertyDefinition' && member.static && member.value !== null);
    if (member.type === 'StaticBlock' || member.type === 'TSIndexSignature') continue;
    if (member.computed) yield { part: 'value', node: member.key };
    decorators.push(...decoratorsOf(member));
  }
  for (const decorator of decorators) yield { part: 'value', node: decorator };
  const defined = builder.emit('evaluate', node);
  if (runsCode || decorators.length > 0) builder.fail(defined, 'class');
}

/** Parsers for plain JavaScript leave the property out. */
function decoratorsOf(node: { readonly decorators?: readonly TSESTree.Decorator[] }): readonly TSESTree.Decorator[] {
  return node.decorators ?? [];
}
