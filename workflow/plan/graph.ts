import type { GraphEdge, GraphJson, GraphNode } from '../draw/graph';
import type { WorkflowFile } from '../read';
import { originOf } from './graph-origin';
import { loopsOf } from './loops';
import type { Plan, PlanGroup, PlanNode } from './plan';

/** The graph that Airflow loads: the tasks of the plan with their final ids. */
export function expandedGraph(file: WorkflowFile, plan: Plan): GraphJson {
  const groups = new Map(plan.groups.map((group) => [group.id, group]));
  return {
    version: 1,
    dagId: plan.dagId,
    view: 'expanded',
    ...withLoopsClosed(file, plan, (node) => expandedNode(file, node, groups)),
  };
}

/** What is repeated for items that are known only when Airflow parses the DAG file is one node, the generator. */
function withLoopsClosed(
  file: WorkflowFile,
  { nodes, edges, loops, groups }: Plan,
  draw: (node: PlanNode) => GraphNode,
): Pick<GraphJson, 'nodes' | 'edges'> {
  const byName = new Map(loops.map((loop) => [loop.id, loop]));
  const nodeOf = (id: string): string => byName.get(loopsOf(id)[0] ?? '')?.node ?? id;
  const drawn = new Map<string, GraphNode>();
  for (const node of nodes) {
    const loop = byName.get(loopsOf(node.id)[0] ?? '');
    if (loop === undefined) drawn.set(node.id, draw(node));
    else if (!drawn.has(loop.node)) {
      const { group: _, cases: __, chooses: ___, retries: ____, ...plain } = draw(node);
      const around = groups.find(({ id }) => id === loop.group)?.parent;
      const box = around === undefined ? {} : { group: boxPath(around, new Map(groups.map((one) => [one.id, one]))) };
      const generator = { kind: 'generator', type: 'generator', classPath: '', section: 'generators' } as const;
      const own = { id: loop.node, name: loop.label, triggerRule: 'all_success', dynamic: true } as const;
      const origin = originOf(file, loop.origin);
      drawn.set(loop.node, { ...plain, ...generator, ...own, ...box, origin });
    }
  }
  const seen = new Set<string>();
  const kept = edges.flatMap(({ from, to, kind }): readonly GraphEdge[] => {
    const edge = { from: nodeOf(from), to: nodeOf(to), kind };
    const key = `${edge.from} ${edge.to} ${kind}`;
    if (edge.from === edge.to || seen.has(key)) return [];
    seen.add(key);
    return [edge];
  });
  return { nodes: [...drawn.values()], edges: kept };
}

function expandedNode(file: WorkflowFile, node: PlanNode, groups: ReadonlyMap<string, PlanGroup>): GraphNode {
  const { behaviour } = node;
  const retries =
    'arguments' in behaviour ? behaviour.arguments.find(({ name }) => name === 'retries')?.value : undefined;
  return {
    id: node.id,
    name: node.name,
    kind: node.kind,
    type: node.type,
    classPath: behaviour.kind === 'operator' ? behaviour.classPath : CLASS_OF[behaviour.kind],
    section: node.section,
    ...(node.group === undefined ? {} : { group: boxPath(node.group, groups) }),
    triggerRule: node.triggerRule,
    ...(retries?.kind === 'number' ? { retries: Number(retries.source) } : {}),
    ...(behaviour.kind === 'branch'
      ? { cases: [...behaviour.cases.map(({ then }) => ({ then })), { then: behaviour.otherwise }] }
      : {}),
    ...(behaviour.kind === 'route'
      ? {
          chooses: {
            of: behaviour.of,
            success: behaviour.success,
            failed: behaviour.failed,
            skipped: behaviour.skipped,
          },
        }
      : {}),
    ...(node.wave === undefined ? {} : { wave: node.wave }),
    origin: originOf(file, node.origin),
  };
}

/** The classes that the plan's own tasks are, on every version of Airflow. */
const CLASS_OF = {
  empty: 'airflow.providers.standard.operators.empty.EmptyOperator',
  branch: 'airflow.providers.standard.operators.python.BranchPythonOperator',
  route: 'airflow.providers.standard.operators.python.BranchPythonOperator',
  raise: 'airflow.providers.standard.operators.python.PythonOperator',
  volume: 'airflow.providers.standard.operators.python.PythonOperator',
} as const;

function boxPath(id: string, groups: ReadonlyMap<string, PlanGroup>): string {
  const labels: string[] = [];
  for (let group = groups.get(id); group !== undefined; ) {
    labels.unshift(group.label);
    group = group.parent === undefined ? undefined : groups.get(group.parent);
  }
  return labels.join('/');
}
