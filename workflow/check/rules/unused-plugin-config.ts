import { absolute, entryOf } from '../../read';
import type { WorkflowRule } from '../context';
import { rangeOf } from '../suggest';

export const unusedPluginConfig: WorkflowRule = {
  id: 'unused-plugin-config',
  category: 'migration',
  silencedBy: ['wrong-key-type'],
  documentation: {
    summary: '`plugin_config` has settings for a plugin of which only the types are used.',
    why: 'The settings are for the Python of the plugin, which adds tasks, imports or arguments to workflows. dagport reads its types and runs none of its Python.',
    plugins: ['acme'],
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
        const isEmpty = value.kind === 'mapping' && value.pairs.length === 0;
        if (isEmpty || !catalogue.plugins.has(key.text)) continue;
        yield {
          message: `The settings of the plugin "${key.text}" have no effect: its types are known, its Python does not run.`,
          range: absolute(entry, rangeOf(key)),
          help: 'What its insert_… hooks add for these settings, write into the workflow, and remove them.',
        };
      }
    },
  },
};
