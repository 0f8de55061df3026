import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** For esbuild: `import text from './file?raw'` gives the text of a file, as it does in vitest. */
export const rawText = {
  name: 'raw-text',
  setup(hooks) {
    hooks.onResolve({ filter: /\?raw$/ }, (found) => ({
      path: path.resolve(found.resolveDir, found.path.replace(/\?raw$/, '')),
      namespace: 'raw-text',
    }));
    hooks.onLoad({ filter: /.*/, namespace: 'raw-text' }, async (found) => ({
      contents: await readFile(found.path, 'utf8'),
      loader: 'text',
    }));
  },
};
