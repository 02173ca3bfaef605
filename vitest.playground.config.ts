import { defineConfig } from 'vitest/config';

/** The page as it is built, in a browser. */
export default defineConfig({
  // A browser on a busy machine can lose a click; what fails twice is a fault of the page.
  test: { include: ['tests/playground/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 60_000, retry: 1 },
});
