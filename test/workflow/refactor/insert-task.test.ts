import { describe, expect, test } from 'vitest';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { catalogue, HEAD, refactored } from './refactored';

describe('a task between two', () => {
  test.each([
    [
      'on what runs before',
      '- {name: a, type: bash}\n- name: b\n  type: bash\n  upstream_dependencies: [‸a]\n',
      '- {name: a, type: bash}\n- {name: before-b, type: dummy, upstream_dependencies: [a]}\n- name: b\n  type: bash\n  upstream_dependencies: [before-b]\n',
    ],
    [
      'on what runs behind',
      '- {name: a, type: bash, downstream_dependencies: [b‸]}\n- {name: b, type: bash}\n',
      '- {name: a, type: bash, downstream_dependencies: [before-b]}\n- {name: before-b, type: dummy, downstream_dependencies: [b]}\n- {name: b, type: bash}\n',
    ],
    [
      'where its name is taken',
      '- {name: before-b, type: bash}\n- {name: b, type: bash, upstream_dependencies: [before-b‸]}\n',
      '- {name: before-b, type: bash}\n- {name: before-b-2, type: dummy, upstream_dependencies: [before-b]}\n- {name: b, type: bash, upstream_dependencies: [before-b-2]}\n',
    ],
  ])('%s', (_, before, after) => {
    const result = refactored(`${HEAD}operators:\n${before}`, 'Insert a task');
    expect(result).toBe(`${HEAD}operators:\n${after}`);
  });

  test('the other edges stay, and there is one more task', () => {
    const text = `${HEAD}operators:\n- {name: a, type: dummy}\n- {name: b, type: dummy, upstream_dependencies: [a]}\n- {name: c, type: dummy, upstream_dependencies: [a, ‸b]}\n`;
    const { plan } = planWorkflow(readWorkflow('x', refactored(text, 'Insert a task') ?? ''), { catalogue });
    expect(plan?.edges.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(
      ['a b', 'a c', 'b before-c', 'before-c c'].map((edge) =>
        edge.replaceAll('before-c', plan?.nodes.find(({ id }) => id.startsWith('before'))?.id ?? ''),
      ),
    );
  });

  test('choices and handlers are not taken apart', () => {
    const text = `${HEAD}operators:\n- {name: a, type: bash, on_failure: [b‸]}\n- {name: b, type: bash}\n`;
    expect(refactored(text, 'Insert a task')).toBeUndefined();
  });
});
