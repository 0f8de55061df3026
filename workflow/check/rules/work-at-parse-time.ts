import type { Finding } from '../../../text/rules';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { placeInText } from '../place-in-text';
import type { PythonText } from '../texts';

export const workAtParseTime: WorkflowRule = {
  id: 'work-at-parse-time',
  category: 'suspicious',
  silencedBy: ['yaml-syntax', 'invalid-python', 'unpaired-verbatim'],
  documentation: {
    summary: 'Python between `<<` and `>>` that asks a database, a service or a file when the DAG file is parsed.',
    why: 'Airflow parses DAG files again and again, every half minute by default, in the scheduler: a slow answer holds all DAGs up, a failing one takes this DAG away.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "<<'load ' + Variable.get('region')>>"}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load {{ var.value.region }}"}}
`,
  },
  mentions: ['<<'],
  check: {
    *document({ headerPython }) {
      for (const { owner, source, text } of headerPython()) {
        for (const finding of checkCalls(text, source)) yield moveFinding(finding, owner.offset);
      }
    },
    *item({ python, item }) {
      for (const text of python()) yield* checkCalls(text, item.cellText);
    },
  },
};

const SLOW: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [
    /^Variable\.(?:get|get_variable_from_secrets|setdefault|set)$/,
    'Use "{{ var.value.name }}" in a property that is rendered.',
  ],
  [
    /^(?:Connection\.get|BaseHook\.get_connection|Connection\.get_connection_from_secrets)/,
    'Use "{{ conn.name.host }}" in a property that is rendered.',
  ],
  [
    /^(?:requests|httpx|urllib3?)\b.*\.(?:get|post|put|request|urlopen)$/,
    'Ask in a task of its own, and hand the answer on by XCom.',
  ],
  [/^(?:open|os\.listdir|os\.popen|os\.system|glob\.i?glob)$|^subprocess\./, 'Do it in a task of its own.'],
  [/^time\.sleep$/, 'Wait in a sensor.'],
  [/\bHook$/, 'Use the hook in a task of its own.'],
];

function* checkCalls({ scalar, offset, python }: PythonText, source: string): Generator<Finding> {
  for (const { callee, start, end } of python.calls) {
    const slow = SLOW.find(([pattern]) => pattern.test(callee));
    if (slow === undefined) continue;
    yield {
      message: `"${callee}" runs each time that Airflow parses the DAG file, not when the task runs.`,
      range: placeInText(scalar, { start: offset + start, end: offset + end }, source),
      help: slow[1],
    };
  }
}
