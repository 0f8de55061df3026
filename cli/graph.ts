import path from 'node:path';
import { drawDot, drawMermaid, drawSvg, type GraphJson } from '../workflow/draw';
import { authoredGraph, expandedGraph, planWorkflow } from '../workflow/plan';
import { EXIT, type Failure, type Result, reportFailures } from './failure';
import { readSource, type SourceFile } from './files';
import type { CommandIo } from './io';
import type { GraphOptions } from './options';
import { openProjects } from './project';
import { graphAtOrigin, selectFrom, wholeOf } from './selection';
import { writeAtomically } from './write-file';

/** `dagport graph`: draws a workflow as a person wrote it, or as Airflow loads it, and gives the exit code. */
export async function graphCommand(io: CommandIo, options: GraphOptions): Promise<number> {
  const asJson = options.format === 'json';
  const source = await readSource(options.path, io.cwd);
  if (!source.ok) return reportFailures(io, source.failures, asJson);
  const graph = await graphOf(io, options, source.value);
  if (!graph.ok) return reportFailures(io, graph.failures, asJson);
  const text = draw(graph.value, options.format);
  if (options.output === undefined) {
    io.stdout(text);
    return EXIT.fine;
  }
  try {
    await writeAtomically(path.resolve(io.cwd, options.output), text);
    return EXIT.fine;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const message = `the picture cannot be written to "${options.output}": ${error.message}`;
    return reportFailures(io, [{ kind: 'cannot-run', code: 'cannot-write', message }], asJson);
  }
}

async function graphOf(io: CommandIo, options: GraphOptions, source: SourceFile): Promise<Result<GraphJson>> {
  const projects = openProjects(io.cwd);
  const selected = await selectFrom([source], options, projects);
  if (!selected.ok) return selected;
  const [left = wholeOf(source)] = selected.value;
  const { file } = left;
  if (file.documents[0]?.name === undefined)
    return failed('no-workflow', `"${source.path}" holds no workflow: it has no name`);
  const settings = await projects.settings(source.path, {});
  if (!settings.ok) return settings;
  const { plan: planOptions } = settings.value;
  const { catalogue, composites } = planOptions;
  if (options.view === 'authored')
    return { ok: true, value: graphAtOrigin(authoredGraph(file, catalogue, composites), left) };
  const { plan, problems } = planWorkflow(file, planOptions);
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

function draw(graph: GraphJson, format: GraphOptions['format']): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(graph, undefined, 2)}\n`;
    case 'svg':
      return drawSvg(graph);
    case 'mermaid':
      return drawMermaid(graph);
    case 'dot':
      return drawDot(graph);
  }
}
