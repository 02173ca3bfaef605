import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The time is for machines whose processors are busy with something else; an exception of a rule fails its test. */
export default defineConfig({
  test: {
    env: { CLIENT_LIFECYCLE_DEBUG: '1' },
    testTimeout: 30_000,
    // The default leaves one processor idle, which on two is half of the machine.
    maxWorkers: '100%',
    // Files share what they import, as the rules of one lint run do; loading it anew for each file took half of the time.
    isolate: false,
    // Programs that are run before and after a fix wait for their servers much of the time.
    maxWorkers: availableParallelism() + 1,
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'tests/playground/**'],
  },
});
