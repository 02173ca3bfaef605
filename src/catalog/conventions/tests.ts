import type { ModuleConvention, PathConvention, TextConvention } from './types.js';

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
  '@testing-library/*',
  'msw',
  'msw/node',
  '@nestjs/testing',
  'testcontainers',
  '@testcontainers/*',
  'mongodb-memory-server',
  'jest-mock',
  'vitest/config',
  '@cucumber/cucumber',
  'cucumber',
  '@badeball/cypress-cucumber-preprocessor',
  'cypress-cucumber-preprocessor',
  'playwright-bdd',
];

const testKinds = [
  ...['e2e', 'integration', 'unit', 'smoke', 'acceptance', 'functional', 'load', 'stress', 'performance', 'perf'],
  ...['system', 'regression', 'api', 'int'],
];

/** Folders of the steps of features (documentation of Cucumber); what lies beside one of them serves these features. */
export const stepFolders: readonly string[] = ['step_definitions', 'step-definitions', 'stepDefinitions'];

/**
 * Where runners look for tests by default, the folders beside them, packages of tests and of helpers for tests, and the
 * set-up files of Jest, Vitest, Mocha and Playwright. An `ab-testing` is a feature: only whole names count.
 */
export const testPaths: PathConvention = {
  ignoreCase: true,
  folders: [
    '__test*__',
    '__mock*__',
    '__fixture*__',
    '__e2e*__',
    '__integration*__',
    'test',
    'tests',
    'e2e',
    'spec',
    'specs',
    ...testKinds.flatMap((kind) => [
      `${kind}test`,
      `${kind}tests`,
      `${kind}-test`,
      `${kind}-tests`,
      `${kind}_test`,
      `${kind}_tests`,
      `${kind}-testing`,
      `*-${kind}-test`,
      `*-${kind}-test-*`,
      `*-${kind}-tests-*`,
    ]),
    '*-e2e',
    '*-tests',
    '*_tests',
    '*_e2e',
    'e2e-*',
    'test-*',
    'tests-*',
    'test_*',
    'testing',
    'testcontainers',
    'testutil',
    'testutils',
    'testkit',
    'testbed',
    'testdata',
    'mocks',
    'fixtures',
    'cypress',
    'playwright',
    // Cucumber: the steps of features, and what they share.
    ...stepFolders,
    'features/support',
  ],
  topFolders: ['acceptance'],
  marks: ['test', 'spec', 'e2e', 'test-d', 'tst', 'bench', 'mock', 'fixture'],
  stems: [
    'global-setup',
    'globalSetup',
    'global-teardown',
    'globalTeardown',
    'jest.setup*',
    'jest.config*',
    'vitest.setup*',
    'vitest.config*',
    'vitest.global*',
    'playwright.config*',
    'setup-tests',
    'setupTests',
    'setup-jest',
    'setup-vitest',
    'test-setup',
    'test-helper',
    'test-helpers',
    'test-utils',
    'testUtils',
    // What somebody starts by hand to try the service.
    ...['test-*', 'test_*', 'smoke-*', 'smoke_*', 'verify-*', 'verify_*'].flatMap((name) => [
      `scripts/${name}`,
      `script/${name}`,
    ]),
    ...['load', 'stress', 'performance', 'perf', 'soak'].flatMap((kind) => [`${kind}-test`, `${kind}_test`]),
  ],
};

/** What puts something in the place of a module: Jest, Vitest, node:test, proxyquire, esmock, rewiremock. */
export const moduleMocks: TextConvention = [
  ...['.mock(', '.doMock(', '.unstable_mockModule(', '.setMock(', 'mock.module('],
  ...['proxyquire', 'esmock', 'rewiremock'],
];

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
