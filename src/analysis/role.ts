import type { TSESLint } from '@typescript-eslint/utils';
import type { Role } from '../settings.js';

export type { Role } from '../settings.js';

const TEST_MODULES = /^(?:vitest|@jest\/globals|node:test|mocha|ava|tap|tape|uvu|bun:test|@playwright\/test|chai|cypress|jasmine|nock|supertest|sinon)$/;
const TEST_FILE = /(?:^|[\\/])(?:__tests__|__mocks__)[\\/]|\.(?:test|spec|e2e|test-d|bench)\.[cm]?[jt]sx?$/;

/** The kind of program a file belongs to, from evidence in the file and, for tests, its name; `service` otherwise. */
export function inferRole(sourceCode: Readonly<TSESLint.SourceCode>, filename: string): Role {
  if (TEST_FILE.test(filename)) return 'test';
  for (const statement of sourceCode.ast.body) {
    if (statement.type === 'ImportDeclaration' && TEST_MODULES.test(statement.source.value)) return 'test';
    if (statement.type === 'ExpressionStatement' && statement.expression.type === 'CallExpression') {
      const { callee, arguments: args } = statement.expression;
      const declares = callee.type === 'Identifier' && /^(?:describe|it|test|suite)$/.test(callee.name);
      if (declares && args.length >= 2) return 'test';
    }
  }
  return 'service';
}
