import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Role } from '../settings.js';

export type { Role } from '../settings.js';

type SourceCode = Readonly<TSESLint.SourceCode>;

const TEST_MODULES = /^(?:vitest|@jest\/globals|node:test|mocha|ava|tap|tape|uvu|bun:test|@playwright\/test|chai|cypress|jasmine|nock|supertest|sinon)$/;
const TEST_FILE = /(?:^|[\\/])(?:__tests__|__mocks__|tests?|e2e)[\\/]|\.(?:test|spec|e2e|test-d|bench)\.[cm]?[jt]sx?$/;
/** Modules that only make sense where there is a document. */
const BROWSER_MODULES = /^(?:react-dom(?:\/client)?|react-router-dom|vue|svelte|solid-js\/web|preact|@angular\/(?:core|common|platform-browser).*|@tanstack\/react-query|swr|jquery|next\/(?:navigation|router|link))$/;
const BROWSER_GLOBALS = new Set(['document', 'window', 'localStorage', 'sessionStorage', 'navigator', 'location']);

/**
 * The kind of program a file belongs to, from what it imports and uses; `service` where nothing says otherwise.
 * `test`: a test framework is imported, tests are declared at top level, or the file is named or placed like a test.
 * `browser`: a DOM library is imported, `'use client'` is declared, or DOM globals are used in a file that imports no Node.js module.
 */
export function inferRole(sourceCode: SourceCode, filename: string): Role {
  if (TEST_FILE.test(filename)) return 'test';
  const imports = sourceCode.ast.body.flatMap((statement) => (statement.type === 'ImportDeclaration' ? [statement.source.value] : []));
  if (imports.some((source) => TEST_MODULES.test(source)) || sourceCode.ast.body.some(declaresTests)) return 'test';
  if (sourceCode.ast.body.some(isUseClient) || imports.some((source) => BROWSER_MODULES.test(source))) return 'browser';
  const usesNode = imports.some((source) => source.startsWith('node:')) || /\brequire\(|\bprocess\.(?:on|exit|argv)\b/.test(sourceCode.text);
  return !usesNode && usesDocument(sourceCode) ? 'browser' : 'service';
}

function declaresTests(statement: TSESTree.ProgramStatement): boolean {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return false;
  const { callee, arguments: args } = statement.expression;
  return callee.type === 'Identifier' && /^(?:describe|it|test|suite)$/.test(callee.name) && args.length >= 2;
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
    ({ identifier }) => identifier.type === 'Identifier' && BROWSER_GLOBALS.has(identifier.name) && identifier.parent.type === 'MemberExpression' && identifier.parent.object === identifier,
  );
}
