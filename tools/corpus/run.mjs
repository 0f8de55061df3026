// `npm run corpus -- DIR [--dags DIR] [--json FILE] [--profile NAME]`: bundles the tool and runs it on any folder of legacy jobs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { glob } from 'tinyglobby';
import { rawText } from '../raw-text.mjs';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const folder = path.join(root, '.cache', 'corpus');
const outfile = path.join(folder, 'corpus.cjs');
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
const cwd = path.join(root, 'schemas', 'catalog');
const names = (await glob('**/*.{yaml,yml}', { cwd })).sort();
const { readFileSync } = await import('node:fs');
mkdirSync(folder, { recursive: true });
writeFileSync(
  path.join(folder, 'catalogue.json'),
  JSON.stringify(Object.fromEntries(names.map((name) => [name, readFileSync(path.join(cwd, name), 'utf8')]))),
);
try {
  execFileSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
} catch (error) {
  process.exitCode = error.status ?? 1;
}
