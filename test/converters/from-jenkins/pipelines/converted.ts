import { expect } from 'vitest';
import { builtInCatalogue } from '../../../../cli/data';
import { CONVERTERS } from '../../../../migration/legacy/convert';
import { type Plan, planWorkflow } from '../../../../workflow/plan';
import type { Behaviour } from '../../../../workflow/plan/plan';
import type { Value } from '../../../../workflow/plan/value';
import { readWorkflow, type WorkflowFile } from '../../../../workflow/read';
import { writeDraft } from '../../../../workflow/write';
import { type UnrolledTask, unrolled } from '../../../workflow/judge/unrolled';
import type { Outcome } from '../../../workflow/plan/interpreter';
import { type Dice, diceOf } from '../../../workflow/plan/random-flow';
import {
  type Assignment,
  decisionsOf,
  type Ended,
  endingOf,
  failsFast,
  isMet,
  jenkinsfileOf,
  namesIn,
  type Pipeline,
  runPipeline,
  waysOf,
  whensOf,
} from './pipelines';
import { NEVER_RUN, randomPipeline } from './random-pipelines';

export interface ConvertedPipeline {
  readonly seed: number;
  readonly dice: Dice;
  readonly pipeline: Pipeline;
  readonly text: string;
  readonly file: WorkflowFile;
  readonly plan: Plan;
  readonly tasks: readonly UnrolledTask[];
  /** By command; what Airflow never runs has none. */
  readonly taskOf: ReadonlyMap<string, string>;
  /** Whether the report says that some runs differ. */
  readonly differs: boolean;
}

/** What a report says of Jenkins' results that Airflow does not have. */
const named = /no state "unstable"|the stages behind it do not run|see their own stage only/u;

/** A random pipeline, and what dagport makes of it. */
export function convertedPipeline(seed: number): ConvertedPipeline {
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
  const tasks = unrolled(plan);
  const taskOf = tasksOf(pipeline, tasks);
  const said = result.sources.flatMap(({ constructs }) => constructs.map(({ message = '' }) => message));
  expect(said.some((message) => message.includes('does not stop the other branches'))).toBe(failsFast(pipeline));
  return {
    seed,
    dice,
    pipeline,
    text,
    file,
    plan,
    tasks,
    taskOf,
    differs: said.some((message) => named.test(message)),
  };
}

/** The task that runs each command: its shell script has it as a line, and its environment the values of a cell. */
function tasksOf(pipeline: Pipeline, tasks: readonly UnrolledTask[]): ReadonlyMap<string, string> {
  const scripts = tasks.map(({ id, behaviour }) => {
    const argument = (wanted: string): Value | undefined =>
      behaviour.kind === 'operator' ? behaviour.arguments.find(({ name }) => name === wanted)?.value : undefined;
    const command = argument('bash_command');
    return {
      id,
      lines: command?.kind === 'text' ? command.text.split('\n') : [],
      cell: cellIn(argument('env')),
    };
  });
  return new Map(
    decisionsOf(pipeline).commands.flatMap((command) => {
      const [line = '', ...cell] = command.split(' ');
      const found = scripts.filter((script) => script.lines.includes(line) && script.cell === cell.join(' '));
      if (line.startsWith(NEVER_RUN)) return [];
      if (found.length !== 1)
        throw new Error(`${command} is run by ${found.map(({ id }) => id).join(', ') || 'no task'}`);
      return [[command, found[0]?.id ?? ''] as const];
    }),
  );
}

/** The values of axes in an environment, in the order of the axes. */
function cellIn(environment: Value | undefined): string {
  const entries = environment?.kind === 'mapping' ? environment.entries : [];
  const axes = entries.filter(({ key }) => key.startsWith('AXIS_'));
  const inOrder = axes.toSorted((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));
  return inOrder.map(({ value }) => (value.kind === 'text' ? value.text : '?')).join(' ');
}

/** All ways in which the commands of a pipeline can end and its parameters be set, or so many random ones of them. */
export function assignmentsOf({ pipeline, dice }: ConvertedPipeline, most: number): readonly Assignment[] {
  const { commands, parameters } = decisionsOf(pipeline);
  const all = [...commands, ...parameters];
  if (2 ** all.length > most) {
    return Array.from({ length: most }, () => ({
      failing: new Set(commands.filter(() => dice(5) === 0)),
      wanted: new Set(parameters.filter(() => dice(3) > 0)),
    }));
  }
  return Array.from({ length: 2 ** all.length }, (_, number) => {
    const chosen = new Set(all.filter((_name, index) => Math.floor(number / 2 ** index) % 2 === 1));
    return {
      failing: new Set(commands.filter((name) => chosen.has(name))),
      wanted: new Set(parameters.filter((name) => chosen.has(name))),
    };
  });
}

/** How the tasks end where commands end as assigned: by task, where it is not success. */
export function outcomesOf(
  converted: ConvertedPipeline,
  { failing, wanted }: Assignment,
): ReadonlyMap<string, Outcome> {
  const { pipeline, tasks, taskOf } = converted;
  const skips = skipsOf(converted);
  const ways = waysOf(pipeline);
  const outcomes = new Map<string, Outcome>();
  for (const [command, task] of taskOf) {
    const ending = endingOf(ways.get(command) ?? 'nothing', failing.has(command));
    if (ending === 'failed') outcomes.set(task, 'failed');
    if (ending === 'caught') outcomes.set(task, skips(command) ? 'skipped' : 'failed');
  }
  for (const { id, behaviour } of tasks)
    if (behaviour.kind === 'branch') outcomes.set(id, holds(pipeline, behaviour, wanted) ? 0 : behaviour.cases.length);
  return outcomes;
}

/** What Jenkins does, and what the report of the conversion says that Airflow does. */
export function endsOf(
  converted: ConvertedPipeline,
  assignment: Assignment,
): { readonly jenkins: Ended; readonly expected: Ended } {
  const { pipeline, differs } = converted;
  const jenkins = runPipeline(pipeline, assignment);
  const expected = runPipeline(pipeline, assignment, skipsOf(converted));
  return { jenkins, expected: differs ? expected : jenkins };
}

/** What ran and how the run ended, of the states of tasks. */
export function endedOf(
  converted: ConvertedPipeline,
  states: Readonly<Record<string, string>>,
  run: string | undefined,
): { readonly ran: readonly string[]; readonly run: string | undefined } {
  const hasEnded = (id: string): boolean => ['success', 'failed'].includes(states[id] ?? '');
  // A task that caught a failure is skipped, and the one beside it fails.
  const hasRun = (id: string): boolean => hasEnded(id) || states[`${id}_caught`] === 'failed';
  return { ran: [...converted.taskOf].flatMap(([command, id]) => (hasRun(id) ? [command] : [])).sort(), run };
}

/** What `endedOf` gives of a run that ended so. */
export function asEnded({ ran, failed }: Ended): ReturnType<typeof endedOf> {
  return { ran: [...ran].sort(), run: failed ? 'failed' : 'success' };
}

function skipsOf({ tasks, taskOf }: ConvertedPipeline): (command: string) => boolean {
  const ids = new Set(tasks.map(({ id }) => id));
  return (command) => ids.has(`${taskOf.get(command)}_caught`);
}

/** Whether a branch takes its case: what `when` asks of parameters, or what that of a stage in a cell asks of an axis. */
function holds({ stages }: Pipeline, { cases }: Extract<Behaviour, { kind: 'branch' }>, wanted: ReadonlySet<string>) {
  const [{ when: written } = { when: '' }] = cases;
  const [, left, right] = /["'](\w+)["'] == ["'](\w+)["']/u.exec(written) ?? [];
  if (left !== undefined) return left === right;
  const asked = whensOf(stages).find((when) =>
    namesIn(when).some((name) => new RegExp(`\\b${name}\\b`, 'u').test(written)),
  );
  if (asked === undefined) throw new Error(`nothing asks for ${written}`);
  return isMet(asked, wanted);
}
