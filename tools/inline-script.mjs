import path from 'node:path';
import { build } from 'esbuild';

const SUFFIX = '?script';

/** The program that begins in a TypeScript file, as one script for browsers. */
async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
    // A program may hold another one, for a worker.
    plugins: [inlineScript],
  });
  return outputFiles[0]?.text ?? '';
}

/** For esbuild: `import script from './main?script'` gives a bundled program as text. */
export const inlineScript = {
  name: 'inline-script',
  setup(hooks) {
    hooks.onResolve({ filter: /\?script$/ }, (found) => ({
      path: `${path.resolve(found.resolveDir, found.path.slice(0, -SUFFIX.length))}.ts`,
      namespace: 'inline-script',
    }));
    hooks.onLoad({ filter: /.*/, namespace: 'inline-script' }, async (found) => ({
      contents: await bundled(found.path),
      loader: 'text',
    }));
  },
};

/** The same for vitest. */
export const inlineScriptForTests = {
  name: 'inline-script',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id.endsWith(SUFFIX) && importer !== undefined
      ? `\0${path.resolve(path.dirname(importer), id.slice(0, -SUFFIX.length))}.ts${SUFFIX}`
      : undefined,
  load: async (id) =>
    id.startsWith('\0') && id.endsWith(SUFFIX)
      ? `export default ${JSON.stringify(await bundled(id.slice(1, -SUFFIX.length)))};`
      : undefined,
};
