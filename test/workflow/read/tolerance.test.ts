import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemName, readWorkflow, toData, type WorkflowFile } from '../../../workflow/read';

/** The rules of a file's problems and the names of its items. */
function checkRead(text: string, rules: readonly string[], names: readonly string[]): WorkflowFile {
  const file = readWorkflow('x.yaml', text);
  expect(file.problems.map((problem) => problem.rule)).toEqual(rules);
  const items = file.documents.flatMap((document) => document.items);
  expect(items.map((item) => itemName(item)?.text)).toEqual(names);
  return file;
}

describe('a conflict that a merge left is one finding, and its first side is read', () => {
  test.each([
    ['two sides', '<<<<<<< HEAD\n- name: a\n=======\n- name: b\n>>>>>>> x\n- name: c\n', 1, ['a', 'c']],
    ['a base', '<<<<<<< HEAD\n- name: a\n||||||| 1a2b\n- name: o\n=======\n- name: b\n>>>>>>> x\n', 1, ['a']],
    ['no first side', '- name: a\n<<<<<<< HEAD\n=======\n- name: b\n>>>>>>> x\n', 1, ['a']],
    ['two', '<<<<<<< HEAD\n=======\n>>>>>>> x\n- name: a\n<<<<<<< HEAD\n=======\n>>>>>>> x\n', 2, ['a']],
    ['no end', '<<<<<<< HEAD\n- name: a\n=======\n- name: b\n', 1, ['a', 'b']],
    ['its end only', '- name: a\n- name: b\n>>>>>>> x\n', 1, ['a', 'b']],
    [
      'marks inside an item',
      '- name: a\n<<<<<<< HEAD\n  type: x\n=======\n  type: y\n>>>>>>> x\n- name: b\n',
      1,
      ['a', 'b'],
    ],
  ])('%s', (_, items, count, names) => {
    for (const lineEnd of ['\n', '\r\n']) {
      const text = `name: x\noperators:\n${items}`.replaceAll('\n', lineEnd);
      checkRead(text, Array(count).fill('merge-conflict'), names);
    }
  });

  test('what looks like marks inside a block of text is text', () => {
    const file = checkRead('name: x\nafter:\n- name: a\n  doc: |\n    =======\n    <<<<<<< HEAD\n', [], ['a']);
    expect(toData(file.documents[0]?.items[0]?.map ?? { kind: 'list', items: [], start: 0, end: 0 })).toEqual({
      name: 'a',
      doc: '=======\n<<<<<<< HEAD\n',
    });
  });
});

describe('each tab outside quotes, comments and blocks is one finding', () => {
  test.each([
    ['in the indentation of two lines', '- name: a\n\ttype: x\n  other:\n\t  y\n- name: b\n', 2, ['a', 'b']],
    ['between values', '- name:\ta\n  type: x\t# why\n- name: b\n', 2, ['a', 'b']],
    ['in the middle of a value', '- name: a\n  type: x\ty\n- name: b\n', 1, ['a', 'b']],
    ['in brackets', '- {name: a,\ttype: x}\n', 1, ['a']],
    ['in quotes, comments and blocks', '- name: a\n  b: "\t"\n  c: |\n    \tx\n    y\tz\n  d: e #\t\n', 0, ['a']],
  ])('%s', (_, items, count, names) => {
    checkRead(`name: x\noperators:\n${items}`, Array(count).fill('tab-indentation'), names);
  });
});

describe('a line at the margin does not end a section if no item below can be its own', () => {
  test.each([
    ['a key with a value', '- name: a\ntype: x\n- name: b\n', [], ['a', 'b']],
    ['a key with a # and a value', '- name: a\nc# d: {}\n- name: b\n', [], ['a', 'b']],
    ['what can begin no key', '- name: a\n`b: &x\n- name: b\n', ['yaml-syntax'], ['a', 'b']],
    ['a word', '- name: a\ntyp\n- name: b\n', ['no-mapping'], ['a', 'b']],
    ['a word between indented items', '  - name: a\ntyp\n  - name: b\n', ['no-mapping'], ['a', 'b']],
    ['not where its list begins right below', '- name: a\nwaves:\n- name: b\n  x: 1\n- name: c\n', [], ['a']],
    ['a section of its own', '- name: a\nafter:\n- name: b\n', [], ['a', 'b']],
  ])('%s', (_, items, rules, names) => {
    checkRead(`name: x\noperators:\n${items}`, rules, names);
  });
});

test('problems are bounded, and the last one says so', () => {
  const text = `name: x\noperators:\n${'- name: {{ x }}\n'.repeat(150)}`;
  const { problems } = readWorkflow('x.yaml', text);
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)?.message).toContain('More than 100');
});

const ITEM = (name: string): string => `- name: ${name}
  type: bash
  upstream_dependencies: [first]
  properties:
    bash_command: |
      echo ${name}
    env: {A: "1", B: 'two'}
`;
const HEAD = 'name: x\ndefault_task_args: {owner: data}\noperators:\n';
const TAIL = 'after:\n- name: last\n  type: dummy\n';

/** The names and contents of the items but the broken one. */
function neighbours(text: string): { readonly data: readonly unknown[]; readonly isClean: boolean } {
  const file = readWorkflow('x.yaml', text);
  const items = file.documents.flatMap((document) => document.items);
  const kept = items.filter((item) => ['first', 'second', 'last'].includes(itemName(item)?.text ?? ''));
  return { data: kept.map((item) => [item.section, toData(item.map)]), isClean: file.problems.length === 0 };
}

test('however one item is broken, its neighbours are read as before', () => {
  const whole = neighbours(HEAD + ITEM('first') + ITEM('broken') + ITEM('second') + TAIL);
  expect(whole.data).toHaveLength(3);
  const piece = fc.constantFrom(
    '',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ':',
    ': ',
    '#',
    '&a ',
    '*a',
    '!x ',
    '|',
    '>',
    '\t',
    '?',
    ',',
    '%',
    '@',
    '`',
    '\n',
    '\n  ',
    '\n    ',
    '- ',
    '=',
    '{{ x }}',
    '🎉',
  );
  const change = fc.record({ at: fc.nat(), removed: fc.nat(8), inserted: piece });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      let broken = ITEM('broken').slice('- name: '.length, -1);
      for (const { at, removed, inserted } of changes) {
        const start = at % (broken.length + 1);
        broken = broken.slice(0, start) + inserted + broken.slice(start + removed);
      }
      const { data, isClean } = neighbours(`${HEAD}${ITEM('first')}- name: ${broken}\n${ITEM('second')}${TAIL}`);
      // Quotes that happen to close further down are valid YAML, and mean what they say.
      if (!isClean) expect(data).toEqual(whole.data);
    }),
    { numRuns: 1_000 },
  );
});
