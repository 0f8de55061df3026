import { describe, expect, test } from 'vitest';
import type { SourceAccount } from '../../converters/contract';
import { makeSidecar, migrationReport, reportHtml, reportText } from '../../migration';
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

  test('gives a part without a place of its own the place of what is around it', () => {
    const inner = {
      id: 'w.xml#/a/b/d',
      construct: 'a/b/d',
      range: { start: 9, end: 14 },
      status: 'converted',
    } as const;
    const apart = { id: 'w.xml#/a/e', construct: 'a/e', range: { start: 9, end: 14 }, status: 'converted' } as const;
    const gone = { ...inner, id: 'w.xml#/a/b/f', status: 'dropped', reason: 'documentation' } as const;
    const constructs = [...account.constructs.slice(0, 3), inner, gone, apart];
    const [only] = migrationReport([{ ...account, constructs }], texts, [workflow]).sources;
    const pointers = only?.items.slice(3).map(({ target }) => target?.pointer);
    expect(pointers).toEqual(['operators/b', undefined, undefined]);
  });

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

describe('the HTML report', () => {
  const report = migrationReport([account], new Map([['w.xml', source]]), [workflow]);
  const results = new Map([['out/w.workflow.yaml', written.text]]);
  const html = reportHtml(report, new Map([['w.xml', source]]), results);

  test('begins with each matter that is left to a person, and where it stands', () => {
    expect(html.match(/<ul class="todo">.*?<\/ul>/s)?.[0]).toBe(
      '<ul class="todo"><li>Decide.<br><code><a href="#s0-1">w.xml:1</a>, <a href="#s0-2">w.xml:2</a></code></li></ul>',
    );
  });

  test('leads from a line to its counterpart and back', () => {
    const [, place = ''] = /id="s0-2"[^>]*><span class="n"><a href="#(r0-0-\d+)">/.exec(html) ?? [];
    expect(html).toContain(`id="${place}"><span class="n"><a href="#s0-2">`);
  });

  test('takes nothing of a source for its own, and has no scripts', () => {
    const bad = '<a x="<script>alert(1)</script>">\n  "><img src=x onerror=alert(1)>\n</a>';
    const page = reportHtml(report, new Map([['w.xml', bad]]), new Map([['out/w.workflow.yaml', bad]]));
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain("default-src 'none'");
  });
});
