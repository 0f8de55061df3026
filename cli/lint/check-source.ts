import type { Diagnostic } from '../../text/diagnostic';
import { type CheckContext, checkWorkflow } from '../../workflow/check';
import { readWorkflow } from '../../workflow/read';
import { noTextAt } from './no-text';
import type { LintSource } from './source';

/**
 * What the rules of its language find in a file, in order of place. Never throws. The converters are loaded with the first
 * legacy file: they would double the time in which a workflow is checked.
 */
export async function checkSource(source: LintSource, context: CheckContext): Promise<readonly Diagnostic[]> {
  const { path, text, kind, file, twin, noText } = source;
  if (noText !== undefined) return [noTextAt(noText)];
  if (kind === 'workflow')
    return checkWorkflow(readWorkflow(path, text, file), twin === undefined ? context : { ...context, twin });
  if (kind === 'configuration') return [];
  const { checkLegacy } = await import('../../migration');
  return checkLegacy(kind, text);
}
