import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    env: { CLIENT_LIFECYCLE_DEBUG: '1' },
    testTimeout: 30_000,
    isolate: false,
    include: (process.env['MUTATION_TESTS'] ?? '').split(','),
  },
});
