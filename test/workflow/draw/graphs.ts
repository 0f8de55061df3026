import type { GraphEdge, GraphJson, GraphNode } from '../../../workflow/draw';
import type { PlanEdgeKind, PlanNodeKind } from '../../../workflow/plan/plan';

/** A node with what matters to a picture; the rest is filled in. */
export function node(id: string, over: Partial<GraphNode> = {}): GraphNode {
  const place = { line: 1, column: 1 };
  return {
    id,
    name: id,
    kind: 'task',
    type: 'bash',
    classPath: '',
    section: 'operators',
    triggerRule: 'all_success',
    origin: { path: 'x.workflow.yaml', pointer: `operators/${id}`, range: { start: place, end: place } },
    ...over,
  };
}

/** Edges written as `a -> b`, with a kind in brackets: `a -> b [failure]`. */
export function edges(...lines: readonly string[]): GraphEdge[] {
  return lines.map((line) => {
    const [, from = '', to = '', kind = 'authored'] = /^(.*?) -> (.*?)(?: \[(\w+)\])?$/.exec(line) ?? [];
    return { from, to, kind: kind as PlanEdgeKind };
  });
}

export function graph(
  nodes: readonly GraphNode[],
  lines: readonly GraphEdge[],
  over: Partial<GraphJson> = {},
): GraphJson {
  return { version: 1, dagId: 'nightly-orders', view: 'authored', nodes, edges: lines, ...over };
}

/** One of every kind of node and edge, nested groups, and names that need escaping. */
export function sample(): GraphJson {
  const kinds: readonly [id: string, kind: PlanNodeKind, type: string, group?: string][] = [
    ['cluster.create', 'setup', 'EmrCreateJobFlowOperator'],
    ['wait-for-export', 'task', 'external_task_sensor'],
    ['probe', 'task', 'container', 'load/eu'],
    ['clean-up', 'task', 'bash', 'load/eu'],
    ['choose', 'branch', 'branch', 'load'],
    ['full', 'task', 'bash', 'load'],
    ['delta', 'task', 'bash', 'load'],
    ['stop', 'fail', 'fail'],
    ['gather', 'join', 'join'],
    ['per-country', 'generator', 'list_generator'],
    ['validate "orders" & <more>', 'task', 'SQLCheckOperator'],
    ['publish', 'task', 'python'],
    ['cluster.destroy', 'teardown', 'EmrTerminateJobFlowOperator'],
    ['tell-the-team', 'task', 'email'],
  ];
  const nodes = kinds.map(([id, kind, type, group]) =>
    node(id, {
      kind,
      type,
      ...(group === undefined ? {} : { group }),
      ...(id === 'tell-the-team' ? { triggerRule: 'all_done' } : {}),
    }),
  );
  return graph(
    nodes,
    edges(
      'cluster.create -> probe [resource]',
      'wait-for-export -> probe',
      'probe -> clean-up [failure]',
      'probe -> choose',
      'choose -> full [branch]',
      'choose -> delta [branch]',
      'delta -> stop [failure]',
      'full -> gather',
      'delta -> gather',
      'clean-up -> gather',
      'gather -> per-country',
      'gather -> validate "orders" & <more>',
      'per-country -> publish',
      'validate "orders" & <more> -> publish',
      'publish -> tell-the-team',
      'probe -> cluster.destroy [resource]',
      'publish -> cluster.destroy [resource]',
    ),
  );
}
