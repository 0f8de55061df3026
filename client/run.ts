import * as vscode from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { LANGUAGE_ID } from '../server/protocol';
import { besideYaml } from './beside-yaml';
import { registerCommands } from './commands';
import { showFileStatus } from './file-status';
import { answerForFiles } from './files';
import { createMigrations } from './migrate';
import { createPreviews } from './preview';
import { startWhenWanted } from './wanted';

/** Adds the commands, and starts the language server once there is something for it, wherever the extension runs: in Node or in a browser. */
export async function run(
  context: vscode.ExtensionContext,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient | Promise<BaseLanguageClient>,
): Promise<void> {
  const output = vscode.window.createOutputChannel('dagport', { log: true });
  const client = await createClient({
    documentSelector: SELECTOR,
    outputChannel: output,
    initializationOptions: () => settings(),
    middleware: besideYaml,
  });
  client.registerFeature({
    fillClientCapabilities: (capabilities) => {
      capabilities.experimental = { dagport: { migrates: true } };
    },
    initialize: () => {},
    getState: () => ({ kind: 'static' }),
    clear: () => {},
  });
  const previews = createPreviews(context.extensionUri, client);
  const migrations = createMigrations(client);
  const parts = { output, previews, migrations, restart: () => restart(client) };
  context.subscriptions.push(output, previews, migrations, registerCommands(parts));
  context.subscriptions.push(answerForFiles(client));
  context.subscriptions.push({ dispose: () => void client.dispose() });
  const runs = client.onDidChangeState(({ newState }) => {
    if (newState !== State.Running) return;
    runs.dispose();
    context.subscriptions.push(showFileStatus(client, SELECTOR));
  });
  context.subscriptions.push(runs, await startWhenWanted(() => client.start()));
}

/** Workflows, and what may be one or a legacy definition: the server tells by name and by what a file holds. */
const SELECTOR = [
  { language: LANGUAGE_ID },
  { language: 'yaml' },
  { pattern: '**/dagport.yaml' },
  { pattern: '**/*.{xml,groovy,jenkinsfile}' },
  { pattern: '**/Jenkinsfile*' },
];

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.state === State.Running) await client.stop();
  await client.start();
}

/** What the server asks of the editor's settings: it counts where no configuration of a project says more. */
function settings(): { readonly airflow: string; readonly environment: string } {
  const own = vscode.workspace.getConfiguration('dagport');
  return { airflow: own.get('airflow', ''), environment: own.get('environment', '') };
}
