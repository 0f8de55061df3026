import type { Diagnostic, FixSafety } from '../../text/diagnostic';
import { applyEdits } from '../../text/edit';
import { mergeFixes } from '../../text/fixes';
import type { CheckContext } from '../../workflow/check';
import { checkSource } from './check-source';
import type { LintSource } from './source';

/** Fixes that change the same place wait for the next round; this many are more than any file needs. */
const MAXIMAL_ROUNDS = 10;

/** Which findings may be fixed. */
export interface FixChoice {
  readonly safety: readonly FixSafety[];
  readonly isWanted: (diagnostic: Diagnostic) => boolean;
}

/** A file after its fixes. */
export async function fixSource(
  source: LintSource,
  context: CheckContext,
  { safety, isWanted }: FixChoice,
): Promise<LintSource> {
  let { text } = source;
  for (let round = 0; round < MAXIMAL_ROUNDS; round++) {
    const found = (await checkSource({ ...source, text }, context)).filter(isWanted);
    const { edits } = mergeFixes(found, safety);
    if (edits.length === 0) break;
    text = applyEdits(text, edits);
  }
  return { ...source, text };
}
