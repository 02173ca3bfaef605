import type { ModuleConvention, PathConvention } from './types.js';

/** Packages that only tests import: runners, assertion libraries, mocks and type tests. */
export const testModules: ModuleConvention = [
  'vitest',
  '@jest/globals',
  'node:test',
  'mocha',
  'ava',
  'tap',
  'tape',
  'uvu',
  'bun:test',
  '@playwright/test',
  'chai',
  'cypress',
  'jasmine',
  'nock',
  'supertest',
  'sinon',
  '@japa/runner',
  'tsd',
  'tstyche',
  'expect-type',
];

/** Where runners look for tests by default, and the folders beside them. */
export const testPaths: PathConvention = {
  folders: ['__tests__', '__mocks__', 'test', 'tests', 'e2e', 'spec'],
  marks: ['test', 'spec', 'e2e', 'test-d', 'tst', 'bench'],
};

/** Functions of test runners that stand at the top level of a test file. */
export const testDeclarations: readonly string[] = ['describe', 'it', 'test', 'suite'];

/** Functions of test runners whose argument runs once: Jest, Vitest, Mocha and node:test. */
export const testFunctions: readonly string[] = [
  'it',
  'test',
  'describe',
  'suite',
  'bench',
  'before',
  'after',
  'beforeAll',
  'afterAll',
  'beforeEach',
  'afterEach',
  'context',
  'specify',
  'setup',
  'teardown',
];
