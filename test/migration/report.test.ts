import { describe, expect, test } from 'vitest';
import type { SourceAccount } from '../../converters/contract';
import { makeSidecar, migrationReport, reportText } from '../../migration';
import { list, mapping, writeDraft } from '../../workflow/write';
import { expectToFollow } from '../cli/schemas';

const source = '<a>\n  <b x="1"/>\n  <c/>\n  <c/>\n</a>\n';

const account: SourceAccount = {
  path: 'w.xml',
  kind: 'oozie-workflow',
  constructs: [
    { id: 'w.xml#/a', construct: 'a', range: { start: 0, end: 38 }, status: 'manual', message: 'Decide.' },
    { id: 'w.xml#/a/b', construct: 'a/b', range: { start: 6, end: 16 }, status: 'manual', message: 'Decide.' },
    { id: 'w.xml#/a/b/@x', construct: 'a/b@x', range: { start: 9, end: 14 }, status: 'converted' },
    { id: 'w.xml#/a/c', construct: 'a/c', range: { start: 19, end: 23 }, status: 'dropped', reason: 'documentation' },
    {
      id: 'w.xml#/a/c[2]',
      construct: 'a/c',
      range: { start: 26, end: 30 },
      status: 'dropped',
      reason: 'documentation',
    },
  ],
};

const draft = mapping({ name: 'w', operators: list([]) });
const operators = {
  key: 'operators',
  value: {
    kind: 'list' as const,
    layout: 'block' as const,
    items: [{ value: mapping({ name: 'b', type: 'dummy' }, 'flow'), from: ['w.xml#/a/b/@x', 'w.xml#/a/b'] }],
  },
};
const written = writeDraft({
  header: [],
  documents: [{ ...draft, entries: [...draft.entries.slice(0, 1), operators] }],
});
const workflow = { path: 'out/w.workflow.yaml', written };
const texts = new Map([['w.xml', source]]);

describe('the report', () => {
  const report = migrationReport([account], texts, [workflow]);

  test('counts every construct and gives places on both sides, from 1', () => {
    expectToFollow('migration-report', report);
    const [only] = report.sources;
    expect(only?.constructs).toEqual({ total: 5, converted: 1, approximated: 0, manual: 2, dropped: 2 });
    expect(only?.outputs).toEqual(['out/w.workflow.yaml']);
    expect(only?.items[2]).toEqual({
      construct: 'a/b@x',
      status: 'converted',
      source: { line: 2, column: 6, endLine: 2, endColumn: 11 },
      target: {
        path: 'out/w.workflow.yaml',
        pointer: 'operators/b',
        range: { start: { line: 3, column: 1 }, end: { line: 3, column: 25 } },
      },
    });
  });

  test('says it to people with what has to be decided first, things alike on one line', () => {
    expect(reportText(report)).toBe(`# Migration report

## w.xml

Converted into out/w.workflow.yaml.

5 constructs: 1 converted, 0 approximated, 2 manual, 2 dropped.

### Manual: the task fails until you have decided

- w.xml:1:1 \`a\` (and 1 in it): Decide.

### Dropped: means nothing on Airflow

- w.xml:3:3, 4:3 \`a/c\` [documentation]
`);
  });
});

test('the sidecar maps places, hashes what was read, and holds no secret', () => {
  const properties = new Map([
    ['dir', '/x'],
    ['db.password', 'hunter2'],
    ['apiToken', 'hunter2'],
  ]);
  const sidecar = makeSidecar({
    tool: 'dagport test',
    options: { profile: 'p', properties, airflow: '3.3' },
    workflow,
    basePath: '.dagport/base/w.workflow.yaml',
    accounts: [account],
    texts,
  });
  expectToFollow('migration-sidecar', sidecar);
  expect(JSON.stringify(sidecar)).not.toContain('hunter2');
  expect(sidecar.options.properties).toEqual({ dir: '/x', 'db.password': '<redacted>', apiToken: '<redacted>' });
  expect(sidecar.map.map(({ pointer, construct }) => [pointer, construct])).toEqual([
    ['operators/b', '/a/b/@x'],
    ['operators/b', '/a/b'],
  ]);
  expect(sidecar.base.path).toBe('.dagport/base/w.workflow.yaml');
});
