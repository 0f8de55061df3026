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

  test.each(['unknown-key', 'missing-name', 'missing-type', 'wrong-key-type'])('finds %s as well', (id) => {
    const bad = RULE_FACTS.find((rule) => rule.id === id)?.documentation.bad ?? '';
    expect(documentsOf(bad).every((document) => follows(document))).toBe(false);
  });
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
