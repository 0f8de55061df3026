import { defineConfig } from 'vitest/config';
import { inlineScriptForTests } from './tools/inline-script.mjs';

export default defineConfig({
  plugins: [inlineScriptForTests],
  test: {
    include: ['test/**/*.test.ts'],
    // Suites that need Airflow, VS Code or Neovim have their own configuration: `.ci/run` calls them.
    exclude: ['test/airflow/**', 'test/editor/**', 'test/clients/**', 'test/session/**', 'node_modules/**'],
    setupFiles: ['test/random.ts'],
    testTimeout: 60_000,
  },
});
