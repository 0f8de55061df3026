import {
  COMPOSITE_KEYS,
  DAG_KEYS_BY_NAME,
  DOCUMENT_KEYS_BY_NAME,
  type KeyFacts,
  type KeyShape,
  NODE_KEYS_BY_NAME,
} from '../../../schemas';
import type { Fix, TextEdit } from '../../../text/diagnostic';
import { didYouMean } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { asText, contentRange, type DocumentItem, type YamlNode, type YamlPair, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { isMoment } from '../moment';
import { moveFinding } from '../place';
import { changeTo, rangeOf, renameTo, withFix, writtenElsewhere } from '../suggest';
import { holdsVerbatim } from '../verbatim';

export const wrongKeyType: WorkflowRule = {
  id: 'wrong-key-type',
  category: 'correctness',
  silencedBy: [
    'yaml-syntax',
    'tab-indentation',
    'unquoted-jinja',
    'unknown-key',
    'unknown-alias',
    'no-mapping',
    'invalid-branch',
    'invalid-join',
  ],
  documentation: {
    summary: 'The value of a key of the language has the wrong shape: a text where a list belongs, nothing at all.',
    why: 'It would not be read as what it looks like: a dependency that is not in a list is no dependency.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: load, properties: {bash_command: publish}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
    fixSafety:
      'Putting one text into a list, or a value that has to be text into quotes, is safe: nothing else is taken. A number in the place of a name is only proposed in quotes. So is a name that is a single slip away from one of a closed set.',
  },
  check: {
    *document({ document, file, outline }) {
      for (const { key, value, offset } of document.entries) {
        const composite =
          file.composite === undefined ? undefined : COMPOSITE_KEYS.find((known) => known.name === key.text);
        const facts = composite ?? DOCUMENT_KEYS_BY_NAME.get(key.text);
        if (facts === undefined || facts.name === 'format') continue;
        const absent: YamlNode = {
          kind: 'scalar',
          type: 'null',
          text: '',
          plain: true,
          value: null,
          start: key.start,
          end: key.end,
        };
        const isSection = facts.shape === 'list' && value === undefined;
        const hasItems = isSection && document.items.some((item) => item.section === key.text);
        if (hasItems || (isSection && outline.torn)) continue;
        for (const finding of checkShape(facts, key, value ?? absent)) yield moveFinding(finding, offset);
        if (key.text === 'images') for (const finding of checkImages(value)) yield moveFinding(finding, offset);
        if (key.text === 'operator_defaults')
          for (const finding of checkDefaults(value)) yield moveFinding(finding, offset);
        if (key.text !== 'dag_args' || value?.kind !== 'mapping') continue;
        for (const pair of value.pairs) {
          const argument = DAG_KEYS_BY_NAME.get(pair.key.text);
          if (argument === undefined) continue;
          for (const finding of checkShape(argument, pair.key, pair.value)) yield moveFinding(finding, offset);
        }
      }
    },
    *item({ item }) {
      for (const { key, value } of item.map.pairs) {
        const facts = NODE_KEYS_BY_NAME.get(key.text);
        if (facts !== undefined && isRight(facts, value)) continue;
        const behind = facts?.name === 'properties' && isAbsent(value) ? behindProperties(item, key.start) : [];
        if (behind.length > 0) yield notIndented(key, behind, item.cellText);
        else if (facts !== undefined) yield* checkShape(facts, key, value);
      }
    },
  },
};

function isAbsent(value: YamlNode): boolean {
  return value.kind === 'scalar' && value.type === 'null' && value.start === value.end;
}

/** What follows `properties` and is no key of a node: it was meant to be indented. */
function behindProperties({ map }: DocumentItem, start: number): readonly YamlPair[] {
  const behind = map.pairs.filter(({ key }) => key.start > start);
  const known = behind.findIndex(({ key }) => NODE_KEYS_BY_NAME.has(key.text));
  return known < 0 ? behind : behind.slice(0, known);
}

/** One finding for `properties` and all that was to stand in it, with the blanks that are missing. */
function notIndented(key: YamlScalar, behind: readonly YamlPair[], text: string): Finding {
  const last = behind.at(-1)?.value.end ?? key.end;
  const edits: TextEdit[] = [];
  for (
    let newline = text.indexOf('\n', key.end);
    newline >= 0 && newline < last;
    newline = text.indexOf('\n', newline + 1)
  ) {
    const start = newline + 1;
    if (start < last && !/[\r\n]/.test(text.charAt(start))) edits.push({ range: { start, end: start }, text: '  ' });
  }
  return {
    message: '"properties" takes a mapping, and this is empty: what stands below it has to be indented.',
    range: rangeOf(key),
    covers: { start: key.start, end: last },
    fix: { title: 'Indent what stands below it', safety: 'unsafe', edits },
  };
}

/** What stands in an entry of `images`. */
const IMAGE_KEYS: readonly KeyFacts[] = [
  { name: 'url', shape: 'text', summary: 'Where the image is.' },
  { name: 'environments', shape: 'mapping', summary: 'Other places, by environment.' },
  { name: 'from_env', shape: 'text', summary: 'An environment variable that wins over both.' },
  { name: 'pull', shape: 'text', summary: 'When it is pulled.', values: ['always', 'missing', 'never'] },
];

/** Below each type of `operator_defaults`; empty, it says nothing. */
function* checkDefaults(defaults: YamlNode | undefined): Generator<Finding> {
  for (const { key, value } of defaults?.kind === 'mapping' ? defaults.pairs : []) {
    const isEmpty = value.kind === 'scalar' && value.type === 'null';
    if (!isEmpty) yield* checkShape({ name: key.text, shape: 'mapping', summary: '' }, key, value);
  }
}

function* checkImages(images: YamlNode | undefined): Generator<Finding> {
  for (const { key, value } of images?.kind === 'mapping' ? images.pairs : []) {
    if (value.kind !== 'mapping') yield* checkImage(key, value);
    for (const pair of value.kind === 'mapping' ? value.pairs : []) {
      const facts = IMAGE_KEYS.find((known) => known.name === pair.key.text);
      if (facts !== undefined) yield* checkShape(facts, pair.key, pair.value);
    }
  }
}

const SHAPES: Readonly<Record<KeyShape, string>> = {
  text: 'text',
  texts: 'a list of texts',
  integer: 'an integer',
  boolean: 'true or false',
  mapping: 'a mapping',
  list: 'a list',
  schedule: 'a cron expression, a preset, a mapping or null',
  date: 'an ISO 8601 date in quotes',
  verbatim: 'Python in << >>',
  any: 'any value',
};

/** What boundary-layer 1.9.18 takes for numbers and truth values of `dag_args`, quotes or not (marshmallow 2). */
const BOUNDARY_LAYER_INTEGER = /^(?:\s*[-+]?\d+\s*|\d+\.\d*|true|false)$/;
/** What it takes for Python in `dag_args`: something between the brackets at the start of the text. */
const BOUNDARY_LAYER_PYTHON = /^<<.+>>/;
const BOUNDARY_LAYER_BOOLEAN = /^(?:t|T|true|True|TRUE|1|f|F|false|False|FALSE|0)$/;

/** Is a value of the shape that its key takes, and nothing more to be said of it? */
function isRight(facts: KeyFacts, value: YamlNode): boolean {
  return facts.values === undefined && hasShapeOf(facts, value);
}

function hasShapeOf(facts: KeyFacts, value: YamlNode): boolean {
  return value.kind === 'scalar' && value.type === 'null' ? facts.nullable === true : hasShape(facts.shape, value);
}

/** An image that is no mapping: mostly the text that should stand under `url`. */
function* checkImage(key: YamlScalar, value: YamlNode): Generator<Finding> {
  const facts: KeyFacts = {
    name: key.text,
    shape: 'mapping',
    summary: '',
    example: '{url: "registry.acme.io/loader:1"}',
  };
  const url = asText(value);
  for (const finding of checkShape(facts, key, value)) {
    if (url === undefined || url.from !== undefined || url.text === '' || url.text.includes('\n')) yield finding;
    else
      yield {
        ...finding,
        fix: { title: 'Make it the "url" of the image', safety: 'unsafe', edits: aroundIt(url, '{url: ', '}') },
      };
  }
}

function aroundIt({ start, end, plain }: YamlScalar, before: string, after: string): Fix['edits'] {
  const quote = plain ? '"' : '';
  return [
    { range: { start, end: start }, text: `${before}${quote}` },
    { range: { start: end, end }, text: `${quote}${after}` },
  ];
}

function* checkShape(facts: KeyFacts, key: YamlScalar, value: YamlNode): Generator<Finding> {
  if (hasShapeOf(facts, value)) {
    yield* checkChoice(facts, value);
    return;
  }
  const misfit =
    value.kind === 'list' && facts.shape === 'texts'
      ? value.items.find((item) => asText(item) === undefined)
      : undefined;
  const place = misfit ?? (value.start === value.end ? key : value);
  const isOfSchedule = facts.name === 'schedule_interval' && value.kind === 'mapping';
  const fix = isOfSchedule ? changeTo(key, 'schedule') : fixFor(facts, misfit ?? value, misfit !== undefined);
  yield {
    message: `"${facts.name}" takes ${SHAPES[facts.shape]}, and ${misfit === undefined ? 'this' : 'an item'} is ${describe(misfit ?? value)}.${isOfSchedule ? ' A mapping is for "schedule".' : ''}`,
    range: rangeOf(place),
    covers: { start: key.start, end: Math.max(key.end, value.end) },
    ...(fix === undefined && facts.example !== undefined
      ? { help: `It is written like this: ${facts.name}: ${facts.example}` }
      : {}),
    ...withFix(fix),
  };
}

function* checkChoice({ name, values }: KeyFacts, value: YamlNode): Generator<Finding> {
  if (values === undefined || value.kind !== 'scalar' || values.includes(value.text)) return;
  yield {
    message: `"${name}" takes one of ${values.join(', ')}, and this is "${value.text}".${didYouMean(value.text, values)}`,
    range: rangeOf(value),
    ...writtenElsewhere(value),
    ...withFix(renameTo(value, values)),
  };
}

function describe(value: YamlNode): string {
  if (value.kind !== 'scalar') return `a ${value.kind}`;
  return value.type === 'null' ? 'empty' : `"${value.text}"`;
}

function hasShape(shape: KeyShape, value: YamlNode): boolean {
  if (shape === 'any' || value.kind === 'alias') return true;
  const type = value.kind === 'scalar' ? value.type : value.kind;
  const isPython = value.kind === 'scalar' && value.type === 'text' && holdsVerbatim(value.text);
  switch (shape) {
    case 'texts':
      return value.kind === 'list' && value.items.every((item) => asText(item) !== undefined);
    case 'schedule':
      return type === 'text' || type === 'mapping';
    case 'verbatim':
      return value.kind === 'scalar' && value.type === 'text' && BOUNDARY_LAYER_PYTHON.test(value.text);
    case 'date':
      return value.kind === 'scalar' && value.type === 'text' && (isPython || isMoment(value.text.trim()));
    case 'integer':
      return value.kind === 'scalar' && BOUNDARY_LAYER_INTEGER.test(`${value.value}`);
    case 'boolean':
      return value.kind === 'scalar' && BOUNDARY_LAYER_BOOLEAN.test(`${value.value}`);
    default:
      return type === shape;
  }
}

/** Keys whose texts name something: a number in quotes is no name that there could be. */
const NAMES: ReadonlySet<string> = new Set([
  'name',
  'type',
  'target',
  'upstream_dependencies',
  'downstream_dependencies',
  'requires_resources',
  'on_failure',
  'otherwise',
]);

function fixFor({ name, shape, values }: KeyFacts, value: YamlNode, isItem: boolean): Fix | undefined {
  if (value.kind !== 'scalar' || value.type === 'null') return undefined;
  if (values !== undefined && !values.includes(value.text)) return undefined;
  const range = contentRange(value);
  if (range === undefined) return undefined;
  const quoted: Fix = {
    title: `Put ${value.text} in quotes`,
    safety: NAMES.has(name) ? 'unsafe' : 'safe',
    edits: [{ range, text: `'${value.text}'` }],
  };
  if (shape === 'texts' && value.type === 'text' && /^[\w.-]+(?:\s*,\s*[\w.-]+)+$/.test(value.text)) {
    const edits = [{ range: rangeOf(value), text: `[${value.text.split(/\s*,\s*/).join(', ')}]` }];
    return { title: 'Make it a list', safety: 'unsafe', edits };
  }
  const joined = /^-(?=[^\s-])/.exec(value.text);
  if (shape === 'texts' && value.plain && joined !== null) {
    const at = value.start + 1;
    return {
      title: 'Add a blank behind the "-"',
      safety: 'unsafe',
      edits: [{ range: { start: at, end: at }, text: ' ' }],
    };
  }
  if (shape === 'texts' && value.type === 'text') {
    const edits = [
      { range: { start: value.start, end: value.start }, text: '[' },
      ...(value.plain && value.text.endsWith(']') ? [] : [{ range: { start: value.end, end: value.end }, text: ']' }]),
    ];
    return { title: 'Put it into a list', safety: /[,[\]{}]/.test(value.text) ? 'unsafe' : 'safe', edits };
  }
  const isDate = shape === 'date' && isMoment(value.text.trim());
  const takesText = shape === 'text' || (shape === 'texts' && isItem) || isDate;
  return takesText && value.plain && value.type !== 'text' ? quoted : undefined;
}
