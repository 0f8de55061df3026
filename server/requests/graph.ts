import type { GraphView } from '../../workflow/draw';
import { authoredGraph, expandedGraph, planWorkflow } from '../../workflow/plan';
import { planOptions, projectOf } from '../project';
import type { GraphAnswer } from '../protocol';
import type { OpenDocument, Workspace } from '../workspace';

/** `dagport/graph`: the graph of a workflow, as it is written or as Airflow loads it. */
export function graph(workspace: Workspace, document: OpenDocument, view: GraphView): GraphAnswer {
  const file = document.file.get();
  const { version } = document;
  const options = planOptions(workspace.catalogue, projectOf(workspace.projects, document.uri));
  const { catalogue, composites } = options;
  if (view === 'authored') return { version, graph: authoredGraph(file, catalogue, composites), problems: [] };
  const { plan, problems } = planWorkflow(file, options);
  const messages = problems.map((problem) => problem.message);
  if (plan !== undefined) return { version, graph: expandedGraph(file, plan), problems: messages };
  return { version, problems: messages.length > 0 ? messages : ['This file holds no workflow with a name.'] };
}
