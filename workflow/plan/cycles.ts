import { findCycles } from '../../text/cycles';
import type { Diagnostic } from '../../text/diagnostic';
import type { NodeDetails } from './expand/context';
import { controlSources, type FlowNode, type FlowScope, predecessors } from './flow';

/**
 * The circles in which nodes of a flow wait for each other, one diagnostic for each knot of them: the shortest way round,
 * through dependencies, cases, handlers, joins, groups and resources, with the place of each node on it. One that stands in
 * a document which is used several times is told once.
 */
export function cycleProblems(scope: FlowScope, details: ReadonlyMap<string, NodeDetails>): readonly Diagnostic[] {
  const told = new Map<string, Diagnostic>();
  const visit = (inner: FlowScope): void => {
    for (const cycle of cyclesIn(inner)) {
      const known = cycle.flatMap((id) => details.get(id) ?? []);
      const key = known.map(({ origin }) => origin.pointer).join(' ');
      if (!told.has(key)) told.set(key, cycleProblem(known));
    }
    for (const node of inner.nodes) if (node.kind === 'group') visit(node.scope);
  };
  visit(scope);
  return [...told.values()];
}

/** The nodes of each circle of a scope; of a resource its create task stands for it. */
function cyclesIn({ nodes, resources }: FlowScope): readonly (readonly string[])[] {
  const control = controlSources({ nodes, resources });
  return [
    ...cyclesOf(nodes, (node) => predecessors(node, control.get(node.id))),
    ...cyclesOf(
      resources.map(({ name, create, requires }) => ({ id: name, create, requires })),
      ({ requires }) => requires,
    ).map((cycle) => cycle.flatMap((name) => resources.find((resource) => resource.name === name)?.create ?? [])),
  ];
}

function cyclesOf<Node extends Pick<FlowNode, 'id'>>(
  nodes: readonly Node[],
  before: (node: Node) => readonly string[],
): readonly (readonly string[])[] {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  const edges: number[][] = nodes.map(() => []);
  for (const [to, node] of nodes.entries()) {
    for (const from of before(node)) edges[numbers.get(from) ?? -1]?.push(to);
  }
  return findCycles(edges).map((cycle) => cycle.flatMap((number) => nodes[number]?.id ?? []));
}

function cycleProblem(cycle: readonly NodeDetails[]): Diagnostic {
  const [first, ...others] = cycle;
  const way = [...cycle, ...cycle.slice(0, 1)].map(({ name }) => `"${name}"`).join(' → ');
  const document = first?.origin.pointer.split('/').slice(0, -2).at(-1);
  const where = document === undefined ? 'These nodes' : `In "${document}" these nodes`;
  return {
    rule: 'dependency-cycle',
    severity: 'error',
    message: `${where} wait for each other, so none of them ever starts: ${way}.`,
    range: first?.origin.range ?? { start: 0, end: 0 },
    help: 'Remove one of the dependencies.',
    related: others.map(({ name, origin }, index) => ({
      range: origin.range,
      message: `"${name}" comes after "${cycle[index]?.name ?? ''}".`,
    })),
  };
}
