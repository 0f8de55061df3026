import { nearest } from '../../../text/nearest';
import { absolute, entryOf, pairOf, valueAt, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';

export const missingStartDate: WorkflowRule = {
  id: 'missing-start-date',
  category: 'correctness',
  documentation: {
    summary: 'A scheduled workflow catches up on missed runs and does not say since when.',
    why: 'Airflow 3 refuses to load such a DAG: there is no first run to begin with.',
    bad: `name: orders
format: 1
dag_args: {schedule: "0 3 * * *", catchup: true}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
format: 1
dag_args: {schedule: "0 3 * * *", catchup: true, start_date: "2026-01-01"}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['catchup'],
  check: {
    *document({ document, file }) {
      const entry = entryOf(document, 'dag_args');
      const catchup = pairOf(entry?.value, 'catchup');
      if (file.format === undefined || entry === undefined || catchup === undefined) return;
      if (catchup.value.kind !== 'scalar' || catchup.value.value !== true || !isScheduled(entry.value)) return;
      const defaults = entryOf(document, 'default_task_args')?.value;
      if (isGiven(valueAt(entry.value, 'start_date')) || isGiven(valueAt(defaults, 'start_date'))) return;
      // Misspelt or in another place, it is told there.
      const others = [...document.entries.map(({ key }) => key.text), ...keysOf(entry.value), ...keysOf(defaults)];
      if (others.some((key) => nearest(key, ['start_date']).length > 0 || key === 'start_date')) return;
      yield {
        message: '"catchup" is true, and no "start_date" says since when runs are missed: Airflow 3 refuses the DAG.',
        range: absolute(entry, catchup.key),
        help: 'Add "start_date" to "dag_args".',
      };
    },
  },
};

function isScheduled(dagArgs: YamlNode | undefined): boolean {
  const schedule = valueAt(dagArgs, 'schedule') ?? valueAt(dagArgs, 'schedule_interval');
  return isGiven(schedule) && valueAt(schedule, 'assets') === undefined;
}

function isGiven(node: YamlNode | undefined): boolean {
  return node !== undefined && !(node.kind === 'scalar' && node.type === 'null');
}

function keysOf(node: YamlNode | undefined): readonly string[] {
  return node?.kind === 'mapping' ? node.pairs.map(({ key }) => key.text) : [];
}
