import { expect, test } from 'vitest';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { pruneWorkflow } from '../../../workflow/select';
import { generate, randomOf } from '../../boundary-layer/generate';
import { CATALOGUE } from '../check/catalogue';

/**
 * The tasks that a person named, and `a before b` for each two of them of which one runs before the other; not where that is so only
 * because a resource waits for another of its users.
 */
function orderOf(
  text: string,
): { readonly tasks: ReadonlySet<string>; readonly order: ReadonlySet<string> } | undefined {
  const { plan } = planWorkflow(readWorkflow('x.workflow.yaml', text), { catalogue: CATALOGUE });
  if (plan === undefined) return undefined;
  const tasks = new Set(
    plan.nodes
      .filter(({ type, kind, name }) => type !== 'dagport' && kind === 'task' && !name.startsWith('pruned-'))
      .map(({ id }) => id),
  );
  const followers = new Map<string, string[]>();
  const passed = new Set(plan.nodes.filter(({ kind }) => kind !== 'setup' && kind !== 'teardown').map(({ id }) => id));
  for (const { from, to } of plan.edges) if (passed.has(to)) followers.set(from, [...(followers.get(from) ?? []), to]);
  const order = new Set<string>();
  for (const task of tasks) {
    const seen = new Set<string>();
    const open = [task];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const to of followers.get(next) ?? []) {
        if (seen.has(to)) continue;
        seen.add(to);
        open.push(to);
        if (tasks.has(to)) order.add(`${task} before ${to}`);
      }
    }
  }
  return { tasks, order };
}

/**
 * Pruning a workflow of boundary-layer, with all that its language has, keeps the order of what remains, and makes none: through
 * sections, resources, generators, sub-DAGs and documents that several nodes share.
 */
test('what remains of a random workflow has the order that it had', { timeout: 120_000 }, () => {
  let compared = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const { text, slips } = generate(seed);
    const before = slips.length === 0 ? orderOf(text) : undefined;
    if (before === undefined) continue;
    const random = randomOf(seed);
    const file = readWorkflow('x.workflow.yaml', text);
    const items = file.documents.flatMap((document) => document.items.filter(({ section }) => section !== 'resources'));
    const share = random() * 0.5;
    const keep = new Set(items.filter(() => random() >= share));
    const result = pruneWorkflow(file, keep, CATALOGUE);
    if (!result.ok) continue;
    const after = orderOf(result.text);
    const shown = `${seed}\n${text}\n=====\n${result.text}`;
    if (after === undefined) throw new Error(`no plan is left: ${shown}`);
    expect(
      [...after.tasks].filter((id) => !before.tasks.has(id)),
      shown,
    ).toEqual([]);
    const kept = [...before.order].filter((pair) => pair.split(' before ').every((id) => after.tasks.has(id)));
    expect([...after.order].sort(), shown).toEqual(kept.sort());
    compared++;
  }
  expect(compared).toBeGreaterThan(150);
});
