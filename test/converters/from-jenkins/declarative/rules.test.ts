import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkJenkinsfile, JENKINS_RULE_FACTS } from '../../../../converters/from-jenkins';
import { renderRulePage } from '../../../../text/rule-page';

const rulesIn = (text: string) => [...new Set(checkJenkinsfile(text).map((finding) => finding.rule))];

test.each(JENKINS_RULE_FACTS)('$id finds something in its bad example, and nothing in the good one', (rule) => {
  expect(rulesIn(rule.documentation.bad)).toEqual([rule.id]);
  expect(rulesIn(rule.documentation.good)).toEqual([]);
});

test.each(JENKINS_RULE_FACTS)('the page of $id says what the rule says', (rule) => {
  const page = new URL(`../../../../docs/rules/${rule.id}.md`, import.meta.url);
  expect(readFileSync(page, 'utf8'), 'run "node tools/rule-pages.mjs"').toBe(renderRulePage(rule, 'groovy'));
});

test('rules have ids of their own', () => {
  const ids = JENKINS_RULE_FACTS.map((rule) => rule.id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
});
