import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../text/edit';

import { type PlanOptions, planWorkflow } from '../../../workflow/plan';
import { readProjectCatalogue } from '../../../workflow/project';
import { readWorkflow } from '../../../workflow/read';
import { catalogueFiles, PROVIDERS } from '../../schemas/catalogue-files';
import { catalogue, HEAD, offered } from './refactored';

describe('a composite of the tasks that are selected', () => {
  const TEXT = `${HEAD}operators:
- {name: first, type: dummy}
‸# reads
- name: read
  type: bash
  upstream_dependencies: [first]
  properties: {bash_command: read}
- name: check
  type: bash
  upstream_dependencies: [read]
  properties: {bash_command: check}
- {name: load, type: bash, upstream_dependencies: [read], properties: {bash_command: load}}
‸- {name: last, type: dummy, upstream_dependencies: [check, load]}
`;

  test('is used in their place, and the DAG has the same edges', () => {
    const { text, found } = offered(TEXT);
    const one = found.find(({ title }) => title === 'Extract a composite of 3 tasks');
    const result = applyEdits(text, one?.edits ?? []);
    expect(result).toBe(`${HEAD}operators:
- {name: first, type: dummy}
- {name: extracted, type: extracted, upstream_dependencies: [first]}
- {name: last, type: dummy, upstream_dependencies: [extracted]}
`);
    expect(one?.file).toEqual({
      name: 'extracted.yaml',
      text: `kind: composite
name: extracted
operators:
# reads
- name: read
  type: bash
  properties: {bash_command: read}
- name: check
  type: bash
  upstream_dependencies: [read]
  properties: {bash_command: check}
- {name: load, type: bash, upstream_dependencies: [read], properties: {bash_command: load}}
`,
    });
    const own = new Map([['extracted.yaml', one?.file?.text ?? '']]);
    const project = readProjectCatalogue(catalogueFiles(), own, PROVIDERS);
    expect(project.problems).toEqual([]);
    const options = { catalogue: project.catalogue, composites: project.composites };
    const edges = (each: string, before: PlanOptions): readonly string[] =>
      (planWorkflow(readWorkflow('x', each), before).plan?.edges ?? [])
        .map(({ from, to }) => `${from} ${to}`.replaceAll('extracted.', ''))
        .sort();
    expect(edges(result, options)).toEqual(edges(text, { catalogue }));
    expect(edges(text, { catalogue })).toHaveLength(5);
  });

  test.each([
    ['something waits for a part of them only', (text: string) => text.replace('[check, load]', '[check]')],
    [
      'a task in the middle waits for another one',
      (text: string) =>
        text.replace(
          '[read]\n  properties: {bash_command: check}',
          '[read, first]\n  properties: {bash_command: check}',
        ),
    ],
    [
      'a failure of one is handled outside',
      (text: string) => text.replace('type: bash, upstream', 'type: bash, on_failure: [first], upstream'),
    ],
    [
      'a template asks for what one returned',
      (text: string) => text.replace('command: load', `command: "{{ ti.xcom_pull('read') }}"`),
    ],
    [
      'one uses a resource',
      (text: string) => text.replace('type: bash, upstream', 'type: bash, requires_resources: [r], upstream'),
    ],
  ])('is not offered where %s', (_, change) => {
    expect(offered(change(TEXT)).found.filter(({ title }) => title.startsWith('Extract'))).toEqual([]);
  });
});
