import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { LANGUAGE_ID } from '../server/protocol';
import { createPreviews, type Previews } from './preview';

/** Starts the language server and adds the commands. VS Code calls it when a workflow is first opened. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('dagport', { log: true });
  const client = createClient(context, output);
  const previews = createPreviews(context.extensionUri, client);
  context.subscriptions.push(output, previews, ...commands(client, output, previews));
  context.subscriptions.push({ dispose: () => void client.dispose() });
  await client.start();
}

function createClient(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): LanguageClient {
  const module = context.asAbsolutePath('dist/server.cjs');
  const transport = TransportKind.ipc;
  return new LanguageClient(
    'dagport',
    'dagport',
    { run: { module, transport }, debug: { module, transport, options: { execArgv: ['--nolazy', '--inspect=6011'] } } },
    {
      documentSelector: [{ language: LANGUAGE_ID }, { pattern: '**/dagport.yaml' }],
      outputChannel: output,
      initializationOptions: () => settings(),
    },
  );
}

/** What the server asks of the editor's settings: it counts where no configuration of a project says more. */
function settings(): { readonly airflow: string; readonly environment: string } {
  const own = vscode.workspace.getConfiguration('dagport');
  return { airflow: own.get('airflow', ''), environment: own.get('environment', '') };
}

function commands(
  client: LanguageClient,
  output: vscode.LogOutputChannel,
  previews: Previews,
): readonly vscode.Disposable[] {
  return [
    vscode.commands.registerCommand('dagport.openGraph', () => {
      const editor = vscode.window.activeTextEditor;
      if (editor?.document.languageId === LANGUAGE_ID) previews.open(editor.document);
      else void vscode.window.showInformationMessage('Open a workflow first: its graph is shown beside it.');
    }),
    vscode.commands.registerCommand('dagport.restartServer', async () => {
      if (client.state === State.Running) await client.restart();
      else await client.start();
    }),
    vscode.commands.registerCommand('dagport.showOutput', () => output.show()),
  ];
}
