import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { version } from '../../package.json';
import type { Diagnostic } from '../../text/diagnostic';
import { indexLines } from '../../text/range';
import { checkWorkflow } from '../../workflow/check';
import { planWorkflow } from '../../workflow/plan';
import type { Wishes, WorkflowSettings } from '../../workflow/project';
import type { WorkflowFile } from '../../workflow/read';
import type { Failure, Result } from '../failure';
import type { SourceFile } from '../files';
import type { SelectionOptions } from '../options';
import type { Projects } from '../project';
import type { LintedFile } from '../reporters';
import { type Left, planAtOrigin, selectFrom, selects, wholeOf } from '../selection';

/** The DAG file of a workflow. */
export interface Dag {
  readonly dagId: string;
  readonly source: SourceFile;
  readonly settings: WorkflowSettings;
  readonly text: string;
}

/** DAG files of workflows; or, where one of the workflows or composites has an error, the files with errors. */
export type Compilation =
  | { readonly sound: true; readonly dags: readonly Dag[]; readonly left: readonly Left[] }
  | { readonly sound: false; readonly broken: readonly LintedFile[] };

/** Which nodes, for which Airflow and in which environment. */
export type CompileOptions = SelectionOptions & Wishes;

/** Compiles workflows, none of which is a composite. Nothing is written. */
export async function compileWorkflows(
  workflows: readonly SourceFile[],
  projects: Projects,
  options: CompileOptions,
): Promise<Result<Compilation>> {
  const settings = await settingsOfAll(workflows, projects, options);
  if (!settings.ok) return settings;
  const compile = async (left: Left): Promise<Compiled> => {
    const known = settings.value.get(left.source.path);
    if (known === undefined) throw new Error(`no settings of ${left.source.path}`);
    return compileOne(left, known, await projects.nameInProject(left.source.path));
  };
  const whole = await Promise.all(workflows.map((source) => compile(wholeOf(source))));
  const found = [...checkComposites([...settings.value.values()]), ...whole.map(({ checked }) => checked)];
  const broken = found.filter(hasErrors);
  if (broken.length > 0) return { ok: true, value: { sound: false, broken } };
  const left = await selectFrom(workflows, options, projects);
  if (!left.ok) return left;
  const results = selects(options) ? await Promise.all(left.value.map(compile)) : whole;
  const brokenByChoice = results.map(({ checked }) => checked).filter(hasErrors);
  if (brokenByChoice.length > 0) return { ok: true, value: { sound: false, broken: brokenByChoice } };
  const dags = results.flatMap(({ dag }) => dag ?? []);
  const clash = sameId(dags);
  return clash === undefined
    ? { ok: true, value: { sound: true, dags, left: left.value } }
    : { ok: false, failures: [clash] };
}

async function settingsOfAll(
  workflows: readonly SourceFile[],
  projects: Projects,
  wishes: Wishes,
): Promise<Result<ReadonlyMap<string, WorkflowSettings>>> {
  const settings = new Map<string, WorkflowSettings>();
  const failures = new Map<string, Failure>();
  for (const { path } of workflows) {
    const one = await projects.settings(path, wishes);
    if (one.ok) settings.set(path, one.value);
    else for (const failure of one.failures) failures.set(failure.message, failure);
  }
  return failures.size > 0 ? { ok: false, failures: [...failures.values()] } : { ok: true, value: settings };
}

function hasErrors({ diagnostics }: LintedFile): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** An error in a composite would be told in every workflow that uses it, and not where it is. */
function checkComposites(settings: readonly WorkflowSettings[]): readonly LintedFile[] {
  const contexts = new Map(
    settings.flatMap(({ plan, check }) => (plan.composites?.all ?? []).map(({ file }) => [file, check] as const)),
  );
  return [...contexts].map(([file, check]) => linted(file, checkWorkflow(file, check)));
}

function linted({ path, text, lines }: WorkflowFile, diagnostics: readonly Diagnostic[]): LintedFile {
  return { path, text, lines, diagnostics };
}

interface Compiled {
  readonly checked: LintedFile;
  readonly dag?: Dag;
}

/** Compiles what is left of a workflow; comments in the DAG file name the lines of the workflow as it is. */
function compileOne(left: Left, settings: WorkflowSettings, sourcePath: string): Compiled {
  const { source, file: workflow } = left;
  const checked = checkWorkflow(workflow, settings.check);
  const { plan, problems } = planWorkflow(workflow, settings.plan);
  const placeOf = ({ rule, range }: Diagnostic): string => `${rule} ${range.start}`;
  const known = new Set(checked.map(placeOf));
  const isWrong = checked.some(({ severity }) => severity === 'error');
  const further = isWrong ? [] : problems.filter((problem) => !known.has(placeOf(problem)));
  const diagnostics = [...checked, ...further];
  if (plan === undefined) return { checked: linted(workflow, [...diagnostics, ...noWorkflow(workflow, diagnostics)]) };
  const tool = `dagport ${version}`;
  const lines = indexLines(source.text);
  const text = emitPython(planAtOrigin(plan, left), airflowTargets[settings.airflow], { tool, sourcePath, lines });
  return { checked: linted(workflow, diagnostics), dag: { dagId: plan.dagId, source, settings, text } };
}

/** A file that has no workflow and nothing that says so would be left out in silence. */
function noWorkflow(workflow: WorkflowFile, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.some(({ severity }) => severity === 'error')) return [];
  const range = { start: 0, end: Math.min(1, workflow.text.length) };
  const message = 'This file holds no workflow: it has no name.';
  return [{ rule: 'missing-name', severity: 'error', message, range }];
}

function sameId(dags: readonly Dag[]): Failure | undefined {
  const first = new Map<string, Dag>();
  for (const dag of dags) {
    const other = first.get(dag.dagId);
    if (other !== undefined) {
      const message = `"${other.source.path}" and "${dag.source.path}" both become the DAG "${dag.dagId}"`;
      return { kind: 'usage', code: 'duplicate-dag-id', message, hint: 'Give one of them another name.' };
    }
    first.set(dag.dagId, dag);
  }
  return undefined;
}
