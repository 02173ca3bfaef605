import { defineConfig } from 'vitest/config';

/** Programs before and after their fixes, under load, against servers of their own: they wait more than they compute. */
export default defineConfig({
  test: {
    env: { CLIENT_LIFECYCLE_DEBUG: '1' },
    testTimeout: 120_000,
    isolate: false,
    include: ['tests/behaviour/**/*.test.ts'],
  },
});
