// Installs the Airflow versions that DAG files are tested on into `.cache/airflow/<version>`, from the lock files here.
// What is complete already is left alone. Run by `vitest.airflow.config.ts`, or by hand: node test/airflow/setup.mjs
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(here));
const cache = path.join(root, '.cache', 'airflow');
const versions = ['3.3', '2.11'];
const uvVersion = '0.13.9';

function run(command, args) {
  const env = { ...process.env, UV_CACHE_DIR: path.join(root, '.cache', 'uv'), UV_NO_PROGRESS: '1' };
  delete env.PYTHONDONTWRITEBYTECODE;
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
}

/** A Python that the locked packages run on, or undefined. */
function findPython() {
  return ['python3.11', 'python3.12', 'python3.13', 'python3'].find((name) => {
    try {
      const script = 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))';
      execFileSync(name, ['-c', script], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/** What an installation is made from: where this changes it is made again. */
function lockHash(version) {
  const hash = createHash('sha256');
  for (const kind of ['requirements', 'constraints']) {
    hash.update(readFileSync(path.join(here, 'locks', `${kind}-${version}.txt`)));
  }
  return hash.digest('hex');
}

function isComplete(version) {
  const mark = path.join(cache, version, 'complete');
  return existsSync(mark) && readFileSync(mark, 'utf8') === lockHash(version);
}

function install(version, python, uv) {
  const folder = path.join(cache, version);
  const started = Date.now();
  if (!existsSync(path.join(folder, 'bin', 'python'))) run(uv, ['venv', '--quiet', '--python', python, folder]);
  const requirements = path.join(here, 'locks', `requirements-${version}.txt`);
  const interpreter = path.join(folder, 'bin', 'python');
  run(uv, ['pip', 'install', '--quiet', '--compile-bytecode', '--python', interpreter, '-r', requirements]);
  writeFileSync(path.join(folder, 'complete'), lockHash(version));
  console.log(`Airflow ${version}: installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Throws where Airflow is needed (`CI=true`) and cannot be had; else says in one line that its suite is skipped. */
export default function setUp() {
  const missing = versions.filter((version) => !isComplete(version));
  if (missing.length === 0) return;
  const python = findPython();
  if (python === undefined) {
    const message = 'No Python 3.11 to 3.13 on the PATH: the tests on real Airflow cannot run.';
    if (process.env.CI === 'true') throw new Error(message);
    console.log(`${message} They are skipped.`);
    return;
  }
  mkdirSync(cache, { recursive: true });
  const uv = path.join(cache, 'uv', 'bin', 'uv');
  if (!existsSync(uv)) {
    run(python, ['-m', 'venv', path.join(cache, 'uv')]);
    run(path.join(cache, 'uv', 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `uv==${uvVersion}`]);
  }
  for (const version of missing) install(version, python, uv);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();
