import type { Fix } from '../../../text/diagnostic';
import type { Range } from '../../../text/range';
import type { Finding } from '../../../text/rules';
import { contentRange, entryOf, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { scalarsOf } from '../scalars';
import { rangeOf, withFix } from '../suggest';

export const ambiguousScalar: WorkflowRule = {
  id: 'ambiguous-scalar',
  category: 'suspicious',
  silencedBy: ['wrong-parameter-type', 'yaml-syntax', 'wrong-key-type', 'unknown-format', 'invalid-branch'],
  documentation: {
    summary: 'A value without quotes that YAML 1.1 and YAML 1.2 read differently.',
    why: 'Workflows are read as boundary-layer reads them, by YAML 1.1: `no` is false, `010` is 8, `1:30` is 90. Editors and other tools read 1.2, where these are other values.',
    bad: `name: orders
operators:
- {name: load, type: python, properties: {python_callable: <<print>>, op_kwargs: {country: no}}}
`,
    good: `name: orders
operators:
- {name: load, type: python, properties: {python_callable: <<print>>, op_kwargs: {country: 'no'}}}
`,
    fixSafety:
      'Safe where it keeps what was read: text gets quotes, an integer its decimal form. Unsafe for booleans, dates and times of day: quotes keep what is written, not what it was read as.',
  },
  check: {
    *document({ document }) {
      for (const key of ['dag_args', 'default_task_args', 'operator_defaults']) {
        const entry = entryOf(document, key);
        if (entry?.value === undefined) continue;
        for (const scalar of scalarsOf(entry.value)) {
          const finding = check(scalar);
          if (finding !== undefined) yield moveFinding(finding, entry.offset);
        }
      }
    },
    item: ({ scalars }) => scalars().flatMap((scalar) => check(scalar) ?? []),
  },
};

function check(scalar: YamlScalar): Finding | undefined {
  if (!scalar.plain || scalar.text === '') return undefined;
  const reading = otherReading(scalar);
  if (reading === undefined) return undefined;
  const range = contentRange(scalar);
  return {
    message: `YAML 1.1 reads ${scalar.text} as ${describe(scalar)}, as dagport does; YAML 1.2 reads it as ${reading}.`,
    range: rangeOf(scalar),
    help: 'Put it in quotes if it is text; else write it so that both agree.',
    ...withFix(range === undefined ? undefined : fixFor(scalar, range)),
  };
}

function fixFor({ type, text, value }: YamlScalar, range: Range): Fix {
  if (type === 'integer' && !text.includes(':')) {
    return { title: `Write ${value}`, safety: 'safe', edits: [{ range, text: `${value}` }] };
  }
  const safety = type === 'text' ? 'safe' : 'unsafe';
  return { title: 'Put it in quotes', safety, edits: [{ range, text: `'${text}'` }] };
}

/** What YAML 1.2 (its core schema) makes of a plain scalar, where that is something else. */
function otherReading({ type, text, value }: YamlScalar): string | undefined {
  switch (type) {
    case 'boolean':
      return /^(?:true|True|TRUE|false|False|FALSE)$/.test(text) ? undefined : 'text';
    case 'integer':
      if (/^[-+]?[0-9]+$/.test(text)) return Number(text) === Number(value) ? undefined : `the number ${Number(text)}`;
      return /^0x[0-9a-fA-F]+$/.test(text) ? undefined : 'text';
    case 'number':
      return /[_:]/.test(text) ? 'text' : undefined;
    case 'timestamp':
      return 'text';
    case 'text':
      if (/^0o[0-7]+$/.test(text)) return `the number ${Number(text)}`;
      return /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)
        ? `the number ${Number(text)}`
        : undefined;
    default:
      return undefined;
  }
}

function describe({ type, text, value }: YamlScalar): string {
  if (type === 'text') return 'text';
  return type === 'timestamp' ? `the date ${text}` : `${value}`;
}
