// `npm run bench`: bundles the benchmarks and runs them, with a collectable heap. `npm run bench:servers`: those of the server.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inlineScript } from '../tools/inline-script.mjs';
import { rawText } from '../tools/raw-text.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

async function bundled(name) {
  const outfile = path.join(root, '.cache', 'bench', `${name}.cjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [`bench/${name}.ts`],
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
  return outfile;
}

const [first, ...rest] = process.argv.slice(2);
execFileSync(process.execPath, [path.join(root, 'tools', 'build.mjs')], { stdio: 'inherit' });
await bundled('types-cold');
const command =
  first === 'servers' ? [await bundled('servers'), ...rest] : [await bundled('bench'), ...process.argv.slice(2)];
execFileSync(process.execPath, ['--expose-gc', ...command], { stdio: 'inherit', cwd: root });
