import * as vscode from 'vscode';
import { LANGUAGE_ID, MIGRATE_COMMAND } from '../server/protocol';
import type { Migrations } from './migrate';
import { newWorkflow } from './new-workflow';
import type { Previews } from './preview';

/** What the commands work on. */
export interface Parts {
  readonly output: vscode.LogOutputChannel;
  readonly previews: Previews;
  readonly migrations: Migrations;
  readonly restart: () => Promise<void>;
}

const NOTHING_OPEN = "Open Oozie's workflow.xml or a Jenkinsfile first, or choose one in the explorer.";
const NOT_SAVED = 'Save the file first: its workflow is written beside it.';

/** The commands of the extension, by their names in package.json. */
export function registerCommands({ output, previews, migrations, restart }: Parts): vscode.Disposable {
  const register = (name: string, run: (...args: readonly unknown[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(name, run);
  return vscode.Disposable.from(
    register('dagport.newWorkflow', (place) => newWorkflow(uriOf(place))),
    register('dagport.openGraph', async (place) => {
      const uri = uriOf(place) ?? activeUri();
      if (uri === undefined) return tell('Open a workflow first: its graph is shown beside it.');
      return previews.open(await vscode.workspace.openTextDocument(uri));
    }),
    // The explorer gives what was clicked, and all that is selected.
    register(MIGRATE_COMMAND, async (place, selected) => {
      const chosen = Array.isArray(selected) ? selected.flatMap((one) => uriOf(one) ?? []) : [];
      const uri = uriOf(place) ?? activeUri();
      if (uri === undefined) return tell(NOTHING_OPEN);
      if (uri.scheme === 'untitled') return tell(NOT_SAVED);
      for (const one of chosen.length > 1 ? chosen : [uri]) await migrations.migrate(one);
    }),
    register('dagport.showMigrationReport', async (place) => {
      const uri = uriOf(place) ?? activeUri();
      if (uri === undefined) return tell(NOTHING_OPEN);
      if (uri.scheme === 'untitled') return tell(NOT_SAVED);
      return migrations.report(uri);
    }),
    register('dagport.writeMigration', (key) => atKey(key, migrations.write)),
    register('dagport.cancelMigration', (key) => atKey(key, migrations.cancel)),
    register('dagport.useWorkflowLanguage', async () => {
      const document = vscode.window.activeTextEditor?.document;
      if (document !== undefined) await vscode.languages.setTextDocumentLanguage(document, LANGUAGE_ID);
    }),
    register('dagport.restartServer', restart),
    register('dagport.showOutput', () => output.show()),
  );
}

/** A place that a menu, a link or the server names; nothing where none is named. */
function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  return typeof argument === 'string' ? vscode.Uri.parse(argument) : undefined;
}

function activeUri(): vscode.Uri | undefined {
  return vscode.window.activeTextEditor?.document.uri;
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}

async function atKey(key: unknown, act: (uri: vscode.Uri) => Promise<void>): Promise<void> {
  const uri = uriOf(key) ?? activeUri();
  if (uri !== undefined) await act(uri);
}
