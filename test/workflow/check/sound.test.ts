import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkWorkflow } from '../../../workflow/check';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from './catalogue';
import { COMPOSITES } from './composites';

/** Workflows of `sound/`, in the manner of the examples that providers give: nothing at all is to be found in them. */
const FOLDER = new URL('sound/', import.meta.url);
const BOTH = ['3.3', '2.11'] as const;
const files = readdirSync(FOLDER).flatMap((name) => BOTH.map((airflow) => [name, airflow] as const));

test.each(files)('nothing is found in %s for Airflow %s', (name, airflow) => {
  const file = readWorkflow(name, readFileSync(new URL(name, FOLDER), 'utf8'));
  const catalogue = CATALOGUE.on(airflow);
  const found = checkWorkflow(file, { catalogue, composites: COMPOSITES, airflow });
  expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
});
