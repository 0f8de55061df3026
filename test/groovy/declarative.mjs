// `npm run test:declarative -- FOLDER`: are the resources of Jenkins' pipeline-model-definition plugin, checked out in the folder, refused and read as
// the plugin refuses and reads them?
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rawText } from '../../tools/raw-text.mjs';

const work = mkdtempSync(path.join(tmpdir(), 'declarative-'));
const program = path.join(work, 'declarative.cjs');
try {
  await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: ['test/groovy/declarative.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [rawText],
    logLevel: 'warning',
  });
  execFileSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
} catch (error) {
  if (typeof error.status !== 'number') throw error;
  process.exitCode = error.status;
} finally {
  rmSync(work, { recursive: true });
}
