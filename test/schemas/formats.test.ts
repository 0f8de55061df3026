import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { compositeSchema, loadCatalogue, workflowSchema } from '../../schemas';
import { RULE_FACTS } from '../../workflow/check';
import { holdsComposite } from '../../workflow/composites';
import { catalogueFiles } from './catalogue-files';

const { catalogue } = loadCatalogue(catalogueFiles());
const SCHEMA = JSON.parse(readFileSync(new URL('../../schemas/format/workflow.schema.json', import.meta.url), 'utf8'));

test('the published schema of workflows is what the tables of keys say', () => {
  expect(SCHEMA, 'run "node tools/workflow-schema.mjs"').toEqual(workflowSchema(catalogue));
});

describe('the schema of workflows', () => {
  const follows = new Ajv({ allErrors: true, strictTypes: false }).compile(SCHEMA);
  const documentsOf = (text: string): readonly unknown[] =>
    parseAllDocuments(text, { version: '1.1', merge: true }).map((document) => document.toJS());

  const ofWorkflows = RULE_FACTS.filter(({ documentation }) => !holdsComposite(documentation.good));
  test.each(ofWorkflows.map((rule) => [rule.id, rule.documentation.good] as const))(
    'takes what %s advises',
    (_, text) => {
      for (const document of documentsOf(text)) {
        follows(document);
        expect(follows.errors).toBeNull();
      }
    },
  );

  const found = ['unknown-key', 'missing-name', 'missing-type', 'wrong-key-type', 'unknown-format', 'invalid-imports'];
  test.each(found)('finds %s as well', (id) => {
    const bad = RULE_FACTS.find((rule) => rule.id === id)?.documentation.bad ?? '';
    expect(documentsOf(bad).every((document) => follows(document))).toBe(false);
  });
});

describe('the schema of workflows, inside of keys', () => {
  const follows = new Ajv({ allErrors: true, strictTypes: false }).compile(SCHEMA);
  const workflow = (part: object): object => ({ name: 'x', format: 1, ...part });
  const node = (part: object): object => workflow({ operators: [{ name: 'a', type: 'branch', ...part }] });

  test.each([
    ['a schedule', workflow({ dag_args: { schedule: { cron: '@daily', timezone: 'UTC' } } })],
    ['no schedule', workflow({ dag_args: { schedule: null } })],
    ['an image', workflow({ images: { a: { url: 'x:1', pull: 'always' } } })],
    ['cases', node({ cases: [{ when: '{{ true }}', then: ['b'] }], otherwise: [] })],
  ])('takes %s', (_, document) => expect(follows(document), JSON.stringify(follows.errors)).toBe(true));

  test.each([
    ['a misspelt key of a schedule', workflow({ dag_args: { schedule: { crom: '@daily' } } })],
    ['a number as schedule', workflow({ dag_args: { schedule: 5 } })],
    ['a misspelt key of an image', workflow({ images: { a: { uri: 'x:1' } } })],
    ['another pull', workflow({ images: { a: { pull: 'sometimes' } } })],
    ['a case without "when"', node({ cases: [{ then: ['b'] }] })],
    ['a case with another key', node({ cases: [{ when: 'x', then: ['b'], else: [] }] })],
    ['paths of one level', node({ paths: ['a'] })],
    ['a generator without target', workflow({ generators: [{ name: 'g', type: 'list_generator' }] })],
    ['names of a module in another place', workflow({ imports: { objects: [{ module: 'a' }] } })],
  ])('refuses %s', (_, document) => expect(follows(document)).toBe(false));
});

describe('the schema of composites', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../schemas/format/composite.schema.json', import.meta.url), 'utf8'),
  );
  const follows = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);
  const FOLDER = new URL('../../examples/composites/catalogue/', import.meta.url);
  const firstOf = (text: string): unknown => parseAllDocuments(text, { version: '1.1', merge: true })[0]?.toJS();

  test('is what the tables of keys say', () => {
    expect(schema, 'run "node tools/workflow-schema.mjs"').toEqual(compositeSchema(catalogue));
  });

  test.each(readdirSync(FOLDER))('takes the example %s', (name) => {
    follows(firstOf(readFileSync(new URL(name, FOLDER), 'utf8')));
    expect(follows.errors).toBeNull();
  });

  test.each([
    ['a workflow', 'name: x\noperators: []\n'],
    ['arguments of a DAG', 'kind: composite\nname: x\ndag_args: {}\noperators: []\n'],
    ['a signature that is no mapping', 'kind: composite\nname: x\nparameters_jsonschema: []\n'],
  ])('refuses %s', (_, text) => expect(follows(firstOf(text))).toBe(false));
});
