import { asText, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { rangeOf, writtenElsewhere } from '../suggest';

/** Airflow's `KEY_REGEX` and `MAX_KEY_LENGTH` (`airflow.utils.helpers`, 2.11 and 3.3). */
const TASK_ID = /^(?!.*\.\.)[\p{L}\p{N}_.-]+$/u;
const MAXIMUM_LENGTH = 250;

export const invalidTaskId: WorkflowRule = {
  id: 'invalid-task-id',
  category: 'correctness',
  silencedBy: ['wrong-parameter-type'],
  documentation: {
    summary: 'A `task_id` has characters that Airflow does not take, or is too long.',
    why: 'Airflow refuses to load the DAG. It takes letters, digits, dashes, dots and underscores, 250 of them.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, task_id: load it}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, task_id: load-it}}
`,
  },
  mentions: ['task_id'],
  check: {
    *item({ item }) {
      const id = asText(valueAt(valueAt(item.map, 'properties'), 'task_id'));
      if (id === undefined || /<<|\$\{\{/.test(id.text)) return;
      const isLong = id.text.length > MAXIMUM_LENGTH;
      if (TASK_ID.test(id.text) && !isLong) return;
      yield {
        message: isLong
          ? `This task id has ${id.text.length} characters; Airflow takes ${MAXIMUM_LENGTH}.`
          : `"${id.text}" is no task id: Airflow takes letters, digits, dashes, dots and underscores.`,
        range: rangeOf(id),
        ...writtenElsewhere(id),
      };
    },
  },
};
