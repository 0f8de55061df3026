import { legacyGraph, legacyPairs } from '../../migration';
import type { GraphJson, GraphNode, GraphView } from '../../workflow/draw';
import { authoredGraph, expandedGraph, planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { writeDraft } from '../../workflow/write';
import type { LegacyDocument } from '../legacy';
import { legacySide } from '../legacy-side';
import { pathOf, planOptions, projectOf } from '../project';
import type { GraphAnswer, GraphParams } from '../protocol';
import { answerWith } from '../sent-graph';
import type { OpenDocument, Workspace } from '../workspace';

/**
 * `dagport/graph`: the graph of a workflow, as it is written or as Airflow loads it; with the legacy job that it came of. A
 * preview that follows what is typed (it knows the last graph) is answered without reading files each time.
 * @param now In ms.
 */
export async function graph(
  workspace: Workspace,
  document: OpenDocument,
  params: GraphParams,
  now: number,
): Promise<GraphAnswer> {
  const { view, known } = params;
  const { graph, ...answer } = graphOf(workspace, document, view);
  if (graph === undefined) return answer;
  const side = view === 'expanded' ? undefined : legacySide(workspace, document, graph.nodes, known && now);
  const legacy = side instanceof Promise ? await side : side;
  const isOpen = workspace.documents.has(document.uri);
  return { ...answer, ...answerWith(isOpen ? workspace.graphs : new Map(), params, { graph, legacy }) };
}

function graphOf(
  workspace: Workspace,
  document: OpenDocument,
  view: GraphView,
): Pick<GraphAnswer, 'version' | 'graph' | 'problems'> {
  const file = document.file.get();
  const { version } = document;
  const options = planOptions(workspace.catalogue, projectOf(workspace.projects, document.uri));
  const { catalogue, composites } = options;
  if (view === 'authored') {
    const graph = authoredGraph(file, catalogue, composites, document.memory.drawn);
    return { version, graph, problems: [] };
  }
  const { plan, problems } = planWorkflow(file, options);
  const messages = problems.map((problem) => problem.message);
  if (plan !== undefined) return { version, graph: expandedGraph(file, plan), problems: messages };
  return { version, problems: messages.length > 0 ? messages : ['This file holds no workflow with a name.'] };
}

/**
 * The same for a legacy definition: the workflow that it would become, beside what it is. Nodes of the workflow, which is
 * written nowhere yet, stand where what they came of stands.
 */
export async function graphOfLegacy(
  workspace: Workspace,
  document: LegacyDocument,
  view: GraphView,
): Promise<GraphAnswer> {
  const { version, uri } = document;
  const { result, texts } = await document.conversion.get();
  const [workflow] = result.workflows;
  const account = result.sources.find(({ path }) => pathOf(uri).endsWith(path)) ?? result.sources[0];
  if (workflow === undefined || account === undefined) {
    return { version, problems: ['Nothing can be made of this definition: see what is found in it.'] };
  }
  const { text, origins } = writeDraft(workflow.draft);
  const file = readWorkflow(workflow.fileName, text);
  const options = planOptions(workspace.catalogue, projectOf(workspace.projects, uri));
  const { plan, problems } = view === 'expanded' ? planWorkflow(file, options) : { plan: undefined, problems: [] };
  const made =
    plan === undefined ? authoredGraph(file, options.catalogue, options.composites) : expandedGraph(file, plan);
  const legacy = legacyGraph(account, texts.get(account.path) ?? document.text);
  const messages = problems.map(({ message }) => message);
  if (legacy === undefined) return { version, graph: made, problems: messages };
  const cameFrom = origins.flatMap(({ pointer, from }) =>
    from.map((id) => ({ pointer, construct: id.slice(account.path.length + 1) })),
  );
  const pairs = legacyPairs(made.nodes, cameFrom, legacy);
  const placed = atLegacyPlaces(made, pairs, legacy.graph.nodes);
  return { version, graph: placed, problems: messages, legacy: { graph: legacy.graph, pairs, uri } };
}

function atLegacyPlaces(
  made: GraphJson,
  pairs: readonly (readonly [string, string])[],
  legacyNodes: readonly GraphNode[],
): GraphJson {
  const places = new Map(legacyNodes.map(({ id, origin }) => [id, origin]));
  const legacyOf = new Map(pairs.toReversed().map(([legacy, workflow]) => [workflow, legacy]));
  const nodes = made.nodes.map((node) => ({ ...node, origin: places.get(legacyOf.get(node.id) ?? '') ?? node.origin }));
  return { ...made, nodes };
}
