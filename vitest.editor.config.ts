import { defineConfig } from 'vitest/config';
import { inlineScriptForTests } from './tools/inline-script.mjs';

/** The tests in a real Visual Studio Code: `npm run test:editor`. The first run installs it (under a minute). */
export default defineConfig({
  plugins: [inlineScriptForTests],
  test: {
    include: ['test/editor/**/*.test.ts'],
    globalSetup: ['test/editor/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
