// npm run mutation -- FOLDER_OR_FILE[:LINE-LINE]... [--tests GLOB]... [--concurrency N]
// Mutation testing with Stryker of parts of src, by the tests that are quick enough to run for each mutant. What they
// leave alive is to be read: a test of a rule kills it, or nothing can tell it apart. Install first: npm ci in this folder.
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

/** What is run for each mutant, by the part that it stands in. */
const TESTS = {
  'src/flow': ['tests/flow/*.test.ts', 'tests/properties/verdicts.test.ts'],
  'src/fix': ['tests/fix/*.test.ts', 'tests/remedies/*.test.ts', 'tests/rules/*fix*.test.ts'],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tests: { type: 'string', multiple: true }, concurrency: { type: 'string', default: '2' } },
});
const parts = positionals.length > 0 ? positionals : Object.keys(TESTS);
const tests = values.tests ?? parts.flatMap((part) => TESTS[part.startsWith('src/fix') ? 'src/fix' : 'src/flow']);
process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
process.env['MUTATION_TESTS'] = [...new Set(tests)].join(',');

const results = await new Stryker({
  mutate: parts.map((part) => (/\.ts(?::|$)/.test(part) || !statSync(part).isDirectory() ? part : `${part}/**/*.ts`)),
  testRunner: 'vitest',
  vitest: { configFile: 'bench/mutation/vitest.config.mjs', related: false },
  plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'))],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  // Words of messages and of errors that cannot happen.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: ['dist', 'site', 'playground', 'examples', 'docs', 'bench/*/node_modules', 'catalog-check'],
  concurrency: Number(values.concurrency),
  timeoutMS: 20_000,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: 'node_modules/.cache/client-lifecycle/mutation.json' },
  clearTextReporter: { logTests: false, reportTests: false },
  tempDirName: 'node_modules/.cache/client-lifecycle/stryker',
  allowEmpty: false,
}).runMutationTest();
const killed = results.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
const alive = results.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').length;
console.log(`${killed} of ${killed + alive} mutants killed (${((killed / (killed + alive)) * 100).toFixed(1)} %)`);
