import type { Framework } from '../framework-types.js';

/** Hooks and tests run once each; hooks after them close what they opened. */
export const testRunners = {
  name: 'test-runners',
  modules: ['vitest', '@jest/globals', 'mocha', 'node:test', 'ava', 'tap', '@japa/runner'],
  ambient: true,
  source: [
    'vitest@5.1.1 dist/chunks/config.d.BpJq6tRA.d.ts:2190',
    'jest-circus@30.5.2 build/index.js:1313',
    'mocha@12.0.3 lib/suite.js:346',
  ],
  registrations: [
    { calls: ['afterAll', 'afterEach', 'after', 'onTestFinished', 'teardown', 'suiteTeardown'], runs: 'close' },
    {
      calls: [
        'it',
        'test',
        'describe',
        'suite',
        'bench',
        'before',
        'beforeAll',
        'beforeEach',
        'context',
        'specify',
        'setup',
      ],
      runs: 'once',
    },
  ],
} satisfies Framework;
