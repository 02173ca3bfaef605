import { defineConfig } from 'vitest/config';

/** Installs from the registry: minutes, not seconds. */
export default defineConfig({
  test: { include: ['tests/e2e/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 120_000, maxConcurrency: 3 },
});
