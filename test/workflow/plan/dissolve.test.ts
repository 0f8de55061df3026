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
