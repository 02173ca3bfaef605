import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import {
  calleeName,
  enclosingClass,
  enclosingFunction,
  enclosingStatement,
  isFunction,
  isWithin,
  unawaited,
  unwrap,
  type FunctionNode,
  propertyName,
  rootOf,
  wrapped,
} from '../../ast/nodes.js';
import {
  closingFrameworks,
  httpServerPackages,
  importedServers,
  serverMakers,
  serverNames,
  shortAnswerWords,
  terminators,
} from '../../catalog/conventions/servers.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed, isGlobalCall, lastNameOf } from '../names/calls.js';
import { fieldOwnerOf } from '../names/fields.js';
import { fieldExpressionsOf } from '../names/members.js';
import { namePattern, wordPattern } from '../names/conventions.js';
import { nameOfFunction } from '../names/functions.js';
import { importSourceOf, importedName } from '../names/import-source.js';
import { isExecutor } from '../values/promises.js';
import { importsOf } from '../runs/roles/imports.js';
import { closedTooEarly } from './close-order.js';
import { isForOneTask, isUncalled } from './uncalled.js';

/** A server whose end cuts requests off, or never comes. */
export interface AbruptClose {
  readonly node: TSESTree.CallExpression;
  /**
   * `exit`: the process ends before it; `order`: a client ends before it; `meanwhile`: at the same time; `deadline`:
   * nothing bounds it.
   */
  readonly kind: 'exit' | 'order' | 'meanwhile' | 'deadline';
  /** The server as the code names it. */
  readonly server: string;
  /** The call that comes too early, for messages, and its line. */
  readonly other: string;
  readonly line: number;
}

const SERVER = namePattern(serverNames);
const SHORT_ANSWERS = wordPattern(shortAnswerWords);

/** The closes of HTTP servers in a file that are not graceful, one for each. */
export function abruptCloses(file: FileLifecycle): AbruptClose[] {
  if (!file.meaning.perCall || file.role === 'script') return [];
  const imports = importsOf(file);
  if ([...imports.values].some((specifier) => terminators.includes(specifier))) return [];
  return [
    ...callsNamed(file, 'close').flatMap((call) => ofClose(file, call, call.callee) ?? []),
    ...callsNamed(file, 'bind').flatMap((call) => ofPromisified(file, call) ?? []),
  ];
}

/** `promisify(server.close.bind(server))`. */
function ofPromisified(file: FileLifecycle, node: TSESTree.CallExpression): AbruptClose | null {
  const bind = unwrap(node.callee);
  const close = bind.type === 'MemberExpression' ? unwrap(bind.object) : null;
  const around = wrapped(node).parent;
  const isPromisified = around?.type === 'CallExpression' && lastNameOf(around.callee) === 'promisify';
  return isPromisified && close?.type === 'MemberExpression' && propertyName(close) === 'close'
    ? ofClose(file, node, close)
    : null;
}

function ofClose(file: FileLifecycle, node: TSESTree.CallExpression, close: TSESTree.Expression): AbruptClose | null {
  const callee = unwrap(close);
  const fn = enclosingFunction(node);
  if (callee.type !== 'MemberExpression' || !fn) return null;
  const server = file.getText(callee.object);
  const found = (kind: AbruptClose['kind'], other: TSESTree.CallExpression | null): AbruptClose => ({
    node,
    kind,
    server,
    other: other ? `${calleeName(other.callee) ?? 'close'}()` : '',
    line: other?.loc.start.line ?? 0,
  });
  const made = serverBehind(file, callee.object);
  const isNamed = SERVER.test(lastNameOf(callee.object));
  const isOther = !isApplication(file, callee.object) || isForOneTask(file, node, callee.object);
  if (isStarting(node) || (!made && !isNamed && isOther)) return null;
  const exit = exitBehind(file, node);
  if (exit) return found('exit', exit);
  if (!made && !isApplication(file, callee.object)) return null;
  const { before, meanwhile } = closedTooEarly(file, node);
  if (before) return found('order', before);
  if (meanwhile) return found('meanwhile', meanwhile);
  if (!made) return null;
  const isBounded =
    isUncalled(file, node) ||
    isTemporary(file, node, callee.object, made) ||
    answersAtOnce(file, node, server) ||
    exitsLater(file, node) ||
    hasDeadline(file, fn, server);
  return isBounded ? null : found('deadline', null);
}

/** Whether the function of a close that nothing waits for ends the process itself, behind other work. */
function exitsLater(file: FileView, node: TSESTree.CallExpression): boolean {
  const fn = enclosingFunction(node);
  return (
    !isAwaited(node) &&
    callsNamed(file, 'exit').some(
      (call) => isGlobalCall(file, call, 'process') && enclosingFunction(call) === fn && call.range[0] > node.range[1],
    )
  );
}

/** Whether a server lives for one piece of work: its own handler closes it, or the function that has made it. */
function isTemporary(file: FileView, node: TSESTree.Node, server: TSESTree.Node, made: TSESTree.Node): boolean {
  if (isWithin(node, made)) return true;
  const name = unwrap(server);
  const variable = name.type === 'Identifier' ? file.variableOf(name) : null;
  let fn = enclosingFunction(node);
  while (fn && isExecutor(fn)) fn = enclosingFunction(fn);
  return variable !== null && fn !== null && variable.scope.block === fn;
}

/** Whether a server gives nothing but short answers, by the names of it and of what closes it. */
function answersAtOnce(file: FileView, node: TSESTree.Node, server: string): boolean {
  const names = [server, enclosingClass(node)?.id?.name ?? ''];
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) names.push(nameOfFunction(file, fn) ?? '');
  return names.some((name) => SHORT_ANSWERS.test(name));
}

/** Whether a close stands in what `listen()` calls when the server starts: it has no connections yet. */
function isStarting(node: TSESTree.Node): boolean {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const { parent } = fn;
    const isGiven =
      parent.type === 'CallExpression' && parent.arguments.includes(fn as TSESTree.CallExpressionArgument);
    if (isGiven && lastNameOf(parent.callee) === 'listen') return true;
  }
  return false;
}

/** What `http.createServer()`, or `listen()` of an application over it, returned; `null` for anything else. */
function serverBehind(file: FileView, object: TSESTree.Node): TSESTree.CallExpression | null {
  for (const made of writtenTo(file, object)) {
    // Frameworks with a close of their own deliver theirs as a promise.
    if (made.type !== 'CallExpression') continue;
    const name = lastNameOf(made.callee);
    const callee = unwrap(made.callee);
    if (serverMakers.includes(name)) {
      if (isServed(file, made)) return made;
      continue;
    }
    if (name !== 'listen') continue;
    // `const server = listen(app)` of another file.
    if (callee.type === 'Identifier' && isImported(file, callee) && SERVER.test(lastNameOf(object))) return made;
    if (callee.type !== 'MemberExpression') continue;
    const app = unwrap(callee.object);
    const owner = app.type === 'Identifier' ? file.variableOf(app) : null;
    const isServer =
      app.type === 'Identifier' && owner?.defs[0]?.type === 'ImportBinding'
        ? importedServers.includes(app.name)
        : [app, ...writtenTo(file, app)].some((maker) => isServed(file, maker));
    if (isServer) return made;
  }
  return null;
}

function isImported(file: FileView, name: TSESTree.Identifier): boolean {
  return file.variableOf(name)?.defs[0]?.type === 'ImportBinding';
}

/** What is assigned to a name, or to a field of `this`. */
function writtenTo(file: FileView, target: TSESTree.Node): TSESTree.Node[] {
  const value = unwrap(target);
  if (value.type === 'Identifier')
    return (file.variableOf(value)?.references ?? []).flatMap(({ writeExpr }) =>
      writeExpr ? [unwrap(writeExpr)] : [],
    );
  const name = value.type === 'MemberExpression' ? propertyName(value) : null;
  const owner = value.type === 'MemberExpression' ? fieldOwnerOf(value) : null;
  if (name === null || !owner) return [];
  const fields = owner.body.body.flatMap((member) =>
    member.type === 'PropertyDefinition' && propertyName(member) === name && member.value ? [member.value] : [],
  );
  const assigned = fieldExpressionsOf(file, name, owner).flatMap(({ object, parent }) =>
    object.type === 'ThisExpression' && parent.type === 'AssignmentExpression' ? [parent.right] : [],
  );
  return [...fields, ...assigned].map(unwrap);
}

/** `Fastify()`, `await NestFactory.create()`: applications whose own close ends their requests, where one waits. */
function isApplication(file: FileView, object: TSESTree.Node): boolean {
  return writtenTo(file, object).some((made) => {
    const call = unawaited(made);
    const root = call.type === 'CallExpression' ? rootOf(unwrap(call.callee)) : null;
    return root !== null && closingFrameworks.includes(importSourceOf(file, root) ?? '');
  });
}

/** `express()`, `new Koa()`, `http.createServer()`: by the module of what is called. */
function isServed(file: FileView, made: TSESTree.Node): boolean {
  if (made.type !== 'CallExpression' && made.type !== 'NewExpression') return false;
  const root = rootOf(unwrap(made.callee));
  // `require('http').createServer()` has no name.
  const source = root ? importSourceOf(file, root) : importedName(file, made.callee)?.specifier;
  return source != null && httpServerPackages.includes(source.replace(/^node:/, ''));
}

/** `process.exit()` in a statement behind a close that nothing waits for. */
function exitBehind(file: FileView, node: TSESTree.CallExpression): TSESTree.CallExpression | null {
  const statement = enclosingStatement(node);
  if (isAwaited(node) || !statement.parent || !('body' in statement.parent) || !Array.isArray(statement.parent.body))
    return null;
  const statements = statement.parent.body as readonly TSESTree.Node[];
  for (const next of statements.slice(statements.indexOf(statement) + 1)) {
    const call = next.type === 'ExpressionStatement' ? unwrap(next.expression) : null;
    // What is waited for in between gives the requests their time.
    if ([...descendantsOf(next, file.visitorKeys, (each) => !isFunction(each))].some(isAwait)) return null;
    if (call?.type === 'CallExpression' && lastNameOf(call.callee) === 'exit' && isGlobalCall(file, call, 'process'))
      return call;
  }
  return null;
}

function isAwait({ type }: TSESTree.Node): boolean {
  return type === 'AwaitExpression';
}

function isAwaited(node: TSESTree.Node): boolean {
  for (let current = node.parent; current && !/Statement$|^Program$/.test(current.type); current = current.parent)
    if (current.type === 'AwaitExpression' || current.type === 'NewExpression') return true;
  return false;
}

/** Whether the function, or one around it, ends all connections, or the process, when it takes too long. */
function hasDeadline(file: FileView, fn: FunctionNode, server: string): boolean {
  let outer: FunctionNode = fn;
  for (let next = enclosingFunction(outer); next; next = enclosingFunction(next)) outer = next;
  for (const node of descendantsOf(outer, file.visitorKeys)) {
    if (node.type !== 'CallExpression') continue;
    const name = lastNameOf(node.callee);
    if (name === 'closeAllConnections' || name === 'setTimeout' || name === 'timeout') return true;
  }
  // Sockets that the file keeps and destroys itself, or a helper that bounds it.
  return (
    new RegExp(`closeAllConnections|\\.destroy\\(|[tT]imeout\\(|stoppable\\(${server}`).test(file.getText(outer)) ||
    /closeAllConnections/.test(file.text)
  );
}
