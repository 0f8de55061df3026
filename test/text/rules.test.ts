import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverage } from '../../text/coverage';
import {
  checksOf,
  createFindingCache,
  type Found,
  findAll,
  type Rule,
  type RuleFacts,
  remembered,
  severityOf,
  silencersOf,
  withoutConsequences,
} from '../../text/rules';

interface Inputs {
  readonly word: string;
  readonly line: readonly string[];
}

const DOCUMENTATION = { summary: '', why: '', bad: '', good: '' };

const shouting: Rule<Inputs> = {
  id: 'shouting',
  category: 'style',
  documentation: DOCUMENTATION,
  check: {
    *word(word) {
      if (word === word.toUpperCase()) yield { message: `${word} is shouted`, range: { start: 0, end: word.length } };
    },
  },
};

const crowd: Rule<Inputs> = {
  id: 'crowd',
  category: 'correctness',
  documentation: DOCUMENTATION,
  check: {
    *line(words) {
      if (words.length > 2) yield { message: 'too many', range: { start: 0, end: 1 }, covers: { start: 0, end: 99 } };
    },
  },
};

test('a rule is asked only in the scopes that it looks at; its category fixes the severity', () => {
  expect(findAll(checksOf([shouting, crowd], 'word'), 'HEY')).toEqual([
    {
      diagnostic: { rule: 'shouting', severity: 'info', message: 'HEY is shouted', range: { start: 0, end: 3 } },
      covers: { start: 0, end: 3 },
    },
  ]);
  const [found] = findAll(checksOf([shouting, crowd], 'line'), ['a', 'b', 'c']);
  expect(found?.diagnostic).toEqual({
    rule: 'crowd',
    severity: 'error',
    message: 'too many',
    range: { start: 0, end: 1 },
  });
  expect(found?.covers).toEqual({ start: 0, end: 99 });
});

test.each([
  ['correctness', 'error'],
  ['security', 'error'],
  ['migration', 'warning'],
  ['suspicious', 'warning'],
  ['style', 'info'],
] as const)('%s is an %s', (category, severity) => expect(severityOf(category)).toBe(severity));

describe('one root cause, one diagnostic', () => {
  const facts = (id: string, silencedBy: readonly string[] = []): RuleFacts => ({
    id,
    category: 'correctness',
    documentation: DOCUMENTATION,
    silencedBy,
  });
  const found = (rule: string, start: number, end: number, covers = { start, end }): Found => ({
    diagnostic: { rule, severity: 'error', message: '', range: { start, end } },
    covers,
  });

  test.each([
    ['inside what the cause covers', [found('cause', 0, 2, { start: 0, end: 50 }), found('effect', 10, 12)], ['cause']],
    ['elsewhere', [found('cause', 0, 2, { start: 0, end: 5 }), found('effect', 10, 12)], ['cause', 'effect']],
    ['of another rule', [found('other', 0, 2, { start: 0, end: 50 }), found('effect', 10, 12)], ['other', 'effect']],
    ['before the cause in the list', [found('effect', 10, 12), found('cause', 11, 13)], ['cause']],
  ])('%s', (_, all, left) => {
    const rules = [facts('cause'), facts('other'), facts('effect', ['cause'])];
    expect(withoutConsequences(all, silencersOf(rules)).map((diagnostic) => diagnostic.rule)).toEqual(left);
  });
});

test('a part is looked at again only when it or the settings are others', () => {
  const cache = createFindingCache();
  const part = {};
  let asked = 0;
  const find = (): readonly Found[] => {
    asked++;
    return [];
  };
  remembered(cache, part, 'a', find);
  remembered(cache, part, 'a', find);
  expect(asked).toBe(1);
  remembered(cache, part, 'b', find);
  remembered(cache, {}, 'b', find);
  expect(asked).toBe(3);
});

test('coverage says what a look at every range says', () => {
  const range = fc.tuple(fc.nat(60), fc.nat(20)).map(([start, length]) => ({ start, end: start + length }));
  fc.assert(
    fc.property(fc.array(range), range, (ranges, asked) => {
      const touches = ranges.some((one) => one.start <= asked.end && asked.start <= one.end);
      expect(coverage(ranges)(asked)).toBe(touches);
    }),
  );
});
