// `npm run bench`: bundles the benchmarks and runs them, with a collectable heap.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inlineScript } from '../tools/inline-script.mjs';
import { rawText } from '../tools/raw-text.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
execFileSync(process.execPath, [path.join(root, 'tools', 'build.mjs')], { stdio: 'inherit' });
const outfile = path.join(root, '.cache', 'bench', 'bench.cjs');
await build({
  absWorkingDir: root,
  entryPoints: ['bench/types-cold.ts'],
  outfile: path.join(root, '.cache', 'bench', 'types-cold.cjs'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  plugins: [rawText, inlineScript],
  logLevel: 'warning',
});
await build({
  absWorkingDir: root,
  entryPoints: ['bench/bench.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  // The catalogue is that of the bundle, as for a person who runs the command.
  define: { 'import.meta.url': JSON.stringify(pathToFileURL(path.join(root, 'dist', 'dagport.cjs')).href) },
  plugins: [rawText, inlineScript],
  logLevel: 'warning',
});
execFileSync(process.execPath, ['--expose-gc', outfile, ...process.argv.slice(2)], { stdio: 'inherit', cwd: root });
