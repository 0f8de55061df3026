import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../schemas';
import { authoredGraph, expandedGraph, planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { expectToFollow } from '../cli/schemas';
import { catalogueFiles } from './catalogue-files';

const { catalogue } = loadCatalogue(catalogueFiles());
const FLOWS = new URL('../flows/', import.meta.url);
const names = readdirSync(FLOWS).filter((name) => name.endsWith('.workflow.yaml'));

test.each(names)('the graphs of %s follow their schema', (name) => {
  const file = readWorkflow(name, readFileSync(new URL(name, FLOWS), 'utf8'));
  const { plan } = planWorkflow(file, { catalogue });
  if (plan === undefined) return expect.unreachable('it has a plan');
  expectToFollow('graph-output', JSON.parse(JSON.stringify(expandedGraph(file, plan))));
  expectToFollow('graph-output', JSON.parse(JSON.stringify(authoredGraph(file, catalogue))));
});
