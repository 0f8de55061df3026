import { absolute } from '../../read';
import type { WorkflowRule } from '../context';
import { lazy } from '../lazy';
import { partOf, titleOf } from '../outline';
import { neighboursOf } from '../reach';

export const idleTriggerRule: WorkflowRule = {
  id: 'idle-trigger-rule',
  category: 'suspicious',
  silencedBy: ['unknown-dependency', 'wrong-key-type', 'unknown-key', 'yaml-syntax', 'invalid-join'],
  documentation: {
    summary: 'A trigger rule on a node that waits for nothing, or on a resource.',
    why: 'A rule says what must have become of the dependencies. Without any the task runs at once, whatever the rule: perhaps a dependency is missing. The tasks of a resource have rules of their own.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
- {name: mail, type: bash, properties: {bash_command: mail, trigger_rule: one_failed}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
- {name: mail, type: bash, upstream_dependencies: [load], properties: {bash_command: mail, trigger_rule: one_failed}}
`,
  },
  mentions: ['trigger_rule'],
  check: {
    *document({ outline }) {
      if (outline.loose || !outline.primary) return;
      const neighbours = lazy(() => neighboursOf(outline));
      const hasBefore = outline.nodes.some((node) => node.section === 'before');
      const hasMain = outline.nodes.some((node) => partOf(node.section) === 'main');
      for (const node of outline.nodes) {
        const rule = node.triggerRule;
        if (rule === undefined || rule.text === 'all_success' || rule.text === 'always' || /<<|\$\{\{/.test(rule.text))
          continue;
        const part = partOf(node.section);
        const isResource = part === 'resources';
        const follows = (part === 'main' && hasBefore) || (part === 'after' && (hasBefore || hasMain));
        const uses = node.references.some(({ role }) => role === 'resource');
        if (!isResource && (follows || uses || (neighbours().before.get(node)?.length ?? 0) > 0)) continue;
        yield {
          message: isResource
            ? `The tasks of a resource have trigger rules of their own; "${rule.text}" has no effect.`
            : `${titleOf(node)} waits for nothing, so "${rule.text}" has no effect.`,
          range: absolute(node.item, rule),
          help: isResource
            ? 'Remove it.'
            : 'Add what it is to wait for to "upstream_dependencies", or remove the rule.',
        };
      }
    },
  },
};
