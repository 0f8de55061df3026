import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { loadCatalogue, workflowSchema } from '../../schemas';
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
