import { expect, test } from 'vitest';
import type { FlowNode } from '../../../workflow/plan/flow';
import type { TriggerRule } from '../../../workflow/plan/plan';
import { isAlike } from '../../../workflow/select/trigger-rules';
import { interpret, type Outcome } from '../plan/interpreter';
import { AUTHOR_RULES } from '../plan/random-flow';

const RULES: readonly TriggerRule[] = ['all_success', ...AUTHOR_RULES];
/** How a node that remains may end; `handled`: it failed, and something handles that. */
const ENDS = ['success', 'failed', 'skipped', 'upstream_failed'] as const;
type End = (typeof ENDS)[number] | 'handled';

function combinations(ends: readonly End[], count: number): readonly (readonly End[])[] {
  if (count === 0) return [[]];
  return combinations(ends, count - 1).flatMap((rest) => ends.map((end) => [end, ...rest]));
}

/** How a task with a rule ends behind nodes that end so, where `through` stands between some of them and it. */
function endBehind(
  rule: TriggerRule,
  direct: readonly End[],
  through: TriggerRule | undefined,
  behind: readonly End[],
) {
  const base = { requires: [], onFailure: [], kind: 'task', skipsItself: false } as const;
  const outcomes = new Map<string, Outcome>();
  const nodes: FlowNode[] = [{ ...base, id: 'broken', upstream: [], rule: 'all_success' }];
  outcomes.set('broken', 'failed');
  const named = (ends: readonly End[], prefix: string): string[] =>
    ends.map((end, index) => {
      const id = `${prefix}${index}`;
      const onFailure = end === 'handled' ? [`${id}_handler`] : [];
      nodes.push({
        ...base,
        id,
        upstream: end === 'upstream_failed' ? ['broken'] : [],
        rule: 'all_success',
        onFailure,
      });
      if (end === 'handled') nodes.push({ ...base, id: `${id}_handler`, upstream: [], rule: 'all_success' });
      outcomes.set(id, end === 'handled' || end === 'upstream_failed' ? 'failed' : end);
      return id;
    });
  const before = named(behind, 'b');
  const others = named(direct, 'd');
  if (through !== undefined) nodes.push({ ...base, id: 'removed', upstream: before, rule: through });
  nodes.push({ ...base, id: 'task', upstream: [...others, ...(through === undefined ? before : ['removed'])], rule });
  return interpret({ nodes, resources: [] }, outcomes).tasks.get('task');
}

test.each(RULES)('what stands for a removed node with the rule %s means the same for what follows', (removed) => {
  for (const handled of [false, true]) {
    const ends: readonly End[] = handled ? [...ENDS, 'handled'] : ENDS;
    for (const many of [false, true]) {
      const befores = many ? [...combinations(ends, 2), ...combinations(ends, 3)] : combinations(ends, 1);
      const differs = (rule: TriggerRule): boolean =>
        [[], ...combinations([...ENDS, 'handled'], 1)].some((direct) =>
          befores.some(
            (before) => endBehind(rule, direct, removed, before) !== endBehind(rule, direct, undefined, before),
          ),
        );
      expect(
        RULES.filter((rule) => isAlike(removed, rule, { many, handled })),
        `${many ? 'many' : 'one'}${handled ? ', handled' : ''}`,
      ).toEqual(RULES.filter((rule) => !differs(rule)));
    }
  }
});
