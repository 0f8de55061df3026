import { JENKINS_RULE_FACTS } from '../converters/from-jenkins';
import { OOZIE_RULES } from '../converters/from-oozie';
import type { RuleSection } from '../text/rule-page';
import type { RuleFacts } from '../text/rules';
import { RULE_FACTS, RULE_SOURCES } from '../workflow/check';
import { PROJECT_RULES } from '../workflow/project';

const SOURCES =
  'The source of a rule: *boundary-layer* refuses such a file, too (in boundary-layer, one mistake at a time and without a place); *gap*: boundary-layer takes it, and what comes of it is wrong; *Airflow* refuses it or does something else with it; *Airflow 3* changed it; *dagport*: it is about what dagport added to the language.';

/** The rules of every language that `lint` checks, as `docs/rules/index.md` lists them. */
export const RULE_SECTIONS: readonly RuleSection[] = [
  { title: 'Workflows', language: 'yaml', rules: RULE_FACTS, sources: { of: RULE_SOURCES, legend: SOURCES } },
  { title: 'Configuration', language: 'yaml', rules: PROJECT_RULES },
  { title: 'Oozie', language: 'xml', rules: OOZIE_RULES },
  { title: 'Jenkins', language: 'groovy', rules: JENKINS_RULE_FACTS },
];

export const ALL_RULES: readonly RuleFacts[] = RULE_SECTIONS.flatMap(({ rules }) => rules);

/** The language of the examples of a rule. */
export function exampleLanguage(rule: RuleFacts): RuleSection['language'] {
  return RULE_SECTIONS.find(({ rules }) => rules.includes(rule))?.language ?? 'yaml';
}
