import path from 'node:path';
import { drawDot, drawMermaid, drawSvg, type GraphJson, type GraphView } from '../workflow/draw';
import { authoredGraph, expandedGraph, planWorkflow } from '../workflow/plan';
import type { WorkflowSettings } from '../workflow/project';
import { EXIT, type Failure, type Result, reportFailures } from './failure';
import { readSource, type SourceFile } from './files';
import type { CommandIo } from './io';
import type { GraphOptions } from './options';
import { openProjects } from './project';
import { graphAtOrigin, type Left, selectFrom, wholeOf } from './selection';
import { writeAtomically } from './write-file';

/** `dagport graph`: draws a workflow as a person wrote it, or as Airflow loads it, and gives the exit code. */
export async function graphCommand(io: CommandIo, options: GraphOptions): Promise<number> {
  const asJson = options.format === 'json';
  const source = await readSource(options.path, io.cwd);
  if (!source.ok) return reportFailures(io, source.failures, asJson);
  const workflow = await workflowOf(io, options, source.value);
  if (!workflow.ok) return reportFailures(io, workflow.failures, asJson);
  const text = await draw(workflow.value, options);
  if (!text.ok) return reportFailures(io, text.failures, asJson);
  if (options.output === undefined) {
    io.stdout(text.value);
    return EXIT.fine;
  }
  try {
    await writeAtomically(path.resolve(io.cwd, options.output), text.value);
    return EXIT.fine;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const message = `the picture cannot be written to "${options.output}": ${error.message}`;
    return reportFailures(io, [{ kind: 'cannot-run', code: 'cannot-write', message }], asJson);
  }
}

/** What is left of a workflow by the selection, and what it is planned with. */
interface ChosenWorkflow {
  readonly left: Left;
  readonly settings: WorkflowSettings;
}

async function workflowOf(io: CommandIo, options: GraphOptions, source: SourceFile): Promise<Result<ChosenWorkflow>> {
  const projects = openProjects(io.cwd);
  const selected = await selectFrom([source], options, projects);
  if (!selected.ok) return selected;
  const [left = wholeOf(source)] = selected.value;
  if (left.file.documents[0]?.name === undefined)
    return failed('no-workflow', `"${source.path}" holds no workflow: it has no name`);
  const { environment } = options;
  const settings = await projects.settings(source.path, environment === undefined ? {} : { environment });
  return settings.ok ? { ok: true, value: { left, settings: settings.value } } : settings;
}

function graphOf({ left, settings }: ChosenWorkflow, view: GraphView): Result<GraphJson> {
  const { file, source } = left;
  const { catalogue, composites } = settings.plan;
  if (view === 'authored') return { ok: true, value: graphAtOrigin(authoredGraph(file, catalogue, composites), left) };
  const { plan, problems } = planWorkflow(file, settings.plan);
  const cut = problems.find(({ rule }) => rule === 'expansion-too-large');
  if (cut !== undefined) return failed(cut.rule, `"${source.path}" is too large to be drawn whole: ${cut.message}`);
  if (plan !== undefined) return { ok: true, value: graphAtOrigin(expandedGraph(file, plan), left) };
  return failed(
    'no-plan',
    `"${source.path}" has no plan: ${problems[0]?.message ?? 'see what "dagport lint" finds in it'}`,
  );
}

function failed(code: string, message: string): Result<never> {
  const failure: Failure = { kind: 'cannot-run', code, message, hint: '"dagport lint" says what is wrong with it.' };
  return { ok: false, failures: [failure] };
}

async function draw(workflow: ChosenWorkflow, { format, view }: GraphOptions): Promise<Result<string>> {
  const graph = graphOf(workflow, view);
  if (!graph.ok) return graph;
  switch (format) {
    case 'json':
      return { ok: true, value: `${JSON.stringify(graph.value, undefined, 2)}\n` };
    case 'svg':
      return { ok: true, value: drawSvg(graph.value) };
    case 'mermaid':
      return { ok: true, value: drawMermaid(graph.value) };
    case 'dot':
      return { ok: true, value: drawDot(graph.value) };
    case 'html':
      return { ok: true, value: await page(workflow, graph.value) };
  }
}

/** Both views, the one that was asked for first. The other one may be missing: a workflow with a mistake has no plan. */
async function page(workflow: ChosenWorkflow, graph: GraphJson): Promise<string> {
  const { drawPage } = await import('../workflow/draw/page');
  const other = graphOf(workflow, graph.view === 'authored' ? 'expanded' : 'authored');
  const { source } = workflow.left;
  const sources = { [source.path]: source.text };
  return other.ok
    ? drawPage({ graphs: [graph, other.value], sources })
    : drawPage({ graphs: [graph], sources, problem: other.failures[0]?.message ?? '' });
}
