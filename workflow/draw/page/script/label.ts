import type { GraphNode } from '../../graph';
import type { Relations } from './relations';

const KINDS: Readonly<Record<GraphNode['kind'], string>> = {
  task: 'task',
  generator: 'generator',
  sub_dag: 'sub-DAG',
  composite: 'composite',
  resource: 'resource',
  branch: 'branch',
  join: 'join',
  fail: 'fail',
  setup: 'creates a resource',
  teardown: 'destroys a resource',
  gate: 'added: gate',
  router: 'added: router',
  veto: 'added: veto',
  collector: 'added: collector',
  guard: 'added: guard',
  result: 'added: result',
  sentinel: 'added: sentinel',
};

export function kindOf({ kind }: GraphNode): string {
  return KINDS[kind];
}

/** What is read aloud of a node. */
export function labelOf(id: string, relations: Relations): string {
  const node = relations.byId.get(id);
  if (node === undefined) return id;
  const names = (ids: readonly string[]): string => ids.map((one) => relations.byId.get(one)?.name ?? one).join(', ');
  const before = relations.into(id).map(({ from }) => from);
  const waits = before.length === 0 ? 'waits for nothing' : `waits for ${names(before)}`;
  const rule = node.triggerRule === 'all_success' ? '' : `, ${node.triggerRule}`;
  return `${node.name}, ${KINDS[node.kind]}, ${node.type}${rule}, ${waits}`;
}
