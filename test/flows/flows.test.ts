import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { play } from '../../migration/verify/machine';
import { checkWorkflow } from '../../workflow/check';
import { diceOf } from '../workflow/plan/random-flow';
import { type HardFlow, inWords, machineTask, readCatalogue, readFlows, timingsOf } from './flows';

const here = path.dirname(fileURLToPath(import.meta.url));
const catalogue = readCatalogue();
const flows = readFlows(catalogue);

/** The expected states of a flow, as a table that a person has read: one line for each assignment. */
function checkTable(flow: HardFlow): void {
  const table = `${flow.assignments.map((assignment) => inWords(assignment, flow.plan)).join('\n')}\n`;
  const golden = path.join(here, 'expected', `${flow.name}.txt`);
  if (process.env.UPDATE_GOLDEN === '1' || !existsSync(golden)) writeFileSync(golden, table);
  expect(table).toBe(readFileSync(golden, 'utf8'));
}

describe.each(flows.map((flow) => [flow.name, flow] as const))('%s', (_, flow) => {
  test('the checks find nothing in it', () => {
    expect(checkWorkflow(flow.file, { catalogue })).toEqual([]);
  });

  test('its outcomes are those of the table', () => {
    checkTable(flow);
  });

  test('its plan gives them whatever the timing', () => {
    const dice = diceOf(7);
    for (const assignment of flow.assignments) {
      const tasks = flow.plan.nodes.map((node) => machineTask(flow.plan, node, assignment.outcomes));
      for (const timing of timingsOf(flow.plan, assignment, dice)) {
        const run = play(tasks, (id) => timing.get(id) ?? 1);
        const states = Object.fromEntries([...assignment.expected.tasks.keys()].map((id) => [id, run.tasks.get(id)]));
        expect({ run: run.state, ...states }, inWords(assignment, flow.plan)).toEqual({
          run: assignment.expected.state,
          ...Object.fromEntries(assignment.expected.tasks),
        });
      }
    }
  });
});
