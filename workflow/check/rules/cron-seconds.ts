import { absolute } from '../../read';
import type { WorkflowRule } from '../context';
import { writtenCron } from '../schedule';

export const cronSeconds: WorkflowRule = {
  id: 'cron-seconds',
  category: 'suspicious',
  silencedBy: ['wrong-key-type', 'two-schedules', 'yaml-syntax', 'invalid-schedule', 'schedule-never-fires'],
  documentation: {
    summary: 'A cron expression of six fields whose last one is something else than `0`.',
    why: 'To Airflow the sixth field is the seconds. `15 2 * * 1 *` starts a run in every second of the minute; Quartz and Spring, which have six fields as well, put the seconds first.',
    bad: `name: orders
dag_args: {schedule_interval: "15 2 * * 1 *", catchup: false}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
dag_args: {schedule_interval: "15 2 * * 1", catchup: false}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['schedule'],
  check: {
    *document({ document }) {
      const found = writtenCron(document);
      if (found === undefined) return;
      const { written, cron } = found;
      if (cron.seconds === 'none') return;
      const { seconds } = cron;
      if (seconds?.size === 1 && seconds.has(0)) return;
      const times = seconds === undefined ? 60 : seconds.size;
      yield {
        message: `"${written.scalar.text}" has six fields, of which Airflow takes the last one for seconds: ${times === 1 ? 'it fires in that second of the minute' : `it fires ${times} times in a minute`}.`,
        range: absolute(written.entry, written.scalar),
        help: 'Write five fields: minute, hour, day of the month, month, day of the week.',
      };
    },
  },
};
