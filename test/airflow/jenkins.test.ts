import { describe, expect, test } from 'vitest';
import { builtInCatalogue } from '../../cli/data';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { CONVERTERS } from '../../migration/legacy/convert';
import { planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { writeDraft } from '../../workflow/write';
import { SEED } from '../random';
import { type UnrolledTask, unrolled } from '../workflow/judge/unrolled';
import type { Outcome as Decided } from '../workflow/plan/interpreter';
import { type Dice, diceOf } from '../workflow/plan/random-flow';
import {
  type AirflowVersion,
  airflowIsInstalled,
  airflowVersions,
  loadDags,
  type PlayedRun,
  playScenarios,
  type Scenario,
  withFolder,
} from './airflow';
import {
  type Assignment,
  decisionsOf,
  type Ended,
  endingOf,
  failsFast,
  jenkinsfileOf,
  type Pipeline,
  randomPipeline,
  runPipeline,
  waysOf,
} from './pipelines';
import { playedOutcome } from './playing';

const PIPELINES = Number(process.env.DAGPORT_FLOWS ?? 6);
const RUNS = 5;

interface Case {
  readonly seed: number;
  readonly dagId: string;
  readonly text: string;
  readonly emit: (version: AirflowVersion) => string;
  readonly tasks: readonly UnrolledTask[];
  readonly taskOf: ReadonlyMap<string, string>;
  readonly runs: readonly OneRun[];
  /** What the report says that differs. */
  readonly said: readonly string[];
}

interface OneRun {
  readonly assignment: Assignment;
  /** What Jenkins does, and what the report says that Airflow does. */
  readonly jenkins: Ended;
  readonly expected: Ended;
  readonly scenario: Scenario;
}

/** What a report says of Jenkins' results that Airflow does not have. */
const named = /no state "unstable"|the stages behind it do not run|see their own stage only/u;

function caseOf(seed: number): Case {
  const dice = diceOf(seed);
  const pipeline = randomPipeline(dice);
  const text = jenkinsfileOf(pipeline);
  const options = { profile: 'airflow-workers', properties: new Map([['workspace', 'none']]), airflow: '3.3' as const };
  const result = CONVERTERS.jenkins({ entry: 'Jenkinsfile', files: new Map([['Jenkinsfile', text]]), options });
  const [workflow] = result.workflows;
  if (workflow === undefined) throw new Error(text);
  const file = readWorkflow('pipeline.workflow.yaml', writeDraft(workflow.draft).text);
  const { plan, problems } = planWorkflow(file, { catalogue: builtInCatalogue() });
  if (plan === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const dagId = `pipeline_${seed}`;
  const tasks = unrolled(plan);
  const taskOf = tasksOf(pipeline, tasks);
  const said = result.sources.flatMap(({ constructs }) => constructs.map(({ message = '' }) => message));
  expect(said.some((message) => message.includes('does not stop the other branches'))).toBe(failsFast(pipeline));
  const emit = (version: AirflowVersion): string =>
    emitPython({ ...plan, dagId }, airflowTargets[version], {
      tool: 'dagport',
      sourcePath: file.path,
      lines: file.lines,
    });
  return {
    seed,
    dagId,
    text,
    emit,
    tasks,
    taskOf,
    said,
    runs: Array.from({ length: RUNS }, () => runOf(pipeline, tasks, taskOf, dice)),
  };
}

/** The task that runs each command: its shell script has it as a line; of a cell the id ends with the value. */
function tasksOf(pipeline: Pipeline, tasks: readonly UnrolledTask[]): ReadonlyMap<string, string> {
  const scripts = tasks.map(({ id, behaviour }) => {
    const command =
      behaviour.kind === 'operator'
        ? behaviour.arguments.find(({ name }) => name === 'bash_command')?.value
        : undefined;
    return { id, lines: command?.kind === 'text' ? command.text.split('\n') : [] };
  });
  const all = [...new Set(jenkinsfileOf(pipeline).matchAll(/sh '(\w+)'/g))].map(([, command = '']) => command);
  const cells = decisionsOf(pipeline).commands.filter((command) => command.includes(' '));
  const named = [...all.filter((command) => !cells.some((cell) => cell.startsWith(`${command} `))), ...cells];
  return new Map(
    named.map((command) => {
      const [line = '', value = ''] = command.split(' ');
      const found = scripts.filter(({ id, lines }) => lines.includes(line) && id.endsWith(value));
      if (found.length !== 1)
        throw new Error(`${command} is run by ${found.map(({ id }) => id).join(', ') || 'no task'}`);
      return [command, found[0]?.id ?? ''];
    }),
  );
}

function runOf(
  pipeline: Pipeline,
  tasks: readonly UnrolledTask[],
  taskOf: ReadonlyMap<string, string>,
  dice: Dice,
): OneRun {
  const { commands, parameters } = decisionsOf(pipeline);
  const failing = new Set(commands.filter(() => dice(5) === 0));
  const wanted = new Set(parameters.filter(() => dice(3) > 0));
  const assignment = { failing, wanted };
  const ids = new Set(tasks.map(({ id }) => id));
  const skips = (command: string) => ids.has(`${taskOf.get(command)}_caught`);
  const ways = waysOf(pipeline);
  const outcomes = new Map<string, Decided>();
  for (const command of commands) {
    const ending = endingOf(ways.get(command) ?? 'nothing', failing.has(command));
    const caught = skips(command) ? 'skipped' : 'failed';
    if (ending === 'failed' || ending === 'caught')
      outcomes.set(taskOf.get(command) ?? '', ending === 'failed' ? 'failed' : caught);
  }
  for (const { id, behaviour } of tasks) {
    if (behaviour.kind !== 'branch') continue;
    const asked = parameters.find((name) =>
      behaviour.cases.some(({ when }) => new RegExp(`\\b${name}\\b`, 'u').test(when)),
    );
    outcomes.set(id, asked !== undefined && wanted.has(asked) ? 0 : behaviour.cases.length);
  }
  const scenario = Object.fromEntries(
    tasks.map((task) => {
      const outcome = playedOutcome(task, outcomes);
      return [task.id, dice(4) === 0 ? { after: 1 + dice(6), outcome } : outcome];
    }),
  );
  const jenkins = runPipeline(pipeline, assignment);
  return { assignment, jenkins, expected: runPipeline(pipeline, assignment, skips), scenario };
}

function endedOf(
  one: Case,
  run: PlayedRun | undefined,
): { readonly ran: readonly string[]; readonly run: string | undefined } {
  const hasEnded = (id: string): boolean => ['success', 'failed'].includes(run?.tasks?.[id] ?? '');
  // A task that caught a failure is skipped, and the one beside it fails.
  const hasRun = (id: string): boolean => hasEnded(id) || run?.tasks?.[`${id}_caught`] === 'failed';
  return {
    ran: [...one.taskOf].flatMap(([command, id]) => (hasRun(id) ? [command] : [])).sort(),
    run: run?.state ?? run?.error,
  };
}

describe.runIf(airflowIsInstalled).each(airflowVersions)('converted Jenkins pipelines on Airflow %s', (version) => {
  test('run the stages and post conditions that Jenkins runs, to the same end', async () => {
    const cases = Array.from({ length: PIPELINES }, (_, index) => caseOf(SEED + index));
    const files = Object.fromEntries(cases.map(({ dagId, emit }) => [`${dagId}.py`, emit(version)]));
    const scenarios = Object.fromEntries(
      cases.map(({ dagId, runs }) => [
        dagId,
        Object.fromEntries(runs.map(({ scenario }, number) => [String(number), scenario])),
      ]),
    );
    const played = await withFolder(files, async (folder) => {
      expect((await loadDags(version, folder)).import_errors).toEqual({});
      return playScenarios(version, folder, scenarios);
    });
    let same = 0;
    let differ = 0;
    for (const one of cases) {
      one.runs.forEach(({ assignment: { failing, wanted }, jenkins, expected }, number) => {
        const where = `seed ${one.seed}, run ${number}: failing ${[...failing]}, wanted ${[...wanted]}\n${one.text}`;
        if (!one.said.some((message) => named.test(message))) expect(expected, where).toEqual(jenkins);
        else if (expected.failed === jenkins.failed && expected.ran.size === jenkins.ran.size) same++;
        else differ++;
        expect(endedOf(one, played.dags[one.dagId]?.[String(number)]), where).toEqual({
          ran: [...expected.ran].sort(),
          run: expected.failed ? 'failed' : 'success',
        });
      });
    }
    console.log(
      `Airflow ${played.airflow}: ${PIPELINES * RUNS} runs of ${PIPELINES} pipelines from seed ${SEED} in ${played.seconds} s; where a report names a difference, ${differ} of ${same + differ} differ`,
    );
  }, 3_600_000);
});
