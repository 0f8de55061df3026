import { findType, type Parameter } from '../../../schemas';
import type { Finding } from '../../../text/rules';
import { placedProblems } from '../../composites';
import { entryOf, toData, valueAt, type WorkflowDocument, type YamlNode } from '../../read';
import { backendValues } from '../backends';
import type { ItemSettings, WorkflowRule } from '../context';
import { propertiesOf } from '../node-type';
import { moveFinding } from '../place';
import { checkValue } from '../value-type';

export const wrongParameterType: WorkflowRule = {
  id: 'wrong-parameter-type',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'tab-indentation', 'unquoted-jinja', 'unknown-trigger-rule', 'yaml-tag'],
  documentation: {
    summary: 'The value of a property is not of the kind that its type takes.',
    why: 'Airflow fails when it loads the DAG or, worse, when the task runs. Expressions in `<< >>`, and Jinja where Airflow renders it, are taken as they stand.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, retries: '3'}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, retries: 3}}
`,
    fixSafety:
      'Adding or removing quotes is safe: the property takes nothing else. A nearest member is safe where it is a single slip away.',
  },
  check: {
    *document({ document, catalogue, settings }) {
      yield* checkOperatorDefaults(document, settings);
      const entry = entryOf(document, 'default_task_args');
      if (entry?.value === undefined) return;
      for (const finding of checkMapping(entry.value, byAnyName(catalogue.baseParameters), NO_DEFAULTS))
        yield moveFinding(finding, entry.offset);
    },
    *item({ item, settings, type }) {
      for (const { values, parameters } of backendValues(item.map, settings))
        yield* checkMapping(values, parameters, NO_DEFAULTS);
      const properties = valueAt(item.map, 'properties');
      if (type === undefined || properties === undefined) return;
      const defaults = type.kind === 'operator' ? settings.typeDefaults.get(type.type.name) : undefined;
      for (const finding of checkMapping(properties, propertiesOf(type, settings), defaults ?? NO_DEFAULTS)) {
        const help =
          type.kind === 'generator' ? otherGenerator(type.type.name, valueAt(properties, 'items')) : undefined;
        yield help === undefined || finding.help !== undefined ? finding : { ...finding, help };
      }
    },
  },
};

/** Parameters by the names that they had before, too. */
function byAnyName(parameters: ReadonlyMap<string, Parameter>): ReadonlyMap<string, Parameter> {
  const before = [...parameters.values()].flatMap((one) => (one.aliases ?? []).map((alias) => [alias, one] as const));
  return new Map([...before, ...parameters]);
}

/** `operator_defaults`, each by what its type takes; a null removes what a type that it extends has. */
function* checkOperatorDefaults(document: WorkflowDocument, settings: ItemSettings): Generator<Finding> {
  const entry = entryOf(document, 'operator_defaults');
  if (entry?.value?.kind !== 'mapping') return;
  for (const { key, value } of entry.value.pairs) {
    const type = findType(settings.catalogue, key.text);
    if (type === undefined) continue;
    for (const finding of checkMapping(
      withoutRemoved(value),
      settings.propertiesOf({ kind: 'operator', type }),
      NO_DEFAULTS,
    ))
      yield moveFinding(finding, entry.offset);
  }
}

/** Which type takes what stands under `items`, where its own type does not. */
function otherGenerator(type: string, items: YamlNode | undefined): string | undefined {
  const first = items?.kind === 'list' ? items.items[0] : undefined;
  const meant =
    items?.kind === 'mapping'
      ? 'dict_generator'
      : first?.kind === 'mapping'
        ? 'list_object_generator'
        : 'list_generator';
  return items === undefined || meant === type || !BUILT_IN.has(type)
    ? undefined
    : `For such items there is the type "${meant}".`;
}

const BUILT_IN: ReadonlySet<string> = new Set(['list_generator', 'list_object_generator', 'dict_generator']);

const NO_DEFAULTS: ReadonlySet<string> = new Set();

function* checkMapping(
  values: YamlNode,
  parameters: ReadonlyMap<string, Parameter>,
  defaults: ReadonlySet<string>,
): Generator<Finding> {
  if (values.kind !== 'mapping') return;
  for (const { key, value } of values.pairs) {
    const parameter = parameters.get(key.text);
    if (parameter === undefined) continue;
    const findings = checkValue(parameter, defaults.has(key.text) ? withoutRemoved(value) : value);
    if (findings.length > 0) yield* findings;
    else if (parameter.misfits !== undefined) yield* misfits(key.text, parameter, value);
  }
}

/** What is asked beyond the type of a value: by the JSON Schema of a type of a plugin, and of the keys of `resources`. */
function* misfits(name: string, parameter: Parameter, value: YamlNode): Generator<Finding> {
  if (parameter.misfits === undefined || isNullGiven(parameter, value)) return;
  for (const problem of placedProblems(name, value, parameter.misfits(toData(value)))) {
    yield { message: `"${problem.parameter}" ${problem.message}.`, range: problem.range };
  }
}

function isNullGiven({ required, nullable }: Parameter, value: YamlNode): boolean {
  return value.kind === 'scalar' && value.type === 'null' && (!required || nullable === true);
}

/** Over the defaults of its type, a null in a mapping removes what the default gives. */
function withoutRemoved(value: YamlNode): YamlNode {
  if (value.kind !== 'mapping') return value;
  const kept = value.pairs.filter((pair) => pair.value.kind !== 'scalar' || pair.value.type !== 'null');
  return { ...value, pairs: kept };
}
