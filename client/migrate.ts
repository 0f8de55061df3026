import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { MigrationAnswer } from '../server/protocol';
import { askMigration } from './ask-migration';
import { migrationLenses } from './migration-lenses';
import { openReport } from './migration-report';
import { baseNameOf, columnBeside } from './places';
import { writeMigrated } from './write-migrated';

/** Migrations that are shown and not decided about yet. */
export interface Migrations extends vscode.Disposable {
  /** Shows what a definition becomes beside it; of a folder, or of what becomes several workflows, the report. */
  migrate(uri: vscode.Uri): Promise<void>;
  /** Shows what became of each construct: of a migration that is shown, or of a definition. */
  report(uri: vscode.Uri): Promise<void>;
  write(key: vscode.Uri): Promise<void>;
  cancel(key: vscode.Uri): Promise<void>;
}

/** What a migration is known by in the editor: the URI of its preview, which for several workflows nobody opens. */
const SCHEME = 'dagport-migration';

interface Shown {
  readonly answer: MigrationAnswer;
  readonly key: vscode.Uri;
  readonly title: string;
  /** Where it is shown; what comes of it is shown there, too. */
  column: vscode.ViewColumn;
  panel?: vscode.WebviewPanel | undefined;
}

export function createMigrations(client: BaseLanguageClient): Migrations {
  const shown = new Map<string, Shown>();
  const find = (key: vscode.Uri): Shown | undefined => shown.get(key.toString());
  const begin = async (uri: vscode.Uri): Promise<Shown | undefined> => {
    const answer = await askMigration(client, uri);
    const [first] = answer?.workflows ?? [];
    if (answer === undefined) return undefined;
    if (first === undefined) return void (await tellNothingBecame(answer, uri));
    const key = vscode.Uri.parse(first.uri).with({ scheme: SCHEME, authority: '', query: crypto.randomUUID() });
    const one: Shown = { answer, key, title: `Migration of ${baseNameOf(uri)}`, column: columnBeside() };
    shown.set(key.toString(), one);
    return one;
  };
  const end = async (one: Shown): Promise<void> => {
    shown.delete(one.key.toString());
    one.panel?.dispose();
    await vscode.window.tabGroups.close(tabsOf(one.key));
  };
  const showReport = (one: Shown): void => {
    if (one.panel !== undefined) {
      one.panel.reveal();
      return;
    }
    one.panel = openReport(one);
    one.column = one.panel.viewColumn ?? one.column;
    one.panel.onDidDispose(() => {
      one.panel = undefined;
      if (tabsOf(one.key).length === 0) shown.delete(one.key.toString());
    });
  };
  const subscriptions = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => find(uri)?.answer.workflows[0]?.text,
    }),
    vscode.languages.registerCodeLensProvider(
      { scheme: SCHEME },
      {
        provideCodeLenses: ({ uri }) => {
          const one = find(uri);
          return one === undefined ? [] : migrationLenses(one.key, one.answer);
        },
      },
    ),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const one of [...shown.values()]) {
        if (closed.some((tab) => isTabOf(tab, one.key)) && one.panel === undefined) shown.delete(one.key.toString());
      }
    }),
  );
  return {
    async migrate(uri) {
      const one = await begin(uri);
      if (one === undefined) return;
      if (one.answer.workflows.length > 1) return showReport(one);
      const document = await vscode.workspace.openTextDocument(one.key);
      const editor = await vscode.window.showTextDocument(document, { viewColumn: one.column, preview: false });
      one.column = editor.viewColumn ?? one.column;
    },
    async report(uri) {
      const one = find(uri) ?? (await begin(uri));
      if (one !== undefined) showReport(one);
    },
    async write(key) {
      const one = find(key);
      if (one === undefined) return;
      await end(one);
      await writeMigrated(one.answer.workflows, one.column);
    },
    async cancel(key) {
      const one = find(key);
      if (one !== undefined) await end(one);
    },
    dispose() {
      subscriptions.dispose();
      for (const one of [...shown.values()]) void end(one);
    },
  };
}

function isTabOf({ input }: vscode.Tab, key: vscode.Uri): boolean {
  return input instanceof vscode.TabInputText && input.uri.toString() === key.toString();
}

function tabsOf(key: vscode.Uri): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter((tab) => isTabOf(tab, key)));
}

async function tellNothingBecame({ problems, sources }: MigrationAnswer, uri: vscode.Uri): Promise<void> {
  const name = baseNameOf(uri);
  const [first] = problems;
  if (sources.length === 0 && first === undefined) {
    void vscode.window.showInformationMessage(`There is no Oozie definition and no Jenkins pipeline in ${name}.`);
    return;
  }
  const why = first === undefined ? '' : ` ${first}${problems.length > 1 ? ` And ${problems.length - 1} more.` : ''}`;
  const show = 'Show Problems';
  const chosen = await vscode.window.showWarningMessage(`Nothing can be made of ${name}.${why}`, show);
  if (chosen === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}
