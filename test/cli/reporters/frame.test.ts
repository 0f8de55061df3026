import { expect, test } from 'vitest';
import { columns, frameOf } from '../../../cli/reporters/frame';
import { indexLines } from '../../../text/range';

/** A line with its marked part in `‹ ›`, as it is shown in so many columns. */
function shown(marked: string, width?: number): string {
  const start = marked.indexOf('‹');
  const end = marked.indexOf('›') - 1;
  const text = marked.replace(/[‹›]/g, '');
  const { code, marks } = frameOf({ start, end }, text, indexLines(text), width);
  return `${code}\n${marks}`;
}

const LONG = 'abcdefghij'.repeat(20);

test.each([
  ['a: ‹b›', undefined, 'a: b\n   ^'],
  ['a:\t‹b›\r\nnext', undefined, 'a: b\n   ^'],
  ['日本語: ‹名前› x', undefined, '日本語: 名前 x\n        ^^^^'],
  ['🎉 👩‍👩‍👧 ‹é›', undefined, '🎉 👩‍👩‍👧 é\n      ^'],
  [`‹x› ${LONG}`, 40, `x ${LONG.slice(0, 36)}…\n^`],
  [`${LONG} ‹x›`, 40, `…${LONG.slice(-36)} x\n${' '.repeat(38)}^`],
  [`${LONG}‹x›${LONG}`, 40, expect.stringMatching(/^…\w{10}x\w{27}…\n {11}\^$/)],
  [`a: ‹${LONG}›`, 40, `…${LONG.slice(0, 38)}…\n ${'^'.repeat(38)}`],
  ['', undefined, '\n^'],
])('%j in %j columns', (marked, width, wanted) => {
  expect(shown(marked, width)).toEqual(wanted);
});

test('no line is wider than the terminal, and no character is cut', () => {
  for (const part of ['日本語', '👩‍👩‍👧', 'abc', 'é', '🎉x']) {
    for (let front = 0; front < 60; front += 7) {
      for (let back = 0; back < 60; back += 7) {
        const lines = shown(`${part.repeat(front)}‹x›${part.repeat(back)}`, 50).split('\n');
        for (const line of lines) {
          expect(columns(line)).toBeLessThanOrEqual(50);
          expect(line).not.toMatch(/\p{Surrogate}/u);
          expect(line).not.toMatch(/^…?\u200d|\u200d…?$/);
        }
      }
    }
  }
});
