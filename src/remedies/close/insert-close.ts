import type { TSESTree } from '@typescript-eslint/utils';
import { namePattern, wholeName } from '../../analysis/names/conventions.js';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import { isCallOn, isFunction, propertyName, unwrap, type FunctionNode } from '../../ast/nodes.js';
import { endingNames } from '../../catalog/conventions/closing.js';
import { serverNames } from '../../catalog/conventions/servers.js';
import type { Edits } from '../../fix/edits.js';
import { insertAfter, insertAtEnd, insertBefore } from '../../fix/insert-statement.js';
import { inFileStyle } from '../../fix/layout.js';
import type { CloseExpression } from './expression.js';

/** Whether a function may await, and whether it declares what it returns. */
interface Style {
  readonly async: boolean;
  /** Whether its result goes to nobody, so that a promise is marked as not waited for. */
  readonly floats?: boolean;
  readonly returnType?: TSESTree.TSTypeAnnotation | undefined;
}

/** What shares a close path with clients. */
const ENDING = namePattern(endingNames);
const SERVER = namePattern(serverNames);

/** Adds the close of a client to a function that closes other things already, in the style that is there. */
export function insertClose(file: FileView, fn: FunctionNode, close: CloseExpression): Edits {
  if (fn.generator) return { refused: 'a generator' };
  if (isThere(file, fn, close)) return { refused: 'the close is there already' };
  return fn.body.type === 'BlockStatement'
    ? intoBlock(file, fn, fn.body, close)
    : intoExpression(file, fn, fn.body, close);
}

/** `() => pool.end()` becomes `() => Promise.all([pool.end(), agent.close()])`. */
function intoExpression(file: FileView, fn: FunctionNode, body: TSESTree.Expression, close: CloseExpression): Edits {
  const server = serverCall(body);
  if (server) return afterServer(file, server, close);
  // What runs at the same time must not need the client.
  if (mentions(file, body, close)) return { refused: 'the close path uses the client' };
  const list = promiseList(body, fn);
  if (list && close.promise) return intoList(file, list, close);
  if (fn.returnType) return { refused: 'the type of the result would change' };
  const call = unwrap(body);
  const inner = call.type === 'AwaitExpression' ? call.argument : call;
  if (inner.type !== 'CallExpression') return { refused: 'the close path is not a call' };
  if (!close.promise) return { refused: 'what is cut off must wait for what is there' };
  const text = `Promise.all([${file.getText(inner)}, ${close.text}])`;
  return [{ range: inner.range, text }];
}

function intoBlock(file: FileView, fn: Style, block: TSESTree.BlockStatement, close: CloseExpression): Edits {
  const statements = statementsOf(block);
  const lists = statements
    .flatMap((statement) => (isWaitedFor(statement) ? [statement] : []))
    .map((statement) => promiseList(resultOf(statement), fn));
  const list = lists.find((found) => found !== null);
  if (list && close.promise && !mentions(file, block, close)) return intoList(file, list, close);
  const server = statements.flatMap((statement) => serverStatement(statement) ?? []).at(-1);
  if (server) return afterServer(file, server, close);
  const anchor = [...statements]
    .reverse()
    .find((statement) => endsSomething(file, statement) || mentions(file, statement, close));
  const written = statementFor(fn, close, anchor ?? null);
  if (typeof written !== 'string') return written;
  const end = statements.at(-1);
  if (fn.floats && close.promise && end && isExit(end) && !statements.slice(0, -1).some(isExit))
    return [{ range: end.range, text: inFileStyle(file, thenExit(file, end, close), null) }];
  if (anchor?.type === 'ReturnStatement') return beforeReturn(file, fn, anchor, close);
  if (anchor && !isFollowedByUse(statements, anchor)) return insertAfter(file, anchor, written);
  const exit = statements.find((statement) => statement.type === 'ReturnStatement' || isExit(statement));
  if (exit) return insertBefore(file, exit, written);
  const last = statements.at(-1);
  return last ? insertAfter(file, last, written) : insertAtEnd(file, block, written);
}

/** The statements of a block, or of the `try` that is all it does. */
function statementsOf(block: TSESTree.BlockStatement): readonly TSESTree.Statement[] {
  const tries = block.body.filter((statement) => statement.type === 'TryStatement');
  const [only] = tries;
  return tries.length === 1 && only?.type === 'TryStatement' ? statementsOf(only.block) : block.body;
}

/** In which form the close stands as a statement: awaited, or floating where what is there floats. */
function statementFor(
  fn: Style,
  close: CloseExpression,
  anchor: TSESTree.Statement | null,
): string | { readonly refused: string } {
  if (!close.promise) return `${close.text};`;
  if (fn.async) return `await ${close.text};`;
  if (fn.floats && anchor?.type !== 'ReturnStatement') return `void ${close.text};`;
  if (anchor?.type === 'ReturnStatement') return '';
  return { refused: 'nothing waits for the close in a function that is not async' };
}

/** The list of `Promise.all([...])` whose elements are close calls. */
function promiseList(expression: TSESTree.Node | null, fn: Style): TSESTree.ArrayExpression | null {
  const value = expression && unwrap(expression);
  const call = value?.type === 'AwaitExpression' ? unwrap(value.argument) : value;
  if (
    call?.type !== 'CallExpression' ||
    call.callee.type !== 'MemberExpression' ||
    call.callee.object.type !== 'Identifier' ||
    call.callee.object.name !== 'Promise'
  )
    return null;
  if (!/^all(?:Settled)?$/.test(propertyName(call.callee) ?? '')) return null;
  const [list] = call.arguments;
  // A declared type of the result may count the elements.
  if (list?.type !== 'ArrayExpression' || (fn.returnType && value?.type !== 'AwaitExpression')) return null;
  return list.elements.some((element) => element && isEndingCall(element)) ? list : null;
}

function intoList(file: FileView, list: TSESTree.ArrayExpression, close: CloseExpression): Edits {
  const last = list.elements.at(-1);
  if (!last) return { refused: 'the list is empty' };
  const multiline = list.loc.start.line !== last.loc.start.line;
  const indent = multiline ? `\n${' '.repeat(last.loc.start.column)}` : ' ';
  return [{ range: [last.range[1], last.range[1]], text: `,${indent}${close.text}` }];
}

function resultOf(statement: TSESTree.Statement): TSESTree.Node | null {
  return statement.type === 'ExpressionStatement'
    ? statement.expression
    : statement.type === 'ReturnStatement'
      ? statement.argument
      : null;
}

function isWaitedFor(statement: TSESTree.Statement): boolean {
  return (
    statement.type === 'ReturnStatement' ||
    (statement.type === 'ExpressionStatement' && statement.expression.type === 'AwaitExpression')
  );
}

function isEndingCall(node: TSESTree.Node): boolean {
  const value = unwrap(node);
  const call = value.type === 'AwaitExpression' || value.type === 'UnaryExpression' ? unwrap(value.argument) : value;
  if (call.type !== 'CallExpression') return false;
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return callee.type === 'Identifier' && ENDING.test(callee.name);
  const name = propertyName(callee) ?? '';
  return ENDING.test(name) || (/^(?:catch|then|finally)$/.test(name) && isEndingCall(callee.object));
}

function endsSomething(file: FileView, statement: TSESTree.Statement): boolean {
  for (const node of descendantsOf(statement, file.visitorKeys, (inner) => !isFunction(inner)))
    if (isEndingCall(node)) return true;
  return false;
}

/** `server.close(...)` that nothing waits for: what follows it runs while requests are still being answered. */
function serverStatement(statement: TSESTree.Statement): TSESTree.CallExpression | null {
  const call = statement.type === 'ExpressionStatement' ? unwrap(statement.expression) : null;
  return call?.type === 'CallExpression' && serverClose(call) ? call : null;
}

function serverClose(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'close') return false;
  const object = unwrap(callee.object);
  const name =
    object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' ? (propertyName(object) ?? '') : '';
  return isFunction(call.arguments[0]) || SERVER.test(name);
}

/** Clients are closed when the server has answered its last request: in the callback of its close. */
function afterServer(file: FileView, call: TSESTree.CallExpression, close: CloseExpression): Edits {
  const [callback] = call.arguments;
  const [open, shut] = [file.sourceCode.getTokenAfter(call.callee), file.sourceCode.getLastToken(call)];
  if (!callback && open?.value === '(' && shut)
    return [{ range: [open.range[1], shut.range[0]], text: `() => { ${inFileStyle(file, floating(close), null)} }` }];
  if (!isFunction(callback) || callback.generator) return { refused: 'what runs after the server is closed elsewhere' };
  return insertIntoCallback(file, callback, close);
}

function floating({ promise, text }: CloseExpression): string {
  return `${promise ? 'void ' : ''}${text};`;
}

/**
 * Adds the close to a function whose result nobody uses. It does not become async: whoever calls it expects none, and a
 * rejection would be nobody's.
 */
export function insertIntoCallback(file: FileView, callback: FunctionNode, close: CloseExpression): Edits {
  const { body } = callback;
  if (isThere(file, callback, close)) return { refused: 'the close is there already' };
  if (body.type === 'BlockStatement')
    return intoBlock(file, callback.async ? callback : { async: false, floats: true }, body, close);
  if (serverCall(body)) return insertClose(file, callback, close);
  const text = callback.async ? inAsyncArrow(file, body, close) : inArrow(file, body, close);
  return [{ range: body.range, text: `{ ${inFileStyle(file, text, null)} }` }];
}

/** `async () => app.close()` waits for both, one after the other. */
function inAsyncArrow(file: FileView, body: TSESTree.Expression, close: CloseExpression): string {
  const own = `${close.promise ? 'await ' : ''}${close.text};`;
  const written = file.getText(body);
  if (isExitCall(body)) return `${own} ${written};`;
  return `${unwrap(body).type === 'AwaitExpression' ? '' : 'await '}${written}; ${own}`;
}

function inArrow(file: FileView, body: TSESTree.Expression, close: CloseExpression): string {
  if (isExitCall(body))
    return close.promise
      ? `void ${settling(close)}.finally(() => ${file.getText(body)});`
      : `${close.text}; ${file.getText(body)};`;
  const call = body.type === 'UnaryExpression' && body.operator === 'void' ? body.argument : body;
  const then = close.promise ? close.text : `{ ${close.text}; }`;
  return `void Promise.resolve(${file.getText(call)}).then(() => ${then});`;
}

/** The end of the process waits for the close: `void agent.close().finally(() => process.exit(0));`. */
function thenExit(file: FileView, exit: TSESTree.Statement, close: CloseExpression): string {
  const call = exit.type === 'ExpressionStatement' ? file.getText(exit.expression) : '';
  return `void ${settling(close)}.finally(() => ${call});`;
}

/** A promise in any case: where there is no client, nothing would call what follows. */
function settling(close: CloseExpression): string {
  return close.optional ? `Promise.resolve(${close.text})` : close.text;
}

/** Whether a function calls this close already, in whatever form. */
function isThere(file: FileView, fn: FunctionNode, close: CloseExpression): boolean {
  return file.getText(fn).replaceAll('?.', '.').includes(close.text.replaceAll('?.', '.'));
}

/** Whether code names what holds the client. */
function mentions(file: FileView, node: TSESTree.Node, close: CloseExpression): boolean {
  const [name = ''] = close.text.replace(/^this\./, '').split(/[?.]/);
  return new RegExp(wholeName(name)).test(file.getText(node));
}

function serverCall(body: TSESTree.Expression): TSESTree.CallExpression | null {
  const call = unwrap(body);
  return call.type === 'CallExpression' && serverClose(call) ? call : null;
}

/** `return this.pool.end();` waits for both. */
function beforeReturn(file: FileView, fn: Style, statement: TSESTree.ReturnStatement, close: CloseExpression): Edits {
  if (fn.async)
    return close.promise
      ? insertBefore(file, statement, `await ${close.text};`)
      : { refused: 'what is cut off must wait for what is there' };
  const { argument } = statement;
  if (!argument || !close.promise || !isEndingCall(argument))
    return { refused: 'the result of the close path is used' };
  const waits = `Promise.all([${file.getText(argument)}, ${close.text}])`;
  return [{ range: argument.range, text: fn.returnType ? `${waits}.then(() => undefined)` : waits }];
}

/** Whether a statement behind the anchor still runs something other than the end of the process. */
function isFollowedByUse(statements: readonly TSESTree.Statement[], anchor: TSESTree.Statement): boolean {
  return statements
    .slice(statements.indexOf(anchor) + 1)
    .some((statement) => statement.type === 'IfStatement' || statement.type === 'VariableDeclaration');
}

function isExit(statement: TSESTree.Statement): boolean {
  return statement.type === 'ExpressionStatement' && isExitCall(statement.expression);
}

/** `process.exit(0)`, `process.kill(process.pid, signal)`. */
function isExitCall(call: TSESTree.Expression): boolean {
  return call.type === 'CallExpression' && isCallOn(call, 'process');
}
