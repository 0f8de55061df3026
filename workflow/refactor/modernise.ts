import { counted } from '../../text/counted';
import type { Diagnostic } from '../../text/diagnostic';
import { applyEdits } from '../../text/edit';
import { mergeFixes } from '../../text/fixes';
import { type CheckContext, checkWorkflow, RULE_FACTS } from '../check';
import { readWorkflow, type WorkflowFile } from '../read';
import type { Refactoring } from './refactoring';

/** Rules that find what another version of Airflow, or boundary-layer, calls by another name. */
const OF_VERSIONS: ReadonlySet<string> = new Set([
  ...RULE_FACTS.filter(({ category }) => category === 'migration').map(({ id }) => id),
  'old-schedule-key',
  'old-parameter-name',
  'unknown-trigger-rule',
]);

/** More rounds than these no fix needs to uncover another one. */
const MOST_ROUNDS = 4;

/**
 * Applies all safe fixes of what Airflow 3 does not take any more, as if it were what is built for. Nothing where there
 * are none.
 * @param context with the catalogue of Airflow 3
 */
export function modernise(file: WorkflowFile, context: CheckContext): Refactoring | undefined {
  let text = file.text;
  let count = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = checkWorkflow(readWorkflow(file.path, text), { ...context, airflow: '3.3' });
    const { edits, fixed } = mergeFixes(found.filter(isOfVersion), ['safe']);
    if (edits.length === 0) break;
    text = applyEdits(text, edits);
    count += fixed.length;
  }
  if (count === 0) return undefined;
  const changes = counted(count, 'change');
  return { title: `Modernise to Airflow 3 (${changes})`, kind: 'rewrite', edits: [changedPart(file.text, text)] };
}

function isOfVersion({ rule }: Diagnostic): boolean {
  return OF_VERSIONS.has(rule);
}

/** One edit that makes one text the other: what they begin and end with alike is left alone. */
function changedPart(before: string, after: string): Refactoring['edits'][number] {
  let start = 0;
  while (start < before.length && before.charAt(start) === after.charAt(start)) start++;
  let [end, last] = [before.length, after.length];
  while (end > start && last > start && before.charAt(end - 1) === after.charAt(last - 1)) {
    end--;
    last--;
  }
  return { range: { start, end }, text: after.slice(start, last) };
}
