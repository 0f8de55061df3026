import { shifted } from '../../../text/range';
import { absolute, contentRange, entryOf, pairOf } from '../../read';
import type { WorkflowRule } from '../context';

export const oldScheduleKey: WorkflowRule = {
  id: 'old-schedule-key',
  category: 'style',
  silencedBy: ['two-schedules'],
  documentation: {
    summary: 'A file with `format: 1` says `schedule_interval`, or `concurrency`.',
    why: '`schedule` and `max_active_tasks` are the names that Airflow has had since 2.4 and 2.2; the others are for files of boundary-layer.',
    bad: `name: orders
format: 1
dag_args: {schedule_interval: "@daily"}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
format: 1
dag_args: {schedule: "@daily"}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    fixSafety: 'Safe: both names mean the same.',
  },
  mentions: ['schedule_interval', 'concurrency'],
  check: {
    *document({ document, file }) {
      const entry = entryOf(document, 'dag_args');
      if (file.format === undefined || entry === undefined) return;
      for (const [old, name] of NAMES) {
        const pair = pairOf(entry.value, old);
        const range = pair === undefined ? undefined : contentRange(pair.key);
        if (pair === undefined || pairOf(entry.value, name) !== undefined) continue;
        // Under the old name a mapping is an error, and that says so.
        if (pair.value.kind === 'mapping' || pair.value.kind === 'list') continue;
        yield {
          message: `"${old}" is called "${name}" in files with "format: 1".`,
          range: absolute(entry, pair.key),
          ...(range === undefined
            ? {}
            : {
                fix: {
                  title: `Change "${old}" to "${name}"`,
                  safety: 'safe',
                  edits: [{ range: shifted(range, entry.offset), text: name }],
                },
              }),
        };
      }
    },
  },
};

const NAMES = [
  ['schedule_interval', 'schedule'],
  ['concurrency', 'max_active_tasks'],
] as const;
