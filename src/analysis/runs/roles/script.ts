import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { descendantsOf } from '../../../ast/children.js';
import { isFunction, unwrap } from '../../../ast/nodes.js';
import {
  commandModules,
  endsProcess,
  keepsRunning,
  outputFolders,
  scriptPaths,
  terminalModules,
} from '../../../catalog/conventions/scripts.js';
import { modulePattern, pathPattern, textPattern } from '../../names/conventions.js';
import { exportsOf } from '../../names/exports.js';
import type { Imports } from './imports.js';
import type { Project } from '../../../project/package.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

const COMMAND_MODULES = modulePattern(commandModules);
const TERMINAL_MODULES = modulePattern(terminalModules);
const KEEPS_RUNNING = textPattern(keepsRunning);
/** Loops without a condition; most of them read something to its end and leave by `break`. */
const UNCONDITIONAL_LOOP = /\bwhile\s*\(\s*true\s*\)|\bfor\s*\(\s*;\s*;\s*\)/;
const SCRIPT_PATH = pathPattern(scriptPaths);
const ENDS = textPattern(endsProcess);

/**
 * Whether a file is part of a program that does its work and ends: nothing in it keeps a process running, and it has a
 * hashbang,
 * is a command of its package, parses commands, lies among scripts or migrations, ends the process, or runs its work at
 * top level.
 */
export function isScript(sourceCode: SourceCode, imports: Imports, project: Project | null, path: string): boolean {
  const { text } = sourceCode;
  if (KEEPS_RUNNING.test(text) || (UNCONDITIONAL_LOOP.test(text) && loopsForEver(sourceCode))) return false;
  if (isPlacedAsScript(sourceCode, project, path) || imports.values.some((source) => COMMAND_MODULES.test(source)))
    return true;
  const ends = ENDS.test(text);
  if (project && project.manifest.commands.length > 0) {
    if (ends || imports.values.some((source) => TERMINAL_MODULES.test(source))) return true;
    if (project.manifest.commands.some((command) => isCommand(command, path))) return true;
  }
  if (!runsAtTopLevel(sourceCode) || exportsOf(sourceCode).length > 0) return false;
  return ends || !imports.values.some((source) => source.startsWith('.'));
}

/** Whether a file has a hashbang or lies where scripts and migrations are kept. */
function isPlacedAsScript({ text }: SourceCode, project: Project | null, path: string): boolean {
  return text.startsWith('#!') || SCRIPT_PATH.test(path) || SCRIPT_PATH.test(project?.path ?? '');
}

/**
 * Whether a file is the source of a command: the same path, or the same below `src` instead of the folder it is
 * compiled to.
 */
function isCommand(command: string, path: string): boolean {
  const source = path.replace(/\.[cm]?[jt]sx?$/, '');
  return (
    source === command ||
    source.endsWith(`/${command}`) ||
    (outputFolders.includes(command.split('/')[0] ?? '') &&
      source.endsWith(`src/${command.slice(command.indexOf('/') + 1)}`))
  );
}

/** Whether work is awaited or a function of the file is called at top level. */
function runsAtTopLevel({ ast }: SourceCode): boolean {
  const functions = new Set(ast.body.flatMap((statement) => namesOf(statement)));
  return ast.body.some((statement) => {
    if (statement.type === 'VariableDeclaration')
      return statement.declarations.some(({ init }) => init?.type === 'AwaitExpression');
    if (statement.type === 'ForOfStatement') return statement.await;
    if (statement.type !== 'ExpressionStatement') return false;
    const expression = unwrap(statement.expression);
    return expression.type === 'AwaitExpression' || functions.has(calledName(expression) ?? '');
  });
}

function namesOf(statement: TSESTree.ProgramStatement): string[] {
  if (statement.type === 'FunctionDeclaration') return [statement.id.name];
  if (statement.type !== 'VariableDeclaration') return [];
  return statement.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init && /Function/.test(init.type) ? [id.name] : [],
  );
}

/**
 * `main()`, `main().catch(...)`, `void main()`: the name of the function; an immediately invoked one has the empty
 * name.
 */
function calledName(node: TSESTree.Node): string | null {
  if (node.type === 'UnaryExpression') return calledName(unwrap(node.argument));
  if (node.type !== 'CallExpression') return null;
  const callee = unwrap(node.callee);
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? calledName(unwrap(callee.object)) : null;
}

/** Whether some loop of a file can only be left by an exception. */
function loopsForEver({ ast, visitorKeys }: SourceCode): boolean {
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
