import { JENKINS_RULE_FACTS } from '../converters/from-jenkins';
import { OOZIE_RULES } from '../converters/from-oozie';
import type { RuleSection } from '../text/rule-page';
import type { RuleFacts } from '../text/rules';
import { RULE_FACTS } from '../workflow/check';
import { PROJECT_RULES } from '../workflow/project';

/** The rules of every language that `lint` checks, as `docs/rules/index.md` lists them. */
export const RULE_SECTIONS: readonly RuleSection[] = [
  { title: 'Workflows', language: 'yaml', rules: RULE_FACTS },
  { title: 'Configuration', language: 'yaml', rules: PROJECT_RULES },
  { title: 'Oozie', language: 'xml', rules: OOZIE_RULES },
  { title: 'Jenkins', language: 'groovy', rules: JENKINS_RULE_FACTS },
];

export const ALL_RULES: readonly RuleFacts[] = RULE_SECTIONS.flatMap(({ rules }) => rules);

/** The language of the examples of a rule. */
export function exampleLanguage(rule: RuleFacts): RuleSection['language'] {
  return RULE_SECTIONS.find(({ rules }) => rules.includes(rule))?.language ?? 'yaml';
}
