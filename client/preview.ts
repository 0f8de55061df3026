import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { GraphRange } from '../workflow/draw/graph';
import type { FromPreview } from './messages';
import { previewPage } from './preview-page';
import { keepUpdated } from './preview-updates';
import { savePicture } from './save-picture';
import { makeWave } from './wave';

/** The graph previews that are open: one for each workflow at most. */
export interface Previews extends vscode.Disposable {
  /** Opens the graph of a workflow, or of a legacy definition, beside its editor, or shows it where it is open. */
  open(document: vscode.TextDocument): void;
}

export function createPreviews(extension: vscode.Uri, client: BaseLanguageClient): Previews {
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

function openPanel(
  extension: vscode.Uri,
  client: BaseLanguageClient,
  document: vscode.TextDocument,
): vscode.WebviewPanel {
  const scripts = vscode.Uri.joinPath(extension, 'dist');
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const panel = vscode.window.createWebviewPanel(
    'dagport.graph',
    `Graph of ${name}`,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [scripts], retainContextWhenHidden: true },
  );
  const updates = keepUpdated(panel.webview, client, document.uri);
  const isOurs = (other: vscode.TextDocument): boolean => other.uri.toString() === document.uri.toString();
  const subscriptions = [
    panel.webview.onDidReceiveMessage((message: FromPreview) => {
      switch (message.kind) {
        case 'ready': {
          const editor = vscode.window.visibleTextEditors.find((one) => isOurs(one.document));
          updates.begin();
          if (editor !== undefined) updates.pointTo(editor.selection.active.line + 1);
          return undefined;
        }
        case 'view':
          return updates.show(message.view);
        case 'reveal':
          return reveal(message.of === 'legacy' ? (updates.legacy() ?? document.uri) : document.uri, message.range);
        case 'wave':
          return makeWave(client, document.uri, message.nodes);
        case 'save':
          return savePicture(document.uri, message.name, message.content);
      }
    }),
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (isOurs(event.document)) updates.changed();
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => {
      if (isOurs(textEditor.document) && selection !== undefined) updates.pointTo(selection.active.line + 1);
    }),
    updates,
  ];
  panel.onDidDispose(() => vscode.Disposable.from(...subscriptions).dispose());
  panel.webview.html = previewPage(panel.webview, vscode.Uri.joinPath(scripts, 'webview.js'));
  return panel;
}

/** Shows a place of the source in the editor that has it open, else beside the preview. */
async function reveal(uri: vscode.Uri, { start, end }: GraphRange): Promise<void> {
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  const document = await vscode.workspace.openTextDocument(uri);
  const selection = new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
  await vscode.window.showTextDocument(document, { viewColumn: open?.viewColumn ?? vscode.ViewColumn.One, selection });
}
