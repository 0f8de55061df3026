import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { STATUS_REQUEST, type StatusAnswer } from '../server/protocol';

const TITLES: Readonly<Record<StatusAnswer['kind'], string>> = {
  workflow: 'Airflow workflow',
  oozie: 'Oozie definition',
  jenkins: 'Jenkins pipeline',
  other: 'no workflow',
};

/** Says in the status bar what the file in the editor was taken for and why, and which configuration holds for it. */
export function showFileStatus(client: BaseLanguageClient, selector: vscode.DocumentSelector): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('dagport', selector);
  item.name = 'dagport';
  const update = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || vscode.languages.match(selector, document) === 0) return setKind('other');
    const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(document);
    const { kind, why, configuration } = await client.sendRequest<StatusAnswer>(STATUS_REQUEST, { textDocument });
    item.text = TITLES[kind];
    const [nearest] = configuration;
    item.detail = `${why[0]?.toUpperCase() ?? ''}${why.slice(1)}.${nearest === undefined ? '' : ` Configured by ${nearest}.`}`;
    setKind(kind);
  };
  const soon = (): void => void update().catch((error: unknown) => client.warn(String(error)));
  soon();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(soon),
    vscode.workspace.onDidSaveTextDocument(soon),
  );
}

/** For the conditions of commands and menus. */
function setKind(kind: StatusAnswer['kind']): void {
  const set = (name: string, value: boolean): void => void vscode.commands.executeCommand('setContext', name, value);
  set('dagport.legacy', kind === 'oozie' || kind === 'jenkins');
  set('dagport.ours', kind !== 'other');
}
