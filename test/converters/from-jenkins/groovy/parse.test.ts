import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childrenOf, parseGroovy, type TreeNode, walk } from '../../../../converters/from-jenkins/groovy';
import { beside, checkGolden } from '../golden';
import { printTree } from './print';

const fixtures = readdirSync(beside(import.meta.url, 'fixtures')).filter((name) => name.endsWith('.groovy'));

test.each(fixtures)('%s is read as its tree says', (name) => {
  const text = readFileSync(beside(import.meta.url, 'fixtures', name), 'utf8');
  checkGolden(beside(import.meta.url, 'fixtures', name.replace(/\.groovy$/, '.tree')), printTree(parseGroovy(text)));
});

/** Every node lies in the text, and inside the node that holds it. */
function checkRanges(text: string): void {
  const file = parseGroovy(text);
  const within = (outer: TreeNode['range'], inner: TreeNode['range']) =>
    outer.start <= inner.start && inner.end <= outer.end;
  const whole = { start: 0, end: text.length };
  walk(file.statements, (node) => {
    expect(node.range.start).toBeLessThanOrEqual(node.range.end);
    expect(within(whole, node.range)).toBe(true);
    for (const child of childrenOf(node)) {
      expect(
        within(node.range, child.range),
        `${child.kind} at ${child.range.start} in ${node.kind} of ${JSON.stringify(text)}`,
      ).toBe(true);
    }
    return undefined;
  });
  for (const { range } of file.problems) expect(within(whole, range)).toBe(true);
}

test('every node lies inside the one that holds it', () => {
  for (const name of fixtures) checkRanges(readFileSync(beside(import.meta.url, 'fixtures', name), 'utf8'));
});

const pieces = [
  ...[
    'sh',
    'stage',
    'def',
    'class',
    'if',
    'else',
    'for',
    'in',
    'return',
    'x',
    'String',
    'import',
    'new',
    'try',
    'catch',
    'as',
    'case',
    'switch',
  ],
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '->',
    ':',
    ',',
    ';',
    '.',
    '?.',
    '?',
    '=',
    '==',
    '+',
    '-',
    '*',
    '/',
    '<',
    '>',
    '!',
    '@',
    '&&',
    '..',
    '*:',
  ],
  ...[
    "'",
    '"',
    "'''",
    '"""',
    '${',
    '$',
    '$/',
    '/$',
    '\\',
    '//',
    '/*',
    '*/',
    '\n',
    '\r\n',
    ' ',
    '1',
    '0x',
    '1.5e3',
    "'a'",
    '"b$c"',
    '\u00e9',
    '\u0000',
    '𝒳',
  ],
];

const anyCode = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((list) => list.join(''));

test('no text throws, and ranges hold for all of them', () => {
  fc.assert(fc.property(fc.oneof(anyCode, fc.string({ unit: 'binary', maxLength: 80 })), checkRanges), {
    numRuns: 2000,
  });
});

test('a line that is broken does not hide the others', () => {
  const bad = ['sh (', "echo 'x", 'a b c d )', 'x = [1, 2', 'def = 1', '@', 'foo(a: )', 'if a', '"${x"', '} {', ')'];
  for (const line of bad) {
    const file = parseGroovy(`first()\n${line}\nlast()\n`);
    const calls: string[] = [];
    walk(file.statements, (node) => {
      if (node.kind === 'call' && node.callee.kind === 'name') calls.push(node.callee.name);
      return undefined;
    });
    expect(file.problems.length, line).toBeGreaterThan(0);
    expect(calls, line).toContain('first');
    expect(calls, line).toContain('last');
  }
});

const deep: readonly (readonly [string, (count: number) => string])[] = [
  ['parentheses', (count) => '('.repeat(count)],
  ['open blocks', (count) => '{'.repeat(count)],
  ['blocks that begin as parameters', (count) => '{ a, '.repeat(count)],
  ['interpolations', (count) => '"${'.repeat(count)],
  ['mixed strings', (count) => '"${/"'.repeat(count)],
  ['operators', (count) => `x = a${' + a'.repeat(count)}`],
  ['calls', (count) => `a${'.b()'.repeat(count)}`],
  ['else if', (count) => `if (a) b${' else if (a) b'.repeat(count)}`],
  ['strings that are never closed', (count) => 'x = /a\n'.repeat(count)],
  ['type arguments', (count) => 'A<'.repeat(count)],
];

test.each(deep)('%s of any depth are read in linear time', (_, make) => {
  // The best of three, because other work on the machine only ever makes it slower.
  const time = (count: number) => {
    const text = make(count);
    const once = () => {
      const begin = performance.now();
      parseGroovy(text);
      return performance.now() - begin;
    };
    return Math.min(once(), once(), once(), once(), once());
  };
  time(2_000);
  // Ten times the text: linear is ten times the time, quadratic a hundred.
  expect(time(40_000)).toBeLessThan(40 * time(4_000) + 250);
});

test('a file of 100,000 lines, and blocks 1,000 deep, are read in bounded time', () => {
  const lines = Array.from({ length: 100_000 }, (_, index) => `sh "echo ${index} \${env.X}"`).join('\n');
  const file = parseGroovy(`node {\n${lines}\n}\n`);
  expect(file.problems).toEqual([]);
  const deepest = 1_000;
  const nested = `${"dir('a') {\n".repeat(deepest)}sh 'x'\n${'}\n'.repeat(deepest)}`;
  const begin = performance.now();
  const problems = parseGroovy(nested).problems;
  expect(performance.now() - begin).toBeLessThan(2_000);
  expect(problems.every(({ message }) => message.length > 0)).toBe(true);
});
