import { defineConfig } from 'vitest/config';

/** The tests with other language clients: `npm run test:clients`. */
export default defineConfig({
  test: {
    include: ['test/clients/**/*.test.ts'],
    globalSetup: ['test/clients/setup.ts'],
    testTimeout: 120_000,
  },
});
