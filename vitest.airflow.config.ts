import { defineConfig } from 'vitest/config';

/** The tests on real Airflow: `npm run test:airflow`. The first run installs it, which takes some minutes. */
export default defineConfig({
  test: {
    include: ['test/airflow/**/*.test.ts'],
    globalSetup: ['test/airflow/setup.mjs'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Each test is a Python process or two: more at a time only get in each other's way.
    fileParallelism: false,
    maxConcurrency: 2,
  },
});
