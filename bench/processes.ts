import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { medianTime } from './measure';
import { legacyWorkflowText } from './workflow';

/** Whole processes are measured this often: they take long, and their times differ little. */
const RUNS = 5;

/**
 * Times of whole processes that turn a boundary-layer file into a DAG: dagport's, and those of boundary-layer 1.9.18 where Python
 * 3.8 and the package index are to be had. `root`: the checkout, built.
 */
export function measureProcesses(root: string): readonly string[] {
  const bundle = path.join(root, 'dist', 'dagport.cjs');
  if (!existsSync(bundle)) return ['', 'Whole processes are not measured: "npm run build" first.'];
  const rival = installRival(path.join(root, '.cache', 'bench', 'boundary-layer'));
  const folder = mkdtempSync(path.join(tmpdir(), 'dagport-bench-'));
  try {
    const empty = medianTime(() => run(process.execPath, ['-e', '']), RUNS);
    const lines = [10, 100, 1_000].map((operators) => {
      const file = path.join(folder, `bench-${operators}.workflow.yaml`);
      writeFileSync(file, legacyWorkflowText(operators));
      const call = [bundle, 'build', file, '-o', path.join(folder, 'dags'), '--force'];
      const ours = medianTime(() => run(process.execPath, call), RUNS);
      const theirs =
        rival === undefined ? undefined : medianTime(() => run(rival.python, [rival.script, 'build-dag', file]), RUNS);
      const beside =
        theirs === undefined ? '' : `, boundary-layer ${theirs.toFixed(0)} ms, ${(theirs / ours).toFixed(1)} x`;
      return `${String(operators).padStart(6)} operators: dagport build ${ours.toFixed(0)} ms${beside}`;
    });
    const missing = 'boundary-layer is not measured: it needs Python 3.8 and a package index.';
    return [
      '',
      `whole processes; node alone takes ${empty.toFixed(0)} ms`,
      ...lines,
      ...(rival === undefined ? [missing] : []),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The Python of the environment, and the script: the Python that the script itself names may have been moved. */
interface Rival {
  readonly python: string;
  readonly script: string;
}

/** boundary-layer in an environment of its own; nothing where it cannot be had. */
function installRival(folder: string): Rival | undefined {
  const rival = { python: path.join(folder, 'bin', 'python'), script: path.join(folder, 'bin', 'boundary-layer') };
  if (existsSync(rival.script)) return rival;
  const python = [['python3.8'], ['pyenv', 'exec', 'python3.8']].find(([name = '', ...args]) => {
    const env = { ...process.env, PYENV_VERSION: pyenvVersion() ?? '' };
    return spawnSync(name, [...args, '-c', 'import venv'], { env, stdio: 'ignore' }).status === 0;
  });
  if (python === undefined) return undefined;
  mkdirSync(path.dirname(folder), { recursive: true });
  const [name = '', ...args] = python;
  const env = { ...process.env, PYENV_VERSION: pyenvVersion() ?? '' };
  spawnSync(name, [...args, '-m', 'venv', folder], { env, stdio: 'ignore' });
  const pip = path.join(folder, 'bin', 'pip');
  spawnSync(pip, ['install', '--quiet', '--no-input', 'boundary-layer==1.9.18'], { stdio: 'ignore' });
  return existsSync(rival.script) ? rival : undefined;
}

/** A Python 3.8 of pyenv, where there is one. */
function pyenvVersion(): string | undefined {
  const { stdout } = spawnSync('pyenv', ['versions', '--bare'], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').find((version) => version.startsWith('3.8.'));
}
