import {
  type AirflowTarget,
  contextNames,
  findContextObject,
  JINJA_FILTERS,
  JINJA_GLOBALS,
  JINJA_TESTS,
  MACROS,
  removedContextName,
  templateExtras,
} from '../../../schemas';
import { editDistance } from '../../../text/edit-distance';
import { didYouMean, nearest } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { asText, valueAt } from '../../read';
import type { ItemInput, WorkflowRule } from '../context';
import { type AttributeExpression, type CallExpression, type Expression, type Template, within } from '../jinja';
import { propertiesOf } from '../node-type';
import { placeInText } from '../place-in-text';
import { NAMES_OF_GENERATORS } from '../python';
import type { TemplateText } from '../texts';

export const unknownJinjaName: WorkflowRule = {
  id: 'unknown-jinja-name',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'invalid-jinja', 'invalid-branch'],
  documentation: {
    summary: 'A template uses a name, filter, test or macro that Airflow does not give it.',
    why: 'Airflow is strict about undefined names: the task fails when its template is rendered. Names of `user_defined_macros` and `user_defined_filters` are known.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load --day {{ dss }}"}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load --day {{ ds }}"}}
`,
    fixSafety: 'A proposal: the nearest name may be another one.',
    targets:
      'Each target has names of its own; those that only another one has are the matter of `removed-context-name`.',
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

function* checkTemplate(text: TemplateText, template: Template, input: ItemInput): Generator<Finding> {
  for (const expression of template.expressions) {
    for (const part of within(expression)) {
      const unknown = unknownIn(part, template, input);
      if (unknown !== undefined && !isOfType(unknown, input)) yield describe(unknown, text, input);
    }
  }
}

/** Does the operator itself give its templates this name or filter? */
function isOfType({ what, name }: Unknown, { item, type }: ItemInput): boolean {
  const extras = type?.kind === 'operator' ? templateExtras(type.type.classPath) : undefined;
  if (extras === undefined) return false;
  if (what === 'filter') return extras.filters.includes(name);
  const chosen = extras.namedBy === undefined ? undefined : valueAt(valueAt(item.map, 'properties'), extras.namedBy);
  return what === 'name' && (extras.names.includes(name) || asText(chosen)?.text === name);
}

/** What converters write where a person has to decide: it is to fail when it is rendered. */
const NOT_CONVERTED = 'not_converted';

interface Unknown {
  readonly what: string;
  /** Of what it is an attribute. */
  readonly owner?: string;
  readonly name: string;
  readonly known: readonly string[];
  readonly place: { readonly start: number; readonly end: number };
}

function unknownIn(part: Expression, template: Template, input: ItemInput): Unknown | undefined {
  const { bound } = template;
  const { settings } = input;
  const { macros, filters } = settings.dag;
  if (part.kind === 'name') {
    if (settings.parameters?.has(part.name) && !bound.has(part.name) && !contextNames(settings.airflow).has(part.name))
      return { what: 'parameter', name: part.name, known: [], place: part };
    if (macros === undefined || bound.has(part.name) || macros.has(part.name)) return undefined;
    if (JINJA_GLOBALS.has(part.name) || part.name === NOT_CONVERTED || removedContextName(part.name) !== undefined)
      return undefined;
    const names = contextNames(settings.airflow);
    return names.has(part.name)
      ? undefined
      : { what: 'name', name: part.name, known: [...names, ...bound, ...macros, ...JINJA_GLOBALS], place: part };
  }
  if (part.kind === 'filter') {
    if (filters === undefined || JINJA_FILTERS.has(part.name) || filters.has(part.name)) return undefined;
    return { what: 'filter', name: part.name, known: [...JINJA_FILTERS, ...filters], place: part.place };
  }
  if (part.kind === 'test') {
    return JINJA_TESTS.has(part.name)
      ? undefined
      : { what: 'test', name: part.name, known: [...JINJA_TESTS], place: part.place };
  }
  if (part.kind === 'call') return unknownArgument(part, template);
  return part.kind === 'attribute' ? unknownAttribute(part, template, input) : undefined;
}

/** The arguments of `xcom_pull`, of the task SDK and of 2.11. */
const OF_PULL = ['task_ids', 'dag_id', 'key', 'include_prior_dates', 'session', 'map_indexes', 'default', 'run_id'];

/** What `ti.xcom_pull` is given and does not take. */
function unknownArgument({ callee, named }: CallExpression, { bound }: Template): Unknown | undefined {
  if (callee.kind !== 'attribute' || callee.name !== 'xcom_pull' || callee.of.kind !== 'name') return undefined;
  if (bound.has(callee.of.name) || (callee.of.name !== 'ti' && callee.of.name !== 'task_instance')) return undefined;
  const [wrong] = [...named].filter(([name]) => !OF_PULL.includes(name));
  if (wrong === undefined) return undefined;
  const [name, value] = wrong;
  return {
    what: 'argument',
    owner: 'xcom_pull',
    name,
    known: OF_PULL,
    place: { start: value.start - name.length - 1, end: value.start - 1 },
  };
}

function unknownAttribute(
  { of, name, place }: AttributeExpression,
  { bound }: Template,
  { settings, type }: ItemInput,
): Unknown | undefined {
  if (of.kind !== 'name' || bound.has(of.name) || settings.dag.macros?.has(of.name) === true) return undefined;
  if (of.name === 'macros') {
    // Plugins add macros of their own: only what looks like a slip is one.
    const isSlip = !MACROS.has(name) && nearest(name, MACROS).length > 0;
    return isSlip ? { what: 'macro', name, known: [...MACROS], place } : undefined;
  }
  const object = findContextObject(of.name);
  if (object === undefined || Object.values(object.names).some((names) => names.has(name))) return undefined;
  const known = [...object.names[settings.airflow]];
  const isSlip =
    of.name === 'task'
      ? type?.kind === 'operator' && !propertiesOf(type, settings).has(name) && isSlipOf(name, known)
      : object.closed || nearest(name, known).length > 0;
  return isSlip ? { what: 'attribute', owner: of.name, name, known, place } : undefined;
}

/** An operator has attributes of its own: only what differs by one letter, or by capital letters and `_`, is no other one. */
function isSlipOf(name: string, known: readonly string[]): boolean {
  const plain = (word: string): string => word.replaceAll('_', '').toLowerCase();
  return known.some(
    (one) => plain(one) === plain(name) || (one.length > 6 && name.length > 5 && editDistance(name, one, 1) === 1),
  );
}

function describe(
  { what, owner, name, known, place }: Unknown,
  { scalar }: TemplateText,
  { item, settings }: ItemInput,
): Finding {
  const range = placeInText(scalar, place, item.cellText);
  if (what === 'parameter')
    return {
      message: `Templates have no name "${name}": a parameter of the composite stands between "\${{" and "}}".`,
      range,
      help: `Write "\${{ ${name} }}", with a "$": it is replaced when the DAG is built.`,
    };
  const isOfGenerator = what === 'name' && NAMES_OF_GENERATORS.includes(name);
  if (isOfGenerator) return ofGenerator(name, range, settings.repeated);
  const ownerOf = what === 'name' ? whoHas(name, settings.airflow) : undefined;
  const best = ownerOf === undefined ? nearest(name, known)[0] : `${ownerOf}.${name}`;
  const isExact = item.cellText.slice(range.start, range.end) === name;
  return {
    message: `${whoLacks(what, owner)} "${name}": rendering this one fails.${ownerOf === undefined ? didYouMean(name, known) : ` Did you mean "${best}"?`}`,
    range,
    ...(best === undefined || !isExact
      ? {}
      : { fix: { title: `Change "${name}" to "${best}"`, safety: 'unsafe', edits: [{ range, text: best }] } }),
  };
}

/** The name behind which another one stands that was written alone: `macros` of `ds_add`, `ti` of `xcom_pull`. */
function whoHas(name: string, airflow: AirflowTarget): string | undefined {
  if (MACROS.has(name)) return 'macros';
  return findContextObject('ti')?.names[airflow].has(name) === true ? 'ti' : undefined;
}

function whoLacks(what: string, owner: string | undefined): string {
  if (owner === undefined) return `Templates have no ${what}`;
  return what === 'argument' ? `"${owner}" has no argument` : `In templates "${owner}" has no`;
}

/** `item` and its like, which are replaced when the DAG is built, and not rendered. */
function ofGenerator(name: string, range: Finding['range'], repeated: boolean): Finding {
  return {
    message: `Templates have no name "${name}": rendering this one fails.`,
    range,
    help: repeated
      ? `Write "\${{ ${name} }}", with a "$": it is replaced when the DAG is built.`
      : `"\${{ ${name} }}" is replaced in targets of generators only: let a generator repeat this document, or write the value.`,
  };
}
