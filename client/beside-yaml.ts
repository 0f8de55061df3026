import * as vscode from 'vscode';
import { type Middleware, vsdiag } from 'vscode-languageclient';

/** What Red Hat's extension says of any YAML, too: its findings have no ids of their own. */
const SAID_BY_BOTH: ReadonlySet<unknown> = new Set([
  'yaml-syntax',
  'tab-indentation',
  'duplicate-key',
  'unknown-alias',
]);

/**
 * Where Red Hat's extension checks a file, as it does those of the language `yaml`, it is left to it to say what is wrong with
 * the YAML itself: nothing is underlined twice. Files of our own language it does not look at.
 */
export const besideYaml: Middleware = {
  async provideDiagnostics(document, previousResultId, token, next) {
    const report = await next(document, previousResultId, token);
    if (report?.kind !== vsdiag.DocumentDiagnosticReportKind.full || !isCheckedByOther(document)) return report;
    return { ...report, items: report.items.filter(({ code }) => !SAID_BY_BOTH.has(idOf(code))) };
  },
};

function isCheckedByOther(document: vscode.TextDocument | vscode.Uri): boolean {
  const isYaml = 'languageId' in document && document.languageId === 'yaml';
  if (!isYaml || vscode.extensions.getExtension('redhat.vscode-yaml') === undefined) return false;
  return vscode.workspace.getConfiguration('yaml', document).get('validate', true);
}

function idOf(code: vscode.Diagnostic['code']): unknown {
  return typeof code === 'object' ? code.value : code;
}
