import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkWorkflow, outlineFile, RULE_FACTS } from '../../../workflow/check';
import { needsPlan } from '../../../workflow/check/needs-plan';
import { NO_COMPOSITES } from '../../../workflow/composites';
import { planProblems } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE as catalogue } from './catalogue';

const ROOT = new URL('../../../', import.meta.url);

function filesBelow(folder: string): readonly string[] {
  const names = readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => readFileSync(new URL(folder + name, ROOT), 'utf8'));
}

const TEXTS = [
  ...['examples/', 'test/workflow/', 'test/compat/', 'test/converters/'].flatMap(filesBelow),
  ...RULE_FACTS.flatMap(({ documentation: { bad, good } }) => [bad, good]),
];

test('where no plan is made, none would find anything', () => {
  let spared = 0;
  for (const text of TEXTS) {
    const file = readWorkflow('one.workflow.yaml', text);
    const outline = outlineFile(file);
    if (outline.composite !== undefined || needsPlan(outline, { catalogue })) continue;
    const hasErrors = checkWorkflow(file, { catalogue }).some(({ severity }) => severity === 'error');
    if (hasErrors) continue;
    spared++;
    expect(planProblems(file, { catalogue, composites: NO_COMPOSITES }), text).toEqual({ problems: [], filled: [] });
  }
  expect(spared).toBeGreaterThan(200);
});
