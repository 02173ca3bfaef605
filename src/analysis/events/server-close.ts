import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../ast/children.js';
import type { FileView } from '../../ast/file-view.js';
import {
  calleeName,
  enclosingFunction,
  enclosingStatement,
  isWithin,
  unwrap,
  type FunctionNode,
  rootOf,
} from '../../ast/nodes.js';
import { httpServerPackages, importedServers, serverMakers, terminators } from '../../catalog/conventions/servers.js';
import type { FileLifecycle } from '../lifecycle.js';
import { callsNamed, isGlobalCall, lastNameOf } from '../names/calls.js';
import { importSourceOf } from '../names/import-source.js';
import { closeCallOn } from '../values/close-calls.js';
import { usesOf } from '../names/uses.js';
import { importsOf } from '../runs/roles/imports.js';

/** A server whose end cuts requests off, or never comes. */
export interface AbruptClose {
  readonly node: TSESTree.CallExpression;
  /** `exit`: the process ends before it; `order`: a client ends before it; `deadline`: nothing bounds it. */
  readonly kind: 'exit' | 'order' | 'deadline';
  /** The server as the code names it. */
  readonly server: string;
  /** The call that comes too early, for messages, and its line. */
  readonly other: string;
  readonly line: number;
}

/** The closes of HTTP servers in a file that are not graceful, one for each. */
export function abruptCloses(file: FileLifecycle): AbruptClose[] {
  if (!file.meaning.perCall || file.role === 'script') return [];
  const imports = importsOf(file);
  if ([...imports.values].some((specifier) => terminators.includes(specifier))) return [];
  return callsNamed(file, 'close').flatMap((call) => ofClose(file, call) ?? []);
}

function ofClose(file: FileLifecycle, node: TSESTree.CallExpression): AbruptClose | null {
  const callee = unwrap(node.callee);
  const fn = enclosingFunction(node);
  if (callee.type !== 'MemberExpression' || !fn || !isHttpServer(file, callee.object)) return null;
  if (isStarting(node)) return null;
  const server = file.getText(callee.object);
  const found = (kind: AbruptClose['kind'], other: TSESTree.CallExpression | null): AbruptClose => ({
    node,
    kind,
    server,
    other: other ? `${calleeName(other.callee) ?? 'close'}()` : '',
    line: other?.loc.start.line ?? 0,
  });
  const exit = exitBehind(file, node);
  if (exit) return found('exit', exit);
  const before = clientClosedBefore(file, node, fn);
  if (before) return found('order', before);
  return hasDeadline(file, fn, server) ? null : found('deadline', null);
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

/** Whether an expression holds what `http.createServer()`, or `listen()` of an application over it, returned. */
function isHttpServer(file: FileView, object: TSESTree.Node): boolean {
  const value = unwrap(object);
  const variable = value.type === 'Identifier' ? file.variableOf(value) : null;
  const written = (variable?.references ?? []).flatMap(({ writeExpr }) => (writeExpr ? [unwrap(writeExpr)] : []));
  return written.some((made) => {
    // Frameworks with a close of their own deliver theirs as a promise.
    if (made.type !== 'CallExpression') return false;
    const name = lastNameOf(made.callee);
    const callee = unwrap(made.callee);
    if (serverMakers.includes(name)) return isServed(file, made);
    if (name !== 'listen' || callee.type !== 'MemberExpression') return false;
    const app = unwrap(callee.object);
    const owner = app.type === 'Identifier' ? file.variableOf(app) : null;
    if (app.type === 'Identifier' && owner?.defs[0]?.type === 'ImportBinding')
      return importedServers.includes(app.name);
    const makers = owner ? owner.references.flatMap(({ writeExpr }) => (writeExpr ? [writeExpr] : [])) : [app];
    return makers.some((maker) => isServed(file, unwrap(maker)));
  });
}

/** `express()`, `new Koa()`, `http.createServer()`: by the module of what is called. */
function isServed(file: FileView, made: TSESTree.Node): boolean {
  const root = made.type === 'CallExpression' || made.type === 'NewExpression' ? rootOf(unwrap(made.callee)) : null;
  const source = root ? importSourceOf(file, root) : null;
  return source !== null && httpServerPackages.includes(source.replace(/^node:/, ''));
}

/** `process.exit()` in a statement behind a close that nothing waits for. */
function exitBehind(file: FileView, node: TSESTree.CallExpression): TSESTree.CallExpression | null {
  const statement = enclosingStatement(node);
  if (isAwaited(node) || !statement.parent || !('body' in statement.parent) || !Array.isArray(statement.parent.body))
    return null;
  const statements = statement.parent.body as readonly TSESTree.Node[];
  for (const next of statements.slice(statements.indexOf(statement) + 1)) {
    const call = next.type === 'ExpressionStatement' ? unwrap(next.expression) : null;
    if (call?.type === 'AwaitExpression') return null;
    if (call?.type === 'CallExpression' && lastNameOf(call.callee) === 'exit' && isGlobalCall(file, call, 'process'))
      return call;
  }
  return null;
}

function isAwaited(node: TSESTree.Node): boolean {
  for (let current = node.parent; current && !/Statement$|^Program$/.test(current.type); current = current.parent)
    if (current.type === 'AwaitExpression' || current.type === 'NewExpression') return true;
  return false;
}

/** A client of the file that the same function closes in an earlier statement. */
function clientClosedBefore(
  file: FileLifecycle,
  node: TSESTree.CallExpression,
  fn: FunctionNode,
): TSESTree.CallExpression | null {
  for (const construction of file.clients.constructions.values()) {
    if (construction.construct.owns === 'none' || isWithin(construction.node, fn)) continue;
    for (const use of usesOf(file, construction.node)) {
      if (use.node.type !== 'MemberExpression' || use.path.length !== 1) continue;
      const closed = closeCallOn(construction.construct.close, use.node);
      if (
        closed &&
        enclosingFunction(closed.node) === fn &&
        closed.node.range[1] < node.range[0] &&
        !areParallel(closed.node, node)
      )
        return closed.node;
    }
  }
  return null;
}

/** `Promise.all([server.close(), pool.end()])`. */
function areParallel(one: TSESTree.Node, other: TSESTree.Node): boolean {
  return (
    enclosingStatement(one) === enclosingStatement(other) ||
    enclosingStatement(one).parent !== enclosingStatement(other).parent
  );
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
