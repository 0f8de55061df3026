import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALL_RULES, exampleLanguage, RULE_SECTIONS } from '../../cli/rules';
import { checkOozie, OOZIE_RULES } from '../../converters/from-oozie';
import { renderRuleIndex, renderRulePage } from '../../text/rule-page';

const ROOT = join(import.meta.dirname, '../..');

test('each rule has an id of its own', () => {
  const ids = ALL_RULES.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test.each(OOZIE_RULES.map((rule) => [rule.id, rule] as const))('the examples of %s', (id, { documentation }) => {
  expect(checkOozie(documentation.bad).map((found) => found.rule)).toEqual([id]);
  expect(checkOozie(documentation.good)).toEqual([]);
});

describe('each rule has its page, which is generated', () => {
  const pageOf = (name: string): string => readFileSync(join(ROOT, 'docs/rules', `${name}.md`), 'utf8');
  test.each(ALL_RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    expect(pageOf(id), 'run "node tools/rule-pages.mjs"').toBe(renderRulePage(rule, exampleLanguage(rule)));
  });
  test('and one lists them all', () => expect(pageOf('index')).toBe(renderRuleIndex(RULE_SECTIONS)));
  test('and there is no other page', () => {
    const names = readdirSync(join(ROOT, 'docs/rules')).map((name) => name.replace(/\.md$/, ''));
    expect(names.sort()).toEqual([...ALL_RULES.map(({ id }) => id), 'index'].sort());
  });
});
