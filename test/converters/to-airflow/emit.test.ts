import fc from 'fast-check';
import { expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../../converters/to-airflow';
import { indexLines } from '../../../text/range';
import type { Plan } from '../../../workflow/plan/plan';
import { anyPlan } from './arbitrary';
import { awkwardNames, everyBehaviour } from './plans';
import { ruffFor } from './ruff';

const options = { tool: 'dagport test', sourcePath: 'flows/orders.workflow.yaml', lines: indexLines('') };

/** The DAG file is the golden one, formatted and clean. */
async function checkEmitted(plan: Plan, version: '3.3' | '2.11'): Promise<void> {
  const text = emitPython(plan, airflowTargets[version], options);
  const ruff = ruffFor(version);
  await expect(text).toMatchFileSnapshot(`fixtures/${plan.dagId}.airflow-${version}.py`);
  expect(ruff.format(text)).toBe(text);
  expect(ruff.check(text)).toEqual([]);
}

test.each(['3.3', '2.11'] as const)('DAG files for Airflow %s', async (version) => {
  await checkEmitted(everyBehaviour, version);
  await checkEmitted(awkwardNames, version);
});

test('any plan: ruff formats nothing anew and finds nothing, and the bytes are always the same', () => {
  for (const version of ['3.3', '2.11'] as const) {
    const ruff = ruffFor(version);
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const text = emitPython(plan, airflowTargets[version], options);
        expect(ruff.format(text)).toBe(text);
        expect(ruff.check(text)).toEqual([]);
        expect(emitPython(structuredClone(plan), airflowTargets[version], options)).toBe(text);
      }),
      { numRuns: 200 },
    );
  }
});
