import {
  type Connection,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver';
import type { LegacyDocument } from '../legacy';
import { manualFindings, withSources } from '../migration-links';
import { lspDiagnostic } from '../positions';
import type { OpenDocument, Workspace } from '../workspace';

/** The diagnostics of a document as editors take them; those of legacy and of migrated files lead to each other. */
export async function diagnosticsOf(
  document: OpenDocument | LegacyDocument,
  { files }: Pick<Workspace, 'files'>,
): Promise<LspDiagnostic[]> {
  const lines = document.lines.get();
  const found = document.diagnostics.get().map((diagnostic) => lspDiagnostic(diagnostic, lines, document.uri));
  return 'conversion' in document
    ? [...found, ...(await manualFindings(document, files))]
    : withSources(document, files, found);
}

/**
 * `textDocument/diagnostic`: the client asks. What it has seen already is not sent again; that is told by the text, not
 * by its version number, which may be used again after closing.
 */
export async function pullDiagnostics(
  workspace: Workspace,
  document: OpenDocument | LegacyDocument,
  previousResultId: string | undefined,
): Promise<DocumentDiagnosticReport> {
  const resultId = String(document.revision);
  if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: await diagnosticsOf(document, workspace) };
}

function openAt({ documents, legacy }: Workspace, uri: string): OpenDocument | LegacyDocument | undefined {
  return documents.get(uri) ?? legacy.get(uri);
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
    const document = openAt(workspace, uri);
    if (document === undefined) return;
    void diagnosticsOf(document, workspace).then((diagnostics) => {
      // What was edited or closed meanwhile has findings of its own, or none.
      if (openAt(workspace, uri) !== document) return;
      void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    });
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
