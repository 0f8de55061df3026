import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../text/edit';
import { formatEdits, formatRangeEdits, formatWorkflow } from '../../../workflow/format';
import { readWorkflow } from '../../../workflow/read';
import { commentsOf, valuesOf, yamlText } from './arbitrary';
import '../../random';

/** Formats a text, and holds the result against all that formatting promises. */
function formatted(source: string): string {
  const result = formatWorkflow(source);
  if (result.kind === 'refused') throw new Error(`${result.problem.rule}: ${result.problem.message}`);
  const { text } = result;
  expect(valuesOf(text)).toBe(valuesOf(source));
  expect(commentsOf(text)).toEqual(commentsOf(source));
  expect(formatWorkflow(text)).toEqual(result);
  expect(applyEdits(source, formatEdits(source))).toBe(text);
  return text;
}

describe('what converters write', () => {
  const CONVERTERS = path.join(import.meta.dirname, '../../converters');
  const names = readdirSync(CONVERTERS, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.workflow.yaml'),
  );

  test.each(names)('%s is in the style, and comes back to it', (name) => {
    const text = readFileSync(path.join(CONVERTERS, name), 'utf8');
    expect(formatted(text)).toBe(text);
    const spaced = text.replace(/^( *- )(?=\w+: )/gm, '$1  ').replace(/\{(?=\w+: )/g, '{ ');
    if (valuesOf(spaced) === valuesOf(text)) formatted(spaced);
  });
});

describe('one style', () => {
  test.each<[string, string, string]>([
    ['lists stand below their key', 'a:\n    - b\n    -   c: 1\n        d: 2\n', 'a:\n- b\n- c: 1\n  d: 2\n'],
    ['mappings are indented by two', 'a:\n      b:\n         c: 1\n', 'a:\n  b:\n    c: 1\n'],
    ['lists in lists', '-  - a\n   - b\n-\n  - c\n', '- - a\n  - b\n-\n  - c\n'],
    ['brackets have no blanks inside', 'a: { b : 1,c: [ x ,y ] }\n', 'a: {b: 1, c: [x, y]}\n'],
    ['keys without a value keep their blank', 'a: {b: , c: }\n', 'a: {b: , c: }\n'],
    ['quotes are double', "a: 'b'\n'c': \"it's\"\nd: 'it''s'\n", 'a: "b"\n"c": "it\'s"\nd: "it\'s"\n'],
    ['but where that needs escapes', "a: 'say \"x\"'\nb: 'c:\\d'\n", "a: 'say \"x\"'\nb: 'c:\\d'\n"],
    ['brackets over several lines', 'a: [b,\n      {c: 1,\n d: 2},\n         ]\n', 'a: [b,\n  {c: 1,\n    d: 2},\n]\n'],
    ['in a list', 'a:\n  - [b,\n   c\n      ]\n', 'a:\n- [b,\n  c\n]\n'],
    [
      'blocks move with their key',
      'a:\n      b: |\n          x\n            y\n\n          z\n',
      'a:\n  b: |\n    x\n      y\n\n    z\n',
    ],
    ['blocks with an indicator', 'a:\n    b: |2\n        x\n', 'a:\n  b: |2\n      x\n'],
    [
      'texts over several lines',
      'a:\n    b: one\n     two\n    c: "x\n          y"\n',
      'a:\n  b: one\n    two\n  c: "x\n    y"\n',
    ],
    [
      'comments go with what they are about',
      'a:\n      # of b\n      b: 1   # b\n#  of c\nc: 2 # c\n',
      'a:\n  # of b\n  b: 1  # b\n#  of c\nc: 2  # c\n',
    ],
    ['blank lines stay', 'a: 1\n\n\nb:\n\n  - c\n', 'a: 1\n\n\nb:\n\n- c\n'],
    ['but not around the file', '\n\na: 1   \n  \n\n', 'a: 1\n'],
    ['the last line ends', 'a: 1', 'a: 1\n'],
    ['but not of a block, which would end otherwise', 'a: |\n  b', 'a: |\n  b'],
    ['blank lines that belong to a block', 'a: |+\n  b\n\n\n', 'a: |+\n  b\n\n\n'],
    ['documents', '---\na: 1\n---\nb:   2\n...\n', '---\na: 1\n---\nb: 2\n...\n'],
    [
      'anchors and aliases',
      'a:   &x  {b: 1}\nc: {<<:   *x, &y d: e,f: *y }\n',
      'a: &x {b: 1}\nc: {<<: *x, &y d: e, f: *y}\n',
    ],
    ['a document that is indented', '  a: 1\n  b:\n    - c\n', 'a: 1\nb:\n- c\n'],
    ['keys that are marked', '? a\n:   b\n?   c\n: - d\n', '? a\n: b\n? c\n: - d\n'],
    ['Windows lines', 'a:\r\n    - b\r\n', 'a:\r\n- b\r\n'],
    ['a byte order mark', '\uFEFFa:   1\n', '\uFEFFa: 1\n'],
    ['nothing', '', ''],
    ['only blank lines', '\n \n', ''],
    ['only a comment', '  # a', '# a\n'],
  ])('%s', (_, source, expected) => {
    expect(formatted(source)).toBe(expected);
  });
});

describe('what is no YAML is refused, at its place', () => {
  test.each([
    ['brackets that stay open', 'a: [b\n', 'yaml-syntax'],
    ['tabs', 'a:\n\tb: 1\n', 'tab-indentation'],
    ['a mark of a block behind all', 'operators:\n- {name: a}\n>', 'no-mapping'],
    ['marks of a merge', '<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n', 'merge-conflict'],
    ['templates without quotes', 'a: {{ ds }}\n', 'unquoted-jinja'],
  ])('%s', (_, source, rule) => {
    expect(formatWorkflow(source)).toMatchObject({ kind: 'refused', problem: { rule } });
    expect(formatEdits(source)).toEqual([]);
    expect(formatRangeEdits(source, { start: 0, end: 1 })).toEqual([]);
  });
});

describe('in a part of a file', () => {
  const source = 'name:   x\noperators:\n    - {name: a,type: bash}\n    - {name: b,type: bash}\nafter: [ ]\n';
  test.each<[string, string, string]>([
    [
      'a line that stands alone',
      'name:',
      'name: x\noperators:\n    - {name: a,type: bash}\n    - {name: b,type: bash}\nafter: [ ]\n',
    ],
    [
      'an item that would leave its list takes the others with it',
      'name: b',
      'name:   x\noperators:\n- {name: a, type: bash}\n- {name: b, type: bash}\nafter: [ ]\n',
    ],
    [
      'the last line',
      'after',
      'name:   x\noperators:\n    - {name: a,type: bash}\n    - {name: b,type: bash}\nafter: []\n',
    ],
  ])('%s', (_, at, expected) => {
    const start = source.indexOf(at);
    expect(applyEdits(source, formatRangeEdits(source, { start, end: start + 1 }))).toBe(expected);
  });
});

/** The texts of which our reader knows for certain what they say: it refuses some that others take. */
const readable = yamlText.filter((source) => readWorkflow('', source).problems.length === 0);

describe('whatever the file says', () => {
  test('its values and comments stay, and formatting again changes nothing', () => {
    fc.assert(
      fc.property(readable, (source) => void formatted(source)),
      { numRuns: 120 },
    );
  });

  test('a part of it is formatted without changing what the rest says', () => {
    fc.assert(
      fc.property(readable, fc.nat(), fc.nat(40), (source, from, length) => {
        const start = from % (source.length + 1);
        const range = { start, end: Math.min(source.length, start + length) };
        const text = applyEdits(source, formatRangeEdits(source, range));
        expect(valuesOf(text)).toBe(valuesOf(source));
        expect(commentsOf(text)).toEqual(commentsOf(source));
        expect(formatted(text)).toBe(formatted(source));
      }),
      { numRuns: 60 },
    );
  });

  const EXAMPLES = path.join(import.meta.dirname, '../../../examples');
  const examples = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => readFileSync(path.join(EXAMPLES, name), 'utf8'));

  test('the examples can be formatted', () => {
    expect(examples.length).toBeGreaterThan(10);
    for (const source of examples) formatted(source);
  });

  test('broken or not: it is formatted or refused', () => {
    const part = fc.record({
      example: fc.constantFrom(...examples),
      cut: fc.nat(),
      length: fc.nat(20),
      added: fc.constantFrom(
        '',
        '\n',
        '  ',
        '\t',
        '"',
        "'",
        '[',
        '}',
        ': ',
        '- ',
        '#',
        '|\n',
        '&a ',
        '*a',
        '? ',
        '--- ',
      ),
    });
    fc.assert(
      fc.property(part, ({ example, cut, length, added }) => {
        const at = cut % (example.length + 1);
        const source = example.slice(0, at) + added + example.slice(at + length);
        if (formatWorkflow(source).kind === 'formatted') formatted(source);
      }),
      { numRuns: 120 },
    );
  });
});
