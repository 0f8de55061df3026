import type { Finding } from '../../../text/rules';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { placeInText } from '../place-in-text';
import { rangeOf } from '../suggest';
import { MOST_PYTHON, type PythonText, unreadPython } from '../texts';

export const invalidPython: WorkflowRule = {
  id: 'invalid-python',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'unpaired-verbatim'],
  documentation: {
    summary: 'What stands between `<<` and `>>` is no Python expression.',
    why: 'It is written into the DAG file as it stands, so that Airflow could not load the file at all.',
    bad: `name: orders
operators:
- {name: load, type: python, properties: {python_callable: "<<lambda day print(day)>>"}}
`,
    good: `name: orders
operators:
- {name: load, type: python, properties: {python_callable: "<<lambda day: print(day)>>"}}
`,
  },
  mentions: ['<<'],
  check: {
    *document({ headerPython }) {
      for (const { owner, source, text } of headerPython()) {
        for (const finding of checkPython(text, source)) yield moveFinding(finding, owner.offset);
      }
    },
    *item({ python, item }) {
      for (const text of python()) yield* checkPython(text, item.cellText);
      const unread = item.cellText.length > MOST_PYTHON ? unreadPython(item.map) : undefined;
      if (unread === undefined) return;
      yield {
        message: `This Python is not checked: together with what stands before it, it is longer than ${MOST_PYTHON} characters.`,
        range: rangeOf(unread),
        help: 'Write it into a module, and name that under "imports".',
        category: 'style',
      };
    },
  },
};

function* checkPython({ scalar, offset, code, python }: PythonText, source: string): Generator<Finding> {
  const { problem } = python;
  if (problem === undefined) return;
  const part = { start: offset + problem.start, end: offset + problem.end };
  const shown = code.length > 40 ? `${code.slice(0, 40)}…` : code;
  yield {
    message: `"${shown}" is no Python expression.`,
    range: placeInText(scalar, part, source),
    help: "Between << and >> stands one expression: no statement, and nothing left open. Where << is meant for a shell, write {{ '<' }}< instead.",
  };
}
