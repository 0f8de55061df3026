import { checkLegacy } from '../../migration';
import type { Diagnostic } from '../../text/diagnostic';
import { type CheckContext, checkWorkflow } from '../../workflow/check';
import { readWorkflow } from '../../workflow/read';
import type { LintSource } from './source';

/** What the rules of its language find in a file, in order of place. Never throws. */
export function checkSource({ path, text, kind, file }: LintSource, context: CheckContext): readonly Diagnostic[] {
  if (kind === 'workflow') return checkWorkflow(readWorkflow(path, text, file), context);
  return kind === 'configuration' ? [] : checkLegacy(kind, text);
}
