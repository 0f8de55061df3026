import { DAG_KEYS_BY_NAME, type ParameterType } from '../../../schemas';
import type { Fix } from '../../../text/diagnostic';
import type { Range } from '../../../text/range';
import type { Finding } from '../../../text/rules';
import { contentRange, entryOf, valueAt, type YamlNode, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { propertiesOf } from '../node-type';
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
      'Safe where it keeps what was read: text gets quotes, an integer its decimal form, and so does what stands where a boolean or a number is taken. Unsafe for other booleans, dates and times of day: quotes keep what is written, not what it was read as.',
  },
  check: {
    *document({ document, catalogue }) {
      for (const key of ['dag_args', 'default_task_args', 'operator_defaults']) {
        const entry = entryOf(document, key);
        if (entry?.value === undefined) continue;
        const isAsRead = (name: string): boolean => {
          if (key === 'dag_args') return SHAPES_AS_READ.has(DAG_KEYS_BY_NAME.get(name)?.shape ?? '');
          return key === 'default_task_args' && takesNoText(catalogue.baseParameters.get(name)?.type);
        };
        const asRead = directValues(entry.value, isAsRead);
        for (const scalar of scalarsOf(entry.value)) {
          const finding = check(scalar, asRead.has(scalar));
          if (finding !== undefined) yield moveFinding(finding, entry.offset);
        }
      }
    },
    item({ scalars, item, type, settings }) {
      const all = scalars();
      if (!all.some((scalar) => otherReading(scalar) !== undefined)) return [];
      const known = type === undefined ? undefined : propertiesOf(type, settings);
      const asRead = directValues(valueAt(item.map, 'properties'), (name) => takesNoText(known?.get(name)?.type));
      return all.flatMap((scalar) => check(scalar, asRead.has(scalar)) ?? []);
    },
  },
};

/** Of keys of the DAG: the shapes of values that can be nothing but what YAML 1.1 reads. */
const SHAPES_AS_READ: ReadonlySet<string> = new Set(['boolean', 'integer']);

/** Does a parameter take booleans or numbers, and no text at all? */
function takesNoText(type: ParameterType | undefined): boolean {
  if (type?.kind === 'union') return type.members.every(takesNoText);
  return type?.kind === 'boolean' || type?.kind === 'integer' || type?.kind === 'number' || type?.kind === 'duration';
}

function directValues(values: YamlNode | undefined, isWanted: (name: string) => boolean): ReadonlySet<YamlNode> {
  const pairs = values?.kind === 'mapping' ? values.pairs : [];
  return new Set(pairs.flatMap(({ key, value }) => (isWanted(key.text) ? [value] : [])));
}

/** Where a value stands as it was read, its other form says the same; elsewhere it may be meant as text. */
function check(scalar: YamlScalar, isAsRead: boolean): Finding | undefined {
  if (!scalar.plain || scalar.text === '') return undefined;
  const reading = otherReading(scalar);
  if (reading === undefined) return undefined;
  const range = contentRange(scalar);
  return {
    message: `YAML 1.1 reads ${scalar.text} as ${describe(scalar)}, as dagport does; YAML 1.2 reads it as ${reading}.`,
    range: rangeOf(scalar),
    help: 'Put it in quotes if it is text; else write it so that both agree.',
    ...withFix(range === undefined ? undefined : fixFor(scalar, range, isAsRead)),
  };
}

function fixFor({ type, text, value }: YamlScalar, range: Range, isAsRead: boolean): Fix {
  const isDecimal = type === 'integer' && !text.includes(':');
  if (isDecimal || (isAsRead && (type === 'integer' || type === 'number' || type === 'boolean'))) {
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
