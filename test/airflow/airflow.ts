import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const cache = path.join(here, '..', '..', '.cache', 'airflow');

export type AirflowVersion = '3.3' | '2.11';

export const airflowVersions: readonly AirflowVersion[] = ['3.3', '2.11'];

/** Whether `setup.mjs` has installed every version; where it has not, it has said why. */
export const airflowIsInstalled = airflowVersions.every((version) => existsSync(path.join(cache, version, 'complete')));

/** What `load_dags.py` tells of a task. */
export interface LoadedTask {
  readonly task_id: string;
  readonly operator: string;
  readonly trigger_rule: string;
  readonly upstream: readonly string[];
  readonly downstream: readonly string[];
  readonly retries: number;
  readonly depends_on_past: boolean;
  readonly task_group: string | null;
}

export interface LoadedDag {
  readonly schedule: string | null;
  readonly timetable: string;
  readonly timezone: string;
  readonly start_date: string | null;
  readonly default_args: Readonly<Record<string, unknown>>;
  readonly catchup: boolean;
  readonly tags: readonly string[];
  readonly params: Readonly<Record<string, { readonly value: unknown }>>;
  readonly tasks: Readonly<Record<string, LoadedTask>>;
  readonly edges: readonly (readonly [string, string])[];
}

export interface LoadedFolder {
  readonly airflow: string;
  /** By file: why it could not be imported. */
  readonly import_errors: Readonly<Record<string, string>>;
  readonly dags: Readonly<Record<string, LoadedDag>>;
}

/** How a task ends: `oracle/run_dag.py --help` explains each form. */
export type Outcome =
  | 'success'
  | 'failed'
  | 'skipped'
  | boolean
  | readonly string[]
  | { readonly after: number; readonly outcome: Outcome }
  | ({ readonly by: string } & { readonly [state: string]: string | readonly string[] });

/** Outcomes by task id. A task that is not named succeeds. */
export type Scenario = Readonly<Record<string, Outcome>>;

export interface PlayedRun {
  /** The state of the run; absent where the scenario could not be played. */
  readonly state?: string;
  readonly tasks?: Readonly<Record<string, string>>;
  /** The scheduling pass in which each task was started; absent where it was executed. */
  readonly waves?: Readonly<Record<string, number>>;
  readonly error?: string;
}

export interface PlayedFolder {
  readonly airflow: string;
  readonly import_errors: Readonly<Record<string, string>>;
  /** By DAG, by scenario. */
  readonly dags: Readonly<Record<string, Readonly<Record<string, PlayedRun>>>>;
  readonly seconds: number;
  /** The scheduling passes that Airflow computed; scenarios share them. */
  readonly passes: number;
}

export interface PlayOptions {
  /** Run each scenario by a genuine `dag.test()`: tasks that it names end as told, the others really run. */
  readonly execute?: boolean;
  /** Play each scenario in a run of its own, too, and compare. */
  readonly check?: boolean;
}

/** What Airflow's own DagBag finds in a folder of DAG files. */
export async function loadDags(version: AirflowVersion, folder: string): Promise<LoadedFolder> {
  return JSON.parse(await runOracle(version, 'load_dags.py', [folder]));
}

/** Plays scenarios, by DAG id and name, on the DAGs of a folder: one process for all of them. */
export async function playScenarios(
  version: AirflowVersion,
  folder: string,
  scenarios: Readonly<Record<string, Readonly<Record<string, Scenario>>>>,
  options: PlayOptions = {},
): Promise<PlayedFolder> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'scenarios-'));
  try {
    const file = path.join(scratch, 'scenarios.json');
    await writeFile(file, JSON.stringify(scenarios));
    const flags = [...(options.execute ? ['--execute'] : []), ...(options.check ? ['--check'] : [])];
    return JSON.parse(await runOracle(version, 'play_many.py', [folder, '--scenarios', file, ...flags]));
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Gives a folder that holds these files to a function, and removes it afterwards. */
export async function withFolder<Result>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dags-'));
  try {
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)));
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The standard output of an oracle script. Its exit status says only what its output says, too. */
async function runOracle(version: AirflowVersion, script: string, args: readonly string[]): Promise<string> {
  const home = path.join(cache, `home-${version}`);
  await mkdir(home, { recursive: true });
  const python = path.join(cache, version, 'bin', 'python');
  const env = { ...process.env, AIRFLOW_HOME: home, PYTHONDONTWRITEBYTECODE: '1' };
  return new Promise((resolve, reject) => {
    const limits = { env, maxBuffer: 2 ** 30 };
    execFile(python, [path.join(here, 'oracle', script), ...args], limits, (error, stdout, stderr) => {
      if (stdout.trim() === '')
        reject(new Error(`${script} on Airflow ${version}: ${error?.message}\n${stderr.slice(-4000)}`));
      else resolve(stdout);
    });
  });
}

/** What is offered of a class: the names that its constructor takes, and those that it asks for. */
export interface OfferedClass {
  readonly parameters: readonly string[];
  readonly required: readonly string[];
}

/** What real constructors say otherwise, one line each; by class path. */
export async function constructClasses(
  version: AirflowVersion,
  classes: Readonly<Record<string, OfferedClass>>,
): Promise<readonly string[]> {
  return withFolder({ 'classes.json': JSON.stringify(classes) }, async (folder) => {
    const printed = await runOracle(version, 'construct.py', [path.join(folder, 'classes.json')]);
    // Constructors may log; the answer is the last line.
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '[]');
  });
}
