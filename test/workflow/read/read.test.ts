import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { compareDiagnostics, type Diagnostic } from '../../../text/diagnostic';
import { applyEdits } from '../../../text/edit';
import { absolute, itemName, pairOf, readWorkflow, toData, type WorkflowFile } from '../../../workflow/read';

const SAMPLE = `name: orders
dag_args:
  description: >
    folded
    text
default_task_args: &defaults {owner: data}
operators:
# the first
- name: a
  type: bash
  properties:
    bash_command: |
      echo "- name: not an item"
      # not a comment
- name: b
  type: bash
  upstream_dependencies: [a]
  properties: {<<: *defaults, bash_command: 'x'}
generators:
  - name: g
    type: list_generator
---
name: target
operators:
- {name: t, type: dummy}
`;

/** The model as plain data: what the file says, without positions. */
function plain(file: WorkflowFile): unknown {
  return file.documents.map((document) => {
    const data: Record<string, unknown> = {};
    for (const { key, value } of document.entries) data[key.text] = value === undefined ? null : toData(value);
    for (const item of document.items) {
      const section = data[item.section];
      const list = item.index === 0 || !Array.isArray(section) ? [] : section;
      data[item.section] = [...list, toData(item.map)];
    }
    return data;
  });
}

function withYaml(text: string): unknown {
  return parseAllDocuments(text, { version: '1.1', merge: true }).map((document) => document.toJS());
}

test('the model says what the yaml package says', () => {
  const file = readWorkflow('orders.yaml', SAMPLE);
  expect(file.problems).toEqual([]);
  expect(plain(file)).toEqual(withYaml(SAMPLE));
});

test.each([
  ['LF', SAMPLE],
  ['CRLF', SAMPLE.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\uFEFF${SAMPLE}`],
  ['an emoji before it', SAMPLE.replace('folded', '🎉 folded')],
])('every name has its own range, with %s', (_, text) => {
  const file = readWorkflow('orders.yaml', text);
  const names = file.documents
    .flatMap((document) => document.items)
    .map((item) => {
      const name = itemName(item);
      const range = name === undefined ? { start: 0, end: 0 } : absolute(item, name);
      return file.text.slice(range.start, range.end);
    });
  expect(names).toEqual(['a', 'b', 'g', 't']);
});

describe('what cannot be read is reported and hides nothing else', () => {
  test.each([
    ['a tab', 'name: x\noperators:\n- name: a\n\ttype: bash\n- name: b\n', ['tab-indentation'], ['b']],
    ['an open quote', 'name: x\noperators:\n- name: "a\n  type: bash\n- name: b\n', ['yaml-syntax'], ['b']],
    ['a duplicate key', 'name: x\noperators:\n- name: a\n  name: c\n- name: b\n', ['duplicate-key'], ['c', 'b']],
    ['an unquoted template', 'name: x\noperators:\n- name: a\n  type: {{ ds }}\n', ['unquoted-jinja'], ['a']],
    ['an unknown alias', 'name: x\noperators:\n- name: a\n  type: *nothing\n', ['unknown-alias'], ['a']],
    ['a list', '- a\n- b\n', ['no-mapping'], []],
    ['a custom tag', 'name: x\noperators:\n- name: a\n  type: !!python/name:os.system x\n', ['yaml-tag'], ['a']],
  ])('%s', (_, text, rules, names) => {
    const file = readWorkflow('x.yaml', text);
    expect(file.problems.map((problem) => problem.rule)).toEqual(rules);
    const read = file.documents.flatMap((document) => document.items.map((item) => itemName(item)?.text));
    expect(read.filter((name) => name !== undefined)).toEqual(expect.arrayContaining(names));
  });
});

test('the fix of an unquoted template gives the text that was meant', () => {
  const text = 'name: x\noperators:\n- {name: a, type: bash, properties: {bash_command: {{ ds }}}}\n';
  const file = readWorkflow('x.yaml', text);
  const fixed = applyEdits(text, file.problems[0]?.fix?.edits ?? []);
  const again = readWorkflow('x.yaml', fixed);
  expect(again.problems).toEqual([]);
  const item = again.documents[0]?.items[0];
  expect(toData(pairOf(item?.map, 'properties')?.value ?? { kind: 'list', items: [], start: 0, end: 0 })).toEqual({
    bash_command: '{{ ds }}',
  });
});

test('an alias bomb is bounded', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}*a${level}]`,
  );
  const file = readWorkflow('bomb.yaml', `name: x\na0: &a0 [1]\n${levels.join('\n')}\n`);
  expect(file.problems.map((problem) => problem.rule)).toContain('too-many-aliases');
});

/** Without aliases, so that an item is read without the others: in both layouts of lists, with what comes between items. */
const SEPARABLE = `name: orders
format: 1
before:
  - name: open   # the gate
    type: bash
    properties: {bash_command: open}
operators:
- name: load
  type: bash
  properties:
    bash_command: |
      load 🎉 --all
      # no comment
# about the next
- name: publish
  type: bash
  upstream_dependencies:
  - load

  properties: {bash_command: publish}
- {name: last, type: bash, properties: {bash_command: "a: b"}}
---
name: other
operators:
- name: one
  type: bash
  properties: {bash_command: one}
`;

describe('after any edits, reading with what was read before gives the same as reading anew', () => {
  const edit = fc.record({
    at: fc.nat(),
    remove: fc.oneof(fc.constant(0), fc.nat(12)),
    insert: fc.constantFrom(
      '',
      'x',
      'x',
      '\n',
      '\r\n',
      '\r',
      '- name: z\n',
      '"',
      ' ',
      '  ',
      '---\n',
      '{',
      '}',
      ': ',
      '&a ',
      '*a',
      '#',
      '\t',
      '\u0085',
      '\uFEFF',
      '\uD83D',
      '<<<<<<< ours\n',
      '{{ ds }}',
    ),
  });
  test.each([
    ['with aliases', SAMPLE],
    ['without', SEPARABLE],
    ['with CRLF', SEPARABLE.replaceAll('\n', '\r\n')],
    ['without a line end at the end', SEPARABLE.trimEnd()],
  ])('%s', (_, sample) => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        let text = sample;
        let file = readWorkflow('orders.yaml', text);
        for (const { at, remove, insert } of edits) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + insert + text.slice(start + remove);
          file = readWorkflow('orders.yaml', text, file);
          const anew = readWorkflow('orders.yaml', text);
          expect({ ...file, problems: inOrder(file.problems), cells: null }).toEqual({
            ...anew,
            problems: inOrder(anew.problems),
            cells: null,
          });
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** In which order they were found does not matter. */
function inOrder(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...problems].sort(compareDiagnostics);
}

test('an edit inside an item reads nothing but that item', () => {
  const text = SEPARABLE.replace('--all', '--most');
  const before = readWorkflow('orders.yaml', SEPARABLE);
  const after = readWorkflow('orders.yaml', text, before);
  const [first, second] = [before, after].map(({ documents }) => documents.flatMap(({ items }) => items));
  expect(first?.map((item, index) => item.map === second?.[index]?.map)).toEqual([true, false, true, true, true]);
  expect(second?.[0]).toBe(first?.[0]);
});
