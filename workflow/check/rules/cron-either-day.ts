import { absolute } from '../../read';
import type { WorkflowRule } from '../context';
import { writtenCron } from '../schedule';

export const cronEitherDay: WorkflowRule = {
  id: 'cron-either-day',
  category: 'suspicious',
  silencedBy: ['wrong-key-type', 'two-schedules', 'yaml-syntax'],
  documentation: {
    summary: 'A cron expression with a day of the month and a day of the week.',
    why: 'Cron takes either of them, not both: `0 3 13 * 5` fires on each 13th and on each Friday, not on Friday the 13th.',
    bad: `name: orders
dag_args: {schedule_interval: "0 3 1 * 1", catchup: false}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
dag_args: {schedule_interval: "0 3 * * 1#1", catchup: false}
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
      if (cron.days === undefined || cron.weekdays === undefined) return;
      yield {
        message: `"${written.scalar.text}" fires on the days of the month and on the days of the week that it names, not only where both meet.`,
        range: absolute(written.entry, written.scalar),
        help: 'For the first Monday write 1#1; for both days, leave it and suppress this.',
      };
    },
  },
};
