import { describe, expect, test } from 'vitest';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { readCatalogue } from '../../flows/flows';

const catalogue = readCatalogue();

/** The edges of the plan of two generators, one behind the other, with so many items each. */
function edgesBetween(before: number, behind: number, properties = ''): readonly string[] {
  const items = (count: number): string => Array.from({ length: count }, (_, index) => `i${index}`).join(', ');
  const text = `name: x
format: 1
generators:
- {name: g, type: list_generator, target: one, properties: {items: [${items(before)}]}}
- {name: h, type: list_generator, target: other, upstream_dependencies: [g], properties: {items: [${items(behind)}]${properties}}}
---
name: one
operators:
- {name: a, type: dummy}
---
name: other
operators:
- {name: b, type: dummy}
`;
  const { plan } = planWorkflow(readWorkflow('x.workflow.yaml', text), { catalogue });
  return plan?.edges.map(({ from, to }) => `${from} ${to}`) ?? [];
}

describe('a generator behind a generator', () => {
  test('has a gate where that saves edges', () => {
    expect(edgesBetween(2, 2)).toEqual(['a-i0 b-i0', 'a-i1 b-i0', 'a-i0 b-i1', 'a-i1 b-i1']);
    expect(edgesBetween(3, 1)).toEqual(['a-i0 b-i0', 'a-i1 b-i0', 'a-i2 b-i0']);
    expect(edgesBetween(4, 4)).toHaveLength(16);
    expect(edgesBetween(7, 3)).toEqual([
      ...Array.from({ length: 7 }, (_, index) => `a-i${index} h__begin`),
      ...Array.from({ length: 3 }, (_, index) => `h__begin b-i${index}`),
    ]);
    expect(edgesBetween(300, 300)).toHaveLength(600);
  });

  test('has its trigger rule at the gate', () => {
    expect(edgesBetween(30, 30, ', trigger_rule: all_done')).toHaveLength(60);
  });
});

/** The trigger rule of `load` in a sub-DAG that begins when something failed. */
function ruleInside(own: string, sectionOfDefaults: string): string | undefined {
  const text = `name: x
format: 1
${sectionOfDefaults}
operators:
- {name: first, type: dummy}
sub_dags:
- {name: mend, type: sub_dag, target: all, upstream_dependencies: [first], properties: {trigger_rule: one_failed}}
---
name: all
operators:
- {name: load, type: bash, properties: {bash_command: x${own}}}
`;
  const { plan } = planWorkflow(readWorkflow('x.workflow.yaml', text), { catalogue });
  return plan?.nodes.find(({ id }) => id === 'mend.load')?.triggerRule;
}

describe('the first tasks of a sub-DAG with a trigger rule', () => {
  test.each([
    ['take it', '', '', 'one_failed'],
    ['have their own, whichever that is', ', trigger_rule: all_success', '', 'all_success'],
    ['take it before that of all tasks', '', 'default_task_args: {trigger_rule: all_done}', 'one_failed'],
    ['have that of their type', '', 'operator_defaults: {bash: {trigger_rule: all_done}}', 'all_done'],
  ])('%s', (_, own, defaults, rule) => {
    expect(ruleInside(own, defaults)).toBe(rule);
  });
});
