import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseGroovy } from '../../../../converters/from-jenkins/groovy';
import { beside } from '../golden';

/** Pieces of code that Groovy's own parser has judged: `npm run test:groovy` compares whole folders with it. */
function pieces(name: string): readonly string[] {
  const text = readFileSync(beside(import.meta.url, 'fixtures', name), 'utf8');
  return text.slice(0, -1).split('\n===\n');
}

test.each(pieces('accepted.txt'))('Groovy accepts %j', (text) => {
  expect(parseGroovy(`${text}\n`).problems.map((problem) => problem.message)).toEqual([]);
});

test.each(pieces('refused.txt'))('Groovy refuses %j', (text) => {
  expect(parseGroovy(`${text}\n`).problems).not.toEqual([]);
});
