import { defineConfig } from 'vitest/config';

/** The time is for machines whose processors are busy with something else. */
export default defineConfig({
  test: { testTimeout: 30_000, include: ['tests/**/*.test.ts'], exclude: ['tests/e2e/**'] },
});
