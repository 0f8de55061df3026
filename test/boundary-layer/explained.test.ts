import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXPLANATIONS, LINE_EXPLANATIONS } from './explained';
import { generate } from './generate';

const PAGE = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');

test.each([...EXPLANATIONS, ...LINE_EXPLANATIONS].map(({ why }) => why))(
  '"%s" stands in docs/compatibility.md',
  (why) => {
    expect(PAGE).toContain(why);
  },
);

test('a number always makes the same workflow, and they differ', () => {
  const texts = Array.from({ length: 50 }, (_, seed) => generate(seed).text);
  expect(texts).toEqual(Array.from({ length: 50 }, (_, seed) => generate(seed).text));
  expect(new Set(texts).size).toBe(texts.length);
});
