import { contextNames, findContextObject, removedContextName } from '../../../schemas';
import type { Finding } from '../../../text/rules';
import type { ItemInput, WorkflowRule } from '../context';
import { type Expression, type Template, within } from '../jinja';
import { placeInText } from '../place-in-text';
import type { TemplateText } from '../texts';

export const removedContextNameRule: WorkflowRule = {
  id: 'removed-context-name',
  category: 'migration',
  silencedBy: ['yaml-syntax', 'invalid-jinja', 'invalid-branch'],
  documentation: {
    summary: 'A template uses a name that only another version of Airflow has.',
    why: 'Airflow 3 took `execution_date`, `next_ds`, `yesterday_ds`, `conf` and others out of templates; 2.11 does not have what 3 added. `ti` and `dag_run` lost much too: the database is out of reach of tasks. The task fails when its template is rendered.',
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
  const { airflow } = settings;
  for (const expression of template.expressions) {
    for (const part of within(expression)) {
      const removed = removedIn(part, template, input);
      if (removed === undefined) continue;
      const { name, owner, instead } = removed;
      const range = placeInText(scalar, part, item.cellText);
      const isExact = item.cellText.slice(range.start, range.end) === (owner === undefined ? name : `${owner}.${name}`);
      // Beside other words an expression with a filter needs brackets.
      const written = instead?.includes('|') === true && expression !== part ? `(${instead})` : instead;
      const isQuoted =
        isExact && (written?.includes("'") !== true || scalar.plain || item.cellText.charAt(scalar.start) === '"');
      const lacks =
        owner === undefined
          ? `Templates of Airflow ${airflow} have no "${name}"`
          : `In Airflow ${airflow} "${owner}" has no "${name}"`;
      yield {
        message: `${lacks}: rendering this one fails.${instead === undefined ? '' : ` Write "${instead}".`}`,
        range,
        ...(instead === undefined && airflow === '3.3' && owner === undefined
          ? { help: 'Nothing takes its place; work out what is needed from "data_interval_start".' }
          : {}),
        ...(written === undefined || !isQuoted
          ? {}
          : { fix: { title: `Change it to "${written}"`, safety: 'unsafe', edits: [{ range, text: written }] } }),
      };
    }
  }
}

interface Removed {
  readonly name: string;
  /** Of what it is an attribute. */
  readonly owner?: string;
  readonly instead: string | undefined;
}

function removedIn(part: Expression, { bound }: Template, { settings }: ItemInput): Removed | undefined {
  const { airflow, dag } = settings;
  const isOwn = (name: string): boolean => bound.has(name) || dag.macros?.has(name) === true;
  if (part.kind === 'name') {
    if (contextNames(airflow).has(part.name) || isOwn(part.name)) return undefined;
    const removed = removedContextName(part.name);
    if (removed === undefined) return undefined;
    return { name: part.name, instead: airflow === '3.3' ? removed.instead : undefined };
  }
  if (part.kind !== 'attribute' || part.of.kind !== 'name' || isOwn(part.of.name)) return undefined;
  const { of, name } = part;
  const object = findContextObject(of.name);
  if (object === undefined || object.names[airflow].has(name)) return undefined;
  if (!Object.values(object.names).some((names) => names.has(name))) return undefined;
  return { name, owner: of.name, instead: airflow === '3.3' ? object.instead.get(name) : undefined };
}
