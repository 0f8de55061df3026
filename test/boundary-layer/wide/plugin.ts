import { chance, pick, type Random, some } from '../made';

/** The files of a plugin's configuration, by their path in its folder. */
export type PluginFiles = Readonly<Record<string, string>>;

/** A plugin, and the types that workflows may use of it. */
export interface MadePlugin {
  readonly files: PluginFiles;
  readonly operators: readonly MadeType[];
  readonly generators: readonly string[];
  readonly resources: readonly string[];
  readonly subDags: readonly string[];
}

export interface MadeType {
  readonly name: string;
  /** Its own properties. */
  readonly properties: readonly string[];
}

const SCHEMAS: readonly string[] = [
  '{type: string}',
  '{type: integer}',
  '{type: integer, minimum: 1, maximum: 5}',
  '{type: number}',
  '{type: boolean}',
  '{type: boolean, default: true}',
  '{type: string, default: some}',
  '{type: string, enum: [a, b]}',
  '{type: string, pattern: "^[a-z]+$"}',
  '{type: string, minLength: 2}',
  '{type: array, items: {type: string}}',
  '{type: array, items: {type: string}, minItems: 1, uniqueItems: true}',
  '{type: array}',
  '{type: object}',
  '{type: object, additionalProperties: {type: string}}',
  '{type: object, properties: {a: {type: integer, default: 3}, b: {}}, required: [b], additionalProperties: false}',
  '{type: [string, "null"]}',
  '{type: [string, array]}',
  '{oneOf: [{type: string}, {type: integer}]}',
  '{anyOf: [{type: string}, {type: array, items: {type: integer}}]}',
  '{not: {type: boolean}}',
  '{}',
];

const BASES: readonly string[] = ['base', 'base', 'bash', 'dummy', 'python', 'base_sensor', 'http_operator'];

/** A plugin with operators that extend each other, and with types of the other kinds. */
export function pluginOf(random: Random): MadePlugin {
  const files: Record<string, string> = {};
  const operators: MadeType[] = [];
  const amount = 1 + Math.floor(random() * 4);
  for (let index = 0; index < amount; index++) {
    const name = pick(random, [`acme_${index}`, `acme_${index}`, `acme_${index}`, 'dummy', 'bash']);
    if (operators.some((one) => one.name === name)) continue;
    const names = some(
      random,
      ['a', 'b', 'c', 'd', 'retries', 'pool', 'retry_delay', 'start_date', 'wait', 'day', 'at'],
      0.35,
    );
    const bases = [...operators.filter((one) => one.name.startsWith('acme')).map((one) => one.name), ...BASES];
    files[`operators/${name}.yaml`] = operatorText(name, names, bases, random);
    operators.push({ name, properties: names });
  }
  const generators = chance(random, 0.4) ? ['acme_items'] : [];
  if (generators.length > 0) files['generators/items.yaml'] = generatorText(random);
  const makers = operators.filter(({ name }) => name.startsWith('acme'));
  const [maker] = makers;
  const resources = maker !== undefined && chance(random, 0.5) ? ['acme_resource'] : [];
  if (maker !== undefined && resources.length > 0)
    files['resources/resource.yaml'] =
      `name: acme_resource\ncreate_operator_type: ${maker.name}\ndestroy_operator_type: ${makers.at(-1)?.name}\nprovides_args: [${some(random, maker.properties, 0.5).join(', ')}]\n${chance(random, 0.2) ? 'disable_sentinel_node: true\n' : ''}`;
  return { files, operators, generators, resources, subDags: [] };
}

function operatorText(name: string, names: readonly string[], bases: readonly string[], random: Random): string {
  const properties = names.map((one) => `    ${one}: ${schemaOf(one, random)}`);
  const required = some(
    random,
    names.filter((one) => one.length === 1),
    0.2,
  );
  const closed = chance(random, 0.5) ? `  additionalProperties: ${pick(random, ['false', 'false', 'true'])}\n` : '';
  const preprocessed = names.filter((one) => ['wait', 'day', 'at'].includes(one)).map(preprocessorText(random));
  return [
    `name: ${name}`,
    'operator_class: LoadOperator',
    'operator_class_module: acme.operators.load',
    ...(chance(random, 0.85)
      ? [
          `schema_extends: ${pick(
            random,
            bases.filter((one) => one !== name),
          )}`,
        ]
      : []),
    'parameters_jsonschema:',
    properties.length === 0 ? '  properties: {}' : `  properties:\n${properties.join('\n')}`,
    ...(required.length === 0 ? [] : [`  required: [${required.join(', ')}]`]),
    closed.trimEnd() === '' ? '' : closed.trimEnd(),
    ...(preprocessed.length === 0 ? [] : [`property_preprocessors:\n${preprocessed.join('')}`.trimEnd()]),
    ...(chance(random, 0.15) ? ['imports: {modules: [math], objects: [{module: os.path, objects: [join]}]}'] : []),
    '',
  ]
    .filter((line) => line !== '')
    .concat('')
    .join('\n');
}

function schemaOf(name: string, random: Random): string {
  if (name === 'wait') return pick(random, ['{type: integer}', '{type: number}', '{type: [integer, "null"]}']);
  if (name === 'day' || name === 'at' || name === 'start_date') return '{type: string}';
  if (name === 'retries' || name === 'retry_delay')
    return pick(random, ['{type: integer}', '{type: integer, default: 2}', '{type: integer, enum: [1, 2, 60]}']);
  if (name === 'pool') return pick(random, ['{type: string}', '{type: string, default: acme}']);
  return pick(random, SCHEMAS);
}

function preprocessorText(random: Random): (name: string) => string {
  return (name) => {
    if (name === 'day') return `- {type: date_string_to_datetime, apply_to_properties: [day]}\n`;
    if (name === 'at') return `- {type: to_time, apply_to_properties: [at]}\n`;
    return `- {type: to_timedelta, properties: {units: ${pick(random, ['seconds', 'minutes', 'hours', 'days'])}}, apply_to_properties: [wait]}\n`;
  };
}

function generatorText(random: Random): string {
  const [iterator, name, properties] = pick(random, [
    [
      'return [one + suffix for one in items]',
      'return item',
      '{items: {type: array, items: {type: string}}, suffix: {type: string, default: x}}',
    ],
    ['return list(range(count))', "return 'n%d' % item", '{count: {type: integer, minimum: 0, maximum: 3}}'],
    ['return sorted(items)', 'return str(index)', '{items: {type: array}}'],
  ]);
  const required = properties.includes('count') ? 'count' : 'items';
  return `name: acme_items\nparameters_jsonschema: {properties: ${properties}, required: [${required}], additionalProperties: false}\niterator_builder_method_code: |\n  ${iterator}\nitem_name_builder_code: |\n  ${name}\n`;
}

const FILE_SLIPS: readonly (readonly [string, (text: string) => string])[] = [
  ['no name', (text) => text.replace(/^name: .*\n/m, '')],
  ['another base', (text) => text.replace(/^schema_extends: .*$/m, 'schema_extends: nothing')],
  ['itself as its base', (text) => text.replace(/^schema_extends: .*$/m, 'schema_extends: acme_0')],
  ['no class', (text) => text.replace(/^operator_class: .*\n/m, '')],
  ['an unknown key', (text) => `${text}more: 1\n`],
  ['a wrong schema', (text) => text.replace('{type: string}', '{type: strin}')],
  ['an unknown preprocessor', (text) => text.replace('type: to_timedelta', 'type: to_minutes')],
  ['no units', (text) => text.replace(/properties: \{units: \w+\}, /, '')],
  ['a preprocessor for nothing', (text) => text.replace('[wait]', '[nothing]')],
  ['a list', (text) => `- ${text.replaceAll('\n', '\n  ')}`],
  ['what is no YAML', (text) => `${text}}}}\n`],
  ['another destroy', (text) => text.replace(/^destroy_operator_type: .*$/m, 'destroy_operator_type: nothing')],
];

/** A plugin with a slip in one of its files, and which. */
export function slippedPlugin(
  plugin: MadePlugin,
  random: Random,
): { readonly plugin: MadePlugin; readonly slip: string } {
  const [path, text] = pick(random, Object.entries(plugin.files));
  const [slip, change] = pick(random, FILE_SLIPS);
  return { plugin: { ...plugin, files: { ...plugin.files, [path]: change(text) } }, slip: `${slip} in ${path}` };
}
