import { RENAMED_TRIGGER_RULES, TRIGGER_RULES } from '../../../schemas';
import { didYouMean } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { asText, contentRange, entryOf, valueAt, type YamlNode } from '../../read';
import type { ItemSettings, WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { changeTo, rangeOf, renameTo, withFix } from '../suggest';
import { holdsVerbatim } from '../verbatim';

export const unknownTriggerRule: WorkflowRule = {
  id: 'unknown-trigger-rule',
  category: 'correctness',
  documentation: {
    summary: 'A trigger rule that Airflow does not have, or no longer, or that is Python in `<< >>`.',
    why: 'Airflow refuses to load the DAG. What has to run before a task, and what not, is worked out when the DAG is built: Python is not known then.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: tidy, type: bash, upstream_dependencies: [load], properties: {bash_command: tidy, trigger_rule: none_failed_or_skipped}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: tidy, type: bash, upstream_dependencies: [load], properties: {bash_command: tidy, trigger_rule: none_failed_min_one_success}}
`,
    fixSafety: 'Safe for a rule that was only renamed, and where the name is a single slip away; else a proposal.',
  },
  mentions: ['trigger_rule'],
  check: {
    *document({ document, settings }) {
      const entry = entryOf(document, 'default_task_args');
      if (entry?.value === undefined) return;
      for (const finding of checkRule(valueAt(entry.value, 'trigger_rule'), settings))
        yield moveFinding(finding, entry.offset);
    },
    *item({ item, settings }) {
      yield* checkRule(valueAt(valueAt(item.map, 'properties'), 'trigger_rule'), settings);
    },
  },
};

/** What Airflow 2.11 does not have. */
const SINCE_3: ReadonlySet<string> = new Set(['all_done_min_one_success']);

/** The rule that boundary-layer 1.9.18 takes by its old name; the DAG file has the new one. */
const OF_BOUNDARY_LAYER = 'dummy';

function* checkRule(value: YamlNode | undefined, { airflow, format }: ItemSettings): Generator<Finding> {
  const rule = asText(value);
  if (rule === undefined || rule.text.includes('${{')) return;
  if (holdsVerbatim(rule.text)) {
    const meant = /\bTriggerRule\.([A-Z_]+)/.exec(rule.text)?.[1]?.toLowerCase();
    yield {
      message: `A trigger rule has to be known when the DAG is built, and "${rule.text}" is Python.`,
      range: rangeOf(rule),
      help: `The rules are ${TRIGGER_RULES.join(', ')}.`,
      ...withFix(TRIGGER_RULES.some((known) => known === meant) ? changeTo(rule, meant ?? '') : undefined),
    };
    return;
  }
  if (airflow === '2.11' && SINCE_3.has(rule.text)) {
    yield {
      message: `Airflow 2.11 has no trigger rule "${rule.text}": it needs Airflow 3.`,
      range: rangeOf(rule),
      help: 'Build for Airflow 3, or let two tasks with "all_done" and "one_success" come before it.',
    };
    return;
  }
  if (TRIGGER_RULES.some((known) => known === rule.text)) return;
  const renamed = RENAMED_TRIGGER_RULES.get(rule.text);
  const range = contentRange(rule);
  const hint = renamed === undefined ? didYouMean(rule.text, TRIGGER_RULES) : ` It is called "${renamed}" now.`;
  yield {
    message: `"${rule.text}" is no trigger rule of Airflow.${hint}`,
    range: rangeOf(rule),
    ...(format === undefined && rule.text === OF_BOUNDARY_LAYER ? { category: 'migration' } : {}),
    help: `The rules are ${TRIGGER_RULES.join(', ')}.`,
    ...withFix(
      renamed === undefined || range === undefined
        ? renameTo(rule, TRIGGER_RULES)
        : { title: `Change "${rule.text}" to "${renamed}"`, safety: 'safe', edits: [{ range, text: renamed }] },
    ),
  };
}
