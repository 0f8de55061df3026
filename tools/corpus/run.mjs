// `npm run corpus -- DIR [--dags DIR] [--json FILE] [--profile NAME]`: bundles the tool and runs it on any folder of legacy jobs.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rawText } from '../raw-text.mjs';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const folder = path.join(root, '.cache', 'corpus');
const outfile = path.join(folder, 'corpus.cjs');
mkdirSync(folder, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['tools/corpus/corpus.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
  plugins: [rawText],
  logLevel: 'warning',
});
for (const name of ['catalogue.json', 'providers.json', 'providers.txt']) {
  copyFileSync(path.join(root, 'dist', name), path.join(folder, name));
}
try {
  execFileSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
} catch (error) {
  process.exitCode = error.status ?? 1;
}
