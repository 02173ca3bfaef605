import type { TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import type { FileView } from '../../../ast/file-view.js';
import { calleeName, isFunction, propertyName, unwrap } from '../../../ast/nodes.js';
import {
  commandModules,
  cronPaths,
  endsProcess,
  exitsProcess,
  lingers,
  migrationDirections,
  migrationPaths,
  scriptPaths,
  servesOthers,
  terminalModules,
} from '../../../catalog/conventions/scripts.js';
import { modulePattern, pathPattern, textPattern } from '../../names/conventions.js';
import { exportsOf } from '../../names/exports.js';
import { importersOf } from '../../../project/importers.js';
import { relativePath, type Project } from '../../../project/package.js';
import { manifestIn } from '../../../project/root.js';
import { isPath, useInScripts, type FileUse } from './command-lines.js';
import { packagePath, type Evidence } from './evidence.js';
import { AMONG_SCRIPTS } from './one-off.js';

const COMMAND_MODULES = modulePattern(commandModules);
const TERMINAL_MODULES = modulePattern(terminalModules);
const SERVES = textPattern(servesOthers);
const LINGERS = textPattern(lingers);
/** Loops without a condition; most of them read something to its end and leave by `break`. */
const UNCONDITIONAL_LOOP = /\bwhile\s*\(\s*true\s*\)|\bfor\s*\(\s*;\s*;\s*\)/;
const SCRIPT_PATH = pathPattern(scriptPaths);
const MIGRATION_PATH = pathPattern(migrationPaths);
const CRON_PATH = pathPattern(cronPaths);
const ENDS = textPattern(endsProcess);
const READS_COMMAND_LINE = /\bprocess\.argv\b/;
const EXITS = textPattern(exitsProcess);

/**
 * Whether a file is part of a program that does its work and ends: nothing in it keeps a process running, and it has a
 * hashbang, is a command of its package, is run by a script of package.json, parses commands, lies among scripts or
 * migrations, ends the process, or runs its work at top level.
 */
export function isScript(evidence: Evidence): boolean {
  const { file, imports, project } = evidence;
  if (isProgramAmongScripts(evidence) || endsWhenDone(file)) return true;
  if (keepsProcessRunning(file)) return false;
  if (isPlacedAsScript(evidence) || imports.values.some((source) => COMMAND_MODULES.test(source))) return true;
  const ends = ENDS.test(file.text);
  if (project && project.manifest.commands.length > 0) {
    if (ends || imports.values.some((source) => TERMINAL_MODULES.test(source))) return true;
    if (project.manifest.commands.some((command) => isPath(`${command}.js`, project.path))) return true;
  }
  if (!runsAtTopLevel(file)) return false;
  if (project && useOf(project) === 'run') return true;
  return exportsOf(file).length === 0 && (ends || !imports.values.some((source) => source.startsWith('.')));
}

/** Whether a file of a command-line tool's package is part of its commands: all but what keeps a process running. */
export function isCommandCode({ file }: Evidence): boolean {
  return !keepsProcessRunning(file);
}

/** Whether a command-line tool loads a file, by an option in a script of package.json, and nothing else imports it. */
export function isToolConfig({ project }: Evidence): boolean {
  return project !== null && useOf(project) === 'config' && importersOf(project.files, project.file)?.length === 0;
}

/** Whether a file is a migration with both directions, which nobody changes once it has been applied. */
export function isMigration({ file, path }: Evidence): boolean {
  if (!MIGRATION_PATH.test(path)) return false;
  const named = new Set<string | null>();
  for (const node of descendantsOf(file.ast, file.visitorKeys, (inner) => !isFunction(inner)))
    named.add(directionOf(node));
  return migrationDirections.every((name) => named.has(name));
}

/** `function up()`, `const up = ...`, `exports.up = ...`, `{ up() {} }`, `class A { async up() {} }`. */
function directionOf(node: TSESTree.Node): string | null {
  if (node.type === 'FunctionDeclaration') return node.id?.name ?? null;
  if (node.type === 'VariableDeclarator') return node.id.type === 'Identifier' ? node.id.name : null;
  if (node.type === 'AssignmentExpression')
    return node.left.type === 'MemberExpression' ? propertyName(node.left) : null;
  return node.type === 'Property' || node.type === 'MethodDefinition' ? propertyName(node) : null;
}

/** What the scripts of the file's package and of the project's root do with it. */
function useOf({ file, files, manifest, path }: Project): FileUse | null {
  const own = useInScripts(manifest.scripts, path);
  if (own !== null) return own;
  const root = manifestIn(files, files.root);
  return root === manifest ? null : useInScripts(root.scripts, relativePath(file, files.root));
}

function keepsProcessRunning(file: FileView): boolean {
  const { text } = file;
  return SERVES.test(text) || LINGERS.test(text) || (UNCONDITIONAL_LOOP.test(text) && loopsForEver(file));
}

/**
 * Whether a file of some folder of scripts ends the process itself and serves nobody: one that takes hours reports its
 * progress by a timer and stops at a signal.
 */
function isProgramAmongScripts({ file, path }: Evidence): boolean {
  const { text } = file;
  return AMONG_SCRIPTS.test(path) && EXITS.test(text) && !SERVES.test(text) && exportsOf(file).length === 0;
}

/**
 * Whether a file is a program that ends the process when its work is done, `work().finally(() => process.exit())`: its
 * timers only tell of progress.
 */
function endsWhenDone(file: FileView): boolean {
  const { ast, text, visitorKeys } = file;
  if (!EXITS.test(text) || SERVES.test(text) || exportsOf(file).length > 0) return false;
  return ast.body.some((statement) => {
    if (statement.type !== 'ExpressionStatement') return false;
    const own = [...descendantsOf(statement, visitorKeys, isPartOfChain)];
    return own.some((node) => node.type === 'CallExpression' && isExitOfSuccess(node));
  });
}

/** What runs as part of a promise chain: all but functions that other calls get. */
function isPartOfChain(node: TSESTree.Node): boolean {
  if (!isFunction(node)) return true;
  const call = node.parent.type === 'CallExpression' ? node.parent : null;
  if (call?.callee === node) return true;
  const method = call?.callee.type === 'MemberExpression' ? propertyName(call.callee) : null;
  return method === 'finally' || (method === 'then' && call?.arguments[0] === node);
}

/** `process.exit()` at the end of its function, without a code that tells of a failure. */
function isExitOfSuccess(call: TSESTree.CallExpression): boolean {
  const [code] = call.arguments;
  if (calleeName(call.callee) !== 'process.exit' || (code?.type === 'Literal' && code.value !== 0)) return false;
  const { parent } = call;
  if (parent.type !== 'ExpressionStatement') return true;
  return (
    parent.parent.type === 'BlockStatement' && isFunction(parent.parent.parent) && parent.parent.body.at(-1) === parent
  );
}

/** Whether a file has a hashbang or lies where scripts and migrations are kept. */
function isPlacedAsScript(evidence: Evidence): boolean {
  const { file, path } = evidence;
  return (
    file.text.startsWith('#!') ||
    SCRIPT_PATH.test(path) ||
    SCRIPT_PATH.test(packagePath(evidence)) ||
    CRON_PATH.test(packagePath(evidence)) ||
    isPartOfScripts(evidence)
  );
}

/** Whether a file of some folder of scripts is imported by others of such folders, and by nothing else. */
function isPartOfScripts({ project, path }: Evidence): boolean {
  if (!project || !AMONG_SCRIPTS.test(path)) return false;
  const importers = importersOf(project.files, project.file) ?? [];
  return (
    importers.length > 0 &&
    importers.every((importer) => AMONG_SCRIPTS.test(relativePath(importer.path, project.files.root)))
  );
}

/** Whether work is awaited or a function of the file is called at top level. */
function runsAtTopLevel({ ast, text, visitorKeys }: FileView): boolean {
  const functions = new Set(ast.body.flatMap((statement) => namesOf(statement)));
  return ast.body.some((statement) => {
    if (statement.type === 'VariableDeclaration')
      return statement.declarations.some(({ init }) => init?.type === 'AwaitExpression');
    if (/^(?:For|While|Do|Try|If)/.test(statement.type)) return awaits(statement, visitorKeys);
    if (statement.type !== 'ExpressionStatement') return false;
    const expression = unwrap(statement.expression);
    if (expression.type === 'AwaitExpression' || functions.has(calledName(expression) ?? '')) return true;
    // Servers start in such a function as well; they read no command line.
    return READS_COMMAND_LINE.test(text) && isCallOfItsOwn(expression);
  });
}

/** Whether a statement awaits something, not in functions that it defines. */
function awaits(statement: TSESTree.Node, visitorKeys: FileView['visitorKeys']): boolean {
  if (statement.type === 'ForOfStatement' && statement.await) return true;
  return [...descendantsOf(statement, visitorKeys, (child) => !isFunction(child))].some(
    ({ type }) => type === 'AwaitExpression',
  );
}

function namesOf(statement: TSESTree.ProgramStatement): string[] {
  if (statement.type === 'FunctionDeclaration') return [statement.id.name];
  if (statement.type !== 'VariableDeclaration') return [];
  return statement.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init && /Function/.test(init.type) ? [id.name] : [],
  );
}

/** `(async () => { ... })()`, also with `.catch()` behind it. */
function isCallOfItsOwn(node: TSESTree.Node): boolean {
  if (node.type === 'UnaryExpression') return isCallOfItsOwn(unwrap(node.argument));
  if (node.type !== 'CallExpression') return false;
  const callee = unwrap(node.callee);
  return isFunction(callee)
    ? callee.async
    : callee.type === 'MemberExpression' && isCallOfItsOwn(unwrap(callee.object));
}

/** `main()`, `main().catch(...)`, `void main()`: the name of the function. */
function calledName(node: TSESTree.Node): string | null {
  if (node.type === 'UnaryExpression') return calledName(unwrap(node.argument));
  if (node.type !== 'CallExpression') return null;
  const callee = unwrap(node.callee);
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? calledName(unwrap(callee.object)) : null;
}

/** Whether some loop of a file can only be left by an exception. */
function loopsForEver({ ast, visitorKeys }: FileView): boolean {
  for (const node of descendantsOf(ast, visitorKeys)) {
    const unconditional =
      (node.type === 'WhileStatement' && node.test.type === 'Literal' && node.test.value === true) ||
      (node.type === 'ForStatement' && node.test === null);
    if (!unconditional) continue;
    const inner = [...descendantsOf(node.body, visitorKeys, (child) => !isFunction(child))];
    if (!inner.some(({ type }) => type === 'BreakStatement' || type === 'ReturnStatement')) return true;
  }
  return false;
}

/**
 * Whether the file is a whole program that goes on until nothing keeps it running: it exports nothing, so that no other
 * file closes what it holds, and nothing in it ends the process.
 */
export function endsWithItsClients(file: FileView): boolean {
  return !EXITS.test(file.text) && exportsOf(file).length === 0;
}
