import { absolute, asText, entryOf, pairOf } from '../../read';
import type { WorkflowRule } from '../context';

export const maskingDefault: WorkflowRule = {
  id: 'masking-default',
  category: 'suspicious',
  silencedBy: ['unknown-trigger-rule', 'yaml-syntax'],
  documentation: {
    summary: 'A trigger rule for all tasks, in `default_task_args`.',
    why: 'Every task then runs though those before it failed, and in files without `format` it even replaces the rule by which resources are removed. A trigger rule is a matter of single tasks.',
    bad: `name: orders
default_task_args: {trigger_rule: all_done}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
  },
  mentions: ['trigger_rule'],
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'default_task_args');
      const pair = pairOf(entry?.value, 'trigger_rule');
      const rule = asText(pair?.value);
      if (entry === undefined || rule === undefined || !HIDING.has(rule.text)) return;
      yield {
        message: `With "${rule.text}" for all tasks a failure stops nothing, and hides where all that follows it succeeds.`,
        range: absolute(entry, rule),
        help: 'Give it to the tasks that need it.',
      };
    },
  },
};

/** The rules under which tasks run after a failure. */
const HIDING: ReadonlySet<string> = new Set([
  'all_done',
  'one_done',
  'always',
  'one_failed',
  'all_failed',
  'none_skipped',
]);
