import type { WorkflowRule } from '../context';
import { placeInText } from '../place-in-text';
import { rangeOf } from '../suggest';
import { MOST_TEMPLATES } from '../texts';

export const invalidJinja: WorkflowRule = {
  id: 'invalid-jinja',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'unquoted-jinja', 'invalid-branch'],
  documentation: {
    summary: 'A template that Jinja cannot read.',
    why: 'Airflow renders templates when the task runs, so the task would fail at its first run, and not before.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load --day {{ ds }"}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load --day {{ ds }}"}}
`,
  },
  mentions: ['{{', '{%', '{#'],
  check: {
    *item({ templates, item }) {
      for (const { scalar, reading } of templates()) {
        if ('unread' in reading) {
          yield {
            message: `This template is not checked: together with those before it, it is longer than ${MOST_TEMPLATES} characters.`,
            range: rangeOf(scalar),
            help: 'Write it into a file, and give its name: Airflow renders that as well.',
            category: 'style',
          };
          return;
        }
        if (!('problem' in reading)) continue;
        yield {
          message: `Jinja cannot read this template. ${reading.problem.message}`,
          range: placeInText(scalar, reading.problem, item.cellText),
          help: 'For braces that are meant as text, write {% raw %}…{% endraw %} around them.',
        };
      }
    },
  },
};
