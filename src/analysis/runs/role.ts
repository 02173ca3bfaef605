import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { browserGlobals, browserModules, clientHooks, nodeCode } from '../../catalog/conventions/browser.js';
import { documentationFeatures, examplePaths } from '../../catalog/conventions/examples.js';
import { testDeclarations, testModules, testPaths } from '../../catalog/conventions/tests.js';
import type { Role } from '../../settings.js';
import { modulePattern, pathPattern, textPattern } from '../names/conventions.js';
import { importsOf } from './roles/imports.js';
import {
  isBesideFunction,
  isInNextPackage,
  isInWorkerPackage,
  isManagedFunction,
  isNext,
  isWorkerRuntime,
} from './roles/platforms.js';
import { projectOf, relativePath } from '../../project/package.js';
import { isScript } from './roles/script.js';

export type { Role } from '../../settings.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

const TEST_MODULES = modulePattern(testModules);
const TEST_FILE = pathPattern(testPaths);
const EXAMPLE_FILE = pathPattern(examplePaths);
const DOCUMENTATION_FEATURE = pathPattern(documentationFeatures);
const BROWSER_MODULES = modulePattern(browserModules);
const CLIENT_HOOKS = textPattern(clientHooks);
const BROWSER_GLOBALS = new Set(browserGlobals);
const NODE_CODE = textPattern(nodeCode);

/**
 * The kind of program a file belongs to, from what it imports, exports and uses, then from its path, its package and
 * what
 * lies beside it on disk; `service` where nothing says otherwise. See docs/roles.md for the evidence of each role.
 * @param cwd The folder that is linted; folders above it say nothing.
 */
export function inferRole(sourceCode: SourceCode, filename: string, cwd: string): Role {
  const path = relativePath(filename, cwd);
  if (TEST_FILE.test(path)) return 'test';
  const imports = importsOf(sourceCode);
  if (imports.values.some((source) => TEST_MODULES.test(source)) || sourceCode.ast.body.some(declaresTests))
    return 'test';
  if (isBrowser(sourceCode, imports.values)) return 'browser';
  if (isWorkerRuntime(sourceCode, imports)) return 'worker-runtime';
  if (isNext(sourceCode, imports, path)) return 'next';
  if (isManagedFunction(sourceCode, imports, path)) return 'lambda';
  if (EXAMPLE_FILE.test(path) && !DOCUMENTATION_FEATURE.test(path)) return 'example';
  const project = projectOf(filename, cwd);
  if (isScript(sourceCode, imports, project, path)) return 'script';
  if (isInWorkerPackage(project)) return 'worker-runtime';
  if (isInNextPackage(sourceCode, imports, project)) return 'next';
  if (isBesideFunction(project)) return 'lambda';
  const manifest = project?.manifest;
  return manifest?.published && manifest.commands.length === 0 && !manifest.scripts.has('start')
    ? 'library'
    : 'service';
}

function declaresTests(statement: TSESTree.ProgramStatement): boolean {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return false;
  const { callee, arguments: args } = statement.expression;
  return callee.type === 'Identifier' && testDeclarations.includes(callee.name) && args.length >= 2;
}

function isBrowser(sourceCode: SourceCode, imports: readonly string[]): boolean {
  if (sourceCode.ast.body.some(isUseClient) || imports.some((source) => BROWSER_MODULES.test(source))) return true;
  if (imports.some((source) => source === 'react' || source.startsWith('next/')) && CLIENT_HOOKS.test(sourceCode.text))
    return true;
  const usesNode = imports.some((source) => source.startsWith('node:')) || NODE_CODE.test(sourceCode.text);
  return !usesNode && usesDocument(sourceCode);
}

function isUseClient(statement: TSESTree.ProgramStatement): boolean {
  return statement.type === 'ExpressionStatement' && statement.directive === 'use client';
}

/** Whether DOM globals are used, apart from `typeof` tests for them. */
function usesDocument(sourceCode: SourceCode): boolean {
  const scope = sourceCode.scopeManager?.globalScope;
  if (!scope) return false;
  const declared = [...BROWSER_GLOBALS].flatMap((name) => {
    const variable = scope.set.get(name);
    return variable && variable.defs.length === 0 ? variable.references : [];
  });
  return [...declared, ...scope.through].some(
    ({ identifier }) =>
      identifier.type === 'Identifier' &&
      BROWSER_GLOBALS.has(identifier.name) &&
      identifier.parent.type === 'MemberExpression' &&
      identifier.parent.object === identifier,
  );
}
