import { expect, test } from 'vitest';
import { readProperties } from '../../../converters/from-oozie';

function checkProperties(text: string, expected: readonly (readonly [string, string])[]): void {
  const found = readProperties(text);
  expect(found.map(({ key, value }) => [key, value])).toEqual(expected);
  for (const { range } of found)
    expect(text.slice(range.start, range.end)).toBe(text.slice(range.start, range.end).trimStart());
}

test.each([
  [
    'separators',
    'a=1\nb: 2\nc 3\n d\t=  4 \r\ne',
    [
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
      ['d', '4 '],
      ['e', ''],
    ],
  ],
  ['comments and blank lines', '# x=1\n ! y=2\n\n  \nz=3', [['z', '3']]],
  ['only the first separator counts', 'url=jdbc:mysql://h?a=b', [['url', 'jdbc:mysql://h?a=b']]],
  [
    'joined lines',
    'a=one \\\n   two\\\r\nthree\nb=x\\\\\nc=y',
    [
      ['a', 'one twothree'],
      ['b', 'x\\'],
      ['c', 'y'],
    ],
  ],
  ['escapes', 'a\\ b\\=c=\\u0041\\t\\q', [['a b=c', 'A\tq']]],
  ['a comment does not go on', '# a \\\nb=1', [['b', '1']]],
  ['a byte order mark', '\ufeffa=1', [['a', '1']]],
  ['the last line may end in a backslash', 'a=1\\', [['a', '1']]],
  [
    'a repeated key is there twice',
    'a=1\na=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
] as const)('%s', (_, text, expected) => checkProperties(text, expected));
