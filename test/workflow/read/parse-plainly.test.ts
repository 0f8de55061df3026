import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workflowText } from '../../../bench/workflow';
import { cutFile } from '../../../workflow/read/cells';
import { parseCell, parseWholly } from '../../../workflow/read/parse';
import { parsePlainly } from '../../../workflow/read/parse-plainly';

const ROOT = new URL('../../../', import.meta.url);

/** The quick answer, where there is one, is that of the whole language. Gives whether there is one. */
function checkSame(text: string): boolean {
  const quick = parsePlainly(text);
  if (quick === undefined) return false;
  const { root, problems, linked, unfinished } = parseWholly(text);
  const quickly = { root: { ...quick, end: 0 }, problems: [], linked: false, unfinished: false };
  expect(quickly, JSON.stringify(text)).toEqual({
    root: root === undefined ? undefined : { ...root, end: 0 },
    problems,
    linked,
    unfinished,
  });
  return true;
}

function cellsOf(text: string): readonly string[] {
  return cutFile(text).flatMap(({ cells }) => cells.map(({ start, end }) => text.slice(start, end)));
}

function filesBelow(folder: string): readonly string[] {
  const names = readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => readFileSync(new URL(folder + name, ROOT), 'utf8'));
}

test('every cell of every file of this repository, and of a prefix of each', () => {
  let [quick, all] = [0, 0];
  for (const text of [...['examples/', 'test/', 'schemas/catalog/'].flatMap(filesBelow), workflowText(50)]) {
    for (const cell of cellsOf(text)) {
      all++;
      if (checkSame(cell)) quick++;
      const step = Math.max(1, Math.floor(cell.length / 9));
      for (let end = 1; end < cell.length; end += step) checkSame(cell.slice(0, end));
    }
  }
  expect(quick / all).toBeGreaterThan(0.6);
});

const scalar = fc.constantFrom(
  'a', 'b c', '1', '-1', '010', '1:30', '3.0', 'yes', 'null', '~', '', ' ', '=', '<<', '<<x>>', '{{ ds }}', '"{{ ds }}"', "'it''s'",
  '"a\\"b"', '"a\\nb"', '"a\\x41"', '"', "'", '- a', '-a', '-', '? a', ':', 'a:b', 'a: b', 'a:', 'a #b', 'a#b', '#b', '&a b', '*a', '!t a', '|',
  '>', '%a', '@a', '`a`', 'a,b', 'a]', '[a]', '[a, b]', '[a, ]', '[a,, b]', '[]', '{}', '{a: 1}', '{a: 1, a: 2}', '{a}', '{a: }', '{a:1}',
  '{a: b:c, d: "x"}', '{a: [b, {c: d}]}', '["a":b]', '[a: b]', '{"a": b}', '[a b #c, d]', '[http://x/y, z?]', '[-1, - 2]', '漢字', '🎉', 'a\u00a0b',
  '2026-01-01', '2026-13-01', '0b', 'a\u2028b', '..', '.5', '...', '---',
); // biome-ignore format: a list of odd scalars
const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'b', 'name', 'on', 'x-y', 'a.b', '"q"', '1', 'k k'), scalar)
      .map(([key, value]) => `${key}: ${value}`),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'a:',
      'b:',
      'name: # why',
      '- a: 1',
      '-',
      '- ',
      '- - a',
      '# c',
      '',
      '  ',
      '<<: x',
      'a:b',
    ),
  },
  { weight: 2, arbitrary: scalar.map((value) => `- ${value}`) },
  { weight: 1, arbitrary: scalar },
);
const line = fc
  .tuple(
    fc.constantFrom(0, 0, 0, 2, 2, 2, 4, 4, 1, 3, 6),
    piece,
    fc.constantFrom('', '', '', ' ', ' # c', '#', '\t', '\r'),
  )
  .map(([indent, text, end]) => `${' '.repeat(indent)}${text}${end}`);

describe('random texts', () => {
  test('of lines', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 7 }), fc.boolean(), (lines, ends) => {
        checkSame(lines.join('\n') + (ends ? '\n' : ''));
      }),
      { numRuns: 4000 },
    );
  });

  test('of pairs and items, which are read quickly most often', () => {
    const pair = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), scalar).map(([key, value]) => `${key}: ${value}`);
    let quick = 0;
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 4 }), fc.constantFrom(0, 2, 4), (pairs, indent) => {
        const [first = '', ...others] = pairs;
        const text = [`- ${first}`, ...others.map((other) => `  ${other}`), `${' '.repeat(indent)}# end`].join('\n');
        if (checkSame(text)) quick++;
        if (checkSame(`s:\n${text}\n`)) quick++;
      }),
      { numRuns: 3000 },
    );
    expect(quick).toBeGreaterThan(300);
  });

  test('of characters', () => {
    const characters = fc.string({ unit: fc.constantFrom(...'ab:-#[]{},"\'? \n\\|>&*!1'), maxLength: 14 });
    fc.assert(
      fc.property(characters, characters, (head, rest) => {
        checkSame(head);
        checkSame(`a: ${head}\nb: ${rest}`);
        checkSame(`- name: ${head}\n  x: [${rest}]\n`);
        checkSame(`- {name: ${head}, x: ${rest}}\n`);
      }),
      { numRuns: 4000 },
    );
  });
});

test('what it does not know is read all the same', () => {
  expect(parseCell('a: &b c\n').root).toMatchObject({ kind: 'mapping' });
  expect(parsePlainly('a: &b c\n')).toBeUndefined();
});

const scalarLine = fc.constantFrom(
  'x',
  'x',
  'y z',
  '  deeper',
  '',
  '',
  ' ',
  '    ',
  '# no comment',
  'a: b',
  '- a',
  "it's",
  '---',
  '[x',
);

test('block scalars, at any depth', () => {
  const body = fc.tuple(
    fc.constantFrom('|', '|', '|-', '>', '>-', '|+', '|2', '| # why', '>- ', '|#'),
    fc.constantFrom(0, 1, 2, 4, 6),
    fc.array(scalarLine, { maxLength: 5 }),
    fc.constantFrom('', '\n', '\n# c', '\n  # c', '\n\n', '\n\n  \n', '\nb: 1\n', '\n  b: 1\n', '\n    b: 1', '\n- b', '\n# c\n  b: 1'),
  ); // biome-ignore format: a list of odd lines
  let quick = 0;
  fc.assert(
    fc.property(body, fc.constantFrom('a: ', '- ', '- a: ', 'x:\n  a: ', 'x:\n  - a: ', '- - '), (parts, before) => {
      const [header, indent, lines, after] = parts;
      const text = lines.map((line) => `${' '.repeat(line === '' ? 0 : indent)}${line}`).join('\n');
      if (checkSame(`${before}${header}\n${text}${after}`)) quick++;
    }),
    { numRuns: 8000 },
  );
  expect(quick).toBeGreaterThan(500);
});

test('lists and mappings in brackets over several lines', () => {
  const between = fc.constantFrom('', ' ', '\n', '\n  ', '\n    ', '\n\n  ', ' # c\n  ', '\n  # c\n    ', '# c\n  ');
  const part = fc.constantFrom('a', '1', '"q"', 'a b', 'k: v', 'k:', '[', ']', '{', '}', ',', ',', 'k: [a]', '--x', 'x#', '?', 'a\n  b');
  let quick = 0;
  fc.assert(
    fc.property(
      fc.constantFrom('a: ', '- ', '- a: ', 'x:\n  a: ', 'x:\n    '),
      fc.constantFrom('[]', '{}'),
      fc.array(fc.tuple(part, between), { maxLength: 6 }),
      between,
      fc.constantFrom('', '\n', ' # c\n', '\nb: 1', '\n  b: 1', '\n    # c\n'),
      (before, brackets, parts, first, after) => {
        const text = parts.map(([value, blanks]) => `${value}${blanks}`);
        if (checkSame(`${before}${brackets[0]}${first}${text.join('')}${brackets[1]}${after}`)) quick++;
        const list = parts.map(([value, blanks]) => `${brackets === '{}' ? `k${value.length}: ` : ''}${value},${blanks}`);
        if (checkSame(`${before}${brackets[0]}${first}${list.join('')}${brackets[1]}${after}`)) quick++;
      },
    ),
    { numRuns: 8000 },
  );
  expect(quick).toBeGreaterThan(800);
}); // biome-ignore format: lists of odd values
