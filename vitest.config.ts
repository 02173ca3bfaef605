import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The time is for machines whose processors are busy with something else; an exception of a rule fails its test. */
export default defineConfig({
  test: {
    env: { CLIENT_LIFECYCLE_DEBUG: '1' },
    testTimeout: 120_000,
    // Files share what they import, as the rules of one lint run do; loading it anew for each file took half of the time.
    isolate: false,
    // The default leaves one processor idle; programs that are run before and after a fix wait much of the time.
    maxWorkers: availableParallelism() + 1,
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/behaviour/**', 'tests/e2e/**', 'tests/playground/**'],
  },
});
