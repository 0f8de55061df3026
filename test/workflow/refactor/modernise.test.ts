import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../text/edit';
import { readWorkflow } from '../../../workflow/read';
import { modernise } from '../../../workflow/refactor';
import { catalogue, HEAD } from './refactored';

describe('for Airflow 3', () => {
  const modern = (text: string): string | undefined => {
    const found = modernise(readWorkflow('x', text), { catalogue: catalogue.on('3.3'), airflow: '2.11' });
    return found === undefined ? undefined : applyEdits(text, found.edits);
  };

  test('all that has another name now, also in a project for 2.11', () => {
    const before = `name: x\nformat: 1\ndag_args: {schedule_interval: "@daily", concurrency: 4}\noperators:
- {name: a, type: bash, properties: {bash_command: a, trigger_rule: none_failed_or_skipped}}\n`;
    const after = modern(before);
    expect(after).toBe(`name: x\nformat: 1\ndag_args: {schedule: "@daily", max_active_tasks: 4}\noperators:
- {name: a, type: bash, properties: {bash_command: a, trigger_rule: none_failed_min_one_success}}\n`);
    expect(modern(after ?? '')).toBeUndefined();
  });

  test('nothing where nothing is old', () => {
    expect(modern(`${HEAD}operators:\n- {name: a, type: bash, properties: {bash_command: a}}\n`)).toBeUndefined();
  });
});
