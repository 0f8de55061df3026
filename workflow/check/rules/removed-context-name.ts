import { contextNames, removedContextName } from '../../../schemas';
import type { Finding } from '../../../text/rules';
import type { ItemInput, WorkflowRule } from '../context';
import { type Template, within } from '../jinja';
import { placeInText } from '../place-in-text';
import type { TemplateText } from '../texts';

export const removedContextNameRule: WorkflowRule = {
  id: 'removed-context-name',
  category: 'migration',
  silencedBy: ['yaml-syntax', 'invalid-jinja', 'invalid-branch'],
  documentation: {
    summary: 'A template uses a name that only another version of Airflow has.',
    why: 'Airflow 3 took `execution_date`, `next_ds`, `yesterday_ds`, `conf` and others out of templates; 2.11 does not have what 3 added. The task fails when its template is rendered.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load --at {{ execution_date }}"}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load --at {{ logical_date }}"}}
`,
    fixSafety:
      'A proposal: `next_ds` and its like also counted from the schedule; `execution_date` and `logical_date` are the same in both versions.',
    targets: 'Both: each has names that the other one lacks.',
  },
  mentions: ['{{', '{%', '{#'],
  check: {
    *item(input) {
      for (const text of input.templates()) {
        if ('template' in text.reading) yield* checkTemplate(text, text.reading.template, input);
      }
    },
  },
};

function* checkTemplate({ scalar }: TemplateText, template: Template, input: ItemInput): Generator<Finding> {
  const { settings, item } = input;
  const { airflow, dag } = settings;
  const names = contextNames(airflow);
  for (const expression of template.expressions) {
    for (const part of within(expression)) {
      if (part.kind !== 'name' || names.has(part.name) || template.bound.has(part.name)) continue;
      const removed = removedContextName(part.name);
      if (removed === undefined || dag.macros?.has(part.name) === true) continue;
      const range = placeInText(scalar, part, item.cellText);
      const isExact = item.cellText.slice(range.start, range.end) === part.name;
      const instead = airflow === '3.3' ? removed.instead : undefined;
      // Beside other words an expression with a filter needs brackets.
      const written = instead?.includes('|') === true && expression !== part ? `(${instead})` : instead;
      const isQuoted =
        isExact && (written?.includes("'") !== true || scalar.plain || item.cellText.charAt(scalar.start) === '"');
      yield {
        message: `Templates of Airflow ${airflow} have no "${part.name}": rendering this one fails.${instead === undefined ? '' : ` Write "${instead}".`}`,
        range,
        ...(instead === undefined && airflow === '3.3'
          ? { help: 'Nothing takes its place; work out what is needed from "data_interval_start".' }
          : {}),
        ...(written === undefined || !isQuoted
          ? {}
          : { fix: { title: `Change it to "${written}"`, safety: 'unsafe', edits: [{ range, text: written }] } }),
      };
    }
  }
}
