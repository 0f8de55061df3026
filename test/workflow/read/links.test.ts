import { describe, expect, test } from 'vitest';
import { absolute, readWorkflow, valueAt, type WorkflowFile, type YamlNode } from '../../../workflow/read';

/** Where a node stands in the text, and where it is written. */
function checkPlaces(file: WorkflowFile, owner: { readonly offset: number }, node: YamlNode | undefined): string[] {
  const slice = (range: { readonly start: number; readonly end: number }): string => {
    const { start, end } = absolute(owner, range);
    return file.text.slice(start, end);
  };
  if (node === undefined) return [];
  return [slice(node), ...(node.from === undefined ? [] : [slice(node.from)])];
}

const TEXT = `name: x
default_task_args: &usual
  retries: 2
  params: &inner {a: 1}
operators:
- name: first
  properties:
    <<: *usual
    owner: me
- name: second
  properties: {<<: [*usual, {retries: 3}], params: *inner}
`;

describe('what an alias brings in knows both places', () => {
  test.each([
    ['LF', TEXT],
    ['CRLF', TEXT.replaceAll('\n', '\r\n')],
    ['a mark and an emoji before it', `\uFEFF# 🎉\n${TEXT}`],
  ])('with %s', (_, text) => {
    const file = readWorkflow('x.yaml', text);
    expect(file.problems).toEqual([]);
    const [first, second] = file.documents[0]?.items ?? [];
    if (first === undefined || second === undefined) throw new Error('two items');
    const properties = valueAt(first.map, 'properties');
    expect(checkPlaces(file, first, valueAt(properties, 'retries'))).toEqual(['*usual', '2']);
    expect(checkPlaces(file, first, valueAt(properties, 'owner'))).toEqual(['me']);
    const others = valueAt(second.map, 'properties');
    expect(checkPlaces(file, second, valueAt(others, 'retries'))).toEqual(['*usual', '2']);
    expect(checkPlaces(file, second, valueAt(others, 'params'))).toEqual(['*inner', '{a: 1}']);
    expect(checkPlaces(file, second, valueAt(valueAt(others, 'params'), 'a'))).toEqual(['*inner', '1']);
  });
});

test('what was brought in once and is brought in again keeps the place where it is written', () => {
  const text = 'name: x\na: &a {one: 1}\nb: &b {two: *a}\nc: *b\n';
  const file = readWorkflow('x.yaml', text);
  const entry = file.documents[0]?.entries.find(({ key }) => key.text === 'c');
  if (entry === undefined) throw new Error('an entry');
  expect(checkPlaces(file, entry, valueAt(valueAt(entry.value, 'two'), 'one'))).toEqual(['*b', '1']);
});

test.each([
  ['an anchor that stands twice', 'name: &a x\nb: &a y\n', ['duplicate-anchor']],
  ['the same anchor in two documents', 'name: &a x\n---\nname: &a y\n', []],
  ['a merge key with a value that is no mapping', 'name: x\na: {<<: [1]}\n', ['yaml-syntax']],
  ['a merge key with an alias of nothing', 'name: x\na: {<<: *b}\n', ['unknown-alias']],
  ['an alias of a document above', 'name: &a x\n---\nname: *a\n', ['unknown-alias']],
])('%s', (_, text, rules) => {
  expect(readWorkflow('x.yaml', text).problems.map((problem) => problem.rule)).toEqual(rules);
});
