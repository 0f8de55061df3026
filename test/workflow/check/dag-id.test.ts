import { expect, test } from 'vitest';
import { dagIdIn, twinsOf } from '../../../workflow/check';

test.each([
  ['name: orders\n', 'orders'],
  ['# about\n\n---\nname: "my orders" # why\noperators: []\n---\nname: other\n', 'my_orders'],
  ["format: 1\nname: 'a'\r\n", 'a'],
  ['\uFEFFname: orders\r\noperators: []\r\n', 'orders'],
  ['operators:\n- name: load\n', undefined],
  ['operators: []\n---\nname: other\n', undefined],
  ['kind: composite\nname: jobs\n', undefined],
  ['name: &a orders\n', undefined],
  ['', undefined],
])('the DAG id of %j', (text, id) => expect(dagIdIn(text)).toBe(id));

test('the first of several is none of another', () => {
  const of = (path: string, name: string) => ({ path, text: `name: ${name}\n` });
  expect(twinsOf([of('a', 'x'), of('b', 'y'), of('c', 'x'), of('d', 'x'), of('e', '')])).toEqual([
    undefined,
    undefined,
    'a',
    'a',
    undefined,
  ]);
});
