import { loopsOf, sharedLoop } from '../../workflow/plan';
import type { Plan } from '../../workflow/plan/plan';
import { identifierOf } from './ids';
import { edges, type Statement } from './python/syntax';

/** How tasks are named where edges are written: by their variables, and from outside of their loop by lists. */
export interface TaskNames {
  /** By the id of the node. */
  readonly variables: ReadonlyMap<string, string>;
  /** By the id of the node and the loop from which it is seen; an empty text for the DAG itself. */
  readonly lists: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** The lists that edges across loops need. */
export function taskLists(plan: Plan, fresh: (wanted: string) => string): TaskNames['lists'] {
  const lists = new Map<string, Map<string, string>>();
  for (const { from, to } of plan.edges) {
    const scope = sharedLoop(from, to) ?? '';
    for (const id of [from, to]) {
      if ((loopsOf(id).at(-1) ?? '') === scope) continue;
      const own = lists.get(id) ?? new Map<string, string>();
      lists.set(id, own);
      if (!own.has(scope)) own.set(scope, fresh(`${identifierOf(id)}_tasks`));
    }
  }
  return lists;
}

/** The edges of each scope: of the DAG itself, under an empty text, and of the loops. */
export function edgesByScope(plan: Plan, names: TaskNames): ReadonlyMap<string, readonly Statement[]> {
  const scopes = new Map<string, Map<string, Map<string, boolean>>>();
  for (const { id } of plan.nodes) scopes.set(loopsOf(id).at(-1) ?? '', new Map());
  for (const { from, to } of [...plan.edges].sort(byPlace(plan))) {
    const scope = sharedLoop(from, to) ?? '';
    const source = nameIn(names, from, scope);
    const target = nameIn(names, to, scope);
    if (source === undefined || target === undefined) continue;
    const own = scopes.get(scope) ?? new Map<string, Map<string, boolean>>();
    scopes.set(scope, own);
    const targets = own.get(source.name) ?? new Map<string, boolean>();
    own.set(source.name, targets);
    targets.set(target.name, source.isList || target.isList);
  }
  return new Map(
    [...scopes].map(([scope, sources]) => [scope, [...statements(sources), ...bridges(plan, names, scope)]]),
  );
}

/** In the order of the nodes, so that all edges from one task stand together. */
function byPlace({ nodes }: Plan): (a: Plan['edges'][number], b: Plan['edges'][number]) => number {
  const place = new Map(nodes.map(({ id }, index) => [id, index]));
  return (a, b) => (place.get(a.from) ?? 0) - (place.get(b.from) ?? 0);
}

/** Airflow takes one list on one side of an edge only. */
function* statements(sources: ReadonlyMap<string, ReadonlyMap<string, boolean>>): Generator<Statement> {
  for (const [source, targets] of sources) {
    const plain = [...targets].flatMap(([target, isList]) => (isList ? [] : [target]));
    if (plain.length > 0) yield edges(source, plain);
    for (const [target, isList] of targets) if (isList) yield edges(source, [target]);
  }
}

function nameIn(
  { variables, lists }: TaskNames,
  id: string,
  scope: string,
): { readonly name: string; readonly isList: boolean } | undefined {
  const isHere = (loopsOf(id).at(-1) ?? '') === scope;
  const name = isHere ? variables.get(id) : lists.get(id)?.get(scope);
  return name === undefined ? undefined : { name, isList: !isHere };
}

/** Where a loop has no items, what stands behind it waits for what stands before it. */
function bridges(plan: Plan, names: TaskNames, scope: string): readonly Statement[] {
  const known = new Set(plan.edges.map(({ from, to }) => `${from} ${to}`));
  const isHere = (id: string): boolean => (loopsOf(id).at(-1) ?? '') === scope;
  return plan.loops.flatMap(({ id: loop }): readonly Statement[] => {
    const isInside = (id: string): boolean => loopsOf(id).includes(loop);
    const inward = plan.edges.filter(({ from, to }) => isHere(from) && !isInside(from) && isInside(to));
    const outward = plan.edges.filter(({ from, to }) => isInside(from) && isHere(to) && !isInside(to));
    const tasks = inward.flatMap(({ to }) => names.lists.get(to)?.get(scope) ?? [])[0];
    const behind = [...new Set(outward.map(({ to }) => to))];
    const body = [...new Set(inward.map(({ from }) => from))].flatMap((from): readonly Statement[] => {
      const targets = behind.filter((to) => to !== from && !known.has(`${from} ${to}`));
      const variables = targets.flatMap((to) => names.variables.get(to) ?? []);
      const source = names.variables.get(from);
      return source === undefined || variables.length === 0 ? [] : [edges(source, variables)];
    });
    return tasks === undefined || body.length === 0 ? [] : [{ kind: 'unless', name: tasks, body }];
  });
}
