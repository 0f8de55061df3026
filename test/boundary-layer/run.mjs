// `npm run test:boundary-layer [-- FIRST COUNT [SHOW]]`: random workflows through boundary-layer 1.9.18 and through dagport.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rawText } from '../../tools/raw-text.mjs';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const python = path.join(root, '.cache', 'bench', 'boundary-layer', 'bin', 'python');
if (!existsSync(python)) {
  console.log(
    'Not compared: boundary-layer 1.9.18 is not here; "npm run bench -- processes" installs it where there is Python 3.8.',
  );
  process.exit(0);
}
const folder = path.join(root, '.cache', 'boundary-layer');
const outfile = path.join(folder, 'compare.mjs');
mkdirSync(folder, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['test/boundary-layer/compare.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  mainFields: ['module', 'main'],
  define: { 'import.meta.url': JSON.stringify(new URL('../compat/x.ts', import.meta.url).href) },
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(process.argv[1]);" },
  plugins: [rawText],
  logLevel: 'warning',
});
const observer = path.join(root, 'test', 'boundary-layer', 'observe.py');
try {
  const args = [outfile, python, observer, path.join(folder, 'workflows'), ...process.argv.slice(2)];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
} catch (error) {
  process.exitCode = error.status ?? 1;
}
