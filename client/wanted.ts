import * as vscode from 'vscode';
import { LANGUAGE_ID } from '../server/protocol';

/** Files by whose names a folder is known for one with workflows or legacy jobs. */
const NAMES = '**/{dagport.yaml,*.workflow.yaml,*.workflow.yml,workflow.xml,coordinator.xml,Jenkinsfile}';

/** Where other languages keep what they were given: nobody means to work on that. */
const ELSEWHERE = '**/{node_modules,venv,dist}/**';

/** What a file of another language has to hold, so that the server is asked about it at all. */
const HINTS: Readonly<Record<string, RegExp>> = {
  yaml: /^\s{0,2}(?:operators|generators|resources|before|after|sub_dags):/m,
  xml: /<(?:[\w.-]+:)?(?:workflow|coordinator|bundle)-app[\s/>]/,
  groovy: /^\s*(?:pipeline|node)\b[^\n]*\{/m,
};

/**
 * Starts the server once there is something for it: the folder has a file of ours, or one is opened that looks like one. People
 * who only ever open other YAML have no server running for that.
 */
export async function startWhenWanted(start: () => Promise<void>): Promise<vscode.Disposable> {
  const isOpen = vscode.workspace.textDocuments.some(looksLikeOurs);
  if (isOpen || (await vscode.workspace.findFiles(NAMES, ELSEWHERE, 1)).length > 0) {
    await start();
    return new vscode.Disposable(() => {});
  }
  const listeners: vscode.Disposable[] = [];
  const look = (document: vscode.TextDocument): void => {
    if (!looksLikeOurs(document)) return;
    vscode.Disposable.from(...listeners.splice(0)).dispose();
    void start();
  };
  listeners.push(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
  );
  return new vscode.Disposable(() => vscode.Disposable.from(...listeners).dispose());
}

function looksLikeOurs(document: vscode.TextDocument): boolean {
  if (document.languageId === LANGUAGE_ID || /\/(?:dagport\.yaml|Jenkinsfile[^/]*)$/.test(document.uri.path))
    return true;
  return HINTS[document.languageId]?.test(document.getText()) === true;
}
