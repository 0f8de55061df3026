import type { Finding } from '../../../text/rules';
import { entryOf, pairOf, valueAt, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { rangeOf } from '../suggest';
import { pythonOf } from '../texts';

export const dynamicStartDate: WorkflowRule = {
  id: 'dynamic-start-date',
  category: 'correctness',
  documentation: {
    summary: 'A start date that is another one each time the DAG file is parsed.',
    why: 'A run is due when an interval after the start date is over. A start date that moves with the clock is never that old, so the workflow never runs, or not when it should.',
    bad: `name: orders
dag_args: {schedule_interval: "@daily"}
default_task_args: {start_date: <<datetime.datetime.now()>>}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
dag_args: {schedule_interval: "@daily"}
default_task_args: {start_date: '2026-01-01'}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['<<'],
  check: {
    *document({ document }) {
      for (const key of ['dag_args', 'default_task_args']) {
        const entry = entryOf(document, key);
        for (const finding of checkDates(entry?.value)) yield moveFinding(finding, entry?.offset ?? 0);
      }
    },
    *item({ item }) {
      yield* checkDates(valueAt(item.map, 'properties'));
    },
  },
};

const CLOCK = /\b(?:now|today|utcnow|days_ago|time)$/;

function* checkDates(values: YamlNode | undefined): Generator<Finding> {
  for (const name of ['start_date', 'end_date']) {
    const pair = pairOf(values, name);
    if (pair === undefined) continue;
    const clock = pythonOf(pair.value).flatMap(({ python }) =>
      python.calls.filter(({ callee }) => CLOCK.test(callee)),
    )[0];
    if (clock === undefined) continue;
    yield {
      message: `"${clock.callee}" gives another ${name === 'start_date' ? 'start' : 'end'} date each time that Airflow parses the DAG file.`,
      range: rangeOf(pair.value),
      help: 'Write a fixed date; "catchup: false" keeps past runs away.',
    };
  }
}
