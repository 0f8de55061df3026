import { absolute, entryOf, pairOf } from '../../read';
import type { WorkflowRule } from '../context';

export const twoSchedules: WorkflowRule = {
  id: 'two-schedules',
  category: 'correctness',
  documentation: {
    summary: '`dag_args` has both `schedule` and `schedule_interval`.',
    why: 'Which of the two counts cannot be told from the text.',
    bad: `name: orders
format: 1
dag_args: {schedule: "0 3 * * *", schedule_interval: "0 4 * * *"}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
format: 1
dag_args: {schedule: "0 3 * * *"}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['schedule_interval'],
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'dag_args');
      const schedule = pairOf(entry?.value, 'schedule');
      const interval = pairOf(entry?.value, 'schedule_interval');
      if (entry === undefined || schedule === undefined || interval === undefined) return;
      yield {
        message: '"schedule_interval" stands beside "schedule"; a DAG has one schedule.',
        range: absolute(entry, interval.key),
        help: 'Remove one of the two.',
        related: [{ range: absolute(entry, schedule.key), message: '"schedule" stands here.' }],
      };
    },
  },
};
