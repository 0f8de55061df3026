import type { Expansion, NodeDetails } from './expand/context';
import type { LoweredTask } from './lower';
import type { Behaviour, PlanEdge, PlanNode, PlanNodeKind } from './plan';

/** The tasks of a lowered flow with what their nodes do. */
export function assemble(expansion: Expansion, tasks: readonly LoweredTask[]): readonly PlanNode[] {
  return tasks.map((task): PlanNode => {
    const details = detailsOf(expansion, task.of);
    const isOwn = task.role.kind === 'authored' || task.role.kind === 'choose' || task.kind === 'join';
    const { name, section, origin, group } = details;
    return {
      id: task.id,
      name,
      kind: kindOf(task, details),
      type: isOwn ? details.type : 'dagport',
      section,
      ...(group === undefined ? {} : { group }),
      triggerRule: task.rule,
      behaviour: behaviourOf(task, details),
      origin,
    };
  });
}

/** The edges of a lowered flow; a dependency that crosses from one section to the next was written by nobody. */
export function edgesOf(expansion: Expansion, tasks: readonly LoweredTask[]): readonly PlanEdge[] {
  const partOf = new Map(tasks.map((task) => [task.id, sectionPart(detailsOf(expansion, task.of).section)]));
  return tasks.flatMap((task) =>
    task.upstream.map((edge): PlanEdge => {
      const crosses = edge.kind === 'authored' && partOf.get(edge.from) !== partOf.get(task.id);
      return { from: edge.from, to: task.id, kind: crosses ? 'section' : edge.kind };
    }),
  );
}

function sectionPart(section: PlanNode['section']): 'before' | 'main' | 'after' {
  return section === 'before' || section === 'after' ? section : 'main';
}

function detailsOf({ details }: Expansion, id: string): NodeDetails {
  return details.get(id) ?? NOTHING_KNOWN;
}

/** Of an id that no item, section or resource has: there is none. */
const NOTHING_KNOWN: NodeDetails = {
  name: '',
  type: '',
  section: 'operators',
  group: undefined,
  kind: 'group',
  behaviour: { kind: 'empty' },
  origin: { pointer: '', range: { start: 0, end: 0 } },
};

function kindOf(task: LoweredTask, details: NodeDetails): PlanNodeKind {
  if (task.role.kind !== 'authored' && task.role.kind !== 'choose') return task.kind;
  return details.kind === 'group' ? task.kind : details.kind;
}

function behaviourOf(task: LoweredTask, details: NodeDetails): Behaviour {
  const { role } = task;
  switch (role.kind) {
    case 'authored':
      return details.behaviour;
    case 'empty':
      return { kind: 'empty' };
    case 'raise':
      return { kind: 'raise', message: role.message, arguments: [] };
    case 'route': {
      const [success = [], failed = [], skipped = []] = role.cases;
      return { kind: 'route', of: role.of, success, failed, skipped };
    }
    case 'choose': {
      if (details.behaviour.kind !== 'branch') return details.behaviour;
      const cases = details.behaviour.cases.map((entry, index) => ({ ...entry, then: role.cases[index] ?? [] }));
      return { ...details.behaviour, cases, otherwise: role.cases.at(-1) ?? [] };
    }
  }
}
