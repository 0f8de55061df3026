import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type * as Engine from '../../../text/rules';
import { checkWorkflow, RULE_FACTS } from '../../../workflow/check';
import { readWorkflow } from '../../../workflow/read';
import { casesOf } from '../../compat/cases';
import { CATALOGUE } from './catalogue';
import { mutationsOf } from './mutations';

/** Checks that the text of a whole document spares. */
const spared = new WeakSet<object>();

/** What was found in parts in which nothing that the rule mentions stands: it would not be told. */
const lost: string[] = [];

// Beside what it spares the engine runs all checks here, and compares.
vi.mock('../../../text/rules', async (original) => {
  const engine = await original<typeof Engine>();
  const findAll: typeof Engine.findAll = (checks, input, source) => {
    const all = engine.findAll(checks, input);
    const looked = checks.filter((check) => !spared.has(check));
    const told = new Set(engine.findAll(looked, input, source).map(({ diagnostic }) => JSON.stringify(diagnostic)));
    for (const { diagnostic } of all)
      if (!told.has(JSON.stringify(diagnostic))) lost.push(`${diagnostic.rule}: ${diagnostic.message}\n${source}`);
    return all;
  };
  const checksWithin: typeof Engine.checksWithin = (checks, source) => {
    const left = new Set(engine.checksWithin(checks, source));
    return checks.map((check) => {
      if (left.has(check)) return check;
      const copy = { ...check };
      spared.add(copy);
      return copy;
    });
  };
  return { ...engine, findAll, checksWithin };
});

function check(text: string): void {
  for (const airflow of ['3.3', '2.11'] as const)
    checkWorkflow(readWorkflow('x.workflow.yaml', text), { catalogue: CATALOGUE, airflow });
  expect(lost.splice(0)).toEqual([]);
}

const EXAMPLES = new URL('../../../examples/workflows/', import.meta.url);
const FIXTURES = new URL('./fixtures/', import.meta.url);
const SHARE = 6;

test('what a rule does not look at, for nothing that it mentions stands there, holds nothing that it would find', () => {
  for (const { documentation } of RULE_FACTS) for (const text of [documentation.bad, documentation.good]) check(text);
  for (const rule of readdirSync(FIXTURES)) {
    for (const name of readdirSync(new URL(`${rule}/`, FIXTURES)).filter((name) => name.endsWith('.yaml')))
      check(readFileSync(new URL(`${rule}/${name}`, FIXTURES), 'utf8'));
  }
  for (const { text } of [...casesOf('cases'), ...casesOf('graphs')]) check(text);
}, 120_000);

test('nor does it in mutated workflows', () => {
  for (const name of readdirSync(EXAMPLES).filter((name) => name.endsWith('.workflow.yaml'))) {
    const mutations = [...mutationsOf(readFileSync(new URL(name, EXAMPLES), 'utf8'))];
    for (const { text } of mutations.filter((_, index) => index % SHARE === 0)) check(text);
  }
}, 120_000);
