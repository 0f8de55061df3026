import { absolute, entryOf } from '../../read';
import type { WorkflowRule } from '../context';

export const removedDagArgument: WorkflowRule = {
  id: 'removed-dag-argument',
  category: 'migration',
  silencedBy: ['wrong-key-type'],
  documentation: {
    summary: 'An argument of the DAG that Airflow no longer takes.',
    why: 'It is left out of what is built, so whatever it was for does not happen.',
    bad: `name: orders
dag_args: {schedule_interval: "@daily", catchup: false, orientation: TB}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
dag_args: {schedule_interval: "@daily", catchup: false}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    targets: 'Airflow 3; `full_filepath` both.',
  },
  check: {
    *document({ document, settings }) {
      const entry = entryOf(document, 'dag_args');
      if (entry?.value?.kind !== 'mapping') return;
      for (const { key } of entry.value.pairs) {
        const removed = REMOVED.get(key.text);
        if (removed === undefined || (settings.airflow === '2.11' && key.text !== 'full_filepath')) continue;
        yield {
          message: `Airflow ${settings.airflow} takes no "${key.text}", so it is left out. ${removed}`,
          range: absolute(entry, key),
          help: 'Remove it.',
        };
      }
    },
  },
};

const REMOVED: ReadonlyMap<string, string> = new Map([
  ['default_view', 'Each user chooses the view.'],
  ['orientation', 'Each user chooses the direction.'],
  ['sla_miss_callback', 'SLAs are gone; deadline alerts take their place.'],
  ['full_filepath', 'Airflow knows the file.'],
]);
