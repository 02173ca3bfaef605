import type { TSESTree } from '@typescript-eslint/utils';
import type { FileLifecycle } from '../../analysis/lifecycle.js';
import { usesOfAllExports } from '../../analysis/clients/long-lived/all-exports.js';
import { pathPattern } from '../../analysis/names/conventions.js';
import { exportedNamesOf } from '../../analysis/names/exported-names.js';
import { membersNamed, type ClassNode } from '../../analysis/names/members.js';
import type { FileView } from '../../ast/file-view.js';
import { perFile } from '../../ast/memo.js';
import { capitalized, isTypeScript, pascalCase } from '../../ast/names.js';
import { calleeName, decoratorsOf } from '../../ast/nodes.js';
import { conventionFiles } from '../../catalog/conventions/next-files.js';
import { serverMakers } from '../../catalog/conventions/servers.js';
import { declareBehind, topLevelStatement } from '../../fix/declare.js';
import type { Edits } from '../../fix/edits.js';
import { inFileQuotes } from '../../fix/ensure-import.js';
import { indentOf, inFileStyle, lineEndOf, unitOf } from '../../fix/layout.js';
import type { CloseExpression } from './expression.js';

const CONVENTION_FILE = pathPattern(conventionFiles);

/** Gives a module an exported function that closes its client, next to the client. */
export function exportClose(file: FileLifecycle, node: TSESTree.Node, close: CloseExpression): Edits {
  const statement = topLevelStatement(node);
  if (!statement) return { refused: 'the client is not at the top level' };
  if (CONVENTION_FILE.test(file.filename.replaceAll('\\', '/')))
    return { refused: 'the exports of this file have a meaning to a framework' };
  if (hasDirective(file)) return { refused: 'the file has a directive' };
  const exported = exportedNamesOf(file);
  if (exported.closed !== null) return { refused: exported.closed };
  const { walked, handedOn } = usesOfAllExports(file.catalog);
  if (walked) return { refused: 'another file goes through all exports of this one' };
  const names =
    close.variable === null ? [] : closeNames(close.variable.name, exported.open, handedOn ? file.filename : null);
  const name = names.find((each) => !exported.names.has(each) && file.isFreeName(each, [node, file.ast]));
  if (name === undefined) return { refused: 'no name is free' };
  const line = lineEndOf(file);
  const call = inFileStyle(file, `${close.promise ? 'await ' : ''}${close.text};`, null);
  const type = isTypeScript(file.filename) ? (close.promise ? ': Promise<void>' : ': void') : '';
  const head = `${close.promise ? 'async ' : ''}function ${name}()${type} {`;
  const text = [head, unitOf(file) + call, '}'].join(line);
  if (exported.system === 'esm') return atEnd(file, `export ${text}`);
  if (!exported.last) return { refused: 'nothing imports from this file' };
  // A file that exports its object first fills it later: what closes the client stands below the client.
  const above = exported.last.range[0] < statement.range[0] ? statement : exported.last;
  return [declareBehind(file, above, `${exported.object}.${name} = ${text};`)];
}

const hasDirective = perFile(({ ast }: FileView) =>
  ast.body.some((entry) => entry.type === 'ExpressionStatement' && /^use \w+$/.test(entry.directive ?? '')),
);

/**
 * Behind all declarations, because the function will close further clients as well, and in front of what ends a file: a
 * list of exports.
 */
function atEnd(file: FileView, text: string): Edits {
  const { body } = file.ast;
  const last = body.findLast((statement) => !isExportList(statement));
  if (!last) return { refused: 'the file has only exports' };
  return [declareBehind(file, last, text)];
}

function isExportList(statement: TSESTree.ProgramStatement): boolean {
  switch (statement.type) {
    case 'ExportAllDeclaration':
      return true;
    case 'ExportNamedDeclaration':
      return statement.declaration === null;
    case 'ExportDefaultDeclaration':
      return statement.declaration.type === 'Identifier';
    default:
      return false;
  }
}

/**
 * `closeClients`, as `init` calls it, because further clients come into it; or a name with the client's where that is
 * taken or may come from another file. A bare `close` would say nothing where it is imported. Where another file hands
 * on all exports of several (`export *`), only one with the file's name is surely no other file's.
 */
function closeNames(client: string, isOpen: boolean, handedOnFrom: string | null): readonly string[] {
  const long = `close${capitalized(client)}`;
  if (handedOnFrom === null) return isOpen ? [long] : ['closeClients', long];
  const [file = '', folder = ''] = handedOnFrom.split(/[\\/]/).reverse();
  const stem = file.replace(/\.[cm]?[jt]sx?$/, '');
  return [`close${pascalCase(stem === 'index' ? folder : stem)}${capitalized(client)}`];
}

/**
 * Gives a class `close()` and the method with which `using` calls it, a static one for a static field; a provider of
 * Nest gets the hook that Nest calls. Refused where a superclass may have a method of that name.
 */
export function closeMethods(
  file: FileView,
  filename: string,
  { owner, isStatic }: { readonly owner: ClassNode; readonly isStatic: boolean },
  close: CloseExpression,
  /** Whether the types of the project know the symbols of `using`. */
  knowsDispose: boolean,
): Edits {
  const last = owner.body.body.at(-1);
  if (!last) return { refused: 'the class is empty' };
  if (owner.superClass) return { refused: 'the superclass may have such a method' };
  const isProvider =
    !isStatic &&
    decoratorsOf(owner).some(({ expression }) => /^(?:Injectable|Controller|Module)\b/.test(file.getText(expression)));
  // `onModuleDestroy()` comes before the server has ended its requests, which still need the client.
  const name = isProvider ? 'onApplicationShutdown' : 'close';
  if (membersNamed(owner, name).some((member) => member.static === isStatic)) return { refused: 'the name is taken' };
  const typed = isTypeScript(filename);
  const call = inFileStyle(file, `${close.promise ? 'await ' : ''}${close.text};`, null);
  const done = typed ? (close.promise ? ': Promise<void>' : ': void') : '';
  const methods = [[`${isStatic ? 'static ' : ''}${close.promise ? 'async ' : ''}${name}()${done} {`, call]];
  if (!isProvider && !isStatic && (knowsDispose || !typed))
    methods.push(
      close.promise
        ? [`async [Symbol.asyncDispose]()${done} {`, inFileStyle(file, 'await this.close();', null)]
        : [`[Symbol.dispose]()${done} {`, inFileStyle(file, 'this.close();', null)],
    );
  const [line, indent, unit] = [lineEndOf(file), indentOf(file, last), unitOf(file)];
  const text = methods
    .map(
      ([head, inner]) => `${line}${line}${indent}${head ?? ''}${line}${indent}${unit}${inner ?? ''}${line}${indent}}`,
    )
    .join('');
  const comment =
    /^[ \t]*\/\/.*$/.exec(file.lines[last.loc.end.line - 1]?.slice(last.loc.end.column) ?? '')?.[0].trimEnd().length ??
    0;
  return [{ range: [last.range[1] + comment, last.range[1] + comment], text }];
}

/**
 * A handler of SIGTERM for a module that has none. It lets the server of the file answer its requests first, gives the
 * close ten seconds, and ends the process as the signal would have, because a handler takes the default away.
 */
export function signalHandler(file: FileView, close: CloseExpression): Edits {
  const last = file.ast.body.at(-1);
  if (!last || close.variable === null) return { refused: 'the client is not at the top level' };
  if (handlesSignals(file)) return { refused: 'the file handles signals' };
  const [line, unit] = [lineEndOf(file), unitOf(file)];
  const server = serverName(file);
  const outer = server === null ? unit : unit + unit;
  const settles = close.optional ? `Promise.resolve(${close.text})` : close.text;
  const signal = inFileQuotes(file, "'SIGTERM'");
  const kill = `process.kill(process.pid, ${signal})`;
  const end = close.promise
    ? [`void ${settles}.catch(() => undefined).finally(() => ${kill});`]
    : [`${close.text};`, `${kill};`];
  const text = [
    `process.once(${signal}, () => {`,
    `${unit}setTimeout(() => process.exit(1), 10_000).unref();`,
    ...(server === null ? [] : [`${unit}${server}.close(() => {`]),
    ...end.map((statement) => outer + statement),
    ...(server === null ? [] : [`${unit}});`]),
    '});',
  ].join(line);
  return [declareBehind(file, last, text)];
}

const handlesSignals = perFile((file: FileView) => /['"]SIG(?:TERM|INT)['"]/.test(file.text));

/** The name of a server that the module starts: `const server = app.listen(3000)`. */
const serverName = perFile((file: FileView): string | null => {
  for (const statement of file.ast.body) {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue;
    for (const { id, init } of statement.declarations) {
      if (id.type !== 'Identifier' || init?.type !== 'CallExpression') continue;
      if (startsServer(init.callee)) return id.name;
    }
  }
  return null;
});

function startsServer(callee: TSESTree.Expression): boolean {
  const name = calleeName(callee)?.split('.').at(-1) ?? '';
  return name === 'listen' || serverMakers.includes(name);
}
