import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../../converters/to-airflow';
import { checkWorkflow } from '../../../workflow/check';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { generate } from '../../boundary-layer/generate';
import { SEED } from '../../random';
import { CATALOGUE } from '../../workflow/check/catalogue';
import { ruffFor } from './ruff';

const WORKFLOWS = 60;

describe.each(['3.3', '2.11'] as const)('random workflows of boundary-layer for Airflow %s', (version) => {
  test('ruff finds nothing in them, and formats nothing anew but Python of their authors', () => {
    const ruff = ruffFor(version);
    let emitted = 0;
    for (let seed = SEED; seed < SEED + WORKFLOWS; seed++) {
      const { text } = generate(seed);
      const file = readWorkflow('random.workflow.yaml', text);
      const { plan, problems } = planWorkflow(file, { catalogue: CATALOGUE });
      const found = [...problems, ...checkWorkflow(file, { catalogue: CATALOGUE })];
      if (plan === undefined || found.some(({ severity }) => severity === 'error')) continue;
      const options = { tool: 'dagport', sourcePath: file.path, lines: file.lines };
      const dag = emitPython(plan, airflowTargets[version], options);
      expect(ruff.check(dag), text).toEqual([]);
      if (!text.includes('<<')) expect(ruff.format(dag), text).toBe(dag);
      emitted++;
    }
    expect(emitted).toBeGreaterThan(WORKFLOWS / 3);
  });
});
