import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../text/diagnostic';
import { positionAt } from '../../../text/range';
import { RULE_FACTS } from '../../../workflow/check';
import { readWorkflow } from '../../../workflow/read';
import { casesOf } from '../../compat/cases';
import { SEED } from '../../random';
import { CATALOGUE } from './catalogue';
import { check as checkIn, expectGoodFixes } from './good-fixes';
import { type Mutation, mutationsOf } from './mutations';
import { slipsOf } from './slips';
import { wordSlipsOf } from './word-slips';

const EXAMPLES = new URL('../../../examples/workflows/', import.meta.url);
const examples = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith('.workflow.yaml'))
  .map((name) => [name, readFileSync(new URL(name, EXAMPLES), 'utf8')] as const);

const CONTEXT = { catalogue: CATALOGUE };

function check(text: string): readonly Diagnostic[] {
  return checkIn(text, CONTEXT);
}

test.each(examples)('nothing is found in %s', (_, text) => expect(check(text)).toEqual([]));

/** What a mutation was found by, as a line to read where it was not. */
function missed(mutation: Mutation, found: readonly Diagnostic[]): readonly string[] {
  const { kind, text, at, meant, within } = mutation;
  const { lines } = readWorkflow('x.workflow.yaml', text);
  const line = (offset: number): number => positionAt(lines, offset).line;
  const [first, last] = within === undefined ? [line(at), line(at)] : [line(within.start), line(within.end)];
  // An empty list on a line of its own is found at its key, on the line above.
  const above = kind.endsWith(' is []') ? 1 : 0;
  const near = found.filter(({ range }) => line(range.start) <= last && line(range.end) >= first - above);
  const suggested =
    meant === undefined ||
    near.some(({ message, fix }) => message.includes(`"${meant}"`) || fix?.title.includes(meant) === true);
  if (near.length > 0 && suggested) return [];
  const said = found.map(({ range, rule, message }) => `${line(range.start) + 1} ${rule}: ${message}`);
  return [`${kind}, line ${line(at) + 1}: ${text.split('\n')[line(at)] ?? ''}\n  ${said.join('\n  ')}`];
}

const isExact = ({ kind }: Mutation): boolean => !/^(?:a blank|a level|no )/.test(kind);

/** Mutations are thousands, and each is checked as a whole file: other ones with each seed, all of them over the days. */
const SHARE = 6;

describe.each(examples)('of %s', (_, text) => {
  const some = [...mutationsOf(text)].filter((_, index) => (index + SEED) % SHARE === 0);
  const mutations = [...some, ...wordSlipsOf(text)];

  test('slips, missing keys and wrong values are found at their place, with the name that was meant, in few diagnostics', () => {
    for (const mutation of mutations) {
      const found = check(mutation.text);
      if (isExact(mutation)) expect(missed(mutation, found)).toEqual([]);
      expect(found.length, `${mutation.kind}\n${mutation.text}`).toBeLessThanOrEqual(20);
      expectGoodFixes(mutation.text, CONTEXT, found);
    }
  }, 120_000);
});

/** Valid workflows of every other kind: those of the documentation, the advice of the rules, what boundary-layer accepts. */
function otherWorkflows(): readonly (readonly [string, string])[] {
  const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const documented = [...read('docs/format.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ({ 1: text = '' }, index) => [`docs/format.md, ${index}`, text] as const,
  );
  const advised = RULE_FACTS.map(({ id, documentation }) => [`docs/rules/${id}.md`, documentation.good] as const);
  const accepted = (['cases', 'graphs'] as const).flatMap(casesOf).map(({ name, text }) => [name, text] as const);
  return [...documented, ...advised, ...accepted].filter(([, text]) => check(text).length === 0);
}

describe('of the workflows of the documentation, of rules and of boundary-layer', () => {
  const others = otherWorkflows();
  test('they are many', () => expect(others.length).toBeGreaterThan(170));

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'what is wrong is found, part %i',
    (part) => {
      for (const [index, [path, text]] of others.entries()) {
        if (index % 8 !== part) continue;
        const mutations = [...mutationsOf(text)].filter((_, number) => (number + SEED) % 40 === 0);
        for (const mutation of [...slipsOf(text), ...wordSlipsOf(text), ...mutations]) {
          const found = check(mutation.text);
          if (isExact(mutation) && !isOneOfMany(mutation, found))
            expect([path, ...missed(mutation, found)]).toEqual([path]);
          expect(found.length, `${mutation.kind}\n${mutation.text}`).toBeLessThanOrEqual(20);
        }
      }
    },
    120_000,
  );
});

/** Where several names are as near, the one that was meant need not be among the three that are told. */
function isOneOfMany({ meant = '' }: Mutation, found: readonly Diagnostic[]): boolean {
  return found.some(({ message }) => /Did you mean "[^"]+" or "[^"]+" or "/.test(message) && meant.length <= 4);
}
