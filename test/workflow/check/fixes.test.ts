import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { applyEdits } from '../../../text/edit';
import { mergeFixes } from '../../../text/fixes';
import type { RuleFacts } from '../../../text/rules';
import { type CheckContext, RULE_FACTS } from '../../../workflow/check';
import { CATALOGUE } from './catalogue';
import { COMPOSITES, compositesOf } from './composites';
import { check, EFFECTS, expectGoodFixes } from './good-fixes';

const FIXTURES = new URL('fixtures/', import.meta.url);
const BY_HAND = new URL('by-hand/', import.meta.url);

/** The page of a rule and its fixtures: files in which it finds something. */
function filesOf({ id, documentation }: RuleFacts): readonly (readonly [text: string, context: CheckContext])[] {
  const { bad, composite, plugins = [] } = documentation;
  const folder = new URL(`${id}/`, FIXTURES);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
  const context = { catalogue: { ...CATALOGUE, plugins: new Set(plugins) }, composites: COMPOSITES };
  return [
    [bad, composite === undefined ? context : { ...context, composites: compositesOf(composite) }],
    ...names.map((name) => [readFileSync(new URL(name, folder), 'utf8'), context] as const),
  ];
}

const seen = new Set<string>();

test.each(RULE_FACTS.map((rule) => [rule.id, rule] as const))('safe fixes of %s', (_, rule) => {
  for (const [text, context] of filesOf(rule)) for (const id of expectGoodFixes(text, context)) seen.add(id);
});

test('of each rule with safe fixes it is known what they do to the DAG', () => {
  expect([...seen].toSorted()).toEqual([...EFFECTS.keys()]);
  const rules = new Map(RULE_FACTS.map((rule) => [rule.id, rule]));
  for (const id of seen) expect(rules.get(id)?.documentation.fixSafety, id).toMatch(/safe/i);
});

test('proposals make no text unreadable', () => {
  const pages = RULE_FACTS.flatMap(filesOf);
  const byHand = readdirSync(BY_HAND).map((name) => readFileSync(new URL(name, BY_HAND), 'utf8'));
  const context = { catalogue: CATALOGUE, composites: COMPOSITES };
  for (const [text, where] of [...pages, ...byHand.map((one) => [one, context] as const)]) {
    const before = check(text, where);
    const fixed = applyEdits(text, mergeFixes(before, ['safe', 'unsafe']).edits);
    const unreadable = (found: typeof before) => found.filter(({ rule }) => rule === 'yaml-syntax').length;
    expect(unreadable(check(fixed, where)), fixed).toBeLessThanOrEqual(unreadable(before));
  }
});
