import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { GRAPH_REQUEST, type GraphAnswer, type GraphParams } from '../server/protocol';
import type { GraphRange, GraphView } from '../workflow/draw/graph';
import type { FromPreview, ToPreview } from './messages';
import { previewPage } from './preview-page';

/** The graph previews that are open: one for each workflow at most. */
export interface Previews extends vscode.Disposable {
  /** Opens the graph of a workflow beside its editor, or shows it where it is open. */
  open(document: vscode.TextDocument): void;
}

/** Long enough for a word to be typed. */
const DELAY_MILLISECONDS = 150;

export function createPreviews(extension: vscode.Uri, client: LanguageClient): Previews {
  const panels = new Map<string, vscode.WebviewPanel>();
  return {
    open(document) {
      const key = document.uri.toString();
      const known = panels.get(key);
      if (known !== undefined) return known.reveal(undefined, true);
      const panel = openPanel(extension, client, document);
      panels.set(key, panel);
      panel.onDidDispose(() => panels.delete(key));
    },
    dispose() {
      for (const panel of [...panels.values()]) panel.dispose();
    },
  };
}

function openPanel(extension: vscode.Uri, client: LanguageClient, document: vscode.TextDocument): vscode.WebviewPanel {
  const scripts = vscode.Uri.joinPath(extension, 'dist');
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const panel = vscode.window.createWebviewPanel(
    'dagport.graph',
    `Graph of ${name}`,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [scripts], retainContextWhenHidden: true },
  );
  panel.webview.html = previewPage(panel.webview, vscode.Uri.joinPath(scripts, 'webview.js'));
  const updates = keepUpdated(panel.webview, client, document.uri);
  const subscriptions = [
    panel.webview.onDidReceiveMessage((message: FromPreview) => {
      if (message.kind === 'ready') updates.now();
      else if (message.kind === 'view') updates.show(message.view);
      else void reveal(document.uri, message.range);
    }),
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document.uri.toString() === document.uri.toString()) updates.soon();
    }),
    updates,
  ];
  panel.onDidDispose(() => vscode.Disposable.from(...subscriptions).dispose());
  return panel;
}

interface Updates extends vscode.Disposable {
  now(): void;
  soon(): void;
  show(view: GraphView): void;
}

/** Asks the server for the graph and sends it to the page. An answer that came too late is not shown. */
function keepUpdated(webview: vscode.Webview, client: LanguageClient, uri: vscode.Uri): Updates {
  let view: GraphView = 'authored';
  let timer: NodeJS.Timeout | undefined;
  let pending = new vscode.CancellationTokenSource();
  const post = (message: ToPreview): void => void webview.postMessage(message);
  const now = (): void => {
    clearTimeout(timer);
    pending.cancel();
    pending = new vscode.CancellationTokenSource();
    const { token } = pending;
    const params: GraphParams = { textDocument: { uri: client.code2ProtocolConverter.asUri(uri) }, view };
    client.sendRequest<GraphAnswer | null>(GRAPH_REQUEST, params, token).then(
      (answer) => {
        if (token.isCancellationRequested || answer === null) return;
        if (answer.graph !== undefined) post({ kind: 'graph', graph: answer.graph });
        if (answer.graph === undefined || answer.problems.length > 0)
          post({ kind: 'problems', problems: answer.problems });
      },
      (error: unknown) => {
        if (!token.isCancellationRequested) post({ kind: 'problems', problems: [String(error)] });
      },
    );
  };
  return {
    now,
    soon() {
      clearTimeout(timer);
      timer = setTimeout(now, DELAY_MILLISECONDS);
    },
    show(wanted) {
      view = wanted;
      now();
    },
    dispose() {
      clearTimeout(timer);
      pending.cancel();
    },
  };
}

/** Shows a place of the source in the editor that has it open, else beside the preview. */
async function reveal(uri: vscode.Uri, { start, end }: GraphRange): Promise<void> {
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  const selection = new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
  await vscode.window.showTextDocument(uri, { viewColumn: open?.viewColumn ?? vscode.ViewColumn.One, selection });
}
