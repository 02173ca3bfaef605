import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Role } from '../../settings.js';
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

const TEST_MODULES =
  /^(?:vitest|@jest\/globals|node:test|mocha|ava|tap|tape|uvu|bun:test|@playwright\/test|chai|cypress|jasmine|nock|supertest|sinon|@japa\/runner|tsd|tstyche|expect-type)$/;
const TEST_FILE =
  /(?:^|\/)(?:__tests__|__mocks__|tests?|e2e|spec)\/|\.(?:test|spec|e2e|test-d|tst|bench)\.[cm]?[jt]sx?$/;
/** Code that is read rather than run. */
const EXAMPLE_FILE =
  /(?:^|\/)(?:(?:versioned_)?docs|examples?|samples|snippets)\/|[.-](?:example|snippet)\.[cm]?[jt]sx?$/;
/** Modules that only make sense where there is a document. */
const BROWSER_MODULES =
  /^(?:react-dom(?:\/client)?|react-router-dom|vue|svelte|solid-js\/web|preact|@angular\/(?:core|common|platform-browser).*|@tanstack\/react-query|swr|jquery|next\/router)$/;
const REACT_HOOKS = /\buse(?:State|Effect|LayoutEffect|Reducer|Ref|Router|Pathname|SearchParams)\(/;
const BROWSER_GLOBALS = new Set(['document', 'window', 'localStorage', 'sessionStorage', 'navigator', 'location']);

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
  if (EXAMPLE_FILE.test(path) && !/(?:^|\/)(?:src|lib)\/(?:.*\/)?docs\//.test(path)) return 'example';
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
  return callee.type === 'Identifier' && /^(?:describe|it|test|suite)$/.test(callee.name) && args.length >= 2;
}

function isBrowser(sourceCode: SourceCode, imports: readonly string[]): boolean {
  if (sourceCode.ast.body.some(isUseClient) || imports.some((source) => BROWSER_MODULES.test(source))) return true;
  if (imports.some((source) => source === 'react' || source.startsWith('next/')) && REACT_HOOKS.test(sourceCode.text))
    return true;
  const usesNode =
    imports.some((source) => source.startsWith('node:')) ||
    /\brequire\(|\bprocess\.(?:on|exit|argv)\b/.test(sourceCode.text);
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
