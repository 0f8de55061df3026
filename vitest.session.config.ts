import { defineConfig } from 'vitest/config';

/** A long random session with the language server: `npm run test:session`. `DAGPORT_MESSAGES=200000` makes it longer. */
export default defineConfig({
  test: {
    include: ['test/session/**/*.test.ts'],
    setupFiles: ['test/random.ts'],
    testTimeout: 4 * 3_600_000,
  },
});
