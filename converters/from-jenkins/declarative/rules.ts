import { parse } from 'yaml';
import type { RuleFacts } from '../../../text/rules';
import rulesText from './rules.yaml?raw';

interface WrittenRule {
  readonly id: string;
  readonly summary: string;
  readonly why: string;
  readonly bad: string;
  readonly good: string;
}

/** The rules of Jenkinsfiles: what Jenkins' own validator refuses, and why. */
export const JENKINS_RULE_FACTS: readonly RuleFacts[] = (parse(rulesText) as readonly WrittenRule[]).map(
  ({ id, ...documentation }): RuleFacts => ({ id, category: 'correctness', documentation }),
);
