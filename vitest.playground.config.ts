import { defineConfig } from 'vitest/config';

/** The page as it is built, in a browser. */
export default defineConfig({
  test: { include: ['tests/playground/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 60_000 },
});
