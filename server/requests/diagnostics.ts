import {
  type Connection,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver';
import type { LegacyDocument } from '../legacy';
import { lspDiagnostic } from '../positions';
import type { OpenDocument, Workspace } from '../workspace';

/** The diagnostics of a document as editors take them. */
export function diagnosticsOf(document: OpenDocument | LegacyDocument): LspDiagnostic[] {
  const lines = document.lines.get();
  return document.diagnostics.get().map((diagnostic) => lspDiagnostic(diagnostic, lines, document.uri));
}

/**
 * `textDocument/diagnostic`: the client asks. What it has seen already is not sent again; that is told by the text, not
 * by its version number, which may be used again after closing.
 */
export function pullDiagnostics(
  document: OpenDocument | LegacyDocument | undefined,
  previousResultId: string | undefined,
): DocumentDiagnosticReport {
  if (document === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  const resultId = String(document.revision);
  if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: diagnosticsOf(document) };
}

/** `textDocument/publishDiagnostics`: for clients that do not ask. */
export interface DiagnosticPublisher {
  changed(uri: string): void;
  closed(uri: string): void;
  stop(): void;
}

/** Long enough for the keystrokes that wait in the queue to be read first, too short to be seen. */
const DELAY_MILLISECONDS = 1;

export function createPublisher(workspace: Workspace, connection: Connection): DiagnosticPublisher {
  const due = new Map<string, NodeJS.Timeout>();
  const cancel = (uri: string): void => {
    clearTimeout(due.get(uri));
    due.delete(uri);
  };
  const publish = (uri: string): void => {
    due.delete(uri);
    const reading = workspace.projects.ready(uri);
    if (reading !== undefined) {
      void reading.then(() => publish(uri));
      return;
    }
    const document = workspace.documents.get(uri) ?? workspace.legacy.get(uri);
    if (document === undefined) return;
    void connection.sendDiagnostics({ uri, version: document.version, diagnostics: diagnosticsOf(document) });
  };
  return {
    changed(uri) {
      cancel(uri);
      due.set(uri, setTimeout(publish, DELAY_MILLISECONDS, uri));
    },
    closed(uri) {
      cancel(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    stop() {
      for (const uri of [...due.keys()]) cancel(uri);
    },
  };
}
