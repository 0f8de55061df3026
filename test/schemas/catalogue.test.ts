import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findGenerator, findResource, findType, loadCatalogue, parametersOf, referencedProperty } from '../../schemas';
import { catalogueFiles } from './catalogue-files';

const FILES = catalogueFiles();
const { catalogue, problems } = loadCatalogue(FILES);
const SCHEMA = JSON.parse(
  readFileSync(new URL('../../schemas/format/catalogue-entry.schema.json', import.meta.url), 'utf8'),
);
const followsSchema = new Ajv({ allErrors: true, strictTypes: false }).compile(SCHEMA);

describe('every catalogue file', () => {
  test.each([...FILES])('%s follows the published schema', (_, text) => {
    followsSchema(parse(text));
    expect(followsSchema.errors).toBeNull();
  });

  test('can be read', () => expect(problems).toEqual([]));

  test('is named after its type', () => {
    const names = [...FILES].map(([path, text]) => [path, `schemas/catalog/${parse(text).name}.yaml`]);
    expect(names.filter(([path, expected]) => path !== expected)).toEqual([]);
  });

  test('reads the same from JSON', () => {
    const json = new Map([...FILES].map(([path, text]) => [path, JSON.stringify(parse(text))]));
    const again = loadCatalogue(json).catalogue;
    expect(again.names.map(again.find)).toEqual(catalogue.names.map(catalogue.find));
  });
});

describe('a type is found', () => {
  test.each([
    ['bash', 'bash'],
    ['BashOperator', 'bash'],
    ['airflow.providers.standard.operators.bash.BashOperator', 'bash'],
    ['empty', 'dummy'],
    ['kubernetes_pod', 'kubernetes'],
    ['SQLExecuteQueryOperator', 'sql'],
    ['DataprocCreateClusterOperator', 'dataproc_cluster_create'],
    ['bahs', undefined],
    ['list_generator', undefined],
    ['base', undefined],
    ['constructor', undefined],
  ])('%s', (name, found) => expect(findType(catalogue, name)?.name).toBe(found));

  test('generators and resources have names of their own', () => {
    expect(findGenerator(catalogue, 'fixed_generator')?.name).toBe('list_generator');
    expect(findResource(catalogue, 'scratch_directory')?.provides.get('cwd')).toBe('${{ path }}');
    expect(findGenerator(catalogue, 'bash')).toBeUndefined();
  });
});

test('the other names of types mean one type each', () => {
  const owners = new Map<string, string[]>();
  for (const name of catalogue.names) {
    const type = findType(catalogue, name);
    for (const alias of [name, ...(type?.aliases ?? [])]) owners.set(alias, [...(owners.get(alias) ?? []), name]);
  }
  expect([...owners].filter(([, types]) => types.length > 1)).toEqual([]);
});

describe('parameters', () => {
  const namesOf = (type: string): readonly string[] => {
    const found = findType(catalogue, type);
    return found === undefined ? [] : [...parametersOf(catalogue, found).keys()];
  };

  test.each([
    ['short_circuit', ['python_callable', 'ignore_downstream_trigger_rules', 'retries']],
    ['bash_sensor', ['bash_command', 'poke_interval', 'soft_fail', 'trigger_rule']],
    ['kubernetes', ['container_resources', 'resources', 'node_selectors', 'pool']],
  ])('%s takes its own, those of the type it extends and those of all operators', (type, some) => {
    expect(namesOf(type)).toEqual(expect.arrayContaining(some));
  });

  test('only sensors take those of sensors', () => expect(namesOf('bash')).not.toContain('soft_fail'));
});

test('what a resource refers to is a property that its create step or itself knows', () => {
  const unknown = catalogue.resourceNames.flatMap((name) => {
    const resource = findResource(catalogue, name);
    const create = findType(catalogue, resource?.create.type ?? '');
    const known = new Set(
      (resource?.create.properties === undefined ? create : resource)?.parameters.map((p) => p.name),
    );
    const texts: unknown[] = [];
    const step = { create: resource?.create.properties, destroy: resource?.destroy.properties };
    JSON.stringify([step, [...(resource?.provides.values() ?? [])]], (_, value) => {
      texts.push(value);
      return value;
    });
    const references = texts
      .filter((value) => typeof value === 'string')
      .flatMap((text) => referencedProperty(text) ?? []);
    expect(references.length).toBeGreaterThan(0);
    return references.filter((reference) => !known.has(reference)).map((reference) => `${name}: ${reference}`);
  });
  expect(unknown).toEqual([]);
});

describe('a file that cannot be read is reported and hides no other', () => {
  test.each([
    ['no mapping', '[]', '', 'has to be a mapping'],
    ['no YAML', 'a: [', '', ''],
    ['an unknown kind', 'kind: thing\nname: x\nsummary: X.\n', 'kind', '"thing" is none of'],
    ['no class', 'kind: operator\nname: x\nsummary: X.\nprovider: y\n', 'class', 'has to be text'],
    [
      'an unknown parameter type',
      'kind: neutral\nname: x\nsummary: X.\nparameters: {a: {type: strng}}\n',
      'parameters/a/type',
      '"strng" is no parameter type',
    ],
    [
      'an unknown ancestor',
      'kind: operator\nname: x\nsummary: X.\nclass: a.B\nprovider: y\nextends: z\n',
      'extends',
      'extends an unknown type',
    ],
    [
      'an unknown step',
      'kind: resource\nname: x\nsummary: X.\ncreate: {type: nothing}\ndestroy: {type: bash}\n',
      'create/type',
      '"nothing" is no operator type',
    ],
  ])('%s', (_, text, pointer, message) => {
    const loaded = loadCatalogue(new Map([...FILES, ['mine.yaml', text]]));
    expect(loaded.problems).toEqual([{ path: 'mine.yaml', pointer, message: expect.stringContaining(message) }]);
    expect(loaded.catalogue.find('bash')).toEqual(catalogue.find('bash'));
  });

  const ENTRY = 'kind: operator\nname: x\nsummary: X.\nclass: a.B\nprovider: y\n';
  test.each([
    ['alias: [Y]', 'alias', true, 'Did you mean "aliases"?'],
    ['extend: bash', 'extend', true, 'Did you mean "extends"?'],
    ['params: {a: {type: text}}', 'params', true, 'Did you mean "parameters"?'],
    ['parameters: {a: {type: text, template: true}}', 'parameters/a/template', true, 'Did you mean "templated"?'],
    ['parameters: {a: {type: text, required: yess}}', 'parameters/a/required', false, 'is true or false'],
    ['parameters: {a: {type: string}}', 'parameters/a/type', false, 'Did you mean "text"?'],
    ['parameters: {a: {type: integer, default: one}}', 'parameters/a/default', false, 'its type is "integer"'],
    [
      'parameters: {tone: {}, b: {}}\nrules: [{exclusive: [ton, b]}]',
      'rules/0/exclusive/0',
      false,
      'Did you mean "tone"?',
    ],
  ])('a slip of a person: %s', (slip, pointer, ofKey, message) => {
    const { problems } = loadCatalogue(new Map([...FILES, ['mine.yaml', `${ENTRY}${slip}\n`]]));
    const place = { path: 'mine.yaml', pointer, ...(ofKey ? { ofKey: true } : {}) };
    expect(problems).toEqual([{ ...place, message: expect.stringContaining(message) }]);
  });

  test('types that extend each other', () => {
    const type = (name: string, other: string) =>
      `kind: operator\nname: ${name}\nsummary: X.\nclass: a.${name}\nprovider: y\nextends: ${other}\n`;
    const files = new Map([
      ['a.yaml', type('A', 'B')],
      ['b.yaml', type('B', 'A')],
    ]);
    expect(loadCatalogue(files).problems.map((problem) => problem.path)).toEqual(['a.yaml', 'b.yaml']);
  });
});
