import { expect, test } from 'vitest';
import { checkWorkflow, RULE_FACTS } from '../../../workflow/check';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from './catalogue';
import { compositesOf } from './composites';
import { OF_AIRFLOW } from './demands/airflow';
import type { Demand } from './demands/demand';
import { GAPS_OF_PARTS } from './demands/gaps-of-parts';
import { GAPS_OF_VALUES } from './demands/gaps-of-values';
import { OF_WORKFLOWS } from './demands/workflows';

const RULES = new Map(RULE_FACTS.map((rule) => [rule.id, rule]));

function saidAbout(demand: Extract<Demand, { rule: string }>): readonly string[] {
  const page = RULES.get(demand.rule)?.documentation;
  const text = demand.text ?? page?.bad ?? '';
  const composites = compositesOf(demand.text === undefined ? page?.composite : undefined);
  const airflow = demand.airflow ?? '3.3';
  const found = checkWorkflow(readWorkflow('x.workflow.yaml', text), { catalogue: CATALOGUE, composites, airflow });
  return found.map(({ rule, message }) => `${rule}: ${message}`);
}

const all = [...GAPS_OF_VALUES, ...GAPS_OF_PARTS, ...OF_AIRFLOW, ...OF_WORKFLOWS].map(
  (demand) => [demand.what, demand] as const,
);

test.each(all)('%s', (_, demand) => {
  if ('why' in demand) {
    expect(demand.why).toMatch(/^[A-Z].{20,}\.$/);
    return;
  }
  const said = saidAbout(demand);
  expect(
    said.filter((line) => line.startsWith(`${demand.rule}: `) && line.includes(demand.says ?? '')),
    said.join('\n'),
  ).not.toEqual([]);
});
