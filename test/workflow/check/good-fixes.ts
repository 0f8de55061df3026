import { expect } from 'vitest';
import { airflowTargets, emitPython } from '../../../converters/to-airflow';
import type { Diagnostic } from '../../../text/diagnostic';
import { applyEdits } from '../../../text/edit';
import { mergeFixes } from '../../../text/fixes';
import { type CheckContext, checkWorkflow } from '../../../workflow/check';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';

/** Does a safe fix of a rule leave the DAG as it is, or does it make of it what was meant? */
export type EffectOfFix = 'keeps' | 'changes';

/** All rules with safe fixes. What one changes could not be built before, or was not what its text says. */
export const EFFECTS: ReadonlyMap<string, EffectOfFix> = new Map([
  ['ambiguous-scalar', 'keeps'],
  ['duplicate-dependency', 'keeps'],
  ['invalid-imports', 'changes'],
  ['invalid-schedule', 'changes'],
  ['missing-format', 'changes'],
  ['non-text-key', 'keeps'],
  ['old-parameter-name', 'keeps'],
  ['old-schedule-key', 'keeps'],
  ['unknown-key', 'changes'],
  ['unknown-parameter', 'changes'],
  ['unknown-trigger-rule', 'changes'],
  ['unknown-type', 'changes'],
  ['unknown-weight-rule', 'changes'],
  ['unquoted-jinja', 'keeps'],
  ['unused-suppression', 'keeps'],
  ['wrong-key-type', 'changes'],
  ['wrong-parameter-type', 'changes'],
]);

export function check(text: string, context: CheckContext): readonly Diagnostic[] {
  return checkWorkflow(readWorkflow('x.workflow.yaml', text), context);
}

/**
 * What every safe fix of a text has to hold: the text is readable after it, its diagnostic is gone, nothing is new, the DAG
 * file is the same where the rule says so; all together leave nothing to fix a second time. Gives the rules that it saw.
 */
export function expectGoodFixes(text: string, context: CheckContext, before = check(text, context)): readonly string[] {
  const safe = before.filter(({ fix }) => fix?.safety === 'safe');
  for (const diagnostic of safe) {
    const fixed = applyEdits(text, diagnostic.fix?.edits ?? []);
    const after = check(fixed, context);
    expect(countOf(after, diagnostic.rule), `${diagnostic.message}\n${fixed}`).toBeLessThan(
      countOf(before, diagnostic.rule),
    );
    for (const { rule, message } of after) {
      const said = `${rule}: ${message} is new after: ${diagnostic.message}\n${fixed}`;
      expect(countOf(after, rule), said).toBeLessThanOrEqual(countOf(before, rule));
    }
    if (EFFECTS.get(diagnostic.rule) === 'keeps')
      expect(dagFileOf(fixed, context), diagnostic.rule).toBe(dagFileOf(text, context));
  }
  if (safe.length === 0) return [];
  const all = applyEdits(text, mergeFixes(before, ['safe']).edits);
  const again = applyEdits(all, mergeFixes(check(all, context), ['safe']).edits);
  expect(mergeFixes(check(again, context), ['safe']).edits, again).toEqual([]);
  return safe.map(({ rule }) => rule);
}

function countOf(found: readonly Diagnostic[], rule: string): number {
  return found.filter((one) => one.rule === rule).length;
}

/** The DAG file of a text without what only says where its parts stand; nothing where none can be built. */
export function dagFileOf(text: string, { catalogue, composites }: CheckContext): string {
  const file = readWorkflow('x.workflow.yaml', text);
  const { plan } = planWorkflow(file, { catalogue, ...(composites === undefined ? {} : { composites }) });
  if (plan === undefined) return '';
  const options = { tool: 'dagport test', sourcePath: 'x.workflow.yaml', lines: file.lines };
  return emitPython(plan, airflowTargets['3.3'], options).replace(/^\s*#.*\n/gm, '');
}
