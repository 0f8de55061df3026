import { absolute, entryOf } from '../../read';
import type { WorkflowRule } from '../context';
import { rangeOf } from '../suggest';

export const unknownPlugin: WorkflowRule = {
  id: 'unknown-plugin',
  category: 'correctness',
  silencedBy: ['wrong-key-type'],
  documentation: {
    summary: '`plugin_config` has settings for a plugin of boundary-layer that the project does not name.',
    why: 'A plugin is Python that changes workflows while they are read; dagport runs none. Without what it adds, the DAG would not be the one that was meant.',
    bad: `name: orders
plugin_config: {acme: {team: data}}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
default_task_args: {owner: data}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['plugin_config'],
  check: {
    *document({ document, catalogue }) {
      const entry = entryOf(document, 'plugin_config');
      if (entry?.value?.kind !== 'mapping') return;
      for (const { key, value } of entry.value.pairs) {
        if (catalogue.plugins.has(key.text)) continue;
        const isDefault = key.text === 'default';
        if (isDefault && value.kind === 'mapping' && value.pairs.length === 0) continue;
        yield {
          message: isDefault
            ? 'The default plugin has no settings.'
            : `The plugin "${key.text}" is not known, and its Python does not run here.`,
          range: absolute(entry, rangeOf(key)),
          help: isDefault
            ? 'Remove them.'
            : `Name the folder of its configuration in dagport.yaml: plugins: {${key.text}: plugins/${key.text}/config}. What its insert_… hooks add to a workflow, write into the workflow: tasks into "before", "operators" and "after", the rest into "imports", "default_task_args" and "dag_args".`,
        };
      }
    },
  },
};
