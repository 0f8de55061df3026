import { didYouMean } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { asText, entryOf, valueAt, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { rangeOf, renameTo, withFix } from '../suggest';

export const unknownWeightRule: WorkflowRule = {
  id: 'unknown-weight-rule',
  category: 'correctness',
  documentation: {
    summary: 'A `weight_rule` that Airflow does not have.',
    why: 'It says how the priority of a task follows from those around it. Airflow refuses to load a DAG with one that it does not know; a strategy of your own is named by the path of its class.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, weight_rule: downsteam}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, weight_rule: downstream}}
`,
    fixSafety: 'Safe where the name is a single slip away; else a proposal.',
  },
  mentions: ['weight_rule'],
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'default_task_args');
      for (const finding of checkRule(valueAt(entry?.value, 'weight_rule')))
        yield moveFinding(finding, entry?.offset ?? 0);
    },
    *item({ item }) {
      yield* checkRule(valueAt(valueAt(item.map, 'properties'), 'weight_rule'));
    },
  },
};

/** airflow/task/weight_rule.py, in 2.11 and 3.3 alike. */
const WEIGHT_RULES: readonly string[] = ['downstream', 'upstream', 'absolute'];

function* checkRule(value: YamlNode | undefined): Generator<Finding> {
  const rule = asText(value);
  if (rule === undefined || /<<|\$\{\{|\./.test(rule.text) || WEIGHT_RULES.includes(rule.text)) return;
  yield {
    message: `"${rule.text}" is no weight rule of Airflow.${didYouMean(rule.text, WEIGHT_RULES)}`,
    range: rangeOf(rule),
    help: `The rules are ${WEIGHT_RULES.join(', ')}, and classes of your own by their path.`,
    ...withFix(renameTo(rule, WEIGHT_RULES)),
  };
}
