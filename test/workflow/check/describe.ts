import type { Diagnostic } from '../../../text/diagnostic';
import { applyEdits } from '../../../text/edit';
import { mergeFixes } from '../../../text/fixes';
import { type LineIndex, positionAt, type Range } from '../../../text/range';
import { checkWorkflow, dagIdIn } from '../../../workflow/check';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from './catalogue';
import { COMPOSITES } from './composites';

const WITH_PLUGIN = { ...CATALOGUE, plugins: new Set(['acme']) };

/** All findings about a text, as lines that a person can read and compare; ends with the text after all fixes. */
export function describeFindings(text: string): string {
  const file = readWorkflow('x.workflow.yaml', text);
  const twin = dagIdIn(text) === 'has_a_twin' ? { twin: 'sales/orders.workflow.yaml' } : {};
  const diagnostics = checkWorkflow(file, { catalogue: WITH_PLUGIN, composites: COMPOSITES, ...twin });
  const parts = diagnostics.map((diagnostic) => describeFinding(diagnostic, text, file.lines));
  const { edits } = mergeFixes(diagnostics, ['safe', 'unsafe']);
  const fixed = edits.length === 0 ? '' : `--- after all fixes\n${applyEdits(text, edits)}`;
  return `${parts.join('\n')}\n${fixed}`;
}

function describeFinding(diagnostic: Diagnostic, text: string, lines: LineIndex): string {
  const { rule, severity, message, help, related = [], fix } = diagnostic;
  return [
    `${place(diagnostic.range, lines)} ${severity} ${rule}`,
    `  at    ${JSON.stringify(text.slice(diagnostic.range.start, diagnostic.range.end))}`,
    `  says  ${message}`,
    ...(help === undefined ? [] : [`  help  ${help}`]),
    ...related.map((other) => `  see   ${place(other.range, lines)} ${other.message}`),
    ...(fix === undefined ? [] : [`  fix   ${fix.title} (${fix.safety})`]),
  ].join('\n');
}

function place({ start, end }: Range, lines: LineIndex): string {
  const from = positionAt(lines, start);
  const to = positionAt(lines, end);
  return `${from.line + 1}:${from.character + 1}-${to.line + 1}:${to.character + 1}`;
}
