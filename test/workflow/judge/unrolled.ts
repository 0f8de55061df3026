import { loopsOf } from '../../../workflow/plan';
import type { Behaviour, Plan, PlanLoop, PlanNode } from '../../../workflow/plan/plan';

/** A task as Airflow has it once the DAG file is parsed. */
export interface UnrolledTask {
  readonly id: string;
  readonly node: PlanNode;
  readonly behaviour: Behaviour;
  readonly upstream: readonly string[];
}

/** The tasks of a plan, those in loops once for each item. Items of loops are lists of texts written in Python. */
export function unrolled(plan: Plan): readonly UnrolledTask[] {
  const parts = new Map(plan.loops.map((loop) => [loop.id, partsOf(loop)]));
  const places = plan.nodes.flatMap((node) => choices(loopsOf(node.id), parts).map((chosen) => ({ node, chosen })));
  const upstreamOf = new Map<string, { readonly from: string; readonly loops: readonly string[] }[]>();
  for (const { from, to } of plan.edges)
    upstreamOf.set(to, [...(upstreamOf.get(to) ?? []), { from, loops: loopsOf(from) }]);
  return places.map(({ node, chosen }): UnrolledTask => {
    const upstream = (upstreamOf.get(node.id) ?? []).flatMap(({ from, loops }) =>
      choices(loops, parts)
        .filter((other) => loops.every((loop) => !chosen.has(loop) || chosen.get(loop) === other.get(loop)))
        .map((other) => filled(from, other)),
    );
    const behaviour = behaviourIn(node.behaviour, (id) => filled(id, chosen));
    return { id: filled(node.id, chosen), node, behaviour, upstream };
  });
}

function partsOf({ items, part, blocked }: PlanLoop): readonly string[] {
  if (items.kind !== 'value' || items.value.kind !== 'text') throw new Error('not a list of texts');
  const names: readonly string[] = JSON.parse(items.value.text.slice(2, -2).replaceAll("'", '"'));
  return names.flatMap((name, index) => {
    if (blocked.some((pattern) => new RegExp(`^(?:${pattern})`, 'u').test(name))) return [];
    return [part === 'index' ? String(index) : name];
  });
}

type Chosen = ReadonlyMap<string, string>;

function choices(loops: readonly string[], parts: ReadonlyMap<string, readonly string[]>): readonly Chosen[] {
  return [...new Set(loops)].reduce<readonly Chosen[]>(
    (found, loop) =>
      found.flatMap((chosen) => (parts.get(loop) ?? []).map((part) => new Map([...chosen, [loop, part]]))),
    [new Map()],
  );
}

function filled(id: string, chosen: Chosen): string {
  return [...chosen].reduce((text, [loop, part]) => text.replaceAll(`<${loop}>`, part), id);
}

function behaviourIn(behaviour: Behaviour, idOf: (id: string) => string): Behaviour {
  const all = (ids: readonly string[]): readonly string[] => ids.map(idOf);
  switch (behaviour.kind) {
    case 'route': {
      const { of, success, failed, skipped } = behaviour;
      return { ...behaviour, of: idOf(of), success: all(success), failed: all(failed), skipped: all(skipped) };
    }
    case 'branch': {
      const cases = behaviour.cases.map((entry) => ({ ...entry, then: all(entry.then) }));
      return { ...behaviour, cases, otherwise: all(behaviour.otherwise) };
    }
    default:
      return behaviour;
  }
}
