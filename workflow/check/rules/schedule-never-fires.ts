import { absolute } from '../../read';
import type { WorkflowRule } from '../context';
import { canFire } from '../cron';
import { writtenCron } from '../schedule';

export const scheduleNeverFires: WorkflowRule = {
  id: 'schedule-never-fires',
  category: 'correctness',
  silencedBy: ['wrong-key-type', 'two-schedules', 'yaml-syntax'],
  documentation: {
    summary: 'A cron expression that names only days that there are not.',
    why: 'There is no 30 February: the workflow would never run, and Airflow searches for its next run in vain.',
    bad: `name: orders
dag_args: {schedule_interval: "0 3 31 4,6 *", catchup: false}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
dag_args: {schedule_interval: "0 3 30 4,6 *", catchup: false}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['schedule'],
  check: {
    *document({ document }) {
      const found = writtenCron(document);
      if (found === undefined || canFire(found.cron)) return;
      const { written } = found;
      yield {
        message: `"${written.scalar.text}" never fires: no month that it names has such a day.`,
        range: absolute(written.entry, written.scalar),
        help: 'For the last day of a month write L.',
      };
    },
  },
};
