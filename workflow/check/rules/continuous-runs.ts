import { absolute, entryOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { writtenSchedule } from '../schedule';

export const continuousRuns: WorkflowRule = {
  id: 'continuous-runs',
  category: 'correctness',
  silencedBy: ['wrong-key-type', 'two-schedules'],
  documentation: {
    summary: 'The schedule `@continuous` without `max_active_runs: 1`.',
    why: 'Each run starts when the one before it ended, so there is one at a time. Airflow refuses to load the DAG otherwise.',
    bad: `name: orders
format: 1
dag_args: {schedule: "@continuous"}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
format: 1
dag_args: {schedule: "@continuous", max_active_runs: 1}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['@continuous'],
  check: {
    *document({ document, file }) {
      const written = writtenSchedule(document);
      if (written?.scalar.text.trim() !== '@continuous') return;
      const runs = valueAt(entryOf(document, 'dag_args')?.value, 'max_active_runs');
      if (runs?.kind === 'scalar' ? `${runs.value}` === '1' : runs === undefined && file.format === undefined) return;
      yield {
        message: '"@continuous" needs "max_active_runs: 1": Airflow refuses it with any other number.',
        range: absolute(written.entry, runs ?? written.scalar),
        help: 'Add "max_active_runs: 1" to "dag_args".',
      };
    },
  },
};
