import type { TSESTree } from '@typescript-eslint/utils';
import type { PerCallClient } from '../analysis/clients/per-call.js';
import { descendantsOf } from '../ast/children.js';
import type { FileView } from '../ast/file-view.js';
import {
  ancestorsUntil,
  callAround,
  enclosingFunction,
  isFunction,
  isWithin,
  propertyName,
  unwrap,
} from '../ast/nodes.js';
import type { Variable } from '../ast/variables.js';
import { combine, isRefusal, type Edits, type Refusal } from '../fix/edits.js';
import { removeStatement } from '../fix/remove.js';
import { addToFinally } from '../fix/try-finally.js';
import { wrapStatements } from '../fix/try-region.js';
import { hoistedNames, isShort, neededAfter } from './region.js';
import { isOpening, opensClient } from '../analysis/clients/closing.js';
import type { CloseMethod } from '../catalog/types.js';

/** Why a close that fails without a connection stays where only success reaches it. */
const UNOPENED = 'the close of one that is not connected may fail';

type Block = TSESTree.BlockStatement;

/** The statements that use a connection, with its close. */
interface Use {
  readonly variable: Variable;
  readonly block: Block;
  /** Index of the first statement in the block that may throw while the connection is open. */
  readonly from: number;
  /** Index of the close at the end of the use. */
  readonly to: number;
  readonly close: TSESTree.ExpressionStatement;
  /** Whether the connection is open before the use begins. */
  readonly opened: boolean;
  /** Closes in front of an early return, which the `finally` makes superfluous. */
  readonly early: readonly TSESTree.ExpressionStatement[];
}

/** A use in a `try` that closes it at its end. */
interface TriedUse extends Pick<Use, 'variable' | 'close' | 'early' | 'opened'> {
  readonly attempt: TSESTree.TryStatement;
}

/**
 * Moves the close of a single connection, which only success reaches, into a `finally` around its use. Refused where
 * the connection or something of it may be in use afterwards, and where the statements cannot be moved into a block as
 * they are.
 */
export function closeInFinally(file: FileView, client: PerCallClient): Edits {
  const use = useOf(file, client);
  if ('refused' in use) return use;
  if ('attempt' in use) return closeInOwnFinally(file, use, closesAnyway(client));
  const { block, from, to, close, early } = use;
  if (
    !use.opened &&
    !closesAnyway(client) &&
    block.body.slice(from, to).some((statement) => opens(file, statement, use.variable))
  )
    return { refused: UNOPENED };
  const reason = stillUsed(file, use);
  if (reason !== null) return { refused: reason };
  const first = block.body[from];
  const lastUse = block.body[to - 1];
  if (!first || !lastUse || from >= to) return { refused: 'nothing happens between the construction and the close' };
  const removed = combine([close, ...early].map((statement) => removeStatement(file, statement)));
  if (isRefusal(removed)) return removed;
  const text = file.getText(close);
  // What stands in one `try` already needs no second one around it.
  if (first === lastUse && first.type === 'TryStatement' && !first.finalizer)
    return combine([removed, addToFinally(file, first, text)]);
  const needed = neededAfter(file, block.body.slice(from, to), close.range[1]);
  if ('refused' in needed) return needed;
  const rest = block.body.slice(to + 1);
  if (needed.declarations.length > 0 && rest.every((statement) => isShort(file, statement))) {
    return wrapStatements(file, first, rest.at(-1) ?? lastUse, text, removed);
  }
  const hoisted = hoistedNames(file, needed.declarations);
  if ('refused' in hoisted) return hoisted;
  const inside = removed.filter(({ range }) => range[1] <= lastUse.range[1]);
  const behind = removed.filter(({ range }) => range[1] > lastUse.range[1]);
  return combine([
    wrapStatements(file, first, lastUse, text, [...inside, ...hoisted.edits], hoisted.declaration),
    behind,
  ]);
}

function useOf(file: FileView, client: PerCallClient): Use | TriedUse | Refusal {
  const { node, sinks } = client;
  let value: TSESTree.Node = node;
  while (value.parent && (value.parent.type === 'AwaitExpression' || unwrap(value.parent) === unwrap(value)))
    value = value.parent;
  const declarator = value.parent;
  const declaration = declarator?.type === 'VariableDeclarator' && declarator.init === value ? declarator.parent : null;
  const variable =
    declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier'
      ? file.variableOf(declarator.id)
      : null;
  const block = declaration?.parent;
  if (!declaration || !variable || block?.type !== 'BlockStatement' || declaration.declarations.length > 1)
    return { refused: 'it is not held by a constant of a block' };
  if (variable.references.some((reference) => reference.isWrite() && !reference.init))
    return { refused: 'its variable is assigned again' };
  const closes: TSESTree.ExpressionStatement[] = [];
  for (const sink of sinks) {
    if (sink.kind === 'request-options') return { refused: 'the caller gets it in the options of a request' };
    if (sink.kind !== 'closed') continue;
    const statement = closeStatement(sink.node);
    if (!statement)
      return { refused: `the close on line ${String(sink.node.loc.start.line)} is part of something else` };
    closes.push(statement);
  }
  const declared = block.body.indexOf(declaration) + 1;
  const connects = isConnect(block.body[declared], variable.name);
  const opened = connects || value.type === 'AwaitExpression';
  if (!opened && failsUnopened(client)) return { refused: UNOPENED };
  const from = connects ? declared + 1 : declared;
  const tried = block.body[from];
  const close =
    closes.find((statement) => statement.parent === block) ??
    closes.find(({ parent }) => tried?.type === 'TryStatement' && parent === tried.block);
  if (!close) return { refused: 'no close stands in the block of the declaration' };
  const early = closes.filter((statement) => statement !== close);
  const leaving = early.find(
    (statement) => !isBeforeLeaving(statement) || file.getText(statement) !== file.getText(close),
  );
  if (leaving) return { refused: `the code goes on after the close on line ${String(leaving.loc.start.line)}` };
  if (close.parent !== block && tried?.type === 'TryStatement')
    return { variable, attempt: tried, close, opened, early };
  return { variable, block, from, to: block.body.indexOf(close), close, opened, early };
}

/** The ways to close it that the function uses. */
function closesUsed({ construction, sinks }: PerCallClient): readonly CloseMethod[] {
  const called = new Set(sinks.flatMap((sink) => (sink.kind === 'closed' ? [sink.method] : [])));
  return construction.construct.close.filter(({ method }) => called.has(method));
}

/** Whether its close may be called whatever has happened to the client. */
function closesAnyway(client: PerCallClient): boolean {
  return closesUsed(client).every(({ idempotent, unopened }) => unopened === 'harmless' || (idempotent && !unopened));
}

/** Whether its close is known to fail where the connection could not be opened, whose error it would hide. */
function failsUnopened(client: PerCallClient): boolean {
  return closesUsed(client).some(({ unopened }) => unopened === 'fails');
}

/** Moves the close from the end of a `try` block, which errors skip, into the `finally` of the same statement. */
function closeInOwnFinally(file: FileView, use: TriedUse, anyway: boolean): Edits {
  const { variable, attempt, close, opened, early } = use;
  if (attempt.finalizer) return { refused: 'the `try` around its use has a `finally` already' };
  const { body } = attempt.block;
  if (early.some((statement) => !isWithin(statement, attempt.block))) return { refused: 'the handler closes it' };
  const index = body.indexOf(close);
  if (!opened && !anyway && body.some((statement) => opens(file, statement, variable))) return { refused: UNOPENED };
  const late = body.slice(index + 1).find((statement) => !isShort(file, statement));
  if (late) return { refused: `the close would have to wait for line ${String(late.loc.start.line)}` };
  const reason = usedLater(use);
  if (reason !== null) return { refused: reason };
  return combine([
    ...[close, ...early].map((statement) => removeStatement(file, statement)),
    addToFinally(file, attempt, file.getText(close)),
  ]);
}

/** `await client.end();`, also with a `.catch()` behind it. */
function closeStatement(call: TSESTree.CallExpression): TSESTree.ExpressionStatement | null {
  if (call.arguments.some((argument) => isFunction(argument))) return null;
  let value: TSESTree.Node | null = call;
  while (value) {
    const { parent }: TSESTree.Node = value;
    if (parent?.type === 'ExpressionStatement') return parent;
    value = parent ? closingExpression(parent, value) : null;
  }
  return null;
}

/** The expression around a close that does nothing but wait for it. */
function closingExpression(parent: TSESTree.Node, close: TSESTree.Node): TSESTree.Node | null {
  if (
    parent.type === 'AwaitExpression' ||
    parent.type === 'ChainExpression' ||
    (parent.type === 'UnaryExpression' && parent.operator === 'void')
  )
    return parent;
  const handled = parent.type === 'MemberExpression' && parent.object === close && propertyName(parent) === 'catch';
  return handled ? callAround(parent) : null;
}

/** Whether a statement is followed by the end of the function, and nothing asynchronous in between. */
function isBeforeLeaving(statement: TSESTree.ExpressionStatement): boolean {
  const list = statement.parent.type === 'BlockStatement' ? statement.parent.body : [];
  const next = list[list.indexOf(statement) + 1];
  return (
    next?.type === 'ThrowStatement' || (next?.type === 'ReturnStatement' && next.argument?.type !== 'AwaitExpression')
  );
}

/** `await client.connect();`, also behind listeners: while it fails there is nothing to close. */
function isConnect(statement: TSESTree.Node | undefined, name: string): boolean {
  if (statement?.type !== 'ExpressionStatement') return false;
  return statement.expression.type === 'AwaitExpression' && opensClient(statement.expression, name);
}

/** Whether a statement opens the connection somewhere, waited for or not, or hands it to code that may. */
function opens(file: FileView, statement: TSESTree.Node, { name, references }: Variable): boolean {
  const isHandedOn = references.some(
    ({ identifier }) => identifier.parent.type === 'CallExpression' && isWithin(identifier, statement),
  );
  return (
    isHandedOn ||
    [...descendantsOf(statement, file.visitorKeys)].some(
      (node) => node.type === 'CallExpression' && isOpening(node, name),
    )
  );
}

/** Why something of the connection may be in use behind the `try` or in its `finally`. */
function usedLater({ variable, attempt, close, early }: TriedUse): string | null {
  for (const { identifier, init } of variable.references) {
    if (init === true || identifier.range[1] < attempt.range[0]) continue;
    if (identifier.range[0] > attempt.range[1])
      return `line ${String(identifier.loc.start.line)} uses it after the \`try\``;
    if ([close, ...early].some((statement) => isWithin(identifier, statement))) continue;
    const handedOn = handsOn(identifier, enclosingFunction(attempt));
    if (handedOn !== null) return handedOn;
  }
  return null;
}

/** Where the function hands on what a use of the connection gives without waiting for it. */
function handsOn(identifier: TSESTree.Node, home: TSESTree.Node | null): string | null {
  let awaited = false;
  for (const ancestor of ancestorsUntil(identifier, home)) {
    if (ancestor.type === 'AwaitExpression') awaited = true;
    const leaves =
      (ancestor.type === 'ReturnStatement' || ancestor.type === 'YieldExpression') &&
      enclosingFunction(ancestor) === home;
    if (leaves && !awaited)
      return `line ${String(ancestor.loc.start.line)} hands on what it returns without waiting for it`;
  }
  return null;
}

/** Why the connection may be in use when the `finally` block runs. */
function stillUsed(file: FileView, { variable, block, from, to, close, early }: Use): string | null {
  const start = block.body[from]?.range[0] ?? 0;
  const home = enclosingFunction(block);
  for (const { identifier, init } of variable.references) {
    if (init === true) continue;
    if (identifier.range[0] > close.range[1])
      return `line ${String(identifier.loc.start.line)} uses it after the close`;
    if (identifier.range[0] < start || early.some((statement) => isWithin(identifier, statement))) continue;
    const handedOn = handsOn(identifier, home);
    if (handedOn !== null) return handedOn;
  }
  const region = block.body.slice(from, to);
  if (region.some(({ type }) => type === 'FunctionDeclaration' || type === 'ClassDeclaration'))
    return 'a function is declared between the construction and the close';
  const text = [...descendantsOf(close, file.visitorKeys)].flatMap((node) =>
    node.type === 'Identifier' ? [file.variableOf(node)] : [],
  );
  return text.some((used) =>
    used?.identifiers.some((identifier) => region.some((statement) => isWithin(identifier, statement))),
  )
    ? 'the close uses what is declared after the construction'
    : null;
}
