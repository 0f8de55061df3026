import { type CodeAction, CodeActionKind, type CodeActionParams, CodeActionTriggerKind } from 'vscode-languageserver';
import { offsetAt, type Range } from '../../text/range';
import { FIX_ALL, fixAll, fixesOfAKind, fixOf, ignoreOf } from '../actions/fixes';
import { modernisation, refactorings } from '../actions/refactorings';
import type { ClientAbilities } from '../capabilities';
import { isConfiguration } from '../project';
import type { OpenDocument, Workspace } from '../workspace';

/**
 * `textDocument/codeAction`: the fixes of what is found in a range, a comment that ignores it, all safe fixes at once, and
 * what can be done to the tasks that are selected. Fixes come from what is found in the text as it is now, never from the
 * diagnostics that a client still shows.
 */
export function codeActions(
  workspace: Workspace,
  document: OpenDocument,
  params: CodeActionParams,
  client: Pick<ClientAbilities, 'createsFiles'>,
): CodeAction[] {
  const file = document.file.get();
  const range = { start: offsetAt(file.lines, params.range.start), end: offsetAt(file.lines, params.range.end) };
  const found = document.diagnostics.get();
  const { only, triggerKind } = params.context;
  const wanted = (kind: string): boolean => only?.some((each) => kind === each || kind.startsWith(`${each}.`)) ?? true;
  const here = wanted(CodeActionKind.QuickFix) ? found.filter((diagnostic) => touches(diagnostic.range, range)) : [];
  const fixes = here.flatMap((diagnostic) => fixOf(diagnostic, document));
  const ignores = here.flatMap((diagnostic) => ignoreOf(diagnostic, document));
  const isWorkflow = !isConfiguration(document.uri);
  const refactored = isWorkflow
    ? refactorings(workspace, document, range, client).filter(({ kind }) => wanted(kind ?? ''))
    : [];
  // What reads the whole file once more is for a person who asks, not for a cursor that moves.
  const isAsked = only !== undefined || triggerKind !== CodeActionTriggerKind.Automatic;
  const modern =
    isWorkflow && isAsked && wanted(CodeActionKind.RefactorRewrite) ? modernisation(workspace, document) : [];
  return [
    ...fixes,
    ...fixesOfAKind(here, found, document),
    ...ignores,
    ...refactored,
    ...modern,
    ...(wanted(FIX_ALL) ? fixAll(found, document) : []),
  ];
}

function touches(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}
