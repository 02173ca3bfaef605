import { defineConfig } from 'vitest/config';

/** Many random programs with a new seed; `PROPERTY_RUNS` says how many, `PROPERTY_SEED` repeats a run. */
export default defineConfig({
  test: {
    env: { CLIENT_LIFECYCLE_DEBUG: '1', PROPERTY_RUNS: process.env['PROPERTY_RUNS'] ?? '2000' },
    testTimeout: 3_600_000,
    include: ['tests/properties/*.test.ts'],
  },
});
