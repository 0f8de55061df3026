// `npm run test:groovy -- FOLDER…`: does our reader accept and refuse the Groovy files below the folders as Groovy's own parser does, and does
// the account of a conversion hold every stage, step, directive and option that it counts?
// That parser is in groovy-3.0.9.jar, which the npm package npm-groovy-lint 9.4.1 holds; Java 17 or later runs it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rawText } from '../../tools/raw-text.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = path.join(root, '.cache', 'groovy');
const jar = path.join(cache, 'package', 'lib', 'java', 'groovy', 'lib', 'groovy-3.0.9.jar');

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Name a folder with Jenkinsfiles: npm run test:groovy -- FOLDER…');
  process.exit(2);
}

/** Fetches the jar once, as npm packs it; nothing of the package is installed or run. */
function fetchParser() {
  mkdirSync(cache, { recursive: true });
  execFileSync('npm', ['pack', '--silent', 'npm-groovy-lint@9.4.1', '--pack-destination', cache], { stdio: 'inherit' });
  execFileSync('tar', ['-xzf', 'npm-groovy-lint-9.4.1.tgz', path.relative(cache, jar)], { cwd: cache });
}

/** @param {string} folder @returns {string[]} */
function groovyFiles(folder) {
  if (statSync(folder).isFile()) return [folder];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:groovy|jenkins|jenkinsfile)$|^Jenkinsfile[^.]*$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

if (!existsSync(jar)) fetchParser();
const work = mkdtempSync(path.join(tmpdir(), 'groovy-'));
try {
  const files = folders.flatMap(groovyFiles);
  const verdicts = execFileSync('java', ['-cp', jar, fileURLToPath(new URL('ReadGroovy.java', import.meta.url))], {
    input: files.map((file) => `${file}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const table = path.join(work, 'verdicts.tsv');
  const program = path.join(work, 'compare.cjs');
  writeFileSync(table, verdicts);
  await build({
    absWorkingDir: root,
    entryPoints: ['test/groovy/compare.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [rawText],
    logLevel: 'warning',
  });
  execFileSync(process.execPath, [program, table], { stdio: 'inherit' });
} catch (error) {
  if (typeof error.status !== 'number') throw error;
  process.exitCode = error.status;
} finally {
  rmSync(work, { recursive: true });
}
