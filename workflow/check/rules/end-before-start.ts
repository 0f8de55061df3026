import { absolute, asText, entryOf, valueAt, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { isMoment } from '../moment';

export const endBeforeStart: WorkflowRule = {
  id: 'end-before-start',
  category: 'correctness',
  documentation: {
    summary: 'The end date is before the start date.',
    why: 'There is no day on which the workflow would run.',
    bad: `name: orders
format: 1
dag_args: {schedule: "@daily", start_date: '2026-06-01', end_date: '2026-01-01'}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
format: 1
dag_args: {schedule: "@daily", start_date: '2026-01-01', end_date: '2026-06-01'}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['end_date'],
  check: {
    *document({ document }) {
      const dag = entryOf(document, 'dag_args');
      const defaults = entryOf(document, 'default_task_args');
      const dates = (name: string) =>
        [dag, defaults].flatMap((entry) => {
          const text = asText(valueAt(entry?.value, name));
          const time = text === undefined ? Number.NaN : timeOf(text);
          return entry === undefined || text === undefined || Number.isNaN(time) ? [] : [{ entry, text, time }];
        });
      const [start] = dates('start_date').sort((a, b) => b.time - a.time);
      const [end] = dates('end_date').sort((a, b) => a.time - b.time);
      if (start === undefined || end === undefined || start.time <= end.time) return;
      yield {
        message: `The end date ${end.text.text} is before the start date ${start.text.text}, so nothing ever runs.`,
        range: absolute(end.entry, end.text),
        related: [{ range: absolute(start.entry, start.text), message: 'The start date stands here.' }],
      };
    },
  },
};

/** Milliseconds since 1970, UTC where no offset is named; not a number where it is no date. */
function timeOf({ text }: YamlNode & { readonly text: string }): number {
  const written = text.trim().replace(' ', 'T');
  if (!isMoment(text.trim())) return Number.NaN;
  return Date.parse(/T.*(?:Z|[-+]\d{2}:?\d{2})$/.test(written) || !written.includes('T') ? written : `${written}Z`);
}
