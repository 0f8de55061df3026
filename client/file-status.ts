import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { MIGRATE_COMMAND, STATUS_REQUEST, type StatusAnswer } from '../server/protocol';

const TITLES: Readonly<Record<StatusAnswer['kind'], string>> = {
  workflow: 'Airflow workflow',
  oozie: 'Oozie definition',
  jenkins: 'Jenkins pipeline',
  other: 'no workflow',
};

/** What can be done about what a file was taken for. */
const OFFERS: readonly {
  readonly fits: (kind: StatusAnswer['kind'], languageId: string) => boolean;
  readonly title: string;
  readonly command: string;
}[] = [
  { fits: (kind) => kind === 'oozie' || kind === 'jenkins', title: 'Migrate', command: MIGRATE_COMMAND },
  // Its language is switched only when a person says so: what else works on YAML goes on doing so.
  {
    fits: (_, languageId) => languageId === 'yaml',
    title: 'Use the Language of Workflows',
    command: 'dagport.useWorkflowLanguage',
  },
];

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
    item.accessibilityInformation = { label: `dagport takes this file for: ${TITLES[kind]}` };
    const offer = OFFERS.find((one) => one.fits(kind, document.languageId));
    item.command = offer && { title: offer.title, command: offer.command };
    const [nearest] = configuration;
    item.detail = `${why[0]?.toUpperCase() ?? ''}${why.slice(1)}.${nearest === undefined ? '' : ` Configured by ${nearest}.`}`;
    setKind(kind);
  };
  const soon = (): void => void update().catch((error: unknown) => client.warn(String(error)));
  soon();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(soon),
    // The language of a file was switched.
    vscode.workspace.onDidOpenTextDocument(soon),
    vscode.workspace.onDidSaveTextDocument(soon),
  );
}

/** For the conditions of commands and menus. */
function setKind(kind: StatusAnswer['kind']): void {
  const set = (name: string, value: boolean): void => void vscode.commands.executeCommand('setContext', name, value);
  set('dagport.legacy', kind === 'oozie' || kind === 'jenkins');
  set('dagport.ours', kind !== 'other');
}
